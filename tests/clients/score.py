"""Runs checks and counts them, and runs bartizan.

A check of a client comes with a broken document that the client must refuse: a check that cannot fail proves nothing.
"""

import os
import subprocess
import traceback
from pathlib import Path

from clients import ROOT, Refused

BARTIZAN = Path(os.environ["BARTIZAN_BIN"]).resolve()


class Score:
    """Runs checks and counts."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, step, *given):
        """Runs one check; whatever it raises is its failure."""
        try:
            result = step(*given)
        except Exception as error:
            self.failed += 1
            why = str(error) if isinstance(error, Refused) else traceback.format_exc()
            print(f"FAIL {name}\n     " + why.strip().replace("\n", "\n     "), flush=True)
            return None
        self.passed += 1
        print(f"ok   {name}", flush=True)
        return result

    def refuses(self, name, because, step, *given):
        """A check that passes if the client refuses and names what is wrong; it could refuse for a reason of its own."""

        def turned():
            try:
                said = "\n".join(step(*given) or [])
            except Refused as refused:
                said = str(refused)
            if because not in said:
                raise Refused(f"it does not name {because}; it says: {said or 'nothing'}")

        self.check(name, turned)


def scan(*arguments, stdin=None, codes=(0, 1), cwd=ROOT):
    """What a scan writes to standard output."""
    command = [str(part) for part in (BARTIZAN, "scan", *arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, timeout=120)
    if done.returncode not in codes:
        raise Refused(f"exit {done.returncode} of {command}\n{done.stderr.decode(errors='replace')}")
    return done.stdout
