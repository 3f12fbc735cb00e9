"""Stories and summaries as plain data, for JSON and other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tightrope.evidence import Seeds
from tightrope.explanation.story import Happening, Moment, Story
from tightrope.explanation.summary import Kind, Summary
from tightrope.explanation.weigh import Option, Part, Weighing
from tightrope.explanation.words import Words
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER
from tightrope.scenario import Scenario

DIGITS = 6
"""Decimals of sizes: far finer than what they mean, and the same on every processor."""


def story_as_data(story: Story, *, whole: bool = False) -> dict[str, Any]:
    """A story; ``whole`` adds the decisions that changed nothing, and how every move was appraised."""
    moments = [moment for moment in story.moments if whole or moment.eventful]
    weighings = [one for moment in moments for one in (moment.weighings if whole else moment.moved)]
    return {
        **_head(story.scenario, story.name, story.spread),
        "member": story.member,
        "start": format_quarter(story.moments[0].quarter),
        "end": format_quarter(story.moments[-1].quarter),
        "unusual_weights": [
            {
                "parameter": one.key,
                "consideration": one.consideration,
                "value": _number(one.value),
                "low": one.low,
                "high": one.high,
                "above_share_of_members": _number(one.quantile),
            }
            for one in story.unusual
        ],
        "moments": [_moment(moment, Words(story.scenario.seeds), whole) for moment in moments],
        "claims": _claims(
            story.scenario.seeds, (name for one in weighings for part in one.parts for name in part.evidence)
        ),
        "disclaimer": DISCLAIMER,
    }


def summary_as_data(summary: Summary) -> dict[str, Any]:
    """A summary."""
    return {
        **_head(summary.scenario, summary.name, summary.spread),
        "members": summary.members,
        "of_members": summary.of,
        "start": format_quarter(summary.first),
        "end": format_quarter(summary.last),
        "moves": [_kind(kind) for kind in summary.kinds],
        "disclaimer": DISCLAIMER,
    }


def _head(plan: Scenario, name: str, spread: str) -> dict[str, Any]:
    return {
        "run": name,
        "scenario": plan.name,
        "title": plan.title,
        "question": plan.question,
        "theory": plan.theory,
        "spread": spread,
        "seed": plan.seed,
    }


def _moment(moment: Moment, words: Words, whole: bool) -> dict[str, Any]:
    return {
        "quarter": format_quarter(moment.quarter),
        "outcome": moment.outcome,
        "state": {name: _number(value) for name, value in moment.state.items()},
        "happenings": [_happening(one) for one in moment.happenings],
        "decisions": [_weighing(one, words, whole) for one in (moment.weighings if whole else moment.moved)],
    }


def _happening(one: Happening) -> dict[str, Any]:
    return {"kind": one.kind, "subject": one.subject, "says": one.says, "before": one.before, "after": one.after}


def _weighing(one: Weighing, words: Words, whole: bool) -> dict[str, Any]:
    data = {
        "decision": one.decision,
        "move": one.move,
        "target": one.target,
        "says": f"{words.does(one)}.",
        "nearest": one.nearest,
        "nearest_target": one.nearest_target,
        "margin": _number(one.margin),
        "considerations": _number(one.difference),
        "chance": _number(one.chance),
        "decided_by": one.decided_by,
        "favourite": one.favourite,
        "favourite_target": one.favourite_target,
        "favourite_ahead": _number(one.ahead),
        "parts": [_part(part) for part in one.parts],
    }
    return data | {"options": [_option(option) for option in one.options]} if whole else data


def _part(part: Part) -> dict[str, Any]:
    return {
        "consideration": part.consideration,
        "name": part.name,
        "size": _number(part.size),
        "of_margin": None if part.of_margin is None else _number(part.of_margin),
        "says": part.says,
        "evidence": list(part.evidence),
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "move": option.move,
        "target": option.target,
        "open": option.open,
        "value": _number(option.value),
        "luck": _number(option.luck),
        "terms": {name: _number(term) for name, term in option.terms.items()},
    }


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "decision": kind.decision,
        "move": kind.move,
        "times": kind.times,
        "members": kind.members,
        "decided_by": dict(kind.deciders),
        "spoke_most_for_it": dict(kind.leaders),
        "nearest": dict(kind.nearest),
        "median_margin": _number(kind.margin),
    }


def _claims(seeds: Seeds, names: Iterable[str]) -> dict[str, Any]:
    wanted = set(names)
    return {
        name: {
            "document": claim.source,
            "title": seeds.sources[claim.source].title,
            "section": claim.section,
            "page": claim.page,
            "says": claim.says,
            "confidence": claim.confidence,
        }
        for name, claim in seeds.claims.items()
        if name in wanted
    }


def _number(value: float) -> float:
    return round(value, DIGITS) + 0.0  # no minus zero
