from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Refused = Callable[..., list[str]]

ROOT = """\
start: 2015-Q1
quarters: 20
members: 10
seed: 1
uncertainty: none
theory: satisficing
"""
KEYS = (
    "title, question, extends, id, resolved, start, quarters, members, seed, uncertainty, theory, world, baku, moscow, "
    "brussels, washington, ankara, events, notes"
)
A_QUARTER = "expected a year and a quarter, such as 2015-Q1"
A_LEVEL = "expected a number from 0 to 1 (level)"
A_RUN = "expected a quarter from 2015-Q1 to 2019-Q4"
MAPPING = "expected a mapping of keys to values"

# Each text follows a title, a question and `extends: baseline`, so it begins in line 4.
CASES = [
    ("star: 2015-Q1", f"x.yaml:4:1: star: unknown key; expected one of {KEYS}; did you mean 'start'?"),
    ("zzz: 1", f"x.yaml:4:1: zzz: unknown key; expected one of {KEYS}"),
    (
        "end: 2020-Q4",
        f"x.yaml:4:1: end: unknown key; expected one of {KEYS}; a run is given its length: did you mean 'quarters'?",
    ),
    ("start: 2015-Q5", f"x.yaml:4:1: start: '2015-Q5' is not a quarter; {A_QUARTER}"),
    ("start: 2015-q1", f"x.yaml:4:1: start: '2015-q1' is not a quarter; {A_QUARTER}; did you mean '2015-Q1'?"),
    ("start: 2015", f"x.yaml:4:1: start: 2015 is not a quarter; {A_QUARTER}"),
    ("start: null", f"x.yaml:4:1: start: nothing (null) is not a quarter; {A_QUARTER}"),
    ("start: 1991-Q4", "x.yaml:4:1: start: 1991-Q4 is outside 1992-Q1 to 2040-Q4"),
    ("quarters: 0", "x.yaml:4:1: quarters: 0; expected at least 1"),
    ("quarters: 20.0", "x.yaml:4:1: quarters: 20; expected a whole number"),
    ("quarters: 2.5", "x.yaml:4:1: quarters: 2.5; expected a whole number"),
    (
        "quarters: 105",
        "x.yaml:4:1: quarters: 105 quarters from 2015-Q1 end in 2041-Q1; "
        "expected an end in 2040-Q4 at the latest; at most 104 quarters fit",
    ),
    (
        "start: 2040-Q1",
        "x.yaml:4:1: start: 64 quarters from 2040-Q1 end in 2055-Q4; "
        "expected an end in 2040-Q4 at the latest; at most 4 quarters fit",
    ),
    ("members: 0", "x.yaml:4:1: members: 0; expected at least 1"),
    ("members: 10000001", "x.yaml:4:1: members: 10000001; expected at most 10000000"),
    ("members: many", "x.yaml:4:1: members: the text 'many'; expected a whole number"),
    ("members: true", "x.yaml:4:1: members: true; expected a whole number"),
    ("seed: -1", "x.yaml:4:1: seed: -1; expected at least 0"),
    (f"seed: {2**63}", "x.yaml:4:1: seed: 9223372036854775808; expected less than 9223372036854775808"),
    (
        "uncertainty: ful",
        "x.yaml:4:1: uncertainty: the text 'ful'; expected one of none, chance, full, history; did you mean 'full'?",
    ),
    ("uncertainty: 3", "x.yaml:4:1: uncertainty: 3; expected one of none, chance, full, history"),
    (
        "uncertainty: history",
        "x.yaml:4:1: uncertainty: history, for which no parameter vectors have been kept yet; "
        "expected none, chance or full; run make calibrate",
    ),
    (
        "theory: satisfying",
        "x.yaml:4:1: theory: unknown theory 'satisfying'; expected one of quantal-response, satisficing; "
        "did you mean 'satisficing'?",
    ),
    ("id: ' '", "x.yaml:4:1: id: the text ' '; expected some text"),
    ("id: 3", "x.yaml:4:1: id: 3; expected text"),
    ("moscow:", f"x.yaml:4:1: moscow: nothing (null); {MAPPING}"),
    ("moscow: [1]", f"x.yaml:4:1: moscow: a list; {MAPPING}"),
    ("events: 3", f"x.yaml:4:1: events: 3; {MAPPING}"),
    ("notes: x", f"x.yaml:4:1: notes: the text 'x'; {MAPPING}"),
    (
        "notes: {notic: x}",
        "x.yaml:4:9: notes.notic: unknown key; expected one of notice, try; did you mean 'notice'?",
    ),
    ("notes: {try: 3}", "x.yaml:4:9: notes.try: 3; expected text"),
    (
        "washington:\n  engagment: 1",
        "x.yaml:5:3: washington.engagment: unknown key; expected one of the parameters of washington; "
        "did you mean 'engagement'?",
    ),
    (
        "washington: {drive: 1}",
        "x.yaml:4:14: washington.drive: unknown key; expected one of the parameters of washington; "
        "did you mean 'moscow.drive'?",
    ),
    ("baku: {x: 1}", "x.yaml:4:8: baku.x: unknown key; expected one of the parameters of baku"),
    ("moscow: {drive: 1.5}", f"x.yaml:4:10: moscow.drive: 1.5 is out of range; {A_LEVEL}"),
    ("moscow: {drive: null}", f"x.yaml:4:10: moscow.drive: nothing (null); {A_LEVEL}"),
    ("moscow: {drive: .nan}", "x.yaml:4:17: moscow.drive: .nan is not finite; expected a finite number"),
    (
        "moscow: {rapport: 0.6}",
        "x.yaml:4:10: moscow.rapport: 0.6 is out of range; expected a number from -0.5 to 0.5 (index)",
    ),
    (
        "world: {oil_price: -1}",
        "x.yaml:4:9: world.oil_price: -1 is out of range; expected a number from 0 to 500 (USD/bbl)",
    ),
    (
        "moscow: {drive: {low: 0.1}}",
        "x.yaml:4:10: moscow.drive: a range without 'high'; expected both low and high",
    ),
    (
        "quarters: 20\nmoscow: {drive: {2014-Q4: 0.1, 2015-Q1: 0.2, 2019-Q4: 0.3}}",
        f"x.yaml:5:18: moscow.drive.2014-Q4: 2014-Q4 is outside the run; {A_RUN}",
    ),
    (
        "quarters: 20\nmoscow: {drive: {2015-Q1: 0.2, 2020-Q1: 0.3}}",
        f"x.yaml:5:32: moscow.drive.2020-Q1: 2020-Q1 is outside the run; {A_RUN}",
    ),
    (
        "moscow: {drive: {2016-Q1: 0.2, 2015-Q1: 0.3}}",
        "x.yaml:4:32: moscow.drive.2015-Q1: a quarter out of order; expected quarters from the earliest to the latest",
    ),
    (
        "world: {oil_price: {fall: 60 %}}",
        "x.yaml:4:9: world.oil_price.over: missing; expected a fall such as {fall: 60 %, over: 3 years}",
    ),
    (
        "world: {oil_price: {over: 3 years}}",
        "x.yaml:4:9: world.oil_price.fall: missing; expected a fall such as {fall: 60 %, over: 3 years}",
    ),
    (
        "world: {oil_price: {fall: 0.6, over: 3 years}}",
        "x.yaml:4:21: world.oil_price.fall: 0.6; expected a percentage such as 60 %",
    ),
    (
        "world: {oil_price: {fall: -6 %, over: 3 years}}",
        "x.yaml:4:21: world.oil_price.fall: the text '-6 %'; expected a percentage such as 60 %",
    ),
    (
        "world: {oil_price: {fall: 101 %, over: 3 years}}",
        "x.yaml:4:21: world.oil_price.fall: 101 % is out of range; expected a percentage from 0 % to 100 %",
    ),
    (
        "world: {oil_price: {fall: 60 %, over: 3}}",
        "x.yaml:4:33: world.oil_price.over: 3; "
        "expected a time such as '3 years', '18 months', '6 quarters' or 'at once'",
    ),
    (
        "world: {oil_price: {fall: 60 %, over: 20 months}}",
        "x.yaml:4:33: world.oil_price.over: 20 months is not a whole number of quarters; "
        "expected whole quarters, of 3 months each",
    ),
    (
        "world: {oil_price: {fall: 60 %, over: 50 years}}",
        "x.yaml:4:33: world.oil_price.over: 50 years is out of range; expected at least 1 quarter and at most 49 years",
    ),
    (
        "world: {oil_price: {fall: 60 %, over: 0 years}}",
        "x.yaml:4:33: world.oil_price.over: 0 years is out of range; expected at least 1 quarter and at most 49 years",
    ),
    (
        "world: {oil_price: {fall: 60 %, over: 1 year, oever: x}}",
        "x.yaml:4:47: world.oil_price.oever: unknown key; expected fall and over; did you mean 'over'?",
    ),
    ("events: {war: 3}", f"x.yaml:4:10: events.war: 3; {MAPPING}"),
    (
        "events: {wra: null}",
        "x.yaml:4:10: events.wra: no event to remove; expected the name of an inherited event; did you mean 'war'?",
    ),
    (
        "events: {new: {event: broker_scandal}}",
        "x.yaml:4:10: events.new.quarter: missing; expected the quarter it happens in, such as 2018-Q2",
    ),
    (
        "events: {new: {quarter: 2016-Q1}}",
        "x.yaml:4:10: events.new.event: missing; expected a kind of event",
    ),
    (
        "events: {new: {quarter: 2016-Q1, event: broker_scandel}}",
        "x.yaml:4:34: events.new.event: unknown kind of event 'broker_scandel'; "
        "expected one of karabakh_escalation, broker_scandal; did you mean 'broker_scandal'?",
    ),
    (
        "events: {new: {quarter: 2016-Q1, event: broker_scandal, severity: 1.2}}",
        "x.yaml:4:57: events.new.severity: 1.2; expected at most 1",
    ),
    (
        "events: {new: {quarter: 2016-Q1, event: broker_scandal, severity: null}}",
        "x.yaml:4:57: events.new.severity: nothing (null); expected a number",
    ),
    (
        "events: {new: {quarter: 2016-Q1, event: broker_scandal, quarters: 0}}",
        "x.yaml:4:57: events.new.quarters: 0; expected at least 1",
    ),
    (
        "events: {new: {quarter: 2016-Q1, event: broker_scandal, quater: 1}}",
        "x.yaml:4:57: events.new.quater: unknown key; expected one of quarter, event, severity, quarters; "
        "did you mean 'quarter'?",
    ),
    (
        "events: {new: {quarter: 2016-Q1, kind: broker_scandal, event: broker_scandal}}",
        "x.yaml:4:34: events.new.kind: unknown key; expected one of quarter, event, severity, quarters; "
        "did you mean 'event'?",
    ),
    (
        "events: {new: {quarter: 2016, event: broker_scandal}}",
        f"x.yaml:4:16: events.new.quarter: 2016 is not a quarter; {A_QUARTER}",
    ),
    (
        "quarters: 20\nevents: {new: {quarter: 2020-Q1, event: broker_scandal}}",
        f"x.yaml:5:16: events.new.quarter: 2020-Q1 is outside the run; {A_RUN}",
    ),
    (
        "members: 3\nmembers: 4",
        "x.yaml:5:1: members: a duplicate key (first at line 4); expected every key once; remove one of the two",
    ),
]


@pytest.mark.parametrize(("text", "message"), CASES)
def test_a_faulty_scenario_is_refused(refused: Refused, text: str, message: str) -> None:
    assert refused(f"extends: baseline\n{text}\n") == [message]


NAME_OR_PATH = "expected a shipped scenario's name, or a path relative to this file"


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        (
            "baselin",
            f"x.yaml:3:1: extends: unknown scenario 'baselin'; {NAME_OR_PATH}; did you mean 'baseline'?",
        ),
        ("./none.yaml", f"x.yaml:3:1: extends: no such file './none.yaml'; {NAME_OR_PATH}"),
        ("3", "x.yaml:3:1: extends: 3; expected text"),
        ("''", "x.yaml:3:1: extends: the text ''; expected some text"),
        ("./x.yaml", "x.yaml:3:1: extends: leads back to x (x extends x); expected a chain that ends"),
    ],
)
def test_extends_must_lead_somewhere(refused: Refused, extends: str, message: str) -> None:
    assert refused(f"extends: {extends}\n") == [message]


def test_a_circle_of_files_is_refused_where_it_closes(refused: Refused) -> None:
    Path("y.yaml").write_text("title: Y\nquestion: Y?\nextends: ./x.yaml\n")
    assert refused("extends: ./y.yaml\n") == [
        "y.yaml:3:1: extends: leads back to x (x extends y extends x); expected a chain that ends"
    ]


def test_title_and_question_must_be_in_the_file_itself(refused: Refused) -> None:
    assert refused("extends: baseline\n", head="# mine\n") == [
        "x.yaml:2:1: title: missing; expected a title, in the file itself",
        "x.yaml:2:1: question: missing; expected the question it asks, in the file itself",
    ]


EXTENDS_MISSING = (
    "x.yaml:1:1: extends: missing; expected the scenario that gives start, quarters, members, seed, uncertainty and "
    "theory; add the line 'extends: baseline'"
)


def test_a_file_that_extends_nothing_is_told_the_one_line_that_it_lacks(refused: Refused) -> None:
    assert refused("world:\n  oil_price: {fall: 60 %, over: 3 years}\n") == [EXTENDS_MISSING]


def test_the_line_that_is_missing_comes_before_all_other_problems(refused: Refused) -> None:
    assert refused("washington:\n  engagement: 4\n", head="") == [
        EXTENDS_MISSING,
        "x.yaml:1:1: title: missing; expected a title, in the file itself",
        "x.yaml:1:1: question: missing; expected the question it asks, in the file itself",
        f"x.yaml:2:3: washington.engagement: 4 is out of range; {A_LEVEL}",
    ]


def test_what_is_extended_and_extends_nothing_is_told_so_where_it_is_written(refused: Refused) -> None:
    Path("parent.yaml").write_text("title: P\nquestion: P?\nseed: 3\n")
    assert refused("extends: ./parent.yaml\n") == [
        "parent.yaml:1:1: extends: missing; expected the scenario that gives start, quarters, members, uncertainty "
        "and theory; add the line 'extends: baseline'"
    ]


def test_a_misspelt_extends_is_one_problem(refused: Refused) -> None:
    assert refused("extend: baseline\n") == [
        f"x.yaml:3:1: extend: unknown key; expected one of {KEYS}; did you mean 'extends'?"
    ]


def test_a_root_must_say_all_that_others_inherit(refused: Refused) -> None:
    assert refused("start: 2015-Q1\nquarters: 20\nmembers: 10\n") == [
        "x.yaml:1:1: seed: missing; expected the seed of all chance; or extend baseline",
        "x.yaml:1:1: uncertainty: missing; expected what members draw: nothing, luck, luck and parameters, "
        "or tested parameters; or extend baseline",
        "x.yaml:1:1: theory: missing; expected the theory by which the capitals choose; or extend baseline",
    ]
    assert refused("seed: 10\nuncertainty: none\ntheory: satisficing\n") == [
        "x.yaml:1:1: start: missing; expected the first quarter, 1992-Q1 or later; or extend baseline",
        "x.yaml:1:1: quarters: missing; expected the number of quarters, ending in 2040-Q4 at the latest; "
        "or extend baseline",
        "x.yaml:1:1: members: missing; expected the number of members of the ensemble; or extend baseline",
    ]


def test_nothing_can_be_removed_from_a_root(refused: Refused) -> None:
    assert refused(f"{ROOT}events: {{war: null}}\n") == [
        "x.yaml:9:10: events.war: no event to remove; expected the name of an inherited event"
    ]


def test_all_problems_come_at_once_in_the_order_of_the_file(refused: Refused) -> None:
    text = """\
extends: baseline
members: 0
world:
  oil_prise: 3
washington:
  engagement: {2014-Q1: 2, 2016-Q1: 0.2, 2015-Q9: 0.1, 2015-q2: 7}
events:
  war: {quarter: 2050-Q1, event: broker_scandal}
"""
    assert [line.split(": ")[:2] for line in refused(text)] == [
        ["x.yaml:4:1", "members"],
        ["x.yaml:6:3", "world.oil_prise"],
        ["x.yaml:8:16", "washington.engagement.2014-Q1"],  # out of range
        ["x.yaml:8:16", "washington.engagement.2014-Q1"],  # and outside the run
        ["x.yaml:8:42", "washington.engagement.2015-Q9"],
        ["x.yaml:8:56", "washington.engagement.2015-q2"],  # not quite a quarter
        ["x.yaml:8:56", "washington.engagement.2015-q2"],  # and out of range
        ["x.yaml:10:9", "events.war.quarter"],
    ]


def test_all_problems_of_one_event_come_at_once(refused: Refused) -> None:
    assert refused(
        "extends: baseline\nquarters: 20\nevents: {new: {quarter: 2039-Q1, event: broker_scandel, severity: 1.2}}\n"
    ) == [
        f"x.yaml:5:16: events.new.quarter: 2039-Q1 is outside the run; {A_RUN}",
        "x.yaml:5:34: events.new.event: unknown kind of event 'broker_scandel'; "
        "expected one of karabakh_escalation, broker_scandal; did you mean 'broker_scandal'?",
        "x.yaml:5:57: events.new.severity: 1.2; expected at most 1",
    ]


def test_the_problems_of_what_is_extended_come_first_and_cause_no_others(refused: Refused, shipped: Path) -> None:
    Path("parent.yaml").write_text("title: P\nquestion: P?\nextends: baselin\nmembers: -1\n")
    assert refused("extends: ./parent.yaml\nseed: x\nevents: {war: null}\n") == [
        f"parent.yaml:3:1: extends: unknown scenario 'baselin'; {NAME_OR_PATH}; did you mean 'baseline'?",
        "parent.yaml:4:1: members: -1; expected at least 1",
        "x.yaml:4:1: seed: the text 'x'; expected a whole number",
    ]


def test_an_unreadable_parent_is_refused_once_and_the_child_still_checked(refused: Refused) -> None:
    Path("parent.yaml").write_text("")
    assert refused("extends: ./parent.yaml\nmembers: x\n") == [
        "parent.yaml:1:1: empty; expected a mapping of keys to values",
        "x.yaml:4:1: members: the text 'x'; expected a whole number",
    ]


def test_an_end_too_late_is_refused_only_in_the_file_that_sets_it(refused: Refused) -> None:
    Path("parent.yaml").write_text("title: P\nquestion: P?\nextends: baseline\nquarters: 300\n")
    assert refused("extends: ./parent.yaml\nmembers: 5\n") == [
        "parent.yaml:4:1: quarters: 300 quarters from 2015-Q1 end in 2089-Q4; "
        "expected an end in 2040-Q4 at the latest; at most 104 quarters fit"
    ]


def test_the_first_quarter_a_file_may_name_is_that_from_which_its_run_is_simulated(refused: Refused) -> None:
    text = "extends: baseline\nstart: 2017-Q1\nquarters: 8\nmoscow: {drive: {2014-Q4: 0.1, 2015-Q1: 0.2}}\n"
    assert refused(text) == [
        "x.yaml:6:18: moscow.drive.2014-Q4: 2014-Q4 is outside the run; expected a quarter from 2015-Q1 to 2018-Q4"
    ]
