"""Run the test suite in parts, as many at a time as there are processor cores (at most four).

A part is one folder of tests or a few, or some files of a folder. What each part prints is shown when it is done.
Arguments are handed to every pytest; the exit status is 1 if any part failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = (
    ("docs/*",),
    ("figures/*", "report/*"),
    ("hindcast/*", "properties/*"),
    ("cli/test_[a-m]*",),
    ("web/*",),
    ("test_*",),
    ("cli/test_[n-z]*",),
)
"""The files of each part, the longest first, so that no long part is left for the end. What no pattern names is one
more part, the second. Every part loads everything anew, which takes seconds: short folders are together."""
BROWSER = "browser"
"""Has a command of its own, `make test-browser`: it needs Chromium."""
MOST = 4
NOTHING_SELECTED = 5
"""The exit status of pytest where a selection leaves no test of a part."""


def parts() -> list[list[str]]:
    """The files of each part."""
    tests = ROOT / "tests"
    files = sorted(path.relative_to(tests).as_posix() for path in tests.rglob("test_*.py"))
    left = [file for file in files if not file.startswith(f"{BROWSER}/")]
    found: list[list[str]] = []
    for patterns in PARTS:
        found.append([file for file in left if any(matches(file, pattern) for pattern in patterns)])
        left = [file for file in left if file not in found[-1]]
    found.insert(1, left)
    return [[f"tests/{file}" for file in part] for part in found if part]


def matches(file: str, pattern: str) -> bool:
    """Whether a file is meant by a pattern of its own folder."""
    return file.count("/") == pattern.count("/") and fnmatch(file, pattern)


def named(part: list[str]) -> str:
    """What a part is called: its only file, or the first and how many more."""
    return part[0] if len(part) == 1 else f"{part[0]} and {len(part) - 1} more"


def run(part: list[str], options: list[str]) -> tuple[str, str, bool]:
    """Run a part; its name, what it printed, and whether it passed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *part, *options]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return named(part), done.stdout, done.returncode in (0, NOTHING_SELECTED)


def main() -> int:
    """Run all parts and print what they found."""
    began, options, failed = time.monotonic(), sys.argv[1:], []
    with ThreadPoolExecutor(min(MOST, os.cpu_count() or 1)) as pool:
        for part in as_completed([pool.submit(run, part, options) for part in parts()]):
            name, printed, passed = part.result()
            lines = printed.strip().splitlines()
            print(
                f"{name:52} {lines[-1] if lines else 'printed nothing'}" if passed else f"{name}\n{printed}", flush=True
            )
            failed += [] if passed else [name]
    print(f"{'failed: ' + ', '.join(failed) if failed else 'all passed'} in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
