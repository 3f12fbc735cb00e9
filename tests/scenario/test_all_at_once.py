"""A file is told everything that is wrong with it, whatever it is and however it is mixed."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tightrope.errors import InputError, Problem
from tightrope.evidence import Seeds
from tightrope.scenario import load

Refused = Callable[..., list[str]]


@dataclass(frozen=True)
class Mistake:
    """One thing wrong: the place in the template that it takes, what stands there, and what it is called."""

    place: str
    text: str
    where: str
    found: str


TEMPLATE = """\
title: $title
question: What if?
extends: $extends
start: 2015-Q1
$top
seed: $seed
members: $members
quarters: $quarters
theory: $theory
id: $id
world: {oil_price: $oil_price$world}
moscow:
  drive: $drive
  rapport: $rapport
  weight_influence: $weight
$moscow
washington:
  engagement: {2015-Q1: 0.3$knot, 2016-Q1: $range, 2017-Q1: 0.2}
events:
  mine: {quarter: $quarter, event: $event, severity: $severity}
$events
$again
"""

SOUND = {
    "title": "Mine", "extends": "baseline", "top": "", "seed": "3", "members": "7", "quarters": "40",
    "theory": "satisficing", "id": "S1", "oil_price": "90", "world": "", "drive": "0.4", "rapport": "0.1",
    "weight": "0.6", "moscow": "", "knot": "", "range": "0.25", "quarter": "2017-Q3", "event": "broker_scandal",
    "severity": "0.4", "events": "", "again": "",
}  # fmt: skip

MISTAKES = (
    # What is no plain YAML.
    Mistake("again", "quarters: 60", "quarters", "a duplicate key"),
    Mistake("oil_price", ".nan", "world.oil_price", ".nan is not finite"),
    Mistake("weight", "-.inf", "moscow.weight_influence", "-.inf is not finite"),
    Mistake("members", "&many 7", "members", "the anchor '&many'"),
    Mistake("id", "*many", "id", "the alias '*many'"),
    Mistake("severity", "!!float 0.4", "events.mine.severity", "the tag 'tag:yaml.org,2002:float'"),
    Mistake("title", "My\tscenario", "", "a tab"),
    Mistake("title", "My\x07scenario", "", "the unprintable character U+0007"),
    Mistake("title", '"My\\escenario"', "title", "the unprintable character U+001B"),
    Mistake("moscow", "  <<: {presence: 1}", "moscow.<<", "a merge key '<<'"),
    Mistake("top", "? [a]\n: 1", "", "a list as a key"),
    # What is no scenario.
    Mistake("top", "mebmers: 3", "mebmers", "unknown key"),
    Mistake("extends", "baselin", "extends", "unknown scenario 'baselin'"),
    Mistake("seed", "-1", "seed", "-1"),
    Mistake("theory", "satisfying", "theory", "unknown theory 'satisfying'"),
    Mistake("world", ", oil_prise: 3", "world.oil_prise", "unknown key"),
    Mistake("world", ", oil_prise: .nan", "world.oil_prise", "unknown key"),
    Mistake("drive", "1.5", "moscow.drive", "1.5 is out of range"),
    Mistake("rapport", "high", "moscow.rapport", "the text 'high'"),
    Mistake("knot", ", 2015-Q9: 0.3", "washington.engagement.2015-Q9", "'2015-Q9' is not a quarter"),
    Mistake("range", "{low: 0.4, high: 0.2}", "washington.engagement.2016-Q1", "low 0.4 and high 0.2"),
    Mistake("quarter", "2050-Q1", "events.mine.quarter", "2050-Q1 is outside 1992-Q1 to 2040-Q4"),
    Mistake("quarter", "2039-Q1", "events.mine.quarter", "2039-Q1 is outside the run"),
    Mistake("event", "broker_scandel", "events.mine.event", "unknown kind of event 'broker_scandel'"),
    Mistake("events", "  mine: {quarter: 2018-Q1}", "events.mine", "a duplicate key"),
    Mistake("events", "  other: {event: broker_scandal}", "events.other.quarter", "missing"),
)


def problems_with(mistakes: list[Mistake], folder: Path, seeds: Seeds, shipped: Path) -> list[Problem]:
    path = folder / "x.yaml"
    path.write_text(string.Template(TEMPLATE).substitute(SOUND | {one.place: one.text for one in mistakes}))
    try:
        load(path, seeds=seeds, scenarios=shipped)
    except InputError as error:
        return list(error.problems)
    return []


def told_of(one: Mistake, problems: list[Problem]) -> bool:
    return any(problem.where == one.where and problem.found.startswith(one.found) for problem in problems)


def test_the_file_that_is_spoilt_below_is_sound_itself(tmp_path: Path, seeds: Seeds, shipped: Path) -> None:
    assert problems_with([], tmp_path, seeds, shipped) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mistakes=st.lists(st.sampled_from(MISTAKES), min_size=1, unique_by=lambda one: one.place))
def test_as_many_problems_are_told_as_there_are_mistakes(
    tmp_path: Path, seeds: Seeds, shipped: Path, mistakes: list[Mistake]
) -> None:
    problems = problems_with(mistakes, tmp_path, seeds, shipped)
    assert [one for one in mistakes if not told_of(one, problems)] == []
    # A key that is unknown and a value that is none are two mistakes in one place.
    assert len(problems) == len(mistakes) + sum(".nan" in one.text for one in mistakes if one.place == "world")
    lines = [(problem.line or 0, problem.column or 0) for problem in problems if problem.line != 3]
    assert lines == sorted(lines)


def test_every_mistake_is_told_when_all_are_made_at_once(tmp_path: Path, seeds: Seeds, shipped: Path) -> None:
    first_of_each = {one.place: one for one in reversed(MISTAKES)}
    problems = problems_with(list(first_of_each.values()), tmp_path, seeds, shipped)
    assert len(problems) == len(first_of_each) == 20


def test_a_repeated_key_does_not_hide_what_else_is_wrong(refused: Refused) -> None:
    text = """\
extends: baseline
world:
  oil_price: 99
  oil_price: 98
washington:
  engagment: 0.3
quarters: -3
"""
    assert [line.split("; ")[0] for line in refused(text)] == [
        "x.yaml:6:3: world.oil_price: a duplicate key (first at line 5)",
        "x.yaml:8:3: washington.engagment: unknown key",
        "x.yaml:9:1: quarters: -3",
    ]


def test_a_section_that_is_written_twice_is_checked_both_times(refused: Refused) -> None:
    text = "extends: baseline\nmoscow: {drive: 2}\nseed: 1\nmoscow: {drive: 3, rapport: 4, drve: 1}\n"
    assert [line.split("; ")[0] for line in refused(text)] == [
        "x.yaml:4:10: moscow.drive: 2 is out of range",
        "x.yaml:6:1: moscow: a duplicate key (first at line 4)",
        "x.yaml:6:20: moscow.rapport: 4 is out of range",
        "x.yaml:6:32: moscow.drve: unknown key",
    ]


def test_what_a_refused_value_would_have_said_is_not_missed(refused: Refused) -> None:
    head = "title: .inf\nquestion: *q\n"
    text = "extends: baseline\nevents: {new: {quarter: .nan, event: 1}}\n"
    assert [line.split("; ")[0] for line in refused(text, head)] == [
        "x.yaml:1:8: title: .inf is not finite",
        "x.yaml:2:11: question: the alias '*q'",
        "x.yaml:4:25: events.new.quarter: .nan is not finite",
        "x.yaml:4:31: events.new.event: 1",
    ]


def test_the_problems_of_a_file_and_of_what_it_extends_come_together(refused: Refused) -> None:
    Path("parent.yaml").write_text("title: P\nquestion: P?\nextends: baseline\nmembers: .nan\nseed: -1\n")
    text = "extends: ./parent.yaml\nmembers: 3\nmembers: 4\nquarters: 0\n"
    assert [line.split("; ")[0] for line in refused(text)] == [
        "parent.yaml:4:10: members: .nan is not finite",
        "parent.yaml:5:1: seed: -1",
        "x.yaml:5:1: members: a duplicate key (first at line 4)",
        "x.yaml:6:1: quarters: 0",
    ]


@pytest.mark.parametrize(
    "text",
    ["extends: baseline\nworld:\n\toil_price: 1\nseed: -1\n", "extends: baseline\nseed: [-1\nmembers: -3\n"],
    ids=["a tab that hides the structure", "a bracket that stays open"],
)
def test_where_the_structure_cannot_be_read_that_alone_is_told(refused: Refused, text: str) -> None:
    assert len(refused(text)) == 1
