"""Run the test suite in parts, as many at a time as there are processor cores (at most four).

A part is a folder of tests, or the files beside the folders. What each part prints is shown when it is done. Arguments
are handed to every pytest; the exit status is 1 if any part failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALONE = ("docs", "cli", "hindcast", "", "web", "figures", "report", "properties")
"""Folders that are a part each, the longest first, so that no long part is left for the end; "" are the files beside
the folders."""
TOGETHER = (("exercises", "calibrate", "explanation", "comparison", "games"),)
"""Folders that are a part together: every part loads everything anew, which takes seconds. The rest is another one."""
BROWSER = "browser"
"""Has a command of its own, `make test-browser`: it needs Chromium."""
MOST = 4
NOTHING_SELECTED = 5
"""The exit status of pytest where a selection leaves no test of a part."""


def parts() -> list[list[str]]:
    """The arguments that name each part."""
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} - {BROWSER}
    beside = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").glob("test_*.py"))]
    rest = sorted(folders - set(ALONE) - {name for some in TOGETHER for name in some})
    groups = [*((name,) for name in ALONE), *TOGETHER, tuple(rest)]
    return [[f"tests/{name}" for name in some] if some != ("",) else beside for some in groups]


def run(part: list[str], options: list[str]) -> tuple[str, str, bool]:
    """Run a part; its name, what it printed, and whether it passed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *part, *options]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    name = part[0] if len(part) == 1 else f"{part[0]} and {len(part) - 1} more"
    return name, done.stdout, done.returncode in (0, NOTHING_SELECTED)


def main() -> int:
    """Run all parts and print what they found."""
    began, options, failed = time.monotonic(), sys.argv[1:], []
    with ThreadPoolExecutor(min(MOST, os.cpu_count() or 1)) as pool:
        for part in as_completed([pool.submit(run, part, options) for part in parts()]):
            name, printed, passed = part.result()
            lines = printed.strip().splitlines()
            print(
                f"{name:32} {lines[-1] if lines else 'printed nothing'}" if passed else f"{name}\n{printed}", flush=True
            )
            failed += [] if passed else [name]
    print(f"{'failed: ' + ', '.join(failed) if failed else 'all passed'} in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
