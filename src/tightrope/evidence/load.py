"""The seeds whole: every problem of every file at once, or all that the documents give."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tightrope.errors import InputError
from tightrope.evidence.directions import Direction
from tightrope.evidence.entries import (
    Claim,
    EventKind,
    Lever,
    Mechanism,
    Source,
    StartValue,
    Theory,
    Treaty,
    Unit,
)
from tightrope.evidence.parameters import Parameter
from tightrope.evidence.patterns import Contestant, Pattern
from tightrope.evidence.reading import Reading
from tightrope.evidence.vectors import Kept, Vectors
from tightrope.locate import data_folder


@dataclass(frozen=True, eq=False)
class Seeds:
    """What the documents say and every number of the model, by id or key.

    ``starts`` are the documented initial values, by quarter and "holder.variable"; ``start_values`` the same
    with their evidence. ``context`` says of claims that nothing else names why they are context only.
    ``digest`` is the SHA-256 of all the YAML files, names and contents. ``kept`` is the file of parameter vectors that
    history does not rule out, ``vectors`` what a run needs of it; None where none have been kept.
    """

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    parameters: Mapping[str, Parameter]
    treaties: Mapping[str, Treaty]
    levers: Mapping[str, Lever]
    events: Mapping[str, EventKind]
    theories: Mapping[str, Theory]
    starts: Mapping[int, Mapping[str, float]]
    start_values: Mapping[int, Mapping[str, StartValue]]
    units: Mapping[str, Unit]
    digest: str
    mechanisms: Mapping[str, Mechanism]
    context: Mapping[str, str]
    directions: Mapping[str, Direction]
    patterns: Mapping[str, Pattern]
    contestants: Mapping[str, Contestant]
    kept: Kept | None = None
    vectors: Vectors | None = None


def load_seeds(folder: Path | None = None) -> Seeds:
    """Return the seeds of a folder, by default those that come with the package (read once).

    Raises InputError with every problem, each with file and line.
    """
    return default_seeds() if folder is None else _load(Path(folder))


@functools.lru_cache(maxsize=1)
def default_seeds() -> Seeds:
    """Return the seeds that come with the package, read once in a process."""
    return _load(data_folder("seeds"))


def _load(folder: Path) -> Seeds:
    reading = Reading(folder)
    sources = reading.table("sources.yaml", Source)
    units = reading.table("units.yaml", Unit)
    claims = reading.claims()
    parameters = reading.parameters(units)
    treaties = reading.treaties()
    levers, events = reading.table("levers.yaml", Lever), reading.table("events.yaml", EventKind)
    theories = reading.table("theories.yaml", Theory)
    reading.check_theories(theories, units)
    start_values = reading.starts(treaties)
    mechanisms, context = reading.mechanisms(), reading.context()
    patterns, contestants = reading.patterns(), reading.table("contestants.yaml", Contestant)
    directions = reading.directions()
    kept = reading.kept()
    if problems := reading.all_problems():
        raise InputError(problems)
    starts = {quarter: {key: start.value for key, start in values.items()} for quarter, values in start_values.items()}
    digest = _digest(folder)
    return Seeds(
        sources, claims, parameters, treaties, levers, events, theories, starts, start_values, units, digest,
        mechanisms, context, directions, patterns, contestants, kept, None if kept is None else kept.shared,
    )  # fmt: skip


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")}
    for name in sorted(names):
        content = names[name].read_bytes()
        found.update(f"{name}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()
