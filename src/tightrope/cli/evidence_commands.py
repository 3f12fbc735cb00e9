"""``tightrope evidence``: the documents, the numbers that rest on them, and the model in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.output import json_option, paragraph, print_json, say
from tightrope.cli.shell import Command, Group

if TYPE_CHECKING:
    from tightrope.calibrate.posterior import Moved
    from tightrope.cli.evidence_search import Number
    from tightrope.evidence import Claim, Parameter, Seeds, Source


class _WordOrCommand(Group):
    """``evidence WORD`` searches the claims; ``evidence parameters`` and ``evidence model`` are commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--help" not in args[:1] and "-h" not in args[:1] and (not args or args[0] not in self.commands):
            args = ["claims", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_WordOrCommand,
    subcommand_metavar="[WORD]... | parameters [WORD]... | model",
    examples=(
        "tightrope evidence oil",
        "tightrope evidence parameters washington",
        "tightrope evidence model",
    ),
)
def evidence() -> None:
    """What the documents say, and the numbers that rest on it.

    With a WORD: the claims that mention it (in their id, text, actors or section), each with the numbers of
    the model that rest on them; several words must all occur. The name of a number finds the claims it rests
    on. What a word is the name of is shown first: a pattern (P7), a mechanism (M21), a lever (LV5), a scenario
    (S1), a treaty (csto), a number (oil_price). Without a word: every claim, briefly. With --json: as data.
    """


@evidence.command(hidden=True, examples=("tightrope evidence oil",))
@click.argument("words", metavar="[WORD]...", nargs=-1)
@json_option
def claims(words: tuple[str, ...], as_json: bool) -> None:
    """Claims of the documents and the numbers that rest on them."""
    from tightrope.cli.evidence_found import check_found, say_also, say_entry, search
    from tightrope.evidence import load_seeds

    seeds = load_seeds()
    found = search(seeds, words)
    check_found(found, seeds)
    tested = _tested(seeds) if found.parameters else {}
    if as_json:
        print_json({
            "claims": [_claim_as_data(claim, found.resting(claim)) for claim in found.claims],
            "sources": [_source_as_data(source, found.resting(source)) for source in found.sources],
            "entries": [{"kind": entry.kind, **entry.data} for entry in found.named],
            "parameters": [_parameter_as_data(one, tested.get(one.key)) for one in found.parameters],
        })  # fmt: skip
        return
    if not words:
        _say_all(seeds)
        return
    for entry in found.named:
        say_entry(entry)
    for parameter in found.parameters:
        _say_parameter(seeds, parameter, tested.get(parameter.key))
    for claim in found.claims:
        _say_claim(claim, found.resting(claim))
    for source in found.sources:
        _say_source(source, found.resting(source))
    say_also(found, seeds)


@evidence.command(
    examples=("tightrope evidence parameters oil_price", "tightrope evidence parameters assumption --json")
)
@click.argument("words", metavar="[WORD]...", nargs=-1)
@json_option
def parameters(words: tuple[str, ...], as_json: bool) -> None:
    """The numbers of the model and what they rest on.

    Value, range, unit, grade, the evidence behind it, and where it is written.

    With a WORD: those that mention it, in name, meaning, grade or evidence; several words must all occur.
    """
    from tightrope.cli.evidence_search import matching_parameters
    from tightrope.evidence import load_seeds

    seeds = load_seeds()
    found = matching_parameters(seeds, words)
    if not found:
        from tightrope.cli.evidence_found import no_parameter

        raise no_parameter(seeds, words)
    tested = _tested(seeds)
    if as_json:
        print_json([_parameter_as_data(parameter, tested.get(parameter.key)) for parameter in found])
        return
    for parameter in found:
        _say_parameter(seeds, parameter, tested.get(parameter.key))


@evidence.command(cls=Command, examples=("tightrope evidence model",))
@json_option
def model(as_json: bool) -> None:
    """The model in words, from the code itself.

    The order of a quarter, what each capital can do and weighs, the mechanisms, and the theories of choice.
    """
    from tightrope.cli.model_in_words import model_as_data, model_in_words

    if as_json:
        print_json(model_as_data())
    else:
        say(model_in_words())


def _tested(seeds: Seeds) -> dict[str, Moved]:
    """What holding the parameters against history did to each, by key; none where other ranges were tested."""
    from tightrope.calibrate.posterior import posterior
    from tightrope.evidence import ranges_digest

    if seeds.kept is None or seeds.kept.ranges != ranges_digest(seeds.parameters):
        return {}
    return {one.key: one for one in posterior(seeds, seeds.kept)}


def _say_all(seeds: Seeds) -> None:
    from tightrope.cli.words import counted

    for claim in seeds.claims.values():
        say(claim.id)
        say(paragraph(claim.says, "    "))
    documents = len({claim.source for claim in seeds.claims.values()})
    say()
    say(
        paragraph(
            f"{counted(len(seeds.claims), 'claim')} of {counted(documents, 'document')}; "
            f"{counted(len(seeds.parameters), 'parameter')}. `tightrope evidence WORD` shows claims whole."
        )
    )


def _place(claim: Claim) -> str:
    page = f"p. {claim.page}" if claim.page else ""
    footnote = f"footnote {claim.footnote}" if claim.footnote else ""
    return ", ".join(part for part in (claim.source, claim.section, page, footnote) if part)


def _say_claim(claim: Claim, numbers: tuple[Number, ...]) -> None:
    say(click.style(claim.id, bold=True))
    about = "; ".join(part for part in (_place(claim), claim.period, ", ".join(claim.actors)) if part)
    hedge = f" ({claim.hedge})" if claim.hedge else ""
    say(paragraph(f"{about}. Confidence: {claim.confidence}{hedge}.", "    "))
    say(paragraph(claim.says, "    "))
    if claim.reading:
        say(paragraph(f"In the model: {claim.reading}", "    "))
    if claim.quantity:
        say(paragraph(f"Quantity: {claim.quantity}", "    "))
    _say_numbers(numbers)


def _say_source(source: Source, numbers: tuple[Number, ...]) -> None:
    say(click.style(source.id, bold=True))
    by = ", ".join(part for part in (source.author, source.title, source.year) if part)
    say(paragraph(f"Source ({source.kind}, {source.grade}): {by}. {source.note}".rstrip(), "    "))
    _say_numbers(numbers, "Numbers that rest directly on it")


def _say_numbers(numbers: tuple[Number, ...], title: str = "Numbers that rest on it") -> None:
    if numbers:
        say(f"    {title}:")
        for line in _lines(numbers):
            say(paragraph(line, "      "))
    else:
        say("    No number rests on it.")
    say()


def _lines(numbers: tuple[Number, ...]) -> list[str]:
    """A line for each number; those with a common heading, such as one start, on one line."""
    lines: dict[str, list[str]] = {}
    for number in numbers:
        heading, colon, name = number.name.rpartition(": ")
        lines.setdefault(heading or number.name, []).append(f"{name} = {number.value}" if colon else number.value)
    return [f"{heading}{': ' if ' = ' in parts[0] else ' = '}{', '.join(parts)}" for heading, parts in lines.items()]


def _say_parameter(seeds: Seeds, parameter: Parameter, tested: Moved | None) -> None:
    from tightrope.cli.evidence_search import written_at
    from tightrope.cli.mechanisms import wrapped
    from tightrope.cli.words import figure, setting_in_words

    told = wrapped(f"{parameter.key}  {parameter.long_name}", 4)
    say(told.replace(parameter.key, click.style(parameter.key, bold=True), 1))
    low, high = (figure(bound) for bound in parameter.legal)
    kind = f"{parameter.role}, {parameter.unit}, legal {low} to {high}"
    drawn = "" if parameter.setting.certain else f", {parameter.setting.distribution} range"
    say(paragraph(f"{setting_in_words(parameter.setting)} ({kind}{drawn})", "    "))
    say(paragraph(f"Grade: {parameter.grade}. {parameter.why}", "    "))
    if tested is not None:
        say(paragraph(_history(seeds, tested), "    "))
    for identifier in parameter.evidence:
        if identifier in seeds.claims:
            claim = seeds.claims[identifier]
            say(paragraph(f"{identifier} ({_place(claim)}): {claim.says}", "      "))
        else:
            say(paragraph(f"{identifier}: {seeds.sources[identifier].title}", "      "))
    say(f"    Written in {written_at(parameter)}")
    say()


def _history(seeds: Seeds, tested: Moved) -> str:
    """What history says of a parameter."""
    from tightrope.quarters import format_quarter

    assert seeds.kept is not None
    until = format_quarter(seeds.kept.fitted_until)
    if not tested.moved:
        return f"History: the patterns up to {until} do not constrain it (docs/calibration.md)."
    low, middle, high = (f"{100 * end:.0f}" for end in (tested.low, tested.middle, tested.high))
    return (
        f"History: the patterns up to {until} move it: 5, 50 and 95 % of what they leave lie at {low}, {middle} and "
        f"{high} % of its distribution before (docs/calibration.md)."
    )


def _claim_as_data(claim: Claim, numbers: tuple[Number, ...]) -> dict[str, Any]:
    return {**claim.model_dump(mode="json"), "numbers": _numbers_as_data(numbers)}


def _source_as_data(source: Source, numbers: tuple[Number, ...]) -> dict[str, Any]:
    return {**source.model_dump(mode="json"), "numbers": _numbers_as_data(numbers)}


def _numbers_as_data(numbers: tuple[Number, ...]) -> list[dict[str, str]]:
    return [{"name": number.name, "value": number.value} for number in numbers]


def _parameter_as_data(parameter: Parameter, tested: Moved | None) -> dict[str, Any]:
    from tightrope.cli.evidence_search import written_at
    from tightrope.cli.words import setting_as_data

    return {
        "key": parameter.key,
        "says": parameter.long_name,
        "role": parameter.role,
        "unit": parameter.unit,
        "legal": list(parameter.legal),
        **setting_as_data(parameter.setting),
        "grade": parameter.grade,
        "why": parameter.why,
        "evidence": list(parameter.evidence),
        "history": None if tested is None else {key: value for key, value in vars(tested).items() if key != "key"},
        "written": written_at(parameter),
    }
