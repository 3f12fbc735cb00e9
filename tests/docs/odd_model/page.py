"""Reads ``docs/odd.md``: its formulas and tables by section, and what its notation means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from types import CodeType

from tests.docs.odd_model.numbers import level, rises

TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z_.]*)'*|\{(?P<move>[^}]+)\}|(?P<mark><=|>=|[-+*/^()\[\],<>=])"
)
MARKS = {"[": "float(", "]": ")", "^": "**", "=": "=="}
FORMULA = re.compile(r"`([A-Za-z_.]+)('*) = ([^`]+)`")
TABLE = re.compile(r"^\|(.+)\|$")


def clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


FUNCTIONS = {"level": level, "clip": clip, "rises": rises, "max": max, "min": min, "exp": exp}


def in_python(text: str) -> str:
    """An expression of the page as one of Python: what stands side by side is multiplied."""
    plain, parts, ends = text.replace("−", "-").replace("·", "*"), [], False
    place = 0
    while place < len(plain):
        if plain[place] == " ":
            place += 1
            continue
        found = TOKEN.match(plain, place)
        if found is None:
            raise ValueError(f"cannot read '{plain[place:]}' of '{text}'")
        place, mark, name = found.end(), found["mark"], found["name"]
        if ends and (mark is None or mark in "(["):
            parts.append("*")
        if mark is not None:
            parts.append(MARKS.get(mark, mark))
        elif name is not None:
            parts.append(name if name in FUNCTIONS else f"look({name!r})")
        else:
            parts.append(f"made({found['move']!r})" if found["move"] else found["number"])
        ends = mark in (")", "]") if mark is not None else name not in FUNCTIONS
    return " ".join(parts)


@dataclass
class Expression:
    """An expression of the page; ``used`` tells whether anybody asked for its value."""

    text: str
    code: CodeType = field(init=False, repr=False)
    used: bool = False

    def __post_init__(self) -> None:
        self.code = compile(in_python(self.text), self.text, "eval")

    def value(self, look: Callable[[str], float], made: Callable[[str], float]) -> float:
        self.used = True
        return float(eval(self.code, {**FUNCTIONS, "look": look, "made": made}))


@dataclass(frozen=True)
class Formula:
    """``name = expression``, or with a prime the new value of a variable."""

    name: str
    primed: bool
    expression: Expression


@dataclass(frozen=True)
class Move:
    """A row of a table of moves. ``effects`` are drivers and what their deviations gain."""

    open: Expression
    terms: tuple[tuple[str, Expression], ...]
    effects: tuple[tuple[str, Expression], ...]


@dataclass
class Section:
    """What a section has: formulas in their order, and rows of tables by the head of their first column."""

    formulas: list[Formula] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    def expressions(self, head: str, second: str) -> dict[str, Expression]:
        """A table of two columns."""
        return {row[head].strip("`"): Expression(row[second]) for row in self.rows if head in row}

    def moves(self) -> dict[str, Move]:
        """The table of moves."""
        found, shared = {}, {}
        for row in reversed(self.rows):
            if "move" in row:
                shared[row["move"]] = row["terms"]
                items = "; ".join(shared.get(item, item) for item in row["terms"].split("; ")).split("; ")
                terms = tuple((item.split(": ")[0], Expression(item.split(": ")[1])) for item in items)
                effects = tuple(
                    (effect.split()[0], Expression(effect.partition(" ")[2]))
                    for effect in row.get("effect", "").split(", ")
                    if effect
                )
                if row["open"]:
                    found[row["move"]] = Move(Expression(row["open"]), terms, effects)
        return found


def read_page(path: Path) -> dict[str, Section]:
    """The sections of the page by number, and by number and heading where they are divided."""
    sections: dict[str, Section] = {}
    number, key, heads = "", "", None
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = TABLE.match(line)
        if line.startswith("#"):
            marks, title = line.split(" ", 1)
            number = title.split(" ")[0].rstrip(".") if len(marks) < 4 else number
            key, heads = number if len(marks) < 4 else f"{number} {title}", None
            sections[key] = Section()
        elif cells is not None and key:
            row = [cell.strip() for cell in cells[1].split("|")]
            if heads is None:
                heads = row
            elif set(cells[1]) - set("-|"):
                sections[key].rows.append(dict(zip(heads, row, strict=True)))
        else:
            heads = None
            if key.startswith("7") and key != "7.3":
                if line.count("`") % 2:
                    raise ValueError(f"section {key}: a formula stands on one line: {line}")
                sections[key].formulas += [
                    Formula(name, bool(prime), Expression(text)) for name, prime, text in FORMULA.findall(line)
                ]
    return sections


class Page:
    """The page as a member needs it, read once for all members."""

    def __init__(self, path: Path) -> None:
        self.sections = read_page(path)
        self.moves = {key: section.moves() for key, section in self.sections.items() if key.startswith("7.")}
        self.gates = self.sections["7.6 Looking"].expressions("lever", "gate")
        self.beliefs = self.sections["7.7 Beliefs"].expressions("belief", "target")
        self.outcomes = self.sections["7.11 Position and outcome"].expressions("outcome", "holds")
        rows = [row for row in self.sections["2"].rows if " by " not in row["variable"]]
        self.variables = [row["variable"].strip("`") for row in rows]
        self.drivers = {
            row["variable"].strip("`"): (row["bounds"], row["driver"])
            for row in rows
            if row["before the first quarter"] == "its path"
        }

    def expressions(self) -> Iterator[Expression]:
        """Everything on the page that has a value."""
        yield from (formula.expression for section in self.sections.values() for formula in section.formulas)
        for table in (self.gates, self.beliefs, self.outcomes):
            yield from table.values()
        for moves in self.moves.values():
            for move in moves.values():
                yield from (move.open, *(expression for _, expression in (*move.terms, *move.effects)))
