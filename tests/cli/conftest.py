"""The command line called in this process, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tightrope.cli import program

Call = Callable[..., Result]


@pytest.fixture
def tightrope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program with some words; the result has exit_code, stdout and stderr apart."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Result:
        return CliRunner().invoke(program, [str(word) for word in words], prog_name="tightrope")

    return call
