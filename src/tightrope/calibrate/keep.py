"""The file of kept vectors, written so that the same calibration gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from tightrope.evidence import Kept
from tightrope.quarters import format_quarter

HEAD = """\
# Parameter vectors that history to {until} does not rule out; what `uncertainty: history` projects across. Written by
# `make calibrate`; not to be edited. A vector is the number of a candidate: parameter p of candidate i is the quantile
# that member i of the seed draws for it, taken through the range of p. docs/calibration.md tells what it amounts to.
"""


def as_text(kept: Kept) -> str:
    """The content of the file."""
    data = kept.model_dump(mode="json")
    for name in ("fitted_until", "control_until"):
        data[name] = format_quarter(data[name])
    lines = [HEAD.format(until=data["fitted_until"]).rstrip("\n")]
    for name, value in data.items():
        if isinstance(value, dict):
            lines += [f"{name}:", *(f"  {key}: {_flow(inner)}" for key, inner in value.items())]
        elif name == "vectors":
            lines += [f"{name}:", *(f"  - {_flow(one)}" for one in value)]
        elif name == "left":
            lines += [f"{name}:", *_wrapped(value)]
        else:
            lines.append(f"{name}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """A value on one line: JSON, which is YAML; text without need of quotes stands without."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str):
        return value
    return json.dumps(value)


def _wrapped(numbers: list[int], each: int = 20) -> list[str]:
    rows = [numbers[at : at + each] for at in range(0, len(numbers), each)]
    text = ",\n   ".join(", ".join(map(str, row)) for row in rows)
    return [f"  [{text}]"]
