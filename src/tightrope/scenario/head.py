"""The shape of a scenario file, apart from its parameters."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from tightrope.evidence.shapes import Quarter, Sentence, Shape, Share

MOST_MEMBERS = 10_000_000
SEEDS_END = 2**63

UNCERTAINTIES = ("none", "chance", "full", "history")
INHERITED = ("start", "quarters", "members", "seed", "uncertainty", "theory")
"""Keys that a file takes from what it extends, and that `set` may change."""

OPTIONS = ("members", "seed", "quarters", "theory", "uncertainty")
"""Those of them that have an option of their own where a scenario is run."""

STARTER_QUESTION = "What happens if ...?"
"""The question of a file that was started from the template and not yet given its own."""

Section = dict[str, Any]


LENGTH = "a run is given its length: did you mean 'quarters'?"


class Notes(Shape):
    """What to look at."""

    notice: Sentence = Field("", description="a thing to notice")
    try_: Sentence = Field("", alias="try", description="a thing to try")


class Head(Shape):
    """The keys of a scenario file. None is required here: a file may take it from what it extends."""

    hints = dict.fromkeys(("end", "until", "years", "length"), LENGTH)
    title: Sentence = Field("", description="a title, in the file itself")
    question: Sentence = Field("", description="the question it asks, in the file itself")
    extends: Sentence = Field("", description="a shipped scenario's name, or a path relative to this file")
    id: Sentence = Field("", description="a short label, such as S1")
    resolved: bool = Field(
        False, description="written by a run: its paths and events may have dates beyond its quarters"
    )
    start: Quarter = Field(0, description="the first quarter, 1992-Q1 or later")
    quarters: int = Field(1, ge=1, description="the number of quarters, ending in 2040-Q4 at the latest")
    members: int = Field(1, ge=1, le=MOST_MEMBERS, description="the number of members of the ensemble")
    seed: int = Field(0, ge=0, lt=SEEDS_END, description="the seed of all chance")
    uncertainty: Literal["none", "chance", "full", "history"] = Field(
        "none", description="what members draw: nothing, luck, luck and parameters, or tested parameters"
    )
    theory: Sentence = Field("", description="the theory by which the capitals choose")
    world: Section = Field(default_factory=dict)
    baku: Section = Field(default_factory=dict)
    moscow: Section = Field(default_factory=dict)
    brussels: Section = Field(default_factory=dict)
    washington: Section = Field(default_factory=dict)
    ankara: Section = Field(default_factory=dict)
    events: Section = Field(default_factory=dict)
    notes: Notes = Field(default_factory=Notes, description="things to notice and to try")


class EventShape(Shape):
    """A dated event."""

    hints = dict.fromkeys(("date", "when", "start"), "did you mean 'quarter'?") | {"kind": "did you mean 'event'?"}
    quarter: Quarter = Field(description="the quarter it happens in, such as 2018-Q2")
    event: Sentence = Field(description="a kind of event")
    severity: Share = Field(0.0, description="from 0 to 1; the kind's own unless given")
    quarters: int = Field(1, ge=1, description="how long it lasts; the kind's own unless given")
