"""Write the tables of docs/odd.md from the code and seeds/, and the small file of luck to check a rewrite against.

``python tools/tables.py`` rewrites them; ``python tools/tables.py --check`` says whether they are up to date.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np

from tightrope import state
from tightrope.evidence import load_seeds
from tightrope.luck import Luck, stream_key
from tightrope.model import all_decisions, quarter_steps
from tightrope.quarters import format_quarter

ROOT = Path(__file__).resolve().parents[1]
ODD = ROOT / "docs" / "odd.md"
LUCK = ROOT / "docs" / "odd-luck.json"
SEED = 20141203
MEMBERS = (0, 17, 90, 1023, 1024, 5000)
QUARTERS = (0, 92)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def state_table() -> str:
    """Every state variable, with the documented starting values where there are."""
    starts = load_seeds().starts
    rows = []
    for v in state.TABLE:
        high = "" if v.high is None else f"{v.high:g}"
        begins = {"target": "its path", "rule": "by rule"}.get(v.start)
        if begins is None and v.axis is None:
            begins = ", ".join(f"{starts[quarter][v.key]:g} ({format_quarter(quarter)})" for quarter in sorted(starts))
        marks = [
            word for word, on in (("prompt", v.prompt), ("pushed by moves", v.deviates), ("noise", v.shocked)) if on
        ]
        name = f"`{v.key}`" + (f" by {v.axis}" if v.axis else "")
        rows.append((name, v.long_name, v.unit, f"{v.low:g} to {high}", begins or "see seeds", ", ".join(marks)))
    return table(("variable", "meaning", "unit", "bounds", "before the first quarter", "driver"), rows)


def streams() -> str:
    """The names of all streams."""
    names = [f"`choice/{d.name}/<move>`, one per move of the table of 7.3" for d in all_decisions()]
    names += [f"`shock/{v.key}` (normal)" for v in state.TABLE if v.shocked]
    names += ["`shock/world.oil_price` (normal)", "`hazard/flare_up`, `hazard/flare_up_severity`, `hazard/union_ends`"]
    names += ["`chance/purge`", "`parameter/<capital>.<name>` (quantile), one per parameter that is drawn"]
    names += ["`theory/<theory>/<number>` (quantile), one per number of the theory in force, where they are drawn"]
    return "\n".join(f"* {name}" for name in names)


def decisions() -> str:
    """Moves and considerations of every decision."""
    rows = [(f"`{d.name}`", "; ".join(d.moves), ", ".join(d.considerations)) for d in all_decisions()]
    return table(("decision", "moves, in the order of their codes", "considerations"), rows)


TABLES = {
    "state": state_table,
    "quarter": lambda: "\n".join(quarter_steps()),
    "streams": streams,
    "decisions": decisions,
}


def page() -> str:
    """docs/odd.md with its tables as they should be."""
    text = ODD.read_text(encoding="utf-8")
    for name, write in TABLES.items():
        pattern = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text, found = pattern.subn(lambda match, write=write: f"{match[1]}{write()}\n{match[2]}", text)
        if found != 1:
            raise SystemExit(f"docs/odd.md has {found} places for the table '{name}'; it needs one")
    return text


def luck() -> str:
    """Draws of some members in some quarters, by the recipe of section 6."""
    members = np.array(MEMBERS)
    found: dict[str, object] = {"seed": SEED, "members": list(MEMBERS), "streams": {}}
    for name in ("choice/baku.abroad/join", "shock/moscow.drive", "hazard/flare_up", "parameter/baku.memory_decay"):
        draws: dict[str, object] = {"key": str(stream_key(name))}
        if name.startswith("parameter/"):
            draws["quantile"] = Luck(SEED, members, 0, 1).quantile(name).tolist()
        else:
            for quarter in QUARTERS:
                draws[format_quarter(quarter)] = Luck(SEED, members, quarter, 1).uniform(name)[0].tolist()
        found["streams"][name] = draws  # type: ignore[index]
    return json.dumps(found, indent=1) + "\n"


def main() -> None:
    """Write, or with --check compare."""
    wanted = {ODD: page(), LUCK: luck()}
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
        raise SystemExit(f"not up to date: {', '.join(stale)}; run python tools/tables.py" if stale else 0)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
