"""Every check by a client. The last line is `N passed, N failed`; the exit code is 1 if anything failed.

Arguments choose parts (`check.py hooks action`); without any, all are run.
"""

import sys
import tempfile
from pathlib import Path

import action
import clients
import docs
import fixture
import git_hooks
import hooks
import packs
import reports
import sarif
import workflows
from score import Score

PARTS = {
    "sarif": sarif.check,
    "reports": reports.check,
    "packs": packs.check,
    "workflows": workflows.check,
    "action": action.check,
    "docs": docs.check,
    "git_hooks": git_hooks.check,
    "hooks": hooks.check,
}


def main(chosen):
    unknown = set(chosen) - set(PARTS)
    if unknown:
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    score = Score()
    score.check("install from npm: " + ", ".join(clients.NPM), clients.install_npm)
    score.check("install from PyPI: " + ", ".join(clients.PIP), clients.install_pip)
    score.check("install from the distribution: shellcheck", clients.install_shellcheck)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "tree").mkdir()
        clean = work / "clean"
        clean.mkdir()
        (work / "clean" / "readme.md").write_text("# Nothing\n", encoding="utf-8")
        tree = fixture.make(work / "tree")
        for name, check in PARTS.items():
            if not chosen or name in chosen:
                (work / name).mkdir()
                check(score, work / name, tree, clean)
    print(f"{score.passed} passed, {score.failed} failed")
    sys.exit(1 if score.failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
