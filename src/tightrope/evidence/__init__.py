"""What the documents say, and every number of the model with the evidence it rests on."""

from tightrope.evidence.entries import (
    CAPITALS,
    Claim,
    EventKind,
    Figure,
    Lever,
    Source,
    StartValue,
    Theory,
    Treaty,
    Unit,
)
from tightrope.evidence.load import Seeds, load_seeds
from tightrope.evidence.parameters import Parameter
from tightrope.evidence.setting import Knot, Setting

__all__ = [
    "CAPITALS",
    "Claim",
    "EventKind",
    "Figure",
    "Knot",
    "Lever",
    "Parameter",
    "Seeds",
    "Setting",
    "Source",
    "StartValue",
    "Theory",
    "Treaty",
    "Unit",
    "load_seeds",
]
