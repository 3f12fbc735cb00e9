"""The mechanisms as ``tightrope evidence model`` prints them: cause, effect, sign, support, claims, numbers."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from tightrope.cli.output import text_width

if TYPE_CHECKING:
    from tightrope.evidence import Mechanism, Seeds


def mechanisms_as_data(seeds: Seeds) -> dict[str, dict[str, Any]]:
    """All mechanisms by id, whole, as plain data for JSON."""
    return {name: mechanism.model_dump(mode="json") for name, mechanism in seeds.mechanisms.items()}


def mechanisms_in_words(seeds: Seeds) -> list[str]:
    """The map from mechanism to evidence and numbers, and the claims that stay outside it."""
    lines = [
        wrapped("Mechanisms: cause and effect, the claims that assert them, the numbers that carry them", 2),
        wrapped("  Support grades how firmly the documents assert a mechanism, not how well it is tested here.", 2),
    ]
    for mechanism in seeds.mechanisms.values():
        lines += ["", *_in_words(mechanism)]
    if seeds.context:
        lines += ["", "Claims that are context only"]
        lines += [wrapped(f"  {name}: {why}", 6) for name, why in seeds.context.items()]
    return lines


def _in_words(mechanism: Mechanism) -> list[str]:
    effect = f"{', '.join(mechanism.inputs)} -> {mechanism.output} ({mechanism.sign})"
    support = f"Support: {mechanism.support}. {mechanism.note}".rstrip()
    claims = f"Claims: {', '.join(mechanism.evidence)}"
    numbers = f"Numbers: {', '.join(mechanism.parameters)}"
    parts = [effect, f"Of {', '.join(mechanism.agents)}", support, claims, numbers]
    if mechanism.left_out:
        parts.append(f"Left out: {mechanism.left_out}")
    heading = f"  {mechanism.id:<4}{mechanism.says}"
    return [wrapped(heading, 6), *(wrapped(f"      {part}", 8) for part in parts)]


def wrapped(text: str, indent: int) -> str:
    """Text over lines that leave ids whole; those after the first begin with ``indent`` spaces."""
    return textwrap.fill(text, text_width(), subsequent_indent=" " * indent, break_on_hyphens=False)
