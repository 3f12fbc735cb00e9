"""What the documents say, and every number of the model with the evidence it rests on."""

from tightrope.evidence.directions import Direction, Expectation, Measure, Side
from tightrope.evidence.entries import (
    CAPITALS,
    Check,
    Claim,
    Emphasis,
    EventKind,
    Familiarity,
    Figure,
    Lever,
    Mechanism,
    Source,
    StartValue,
    Theory,
    Treaty,
    Unit,
)
from tightrope.evidence.load import Seeds, load_seeds
from tightrope.evidence.parameters import Parameter
from tightrope.evidence.patterns import Contestant, Criterion, Pattern, World
from tightrope.evidence.setting import Knot, Setting
from tightrope.evidence.vectors import Kept, Vectors, ranges_digest

__all__ = [
    "CAPITALS",
    "Check",
    "Claim",
    "Contestant",
    "Criterion",
    "Direction",
    "Emphasis",
    "EventKind",
    "Expectation",
    "Familiarity",
    "Figure",
    "Kept",
    "Knot",
    "Lever",
    "Measure",
    "Mechanism",
    "Parameter",
    "Pattern",
    "Seeds",
    "Setting",
    "Side",
    "Source",
    "StartValue",
    "Theory",
    "Treaty",
    "Unit",
    "Vectors",
    "World",
    "load_seeds",
    "ranges_digest",
]
