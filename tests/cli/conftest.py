"""The command line called in this process, in an empty folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import tightrope as tr
from tightrope.cli import program
from tightrope.figures.files import NEEDS
from tightrope.model import AlignmentModel

Call = Callable[..., Result]
AS_WELL = ("world.reserves", *(f"move.{decision}" for decision in AlignmentModel.decisions()))
"""What tests ask for beside what the figures need. All that a run can keep takes three times as long to open."""


@pytest.fixture
def tightrope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program with some words, and what is typed; the result has exit_code, stdout and stderr apart."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object, typed: str = "") -> Result:
        return CliRunner().invoke(program, [str(word) for word in words], prog_name="tightrope", input=typed)

    return call


@pytest.fixture(scope="session")
def _saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    kept = sorted({*chain.from_iterable(NEEDS.values()), *AS_WELL})
    for name in ("baseline", "control"):
        tr.run(name, members=5, quarters=4, record=kept).save(folder / name)
    return folder


@pytest.fixture
def results(_saved_once: Path, tmp_path: Path) -> Path:
    """The folder ``results`` with two small runs, baseline and control, saved without figures."""
    return Path(shutil.copytree(_saved_once, tmp_path / "results"))
