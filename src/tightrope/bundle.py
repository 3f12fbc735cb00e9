"""Bundles: terms of a move that grow with something, such as what a treaty holds."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tightrope.choice import Ledger, Value
from tightrope.precision import Array

ALWAYS = "always"
"""The part of a bundle's terms that does not turn on what a treaty holds."""

Standing = Callable[["Bundle", Any], None]
"""Adds, to a bundle, terms that are made of weights and of the capital's numbers, which it is given, alone."""


class Bundle:
    """Terms of a move that grow with something: what a treaty holds, the room there is for a deal.

    A term is given by its rates: so much for each unit of a part, such as depth, and so much ``always``. Unless a
    theory bends terms, rates are weighed and added up once, for whatever number of treaties and moves, and those of the
    ``standing`` terms once for all quarters. A term is then made apart for listeners only, so that listening changes no
    bit of a sum. Where a theory bends them, every term is made for every treaty apart.
    """

    def __init__(self, ledger: Ledger, standing: Standing | None = None) -> None:
        self._ledger = ledger
        self._terms: list[tuple[str, bool, dict[str, Value]]] = []
        self._sums: dict[str, Value] = {}
        self._mine: set[str] = set()
        if standing is not None:
            stood = ledger.weights.once(standing, lambda: self._stood(standing))
            self._terms, self._sums = [*stood._terms], {**stood._sums}

    def _stood(self, standing: Standing) -> Bundle:
        bundle = Bundle(self._ledger)
        standing(bundle, self._ledger.weights.numbers)
        return bundle

    def add(self, consideration: str, *, times: str | None = None, **rates: Value) -> None:
        """A term that speaks for a move; ``times`` names a number of the capital that multiplies its rates."""
        self._keep(consideration, True, times, rates)

    def against(self, consideration: str, *, times: str | None = None, **rates: Value) -> None:
        """A term that speaks against a move."""
        self._keep(consideration, False, times, rates)

    def _keep(self, consideration: str, speaks_for: bool, times: str | None, rates: dict[str, Value]) -> None:
        weights = self._ledger.weights
        weight = weights[consideration] if times is None else weights.times(consideration, times)
        weighed = {part: weight * rate for part, rate in rates.items()}
        if self._ledger.heard or not self._ledger.adds_up:
            self._terms.append((consideration, speaks_for, weighed))
        if not self._ledger.adds_up:
            return
        for part, term in weighed.items():
            if part not in self._sums:
                self._sums[part] = term if speaks_for else -term
            elif part not in self._mine:
                self._sums[part] = self._sums[part] + term if speaks_for else self._sums[part] - term
            elif speaks_for:
                self._sums[part] += term
            else:
                self._sums[part] -= term
            if not self._ledger.heard:  # else the first term of a sum is kept as it is
                self._mine.add(part)

    def write(self, move: str, content: Mapping[str, Value]) -> None:
        """Write the terms of one move to the ledger; ``content`` is how much there is of each part."""
        self._pile(self._ledger.total(move), content)
        put = self._ledger.tell if self._ledger.adds_up else self._ledger.write
        for consideration, term in self._grown(content):
            put(consideration, move, term)

    def worth(self, before: Array, content: Mapping[str, Value]) -> Array:
        """What the terms add up to for one treaty on top of a sum ``before``, written nowhere; shape (members,)."""
        total = before.copy()
        self._pile(total, content)
        if not self._ledger.adds_up:
            for _, term in self._grown(content):
                total += self._ledger.felt(term)
        return total

    def _pile(self, total: Array, content: Mapping[str, Value]) -> None:
        """Put what is added up, if anything is, on top of a sum."""
        for part, sums in self._sums.items():
            if part == ALWAYS:
                total += sums
            elif _something(content[part]):
                total += content[part] * sums

    def _grown(self, content: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """Considerations and weighted terms for one treaty, one by one; none where rates are added up."""
        for consideration, speaks_for, rates in self._terms:
            grows = [
                content[part] * rate for part, rate in rates.items() if part != ALWAYS and _something(content[part])
            ]
            terms = [rates[ALWAYS], *grows] if ALWAYS in rates else grows
            if terms:
                term = functools.reduce(operator.add, terms)
                yield consideration, term if speaks_for else -term


def _something(content: Value) -> bool:
    """Whether a treaty has any content of a kind."""
    return not isinstance(content, float) or content > 0.0
