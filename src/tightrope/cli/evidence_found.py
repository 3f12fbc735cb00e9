"""What ``tightrope evidence WORD`` finds, what it says beside the claims, and what it says where nothing is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from tightrope.cli.evidence_entries import CODE, Entry, entries, in_passing, mentioning, named, numbering
from tightrope.cli.evidence_search import (
    Number,
    matching_claims,
    matching_parameters,
    matching_sources,
    meant,
    named_parameters,
    resting,
)
from tightrope.cli.mechanisms import wrapped
from tightrope.cli.output import say
from tightrope.errors import InputError, Problem

if TYPE_CHECKING:
    from tightrope.evidence import Claim, Parameter, Seeds, Source

COMMANDS = ("parameters", "model")


@dataclass(frozen=True)
class Found:
    """What some words find: claims and sources that mention them, and what one of them is the name of.

    ``also`` are other entries that mention them, by kind; ``everything`` is all that has a name.
    """

    words: Sequence[str]
    claims: Sequence[Claim]
    sources: Sequence[Source]
    named: Sequence[Entry]
    parameters: Sequence[Parameter]
    also: Mapping[str, Sequence[Entry]]
    everything: Sequence[Entry]
    rests: Mapping[str, tuple[Number, ...]]

    def resting(self, on: Claim | Source) -> tuple[Number, ...]:
        """The numbers that rest on a claim or a source."""
        return self.rests.get(on.id, ())


def search(seeds: Seeds, words: Sequence[str]) -> Found:
    """Find some words; without any all claims and sources, and nothing else."""
    rests = resting(seeds)
    everything = entries(seeds) if words else []
    called = named(everything, words)
    return Found(
        words,
        matching_claims(seeds, words, rests),
        matching_sources(seeds, words, rests),
        called,
        named_parameters(seeds, words),
        mentioning([entry for entry in everything if entry not in called], words),
        everything,
        rests,
    )


def say_entry(entry: Entry) -> None:
    """Print something that has a name."""
    name, *others = entry.names
    say(f"{click.style(name, bold=True)}  {', '.join(others)}".rstrip())
    told = [part if part.endswith(("?", ".")) else f"{part}." for part in (entry.title, entry.says) if part]
    for text in (f"{entry.kind.capitalize()}: {' '.join(told)}", *entry.parts):
        say(wrapped(f"    {text}", 4))
    say()


def say_also(found: Found, seeds: Seeds) -> None:
    """Print in a few lines what else mentions the words and where it is shown."""
    lines = {_several(kind): in_passing(some) for kind, some in found.also.items()}
    numbers = [one for one in matching_parameters(seeds, found.words) if one not in found.parameters]
    if numbers:
        lines["parameters"] = f"{len(numbers)}; `tightrope evidence parameters {' '.join(found.words)}` shows them"
    if lines:
        say("Mentioned also by (`tightrope evidence NAME` shows one)")
        for kind, text in lines.items():
            say(wrapped(f"    {kind}: {text}", 6))
        say()


def check_found(found: Found, seeds: Seeds) -> None:
    """Raise InputError where nothing at all mentions the words."""
    if found.claims or found.sources or found.named or found.parameters or found.also:
        return
    if not matching_parameters(seeds, found.words):
        expected = "a word of the documents, or the name of something in the model"
        fix = _hint(found, seeds) or "`tightrope evidence` lists every claim"
        raise InputError([Problem(" ".join(found.words), None, None, "", "nothing mentions it", expected, fix)])


def _several(kind: str) -> str:
    return f"{kind.removesuffix('y')}ies" if kind == "theory" else f"{kind}s"


def _hint(found: Found, seeds: Seeds) -> str:
    """What may have been meant by words that nothing mentions."""
    if any(CODE.fullmatch(word) for word in found.words):
        return numbering(found.everything)
    names = [name for entry in found.everything for name in entry.names]
    return meant(seeds, found.words, [*names, *COMMANDS])


def no_parameter(seeds: Seeds, words: Sequence[str]) -> InputError:
    """That no parameter mentions some words; and where what they name is shown, or what may have been meant."""
    elsewhere = [f"`tightrope evidence {one.names[0]}` shows the {one.kind}" for one in named(entries(seeds), words)]
    fix = "; ".join(elsewhere) or meant(seeds, words) or "`tightrope evidence parameters` lists all of them"
    found, expected = "no parameter mentions it", "a word of its name, meaning, grade or evidence"
    return InputError([Problem(" ".join(words), None, None, "", found, expected, fix)])
