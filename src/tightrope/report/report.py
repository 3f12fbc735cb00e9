"""A report: one page that tells all of one run, or of several side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from tightrope.errors import InputError, Problem
from tightrope.figures.columns import MOST
from tightrope.report import closing, markup
from tightrope.report.beside import beside
from tightrope.report.decided import decided
from tightrope.report.gather import gather
from tightrope.report.matter import numbers
from tightrope.report.opening import in_short, opening, title_of
from tightrope.report.pictures import pictures
from tightrope.report.settings import settings
from tightrope.report.shares import outcomes
from tightrope.results import Run

Say = Callable[[str], None]


def report_of(runs: Sequence[Run], say: Say | None = None) -> str:
    """The page, HTML that needs nothing beside itself; the same text for the same runs and versions.

    ``say`` is told what is being done. Raises InputError for no run, too many or two of one name, and RunError where a
    run did not record position and outcome.
    """
    check(runs)
    tell = say or (lambda _: None)
    material = gather(runs, tell)
    parts = [
        in_short(material),
        settings(material),
        outcomes(material, pictures(material, tell)),
        *([] if material.alone else [beside(material, tell)]),
        decided(material),
        numbers(material),
        closing.limits(material),
        closing.citing(material),
        closing.again(material),
    ]
    title = title_of(material)
    body = [opening(material), _contents(parts), markup.node("main", *parts)]
    return markup.document(f"{title} – tightrope report", body)


def check(runs: Sequence[Run]) -> None:
    """Raise InputError unless there is one run, or a few of different names."""
    names = [run.name for run in runs]
    problems = [
        Problem(name, None, None, "", "there are two runs of this name", "runs with different names")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if not 1 <= len(runs) <= MOST:
        problems.append(Problem("report", None, None, "", f"{len(runs)} runs", f"1 to {MOST}"))
    if problems:
        raise InputError(problems)


def _contents(parts: Sequence[Element]) -> Element:
    """Links to the sections."""
    headings = [part[0] for part in parts]
    links = [markup.node("a", str(heading.text), href=f"#{heading.get('id')}") for heading in headings]
    return markup.node("nav", markup.listing(links, ordered=True), aria_label="Contents")
