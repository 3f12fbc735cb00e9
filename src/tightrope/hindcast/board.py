"""The scoreboard: what each criterion found in each contestant, and what that says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tightrope.evidence import Contestant, Criterion, Pattern
from tightrope.hindcast.contestants import DEFAULT, NULL
from tightrope.hindcast.criteria import Estimate

PASSED, FAILED, UNTESTED, IN_PART = "passed", "failed", "not tested", "passed in part"

CAUTION = (
    "Passing history proves little: the numbers were set by hand with history known, and sets of numbers that pass "
    "alike can part widely afterwards."
)

THEORIES = "The other theories of choice have the default's numbers: what they fail with these is no verdict on them."


@dataclass(frozen=True)
class Finding:
    """What a criterion found in a contestant: the estimate, and whether it reaches the threshold.

    ``close``: the threshold lies within the interval, so that more members might change the verdict.
    """

    estimate: Estimate
    verdict: str
    close: bool = False


NOTHING = Finding(Estimate(None, None, None, 0), UNTESTED)


def judge(criterion: Criterion, found: Estimate) -> Finding:
    """Hold an estimate against the threshold. With no member to count it fails: history had the occasion."""
    if found.value is None or found.low is None or found.high is None:
        return Finding(found, FAILED)
    if criterion.at_least is not None:
        passes, threshold = found.value >= criterion.at_least, criterion.at_least
    else:
        assert criterion.at_most is not None
        passes, threshold = found.value <= criterion.at_most, criterion.at_most
    return Finding(found, PASSED if passes else FAILED, found.low <= threshold <= found.high and found.low < found.high)


@dataclass(frozen=True)
class Row:
    """One criterion of a pattern, with what was found in each contestant, by id."""

    pattern: Pattern
    criterion: Criterion
    findings: Mapping[str, Finding]

    @property
    def discriminates(self) -> bool:
        """Whether the default passes and the model in which nobody moves fails, by something that could have failed."""
        if self.criterion.by_construction or not {DEFAULT, NULL} <= self.findings.keys():
            return False
        return self.findings[DEFAULT].verdict == PASSED and self.findings[NULL].verdict == FAILED


@dataclass(frozen=True)
class Board:
    """The scoreboard. ``contestants`` by id, in the order of their columns; ``seed`` is that of all runs."""

    rows: tuple[Row, ...]
    contestants: Mapping[str, Contestant]
    members: int
    seed: int

    @property
    def patterns(self) -> dict[str, Pattern]:
        """The patterns on the board, by id."""
        return {row.pattern.id: row.pattern for row in self.rows}

    def rows_of(self, pattern: str, *, ours: bool = False) -> list[Row]:
        """The criteria of a pattern; with ``ours`` also those that the evidence does not ask for."""
        return [row for row in self.rows if row.pattern.id == pattern and (ours or not row.criterion.ours)]

    def verdict(self, pattern: str, contestant: str) -> str:
        """Passed if no criterion of the pattern fails, in part if one is not tested; those of our own do not count."""
        found = {row.findings[contestant].verdict for row in self.rows_of(pattern)}
        if FAILED in found:
            return FAILED
        if PASSED not in found:
            return UNTESTED
        return IN_PART if UNTESTED in found else PASSED

    def close(self, pattern: str, contestant: str) -> bool:
        """Whether more members might turn a pattern's verdict."""
        found = [row.findings[contestant] for row in self.rows_of(pattern)]
        failed = [one for one in found if one.verdict == FAILED]
        return all(one.close for one in failed) if failed else any(one.close for one in found)

    def discriminates(self, pattern: str) -> bool:
        """Whether the default shows a pattern, and the model in which nobody moves fails by something it asks for."""
        if DEFAULT not in self.contestants or self.verdict(pattern, DEFAULT) not in (PASSED, IN_PART):
            return False
        return any(row.discriminates for row in self.rows_of(pattern))

    @property
    def discriminating(self) -> list[str]:
        """The patterns that discriminate, by id."""
        return [pattern for pattern in self.patterns if self.discriminates(pattern)]

    def count(self, contestant: str) -> tuple[int, int]:
        """How many patterns a contestant passes, whole or in part, and of how many that are tested."""
        found = [self.verdict(pattern, contestant) for pattern in self.patterns]
        return sum(verdict in (PASSED, IN_PART) for verdict in found), sum(verdict != UNTESTED for verdict in found)

    def count_criteria(self, contestant: str, *, ours: bool = False) -> tuple[int, int]:
        """The same of criteria: those of the evidence, or those of our own."""
        found = [row.findings[contestant].verdict for row in self.rows if row.criterion.ours is ours]
        return found.count(PASSED), len(found) - found.count(UNTESTED)
