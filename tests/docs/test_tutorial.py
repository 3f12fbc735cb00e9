"""The tutorial can be followed: every command prints what is shown, and the figures shown are the ones it makes.

Its commands are carried out once, in order and in one folder; a file shown whole is written there when its turn comes.
An image's title names the file that the reader will find in its place. ``make golden`` stores the figures anew.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.docs.shown import ROOT, Shown, environment, files, shown, trouble

from tightrope.scenario import load

DOCS = ROOT / "docs"
TUTORIAL = (DOCS / "tutorial.md").read_text(encoding="utf-8")
REWRITE = os.environ.get("TIGHTROPE_REWRITE_GOLDEN") == "1"

IMAGE = re.compile(r'!\[(?P<says>[^\]]+)\]\((?P<stored>\S+) "(?P<made>[^"]+)"\)')
IMAGES = [(match["stored"], match["made"]) for match in IMAGE.finditer(TUTORIAL)]
FAR = 12.0
"""How far two pictures may lie apart (root mean square, 0 to 255): a member more or less changes a figure by 4 to 6,
another seed by 15, another scenario by 35."""


@dataclass(frozen=True)
class Walk:
    """What following the tutorial left: its folder, and what went wrong."""

    folder: Path
    wrong: tuple[str, ...]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    base = tmp_path_factory.mktemp("tutorial")
    folder = base / "here"
    folder.mkdir()
    variables = environment(base)
    steps: list[tuple[int, Shown | tuple[str, str]]] = [(one.line, one) for one in shown(TUTORIAL, "tutorial.md")]
    steps += [(line, (name, content)) for line, name, content in files(TUTORIAL)]
    wrong = []
    for _, step in sorted(steps, key=lambda step: step[0]):
        if isinstance(step, Shown):
            wrong.append(trouble(step, folder, variables, "tutorial.md"))
        else:
            (folder / step[0]).write_text(step[1], encoding="utf-8")
    return Walk(folder, tuple(filter(None, wrong)))


def far(stored: Path, made: Path) -> str:
    """What ``compare_images`` has to say of two pictures, "" where they are near enough."""
    from matplotlib.testing.compare import compare_images

    return compare_images(str(stored), str(made), tol=FAR) or ""


posix = pytest.mark.skipif(os.name != "posix", reason="the commands are run by a POSIX shell")


@posix
@pytest.mark.slow
def test_every_command_of_the_tutorial_prints_what_is_shown(walk):
    assert "\n\n".join(walk.wrong) == ""


@posix
@pytest.mark.slow
@pytest.mark.golden
@pytest.mark.parametrize(("stored", "made"), IMAGES)
def test_a_figure_of_the_tutorial_is_the_one_its_commands_make(walk, stored, made):
    if REWRITE:
        shutil.copyfile(walk.folder / made, DOCS / stored)
    # The comparison leaves its picture of the difference beside the one made.
    assert far(DOCS / stored, walk.folder / made) == ""


@pytest.mark.slow
def test_another_figure_would_be_noticed(tmp_path):
    stored = [DOCS / name for name, _ in IMAGES]
    copies = [shutil.copy(path, tmp_path / path.name) for path in stored]
    near = [(a.name, b.name) for a in stored for b in copies if far(a, b) == ""]
    assert near == [(path.name, path.name) for path in stored]


def test_every_stored_figure_of_the_tutorial_is_shown():
    found = sorted(f"figures/{path.name}" for path in (DOCS / "figures").glob("tutorial-*.png"))
    assert found == sorted(stored for stored, _ in IMAGES)
    assert len(IMAGES) == TUTORIAL.count("![")


def test_only_tightrope_is_needed_to_follow():
    commands = shown(TUTORIAL, "tutorial.md")
    assert [one.command for one in commands if not one.command.startswith("tightrope ")] == []


def test_the_scenario_of_the_tutorial_says_what_is_said_of_it(tmp_path):
    (content,) = [content for _, name, content in files(TUTORIAL) if name == "oil-only.yaml"]
    path = tmp_path / "oil-only.yaml"
    path.write_text(content, encoding="utf-8")
    scenario = load(path)
    assert scenario.warnings == ()


def test_the_tutorial_leads_to_pages_that_are_there():
    places = re.findall(r"\]\(([^)\s]+)", TUTORIAL)
    missing = [place for place in places if not (DOCS / place.partition("#")[0]).exists()]
    assert missing == []
