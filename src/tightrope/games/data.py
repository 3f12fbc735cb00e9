"""A debrief as plain data, for JSON and other programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from tightrope.explanation.words import outcome_stretches, treaties_in_words
from tightrope.games.debrief import POSITION, Debrief, Parting
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER

DIGITS = 6


def debrief_as_data(found: Debrief) -> dict[str, Any]:
    """A debrief, whole: the game, what became of it and of the member alone, the partings, the ensemble."""
    game, plan = found.game, found.game.plan
    five = np.asarray(found.run.percentiles(POSITION), dtype=float)
    return {
        "game": game.name,
        "scenario": plan.name,
        "title": plan.title,
        "question": plan.question,
        "theory": plan.theory,
        "seed": plan.seed,
        "member": game.member,
        "seats": list(game.seats),
        "start": format_quarter(plan.start),
        "end": format_quarter(plan.end),
        "decisions": found.decisions,
        "asked": found.asked,
        "moves": [
            {"quarter": format_quarter(one.quarter), "decision": one.decision, "move": one.move, "how": one.how}
            for one in game.taken
        ],
        "outcomes": _outcomes(found.moments),
        "treaties": treaties_in_words(found.moments, plan.seeds),
        "position": [_number(value) for value in found.path],
        "alone": {
            "outcomes": _outcomes(found.alone.moments),
            "treaties": treaties_in_words(found.alone.moments, plan.seeds),
            "position": [_number(value) for value in found.path_alone],
        },
        "parted": None if found.parted is None else format_quarter(found.parted),
        "partings": [_parting(one) for one in found.partings],
        "cost_or_won": [
            {"decision": one.decision, "consideration": one.consideration, "name": one.name, "size": _number(one.size)}
            for one in found.totals
        ],
        "ensemble": {
            "members": found.run.members,
            "spread": found.run.data.attrs["spread"],
            "share_ending_further_toward_moscow": _number(found.below),
            "outcomes_at_the_end": {
                outcome: _number(found.share_of(code)) for code, outcome in enumerate(OUTCOMES)
            },
            "position_percentiles": {
                str(percent): [_number(value) for value in row]
                for percent, row in zip((5, 25, 50, 75, 95), five, strict=True)
            },
        },
        "disclaimer": DISCLAIMER,
    }  # fmt: skip


def _outcomes(moments: Any) -> list[dict[str, str]]:
    return [
        {"outcome": outcome, "from": format_quarter(first), "to": format_quarter(last)}
        for outcome, first, last in outcome_stretches(moments)
    ]


def _parting(one: Parting) -> dict[str, Any]:
    return {
        "quarter": format_quarter(one.taken.quarter),
        "decision": one.taken.decision,
        "move": one.taken.move,
        "model_move": one.model_move,
        "difference": _number(one.difference),
        "by_chance": one.by_chance,
        "parts": [
            {"consideration": part.consideration, "name": part.name, "size": _number(part.size), "says": part.says}
            for part in one.parts
        ],
    }


def _number(value: float) -> float:
    return round(float(value), DIGITS) + 0.0
