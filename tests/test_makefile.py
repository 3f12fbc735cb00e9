"""The Makefile's virtual environment, with stand-ins for Python and pip that note what is done: nothing is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"

PYTHON = """#!/bin/sh
# As a Python that makes an environment: its scripts name the place where it was made, and run there only.
for last; do :; done
mkdir -p "$last/bin"
place="$(cd "$last" && pwd -P)"
printf '#!/bin/sh\\n[ -d "%s" ]\\n' "$place" > "$last/bin/python"
printf '#!%s/bin/python\\n' "$place" > "$last/bin/pip"
chmod +x "$last/bin/python" "$last/bin/pip"
"""

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


@pytest.fixture
def project(tmp_path):
    """A folder with the Makefile, and all that its virtual environment is made of."""
    folder = tmp_path / "one place" / "project"
    for name in (".ci/find-python", "requirements/locked.txt", "requirements/build.txt", "pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    shutil.copy(MAKEFILE, folder)
    python = tmp_path / "python"
    python.write_text(PYTHON)
    (folder / ".ci/find-python").write_text(f"#!/bin/sh\necho {python}\n")
    for script in (python, folder / ".ci/find-python"):
        script.chmod(0o755)
    return folder


def made(folder):
    """What is said of the virtual environment. What a `make` around them was told (VENV, PYTHON) is not passed on."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(["make", ".venv/.stamp"], cwd=folder, capture_output=True, text=True, env=plain, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_an_environment_is_made_once(project, monkeypatch):
    monkeypatch.setenv("VENV", ".venv-another")  # as under `make test-all-pythons`
    assert made(project).startswith("Making .venv")
    assert made(project) == ""


def test_an_environment_that_is_behind_is_brought_up_to_date(project):
    made(project)
    (project / ".venv/.stamp").write_text("")  # as it was left before the stamp named its place
    assert made(project) == "Bringing .venv up to date\n"


@pytest.mark.parametrize("original", ["gone", "still there"])
def test_an_environment_that_came_with_a_copied_folder_is_made_again(project, tmp_path, original):
    made(project)
    copy = tmp_path / "another" / "project"
    shutil.copytree(project, copy)
    if original == "gone":
        shutil.rmtree(project)
    assert made(copy).startswith("Making .venv")
    assert str(copy) in (copy / ".venv/bin/pip").read_text()
    assert made(copy) == ""
