"""The table: as text, and into docs/performance.md between its markers."""

import os
import platform
import re
import subprocess
import sys

from .trees import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def table(head, rows):
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def machine(bartizan, rg):
    """One sentence about where and with what this was measured."""
    says = lambda *command: subprocess.run(command, capture_output=True, text=True).stdout.strip().split("\n")[0]
    processor = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            named = re.search(r"model name\s*:\s*(.+)", file.read())
        processor = named.group(1) if named else processor
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    tools = ", ".join([says(bartizan, "--version"), says("rustc", "--version").split(" (")[0], says(rg, "--version")])
    return f"{platform.system()}, {processor}, {cores} cores; {tools}."


def write(text):
    """Puts the text between the markers of the page; everything else stays."""
    page = PAGE.read_text(encoding="utf-8")
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        sys.exit(f"{PAGE}: the markers {BEGIN} and {END} must stand there once each")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
