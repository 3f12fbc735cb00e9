"""Help must be immediate, so the command line loads almost nothing until a command runs."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

HEAVY = ("mesa", "matplotlib", "pandas", "xarray", "scipy", "numpy", "pydantic", "yaml", "rich")
LOADED = f"import json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"


def loaded_by(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\n{LOADED}"], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_import_tightrope_loads_nothing_heavy():
    assert loaded_by("import tightrope") == []


@pytest.mark.parametrize(
    "words", [["--help"], ["run", "--help"], ["evidence", "--help"], ["compare", "-h"], ["play", "-h"], ["scenario"]]
)
def test_help_loads_nothing_heavy(words):
    call = (
        f"from click.testing import CliRunner\nfrom tightrope.cli import program\nCliRunner().invoke(program, {words})"
    )
    assert loaded_by(call) == []


def test_the_guard_would_see_what_is_loaded():
    assert "numpy" in loaded_by("import numpy")


@pytest.mark.slow
def test_help_takes_at_most_three_times_as_long_as_importing_numpy():
    def seconds(*words: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], capture_output=True, check=True)
        return time.perf_counter() - began

    # Taken in turns and the best of each, because the machine may be busy with something else.
    pairs = [(seconds("-m", "tightrope", "--help"), seconds("-c", "import numpy")) for _ in range(7)]
    assert min(pair[0] for pair in pairs) <= 3 * min(pair[1] for pair in pairs)
