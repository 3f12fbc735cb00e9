"""Lay one file over what it extends, checking everything the file itself says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tightrope.errors import Problem, nearest, one_of
from tightrope.evidence import CAPITALS, Parameter, Seeds, Setting
from tightrope.evidence.setting import SettingReader
from tightrope.evidence.shapes import read_shape, read_sound_part
from tightrope.evidence.vectors import AGAIN
from tightrope.marked import At, Loc, Marked, dotted
from tightrope.quarters import LAST, format_quarter, parse_quarter
from tightrope.scenario.draft import Draft, Event
from tightrope.scenario.fall import looks_like_fall, read_fall
from tightrope.scenario.head import INHERITED, EventShape, Head
from tightrope.scenario.resolve import run_up, shown
from tightrope.scenario.starting import bearing_on, is_state


def lay_over(parent: Draft, marked: Marked, seeds: Seeds, problems: list[Problem], name: str = "") -> Draft:
    """Return the draft of ``parent`` with a file's own keys laid over it; note every problem of the file, those of
    reading it included. Its warnings are those of the file alone."""
    layer = _Layer(parent, marked, seeds)
    layer.read_head()
    layer.read_settings()
    layer.read_events()
    problems.extend(marked.with_own(layer.problems))
    head = layer.written
    return Draft(
        name=name,
        title=head.title,
        question=head.question,
        id=head.id,
        notes=head.notes.model_dump(by_alias=True, exclude_unset=True),
        head=layer.head,
        settings=layer.settings,
        events=layer.events,
        origins=layer.origins,
        extends=(parent.name, *parent.extends) if parent.name else (),
        warnings=tuple(layer.notes),
        complete=layer.complete,
    )


class _Layer:
    """One file, being read over its parent."""

    def __init__(self, parent: Draft, marked: Marked, seeds: Seeds) -> None:
        self.parent = parent
        self.marked = marked
        self.seeds = seeds
        self.problems: list[Problem] = []
        self.written = Head()
        self.head: dict[str, Any] = dict(parent.head)
        self.settings: dict[str, Setting] = dict(parent.settings)
        self.events: dict[str, Event] = dict(parent.events)
        self.origins: dict[str, At] = dict(parent.origins)
        self.complete = parent.complete
        self.window: tuple[int, int] | None = None
        self.notes: list[str] = []

    def refuse(self, loc: Loc, found: str, expected: str, fix: str = "") -> None:
        self.problems.append(self.marked.problem(loc, found, expected, fix))

    def read_head(self) -> None:
        """Read every key but the parameters and events, and find the quarters that are simulated."""
        self.written = read_sound_part(Head, self.marked, self.marked.data, self.problems)
        if self.written.uncertainty == "history" and self.seeds.vectors is None:
            found = "history, for which no parameter vectors have been kept yet"
            self.refuse(("uncertainty",), found, "none, chance or full", AGAIN)
        theory = self.written.theory
        if theory and theory not in self.seeds.theories:
            fix = nearest(theory, self.seeds.theories)
            self.refuse(("theory",), f"unknown theory '{theory}'", one_of(self.seeds.theories), fix)
        for key in INHERITED:
            if key in self.written.model_fields_set:
                self.head[key] = getattr(self.written, key)
                self.origins[key] = self.marked.at((key,))
        self.window = Draft(head=self.head).window
        if self.window is not None and self.window[1] > LAST:
            self.refuse_late_end(*self.window)
            self.window = None
        if self.window is not None:
            self.window = run_up(self.seeds, self.window[0]), self.window[1]
        self.complete = self.complete and not self.problems

    def refuse_late_end(self, start: int, end: int) -> None:
        """Refuse a run beyond the last quarter, unless that was refused in what the file extends."""
        own = [key for key in ("quarters", "start") if key in self.written.model_fields_set]
        if own:
            quarters = end - start + 1
            found = f"{quarters} quarters from {format_quarter(start)} end in {format_quarter(end)}"
            expected = f"an end in {format_quarter(LAST)} at the latest"
            self.refuse((own[0],), found, expected, f"at most {LAST - start + 1} quarters fit")

    def read_settings(self) -> None:
        """Read the parameters that the file sets."""
        for capital in CAPITALS:
            for name, data in getattr(self.written, capital).items():
                parameter = self.seeds.parameters.get(f"{capital}.{name}")
                if parameter is None:
                    self.refuse_unknown(capital, name)
                else:
                    self.read_setting(parameter, data)

    def refuse_unknown(self, capital: str, name: str) -> None:
        """Refuse a parameter that is not there, naming the nearest that is."""
        known = [p.name for p in self.seeds.parameters.values() if p.capital == capital]
        if is_state(f"{capital}.{name}", self.seeds):
            found = "a state, which moves by rule from its start in seeds/starts.yaml"
            expected = "a parameter: scenarios set no states"
            self.refuse((capital, name), found, expected, bearing_on(f"{capital}.{name}", self.seeds))
            return
        elsewhere = [p.key for p in self.seeds.parameters.values() if p.name == name]
        fix = f"did you mean '{elsewhere[0]}'?" if elsewhere else nearest(name, known)
        self.refuse((capital, name), "unknown key", f"one of the parameters of {capital}", fix)

    def read_setting(self, parameter: Parameter, data: object) -> None:
        """Read what one parameter is set to."""
        loc = (parameter.capital, parameter.name)
        reader = SettingReader(self.marked, parameter.allowed)
        if isinstance(data, dict) and looks_like_fall(data):
            base = self.settings.get(parameter.key, parameter.setting)
            setting = read_fall(reader, loc, data, base, self.head.get("start"))
        else:
            setting = reader.setting(loc, data)
            self.check_path(loc, reader.quarters)
        self.problems.extend(reader.problems)
        if setting is not None:
            self.settings[parameter.key] = setting
            self.origins[parameter.key] = self.marked.at(loc)

    def check_path(self, loc: Loc, quarters: Iterable[int]) -> None:
        """Refuse the quarters of a path that lie outside the run; a resolved one may lead beyond it."""
        if not self.written.resolved:
            for quarter in quarters:
                self.check_in_run((*loc, format_quarter(quarter)), quarter)
            self.note_run_up(loc, quarters)

    def check_in_run(self, loc: Loc, quarter: int) -> None:
        """Refuse a quarter outside the run, where the run is known."""
        if self.window is not None and not self.window[0] <= quarter <= self.window[1]:
            first, last = (format_quarter(edge) for edge in self.window)
            self.refuse(loc, f"{format_quarter(quarter)} is outside the run", f"a quarter from {first} to {last}")

    def note_run_up(self, loc: Loc, quarters: Iterable[int]) -> None:
        """Note what the file sets in quarters that are simulated before the first that is kept."""
        start = self.head.get("start")
        if self.window is None or start is None or self.written.resolved:
            return
        early = [format_quarter(quarter) for quarter in quarters if self.window[0] <= quarter < start]
        if early:
            self.notes.append(
                f"note: {shown(self.marked.at(loc))}: {dotted(loc)}: {', '.join(early)}, before the start in "
                f"{format_quarter(start)}: it acts, in quarters that are simulated from "
                f"{format_quarter(self.window[0])} on and not kept"
            )

    def read_events(self) -> None:
        """Read the events the file adds, replaces or removes."""
        for name, data in self.written.events.items():
            if data is None:
                self.remove_event(name)
            else:
                self.read_event(name, data)

    def remove_event(self, name: str) -> None:
        """Take out an inherited event."""
        if name in self.events:
            del self.events[name]
            self.origins.pop(f"events.{name}", None)
        elif self.parent.complete:
            expected, fix = "the name of an inherited event", nearest(name, self.parent.events)
            self.refuse(("events", name), "no event to remove", expected, fix)

    def read_event(self, name: str, data: object) -> None:
        """Read one event, filling in what its kind says."""
        loc = ("events", name)
        shape = read_shape(EventShape, self.marked, loc, data, self.problems)
        written = data if isinstance(data, Mapping) else {}
        asked = written.get("event")
        kind = self.seeds.events.get(asked) if isinstance(asked, str) else None
        if isinstance(asked, str) and asked.strip() and kind is None:
            fix = nearest(asked, self.seeds.events)
            self.refuse((*loc, "event"), f"unknown kind of event '{asked}'", one_of(self.seeds.events), fix)
        if (quarter := _quarter(written.get("quarter"))) is not None:
            self.check_in_run((*loc, "quarter"), quarter)
            self.note_run_up(loc, [quarter])
        if shape is None or kind is None:
            return
        severity = shape.severity if "severity" in shape.model_fields_set else kind.severity
        quarters = shape.quarters if "quarters" in shape.model_fields_set else kind.quarters
        self.events[name] = Event(name, shape.quarter, shape.event, severity, quarters)
        self.origins[f"events.{name}"] = self.marked.at(loc)


def _quarter(written: object) -> int | None:
    """The quarter that a text is, None where it is none: that is refused elsewhere."""
    try:
        return parse_quarter(written) if isinstance(written, str) else None
    except ValueError:
        return None
