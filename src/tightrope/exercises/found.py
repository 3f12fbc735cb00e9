"""What the model says to a question, and whether an answer agrees with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tightrope.errors import in_figures
from tightrope.quarters import format_quarter, parse_quarter

NEVER = "never"
"""The answer that something does not happen at all."""

Given = float | str | tuple[str, ...]
"""An answer as it was understood: a number, a label or a text, or some labels."""


@dataclass(frozen=True)
class Number:
    """A number with its interval; None stands for never.

    Of a quarter (``quarter``) all are absolute quarters, and ``last`` names the run's last one. ``percent``: a share.
    A breaking point is ``low`` to ``high`` too; ``high`` None: it may lie beyond what was tried. ``half``: the interval
    is that of the middle half of the members' own dates.
    """

    value: float | None
    low: float | None
    high: float | None
    percent: bool = False
    unit: str = ""
    difference: bool = False
    quarter: bool = False
    last: str = ""
    half: bool = False

    def agrees(self, given: Given, to: float = 0.0) -> bool:
        """Whether an answer, in the units asked for and given to the nearest ``to``, lies within the interval."""
        if given == NEVER:
            return self.value is None or self.high is None
        at = self._placed(given)
        if at is None or self.low is None:
            return False
        low, high = self.asked(self.low), None if self.high is None else self.asked(self.high)
        reach = 0.0 if self.quarter else to / 2 * (1 + 1e-9)
        return low - reach <= at and (high is None or at <= high + reach)

    def _placed(self, given: Given) -> float | None:
        """Where an answer lies on the scale of this number; None where it is none."""
        if isinstance(given, float | int):
            return float(given)
        return float(parse_quarter(given)) if self.quarter and isinstance(given, str) and given != NEVER else None

    def asked(self, value: float) -> float:
        """A number in the units asked for: percent of a share."""
        return 100 * value if self.percent else value

    def side(self, given: Given) -> str:
        """Where an answer that does not agree lies: too low, too high (early, late), or "" where it cannot be said."""
        at = self._placed(given)
        if at is None or self.low is None:
            return ""
        early, late = ("too early", "too late") if self.quarter else ("too low", "too high")
        return early if at < self.asked(self.low) else late

    def away(self, given: Given, to: float = 1.0) -> str:
        """How far an answer lies from the number itself, as exact as it was asked for; "" where it cannot be said."""
        at = self._placed(given)
        if at is None or self.value is None:
            return ""
        exact = 1.0 if self.quarter else min(to, 1.0)
        far = round(round(abs(at - self.asked(self.value)) / exact) * exact, 10)
        if self.quarter:
            return f"{in_figures(far)} quarter{'' if far == 1 else 's'}"
        return f"{in_figures(far)} {'points' if self.percent or self.unit == '%' else self.unit}".strip()

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The number with its interval, as it is told."""
        if self.value is None:
            some = "one member in four by" if self.half else "by some members' luck"
            early = f" ({some} {self._one(self.low)})" if self.low is not None else ""
            return f"{NEVER}{f' before the end, {self.last}' if self.last else ' in the range tried'}{early}"
        one = self._one(self.value)
        if self.low == self.value == self.high:
            return one + self._unit()
        end = "or later" if self.high is None else f"to {self._one(self.high)}"
        whose = "the middle half of members: " if self.half else ""
        return f"{one}{self._unit()} ({whose}{'' if self.low is None else self._one(self.low) + ' '}{end})"

    def brief(self) -> str:
        """The number as a table has it: "24.2 % ±3.6", with half the width of its interval."""
        if self.value is None or self.low is None or self.high is None:
            return self.words()
        half = (self.high - self.low) / 2
        reach = f" ±{100 * half:.1f}" if self.percent else f" ±{half:.{1 if half >= 0.1 else 3}f}"
        number = (
            f"{self.value:.1f}"
            if not self.percent and max(abs(self.value) / 20, half) >= 0.1
            else self._one(self.value)
        )
        return number + (self._unit() if self.percent else "") + (reach if half else "")

    def _one(self, value: float | None) -> str:
        if value is None:
            return NEVER
        if self.quarter:
            return format_quarter(int(value))
        sign = "+" if self.difference and value > 0 else ""
        if self.percent:
            return f"{sign}{100 * value:.1f}"
        return f"{sign}{value:.0f}" if float(value).is_integer() and abs(value) >= 2 else f"{sign}{value:.3f}"

    def _unit(self) -> str:
        if self.percent:
            return " points" if self.difference else " %"
        return f" {self.unit}" if self.unit else ""


@dataclass(frozen=True)
class Choice:
    """The label the model chooses, all that cannot be told from it, and the numbers behind."""

    best: str
    accepted: tuple[str, ...]
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def agrees(self, given: Given, to: float = 0.0) -> bool:
        """Whether a label is among those accepted."""
        return given in self.accepted

    def side(self, given: Given) -> str:
        """Nothing can be said of how a label is wrong."""
        return ""

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The labels accepted, in words where ``labels`` has them, with their numbers."""
        said = [_label(label, labels) + _behind(self.numbers.get(label)) for label in (self.best, *self.others)]
        return said[0] + (f"; not to be told from it: {', '.join(said[1:])}" if len(said) > 1 else "")

    @property
    def others(self) -> tuple[str, ...]:
        """What is accepted beside the best."""
        return tuple(label for label in self.accepted if label != self.best)


@dataclass(frozen=True)
class Several:
    """The labels that surely belong, those that may, and the numbers behind."""

    sure: tuple[str, ...]
    open: tuple[str, ...]
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def agrees(self, given: Given, to: float = 0.0) -> bool:
        """Whether some labels hold all that surely belong and none that surely do not."""
        named = set(given) if isinstance(given, tuple) else {given}
        return set(self.sure) <= named <= {*self.sure, *self.open}

    def side(self, given: Given) -> str:
        """What is missing, or too much."""
        named: Sequence[str] = given if isinstance(given, tuple) else (str(given),)
        missing = [label for label in self.sure if label not in named]
        extra = [label for label in named if label not in (*self.sure, *self.open)]
        parts = [f"{len(missing)} missing"] if missing else []
        return " and ".join(parts + ([f"{len(extra)} too many"] if extra else []))

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The labels, in words where ``labels`` has them, with their numbers."""
        said = [_label(label, labels) + _behind(self.numbers.get(label)) for label in self.sure]
        told = ", ".join(said) if said else "none"
        unsure = ", ".join(_label(label, labels) + _behind(self.numbers.get(label)) for label in self.open)
        return told + (f"; either way: {unsure}" if unsure else "")


Found = Number | Choice | Several


def _label(label: str, labels: Mapping[str, str] | None) -> str:
    return (labels or {}).get(label, label)


def _behind(number: Number | None) -> str:
    return "" if number is None else f" [{number.words()}]"
