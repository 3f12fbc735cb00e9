"""The suite is run in parts: none of it may be left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import suite  # noqa: E402


def test_every_file_of_tests_belongs_to_exactly_one_part():
    named = [ROOT / argument for part in suite.parts() for argument in part]
    found = [path for name in named for path in (sorted(name.rglob("test_*.py")) if name.is_dir() else [name])]
    assert len(found) == len(set(found))
    everyday = {path for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != suite.BROWSER}
    assert set(found) == everyday


def test_every_pattern_of_the_parts_finds_files():
    tests = [path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    idle = [one for some in suite.PARTS for one in some if not any(suite.matches(file, one) for file in tests)]
    assert idle == []
    assert len(suite.parts()) == len(suite.PARTS) + 1


def test_a_part_that_fails_fails_the_whole(monkeypatch, capsys, tmp_path):
    wrong = tmp_path / "test_wrong.py"
    wrong.write_text("def test_wrong():\n    assert False\n", encoding="utf-8")
    monkeypatch.setattr(suite, "parts", lambda: [["tests/test_quarters.py"], [str(wrong)]])
    monkeypatch.setattr(sys, "argv", ["suite.py"])
    assert suite.main() == 1
    printed = capsys.readouterr().out
    assert "assert False" in printed
    assert f"failed: {wrong} in " in printed


def test_a_selection_that_leaves_nothing_of_a_part_passes():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_quarters.py", "-m", "golden"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == suite.NOTHING_SELECTED
