"""Scoreboards made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tightrope.evidence import Contestant, Criterion, Pattern, kinds
from tightrope.hindcast.board import NOTHING, Board, Row, judge
from tightrope.hindcast.criteria import Estimate

MODELS = {
    "default": Contestant(id="default", letter="D", name="default", says="as it is", why="on trial"),
    "nobody-moves": Contestant(
        id="nobody-moves", letter="N", name="nobody moves", says="all hold", rule="nobody-moves", why="a null model"
    ),
    "without-oil": Contestant(
        id="without-oil", letter="O", name="without oil", says="no boom", set={"world.oil_price": 50}, why="an ablation"
    ),
}
PROBE = kinds.Value(of="baku.position", during="2008-Q2", above=0.2)


def criterion(name: str, **more: Any) -> Criterion:
    """A criterion that asks for at least 80 %, unless told otherwise."""
    wanted = {} if "at_most" in more or "untested" in more else {"at_least": 0.8}
    test = {} if "untested" in more else {"test": PROBE}
    return Criterion(id=name, says=f"what {name} asks for", **test, **wanted, **more)


def pattern(name: str, *criteria: Criterion, **more: Any) -> Pattern:
    """A pattern with some criteria."""
    rest = {"evidence": ("nam-2011",), "grade": "stated judgement", "period": ("2004-Q1", "2008-Q2"), **more}
    return Pattern(id=name, name=f"the pattern {name}", says="it shows", criteria=criteria, **rest)


def estimate(value: float | None, counted: int = 1000) -> Estimate:
    """A share with an interval of two points to either side."""
    if value is None:
        return Estimate(None, None, None, 0)
    return Estimate(value, max(0.0, value - 0.02), min(1.0, value + 0.02), counted)


def board(found: Mapping[tuple[str, str], tuple[float | None, ...]], **criteria: Criterion) -> Board:
    """A board from the shares of default, nobody-moves and without-oil by pattern and criterion."""
    named = {key: criteria.get(key[1]) or criterion(key[1]) for key in found}
    patterns = {name: pattern(name, *(one for (owner, _), one in named.items() if owner == name)) for name, _ in found}
    rows = [
        Row(
            patterns[key[0]],
            named[key],
            {
                model: NOTHING if named[key].test is None else judge(named[key], estimate(share))
                for model, share in zip(MODELS, shares, strict=True)
            },
        )
        for key, shares in found.items()
    ]
    return Board(tuple(rows), MODELS, 1000, 7)
