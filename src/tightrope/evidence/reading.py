"""Read the files of a folder of seeds one by one, check what they name of one another, and gather the problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.evidence.directions import Direction, check_directions
from tightrope.evidence.entries import (
    CAPITALS,
    UNDOCUMENTED_GRADES,
    Claim,
    EventKind,
    Evidenced,
    Figure,
    Lever,
    Mechanism,
    Source,
    StartValue,
    Theory,
    Treaty,
    Unit,
)
from tightrope.evidence.mechanisms import check_mechanisms, read_context
from tightrope.evidence.parameters import Parameter, read_parameters
from tightrope.evidence.patterns import Contestant, Pattern, read_patterns
from tightrope.evidence.shapes import read_shape
from tightrope.evidence.starts import read_starts
from tightrope.evidence.theories import check_theories
from tightrope.evidence.treaties import check_needs, check_statuses
from tightrope.evidence.vectors import VECTORS_FILE, Kept
from tightrope.marked import Loc, Marked, read_marked
from tightrope.quarters import format_quarter

EntryT = TypeVar("EntryT", Source, Unit, Treaty, Lever, EventKind, Theory, Mechanism, Direction, Contestant)


class Reading:
    """Reads one folder and gathers the problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.marked: dict[str, Marked] = {}
        # Every id written, sound or not: a faulty entry is one problem, not one more wherever it is named.
        self.ids: dict[str, list[str]] = {}
        self.claim_ids: set[str] = set()

    def file(self, name: str) -> Marked | None:
        """Return a file of the folder, or None with its problems noted."""
        try:
            found = read_marked(self.folder / name, display=f"{self.folder.name}/{name}", quick=True)
        except InputError as error:
            self.problems.extend(error.problems)
            return None
        self.marked[name] = found
        return found

    def files(self, subfolder: str) -> Iterable[tuple[str, Marked]]:
        """Yield stem and content of each readable YAML file of a subfolder."""
        names = sorted(path.name for path in (self.folder / subfolder).glob("*.yaml"))
        if not names:
            where = f"{self.folder.name}/{subfolder}"
            self.problems.append(Problem(where, None, None, "", "no YAML files", "at least one"))
        for name in names:
            found = self.file(f"{subfolder}/{name}")
            if found is not None:
                yield name.removesuffix(".yaml"), found

    def table(self, name: str, shape: type[EntryT]) -> dict[str, EntryT]:
        """Return the entries of a file by id."""
        marked = self.file(name)
        entries: dict[str, EntryT] = {}
        self.ids[name] = list(marked.data) if marked else []
        for key, data in marked.data.items() if marked else ():
            assert marked is not None
            entry = self.entry(shape, marked, (key,), data, key)
            if entry is not None:
                entries[key] = entry
                if isinstance(entry, Evidenced):
                    self.check_evidence(marked, (key,), entry.evidence, entry.grade)
        return entries

    def entry(self, shape: type[EntryT], marked: Marked, loc: Loc, data: object, key: str) -> EntryT | None:
        """Return one entry; numbers written with their own evidence are set apart as its figures."""
        given: dict[str, object] = {"id": key}
        if "figures" in shape.model_fields:
            figures: dict[str, Figure] = {}
            data = self.without_figures(marked, loc, data, (), figures)
            given["figures"] = figures
        return read_shape(shape, marked, loc, data, self.problems, **given)

    def without_figures(self, marked: Marked, loc: Loc, data: Any, inner: Loc, figures: dict[str, Figure]) -> Any:
        """Return ``data`` with the value of each {value, grade, ...}, which goes to ``figures`` whole."""
        if not isinstance(data, dict):
            return data
        place = (*loc, *inner)
        if "value" in data and "grade" in data:
            figure = read_shape(Figure, marked, place, data, self.problems)
            if figure is not None:
                self.check_evidence(marked, place, figure.evidence, figure.grade)
                figures[".".join(str(part) for part in inner)] = figure
            return data["value"]
        return {key: self.without_figures(marked, loc, part, (*inner, key), figures) for key, part in data.items()}

    def claims(self) -> dict[str, Claim]:
        """Return the claims of all documents; a file is named after its source."""
        claims: dict[str, Claim] = {}
        for source, marked in self.files("claims"):
            self.claim_ids.update(marked.data)
            if source not in self.ids["sources.yaml"]:
                expected = "a file named after one of the sources"
                found = f"unknown source '{source}'"
                self.problems.append(marked.problem((), found, expected, nearest(source, self.ids["sources.yaml"])))
            for key, data in marked.data.items():
                if key in claims:
                    found = f"also a claim of {claims[key].source}"
                    self.problems.append(marked.problem((key,), found, "an id used once"))
                claim = read_shape(Claim, marked, (key,), data, self.problems, id=key, source=source)
                if claim is not None:
                    claims.setdefault(key, claim)
        return claims

    def parameters(self, units: Mapping[str, Unit]) -> dict[str, Parameter]:
        """Return the parameters of all capitals, by "capital.name"."""
        parameters: dict[str, Parameter] = {}
        named_units = {name: units.get(name) for name in self.ids["units.yaml"]}
        self.ids["parameters"] = []
        for capital, marked in self.files("parameters"):
            if capital not in CAPITALS:
                found = f"unknown capital '{capital}'"
                self.problems.append(marked.problem((), found, one_of(CAPITALS), nearest(capital, CAPITALS)))
                continue
            self.ids["parameters"] += [f"{capital}.{name}" for name in marked.data]
            for parameter in read_parameters(marked, capital, named_units, self.problems):
                loc = (parameter.name,)
                parameters[parameter.key] = parameter
                self.check_evidence(marked, loc, parameter.evidence, parameter.grade)
                if parameter.grade == "outside source" and not any(
                    identifier in self.ids["sources.yaml"] for identifier in parameter.evidence
                ):
                    found, expected = "grade 'outside source' without a source", "the id of a source"
                    self.problems.append(marked.problem((*loc, "evidence"), found, expected))
        return parameters

    def mechanisms(self) -> dict[str, Mechanism]:
        """Return the mechanisms by id; the claims and parameters that they name must be there."""
        found = self.table("mechanisms.yaml", Mechanism)
        marked = self.marked.get("mechanisms.yaml")
        if marked is not None:
            evidence = self.claim_ids.union(self.ids["sources.yaml"])
            check_mechanisms(marked, found.values(), evidence, self.ids["parameters"], self.problems)
        return found

    def directions(self) -> dict[str, Direction]:
        """Return the directions by the id of their scenario; what they name must be there."""
        found = self.table("directions.yaml", Direction)
        marked = self.marked.get("directions.yaml")
        if marked is not None:
            evidence = self.claim_ids.union(self.ids["sources.yaml"])
            check_directions(marked, found.values(), evidence, self.ids["parameters"], self.problems)
        return found

    def context(self) -> dict[str, str]:
        """Return why each claim that nothing else names is context only."""
        marked = self.file("context.yaml")
        return {} if marked is None else read_context(marked, self.claim_ids, self.problems)

    def patterns(self) -> dict[str, Pattern]:
        """Return the patterns by id; what they rest on must be there."""
        marked = self.file("patterns.yaml")
        found = {} if marked is None else read_patterns(marked, self.problems)
        for pattern in found.values():
            assert marked is not None
            self.check_evidence(marked, (pattern.id,), pattern.evidence, pattern.grade)
        return found

    def treaties(self) -> dict[str, Treaty]:
        """Return the treaties by id; the treaties that they need must be there."""
        found = self.table("treaties.yaml", Treaty)
        marked = self.marked.get("treaties.yaml")
        if marked is not None:
            check_needs(marked, found.values(), self.ids["treaties.yaml"], self.problems)
        return found

    def kept(self) -> Kept | None:
        """Return the parameter vectors that history does not rule out; None where the file is not there."""
        marked = self.file(VECTORS_FILE) if (self.folder / VECTORS_FILE).exists() else None
        return None if marked is None else read_shape(Kept, marked, (), marked.data, self.problems)

    def check_theories(self, theories: Mapping[str, Theory], units: Mapping[str, Unit]) -> None:
        """Refuse numbers without a unit or outside it, sources and considerations that are not there."""
        marked = self.marked.get("theories.yaml")
        if marked is not None:
            weights = [key for key in self.ids["parameters"] if ".weight_" in key]
            named_units = {name: units.get(name) for name in self.ids["units.yaml"]}
            check_theories(marked, theories.values(), named_units, weights, self.ids["sources.yaml"], self.problems)

    def starts(self, treaties: Mapping[str, Treaty]) -> dict[int, dict[str, StartValue]]:
        """Return the documented initial values by quarter; each quarter must be a status of every treaty."""
        marked = self.file("starts.yaml")
        found = {} if marked is None else read_starts(marked, self.ids["levers.yaml"], self.problems)
        for quarter, values in found.items():
            for key, start in values.items():
                assert marked is not None
                self.check_evidence(marked, (format_quarter(quarter), key), start.evidence, start.grade)
        if "treaties.yaml" in self.marked:
            check_statuses(self.marked["treaties.yaml"], treaties.values(), found, self.problems)
        return found

    def check_evidence(self, marked: Marked, loc: Loc, evidence: tuple[str, ...], grade: str) -> None:
        """Refuse ids that are neither claim nor source, and a documented grade without any."""
        place = (*loc, "evidence")
        known = self.claim_ids.union(self.ids["sources.yaml"])
        for identifier in evidence:
            if identifier not in known:
                fix = nearest(identifier, sorted(known))
                found, expected = f"unknown id '{identifier}'", "the id of a claim or a source"
                self.problems.append(marked.problem(place, found, expected, fix))
        if not evidence and grade not in UNDOCUMENTED_GRADES:
            found, expected = f"no evidence for grade '{grade}'", "the id of a claim or a source"
            fix = "or the grade assumption"
            self.problems.append(marked.problem(place, found, expected, fix))
