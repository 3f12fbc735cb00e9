"""The recipes can be typed: every command is accepted, and every file shown in them loads."""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import Path

import click
import pytest

import tightrope as tr
from tightrope.cli import comparing, program
from tightrope.cli.asked import asked
from tightrope.comparison.changes import changes_between
from tightrope.quarters import format_quarter
from tightrope.scenario import load, scenario_names

HOW_TO = (Path(__file__).parents[2] / "docs" / "how-to.md").read_text(encoding="utf-8")
LOOP = {"$depth": ("20", "40", "60"), "$years": ("1", "3", "6")}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", HOW_TO, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Every command line, what a loop repeats written out."""
    found = []
    for line in "\n".join(blocks("sh")).replace("\\\n", " ").splitlines():
        if not line.strip().startswith("tightrope"):
            continue
        names = [name for name in LOOP if name in line]
        for values in itertools.product(*(LOOP[name] for name in names)):
            typed = line
            for name, value in zip(names, values, strict=True):
                typed = typed.replace(name, value)
            found.append(shlex.split(typed))
    return found


def parsed(words: list[str]) -> tuple[str, dict[str, object]]:
    """The command's name and its options, as the command line reads them; raises where it is refused."""
    group: click.Command = program
    context = click.Context(group)
    name = ""
    while isinstance(group, click.Group):
        name, words = words[0], words[1:]
        command = group.get_command(context, name)
        assert command is not None, name
        group = command
    return name, group.make_context(name, list(words)).params


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_of_the_recipes_is_accepted(words):
    parsed(words[1:])


RUNS = [words for words in commands() if words[1] == "run"]


@pytest.mark.parametrize("words", RUNS, ids=" ".join)
def test_what_a_recipe_runs_and_sets_is_there(words):
    options = words[2:]
    sets = [options[place + 1] for place, word in enumerate(options) if word == "--set"]
    named = [word for word in options if word in scenario_names()]
    given = {option: options[options.index(f"--{option}") + 1] for option in ("quarters", "uncertainty")
             if f"--{option}" in options}  # fmt: skip
    if named:
        for run in asked(named, sets, given):
            assert not [warning for warning in run.scenario.warnings if warning.startswith("warning")]
    else:
        assert words[2] in ("my-war.yaml", "results/cheap-oil")


COMPARISONS = [words for words in commands() if words[1] == "compare"]


@pytest.mark.parametrize("words", COMPARISONS, ids=" ".join)
def test_what_a_recipe_compares_can_be_paired(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name, given = parsed(words[1:])
    assert name == "compare"
    if str(given["first"]).startswith("results/"):
        tr.run("cheap-oil", members=4, quarters=4).save(str(given["first"]))
    options = {key: given[key] for key in ("members", "seed")}
    both = comparing.wanted(given["first"], given["second"], given["sets"], options, given["out"])
    assert both.place.parent == Path("results") and both.place.name.startswith("compare-")
    assert changes_between(both.a.asked.scenario, both.b.asked.scenario)
    both.close()


def test_comparisons_are_among_the_recipes():
    assert len(COMPARISONS) >= 3


def test_the_file_of_the_recipes_loads(tmp_path):
    (text,) = blocks("yaml")
    (tmp_path / "my-war.yaml").write_text(text, encoding="utf-8")
    scenario = load(tmp_path / "my-war.yaml")
    assert scenario.warnings == ()
    assert {format_quarter(event.quarter) for event in scenario.events.values()} == {"2018-Q2"}


def test_every_kind_of_event_is_named():
    assert all(f"`{kind}`" in HOW_TO for kind in load("baseline").seeds.events)
