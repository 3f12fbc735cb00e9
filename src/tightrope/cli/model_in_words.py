"""The model in words: a quarter in order, what each capital can do and weighs, mechanisms, theories of choice."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tightrope.cli.mechanisms import mechanisms_as_data, mechanisms_in_words, wrapped
from tightrope.cli.output import paragraph
from tightrope.cli.words import figure, setting_in_words

if TYPE_CHECKING:
    from tightrope.choice import Decision
    from tightrope.evidence import Parameter, Theory


def model_as_data() -> dict[str, Any]:
    """Quarter, decisions, mechanisms, claims outside them and theories as plain data for JSON."""
    from tightrope.evidence import load_seeds
    from tightrope.model import all_decisions, quarter_steps

    seeds = load_seeds()
    return {
        "quarter": quarter_steps(),
        "decisions": {
            decision.name: {
                "capital": decision.capital,
                "moves": list(decision.moves),
                "considerations": {
                    name: _weight_as_data(weight_of(decision, name)) for name in decision.considerations
                },
            }
            for decision in all_decisions()
        },
        "mechanisms": mechanisms_as_data(seeds),
        "context": dict(seeds.context),
        "theories": {theory.id: theory.says for theory in seeds.theories.values()},
    }


def model_in_words() -> str:
    """The same as plain text."""
    from tightrope.evidence import load_seeds
    from tightrope.model import all_decisions, quarter_steps

    seeds = load_seeds()
    parts = ["A quarter, in order", *(wrapped(f"  {step}", 5) for step in quarter_steps()), ""]
    parts += [
        "Decisions: what each capital can do every quarter, and what it weighs",
        paragraph(
            "A consideration adds weight x value to the moves it speaks for and takes it from those it speaks"
            " against; the first move always changes nothing. Weights are numbers like all others: "
            "`tightrope evidence parameters weight` shows what they rest on.",
            "  ",
        ),
        "",
    ]
    decisions = all_decisions()
    for capital in dict.fromkeys(decision.capital for decision in decisions):
        parts += [f"{capital.capitalize()}", paragraph(story_of(capital), "  ")]
        for decision in decisions:
            parts += _decision_in_words(decision) if decision.capital == capital else []
        parts.append("")
    parts += mechanisms_in_words(seeds)
    parts += ["", "Theories: how the sums become a choice (`--theory`)"]
    for theory in seeds.theories.values():
        parts += [f"  {theory.id} ({theory.source})", *(paragraph(text, "    ") for text in _theory_in_words(theory))]
    return "\n".join(parts)


def _theory_in_words(theory: Theory) -> list[str]:
    """What a theory says, what it does to terms and choice, and its numbers with the considerations they multiply."""
    other = [f"rule: {theory.rule}"] if theory.rule != "quantal-response" else []
    other += [f"terms: {theory.transform}"] if theory.transform != "identity" else []
    told = [theory.says, *([f"{', '.join(other).capitalize()}."] if other else [])]
    for number, value in theory.numbers.items():
        edges = theory.figures[f"numbers.{number}"]
        named = {
            capital: [name for name, emphasis in emphases.items() if emphasis.times == number]
            for capital, emphases in theory.weights.items()
        }
        weighed = "; ".join(f"{capital.capitalize()}: {', '.join(names)}" for capital, names in named.items() if names)
        size = f"{number} {figure(value)}"
        if edges.low is not None and edges.high is not None:
            size += f" ({figure(edges.low)} to {figure(edges.high)})"
        told.append(f"{size}, times the weight of {weighed}." if weighed else f"{size}.")
    return told


def _decision_in_words(decision: Decision) -> list[str]:
    from tightrope.evidence import load_seeds
    from tightrope.explanation.reasons import load_reasons

    lines = [
        f"  {decision.name}",
        paragraph(f"Moves: {'; '.join(decision.moves)}.", "    "),
        "    Considerations:",
    ]
    spoken = load_reasons(load_seeds())
    width = max(len(name) for name in decision.considerations)
    for name in decision.considerations:
        weight = weight_of(decision, name)
        size = "" if weight is None else f": {setting_in_words(weight.setting)}"
        lines.append(wrapped(f"      {name:<{width}}  {spoken.name(decision.name, name)}{size}", width + 8))
    return lines


def story_of(capital: str) -> str:
    """What the code says a capital wants: the first paragraph of its class's docstring."""
    cls = getattr(import_module(f"tightrope.capitals.{capital}"), capital.capitalize())
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ").replace("``", "")


def weight_of(decision: Decision, consideration: str) -> Parameter | None:
    """The parameter that weighs a consideration; None if the seeds have none of that name."""
    from tightrope.evidence import load_seeds

    return load_seeds().parameters.get(f"{decision.capital}.weight_{consideration}")


def _weight_as_data(weight: Parameter | None) -> dict[str, Any] | None:
    if weight is None:
        return None
    knot = weight.setting.knots[0]
    return {
        "parameter": weight.key,
        "says": weight.long_name,
        "value": knot.value,
        "low": knot.low,
        "high": knot.high,
        "evidence": list(weight.evidence),
    }
