"""Find claims, sources and numbers by words, and what rests on what, both ways."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tightrope.cli.words import MOST_DATES, figure, setting_in_words
from tightrope.errors import nearest
from tightrope.locate import data_folder
from tightrope.marked import Marked, read_marked
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.evidence import Claim, Parameter, Seeds, Source


MOST_MISSING, ALIKE = 2, 0.75
"""Letters too many or too few in a word that may have been meant, and how much of it must be the same."""


@dataclass(frozen=True)
class Number:
    """Something in the model that rests on evidence: its name there, and its value in words."""

    name: str
    value: str


def resting(seeds: Seeds) -> dict[str, tuple[Number, ...]]:
    """What rests on each claim or source, by its id: parameters, then treaties and the rest, then starts."""
    found: dict[str, list[Number]] = {}
    for evidence, number in _numbers(seeds):
        for identifier in evidence:
            found.setdefault(identifier, []).append(number)
    return {identifier: tuple(dict.fromkeys(numbers)) for identifier, numbers in found.items()}


def _numbers(seeds: Seeds) -> Iterable[tuple[tuple[str, ...], Number]]:
    for parameter in seeds.parameters.values():
        yield parameter.evidence, Number(parameter.key, setting_in_words(parameter.setting, MOST_DATES))
    for treaty in seeds.treaties.values():
        yield treaty.evidence, Number(f"treaty {treaty.id}", f"depth {figure(treaty.depth)}")
    for lever in seeds.levers.values():
        yield lever.evidence, Number(f"lever {lever.id}", lever.name)
    for event in seeds.events.values():
        yield event.evidence, Number(f"event {event.id}", f"severity {figure(event.severity)}")
    tables: dict[str, Mapping[str, object]] = {
        "treaty": seeds.treaties,
        "lever": seeds.levers,
        "event": seeds.events,
        "theory": seeds.theories,
    }
    for kind, table in tables.items():
        for identifier, entry in table.items():
            for name, part in getattr(entry, "figures", {}).items():
                yield part.evidence, Number(f"{kind} {identifier}: {name}", figure(part.value))
    for quarter, values in seeds.start_values.items():
        for key, start in values.items():
            yield start.evidence, Number(f"start of {format_quarter(quarter)}: {key}", figure(start.value))


def matching_claims(seeds: Seeds, words: Sequence[str], rests: Mapping[str, Sequence[Number]]) -> list[Claim]:
    """The claims in which every word occurs, in the claim or in the name of a number that rests on it."""
    return [claim for claim in seeds.claims.values() if all_in(words, _text_of_claim(claim, rests))]


def matching_sources(seeds: Seeds, words: Sequence[str], rests: Mapping[str, Sequence[Number]]) -> list[Source]:
    """The sources in which every word occurs, or on which a number of that name rests directly."""
    return [
        source
        for source in seeds.sources.values()
        if all_in(words, " ".join([source.id, source.title, source.author, *_names(rests, source.id)]))
    ]


def matching_parameters(seeds: Seeds, words: Sequence[str]) -> list[Parameter]:
    """The parameters in which every word occurs: in name, meaning, reason, grade, role, unit or evidence.

    Those that one of the words is the name of come first.
    """
    called = [parameter.key for parameter in named_parameters(seeds, words)]
    found = [
        parameter for parameter in seeds.parameters.values() if all_in(words, _text_of_parameter(seeds, parameter))
    ]
    return sorted(found, key=lambda parameter: parameter.key not in called)


def named_parameters(seeds: Seeds, words: Sequence[str]) -> list[Parameter]:
    """The parameters that one of the words is the name of, with its capital or without."""
    folded = {word.casefold() for word in words}
    return [parameter for parameter in seeds.parameters.values() if folded & {parameter.key, parameter.name}]


def _names(rests: Mapping[str, Sequence[Number]], identifier: str) -> list[str]:
    return [number.name for number in rests.get(identifier, ())]


def _text_of_claim(claim: Claim, rests: Mapping[str, Sequence[Number]]) -> str:
    written = [claim.id, claim.source, claim.section, claim.period, claim.says, claim.reading, claim.quantity]
    return " ".join([*written, *claim.actors, *_names(rests, claim.id)])


def _text_of_parameter(seeds: Seeds, parameter: Parameter) -> str:
    says = [seeds.claims[identifier].says for identifier in parameter.evidence if identifier in seeds.claims]
    own = [parameter.key, parameter.long_name, parameter.why, parameter.grade, parameter.role, parameter.unit]
    return " ".join([*own, *parameter.evidence, *says])


def all_in(words: Sequence[str], text: str) -> bool:
    """Whether every word begins a word of the text: "oil" is in "oil_price" but not in "turmoil"."""
    folded = text.casefold()
    return all(re.search(rf"(?<![^\W_]){re.escape(word.casefold())}", folded) for word in words)


def meant(seeds: Seeds, words: Sequence[str], names: Iterable[str] = ()) -> str:
    """ "did you mean 'x'?" for the first word that occurs nowhere and is like one that does, else "".

    ``names`` are further words that might have been meant.
    """
    texts = [_text_of_claim(claim, {}) for claim in seeds.claims.values()]
    texts += [_text_of_parameter(seeds, parameter) for parameter in seeds.parameters.values()]
    known = {word for text in texts for word in re.findall(r"[\w.-]{3,}", text)}.union(names)
    ordered = sorted(known, reverse=True)  # of two that differ in capitals alone, nearest takes the last
    hints = (_nearest(word, ordered) for word in words if not any(all_in([word], text) for text in texts))
    return next((hint for hint in hints if hint), "")


def _nearest(word: str, known: Sequence[str]) -> str:
    """The same of one word: among so many, one that is much longer or shorter, or hardly alike, was not meant."""
    return nearest(word, [one for one in known if abs(len(one) - len(word)) <= MOST_MISSING], alike=ALIKE)


def written_at(parameter: Parameter) -> str:
    """Where in ``seeds/`` a parameter is written: "seeds/parameters/washington.yaml:12"."""
    at = _marked(parameter.capital).at((parameter.name,))
    return f"{at.file}:{at.line}"


@functools.cache
def _marked(capital: str) -> Marked:
    path = data_folder("seeds") / "parameters" / f"{capital}.yaml"
    return read_marked(path, display=f"seeds/parameters/{capital}.yaml", quick=True)
