"""Running a command and knowing what it cost."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Cost:
    """What one process cost, or the medians of several."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    rss: float  # largest resident set, MiB


# Linux counts in KiB, macOS in bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def once(command, allowed):
    """Runs a command with its output to nowhere. An exit code that is not allowed is an error: a run that failed early is fast."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        shown = " ".join(command[:12])
        sys.exit(f"exit {process.returncode}: {shown}\n{errors.decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * RSS_UNIT / 2**20)


def medians(costs):
    """The median of each figure by itself."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.rss for cost in costs),
    )


def pairs(first, second, runs):
    """Medians of two commands, run alternately after one run of each that does not count. A command is (argv, allowed exit codes)."""
    once(*first)
    once(*second)
    costs = ([], [])
    for _ in range(runs):
        costs[0].append(once(*first))
        costs[1].append(once(*second))
    return medians(costs[0]), medians(costs[1])


def alone(command, runs):
    """Medians of one command, after one run that does not count."""
    once(*command)
    return medians([once(*command) for _ in range(runs)])


def warm(tree):
    """Reads every file once, so that no run waits for the disk. Returns the number of files and their bytes."""
    buffer = bytearray(1 << 20)
    files = size = 0
    for folder, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            with open(path, "rb", buffering=0) as file:
                while read := file.readinto(buffer):
                    size += read
            files += 1
    return files, size
