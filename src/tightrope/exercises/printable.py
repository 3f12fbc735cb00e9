"""An exercise on paper: one page to hand out, and one for the teacher with every answer, as self-contained HTML."""

from __future__ import annotations

import base64
import html
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tightrope.errors import InputError, Problem
from tightrope.exercises.compute import Lab
from tightrope.exercises.marking import number_wanted, quarter_wanted, question_of, shown
from tightrope.exercises.solve import Solved, grounds, solve, worked_out_with
from tightrope.exercises.steps import Check, Compare, Explain, Predict, Question, Read, Recall, Run, Show, Step
from tightrope.exercises.tables import Table, caveats, compared_table, ran_table, shown_table
from tightrope.exercises.telling import TABLE_WORDS
from tightrope.results import DISCLAIMER

STYLE = """
body { font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #1a1a1a; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2, h3 { font-family: Helvetica, Arial, sans-serif; line-height: 1.2; break-after: avoid; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.kind { font: bold .75rem Helvetica, Arial, sans-serif; letter-spacing: .06em; text-transform: uppercase; color: #555; }
section { margin: 1.1rem 0; break-inside: avoid; }
section p { margin: .3rem 0; }
table { border-collapse: collapse; font: .82rem/1.3 Helvetica, Arial, sans-serif; margin: .5rem 0; width: 100%; }
th, td { border-bottom: 1px solid #bbb; padding: .25rem .5rem; text-align: right; vertical-align: bottom; }
td { height: 1.5rem; }
th:first-child, td:first-child { text-align: left; }
code { font-size: .8rem; overflow-wrap: anywhere; }
ul.choices { list-style: none; padding-left: .5rem; }
ul.choices li::before { content: '\\2610\\00a0\\00a0'; }
.line { border-bottom: 1px solid #999; height: 1.7rem; }
.model { border-left: 3px solid #333; padding: .2rem .8rem; background: #f3f3f3; }
.note, footer { color: #444; font-size: .85rem; }
footer { margin-top: 2rem; }
.gone { font-weight: bold; }
.apart { break-before: page; }
img { max-width: 100%; }
@media print { body { margin: 0; max-width: none; } }
"""

LINES_FOR_AN_ESSAY = 20


def write_pages(lab: Lab, folder: Path) -> list[Path]:
    """Write both pages into a folder and return them. Raises InputError where there is a file in its place."""
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem(str(folder), None, None, "", "a file", "a folder for the pages")])
    texts = {"": student_page(lab), "-teacher": teacher_page(lab)}
    folder.mkdir(parents=True, exist_ok=True)
    stem = lab.exercise.folder.absolute().name
    paths = []
    for ending, text in texts.items():
        path = folder / f"{stem}{ending}.html"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def escaped(text: object) -> str:
    """Text as a page may hold it."""
    return html.escape(str(text), quote=True)


def page(title: str, parts: Sequence[str]) -> str:
    """A whole page; nothing in it is fetched from anywhere."""
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{escaped(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(parts) + f"\n<footer>{escaped(DISCLAIMER)}</footer>\n"
        "</body></html>\n"
    )


# -- the page to hand out ---------------------------------------------------------------------------------------------
def student_page(lab: Lab) -> str:
    """The page to hand out: what to read, every question with room for the answer, tables to fill in; no result."""
    one = lab.exercise
    parts = [
        _head(lab, one.title),
        "<p>Name: ____________________________ &nbsp; Date: ______________</p>",
        _reading(lab),
        _tables(),
    ]
    parts += [_student_step(lab, step) for step in one.steps]
    parts.append(
        _part("Run it yourself", f"<p><code>tightrope exercise {escaped(one.number or one.folder)}</code></p>")
    )
    return page(one.title, parts)


def _student_step(lab: Lab, step: Step) -> str:
    if isinstance(step, Read):
        return _part("Read", _text(step.says) + _claims(lab, step.claims))
    if isinstance(step, Run):
        return _part("Run", _text(step.says) + _commands(ran_table(lab, step)))
    if isinstance(step, Show) and step.figure:
        says = lab.exercise.worlds[step.worlds[0]].says
        return _part("Look", _text(step.says) + f"<p>Figure: {escaped(step.figure)}, {escaped(says)}.</p>")
    if isinstance(step, Show | Compare):
        return _part("Fill in", _text(step.says) + _table(_emptied(_shown(lab, step), caveats(lab, step))))
    if isinstance(step, Check) and step.of:
        question: Question = question_of(lab.exercise, step)
        return _part("Hold your prediction against the model", _text(question.asks) + "<p>The model:</p>" + _lines(1))
    if isinstance(step, Explain):
        marks = f"<p class='note'>{sum(step.marks.values())} marks</p>"
        return _part("Explain", _text(step.asks) + marks + _lines(LINES_FOR_AN_ESSAY))
    if isinstance(step, Recall):
        wrote = _text(f"Look again at what you wrote before the run. The question was: {_asked_before(lab, step)}")
        return _part("Look back", wrote + _text(step.asks) + _lines(2))
    assert isinstance(step, Question)
    kind = "Question" if isinstance(step, Check) else "Predict, before the run"
    return _part(kind, _text(step.asks) + _room_for(step))


def _asked_before(lab: Lab, step: Recall) -> str:
    """What was to be written down before the run; of a reason, what for."""
    asked = lab.exercise.step(step.of)
    assert isinstance(asked, Predict)
    reason_for = lab.exercise.step(asked.reason_for) if asked.reason_for else None
    return " ".join([*([reason_for.asks] if isinstance(reason_for, Question) else []), asked.asks])


def _room_for(question: Question) -> str:
    if question.choices:
        many = "Several may be right." if question.form == "several" else question.terms
        items = "".join(f"<li>{escaped(words)}</li>" for words in question.choices.values())
        return f"<ul class='choices'>{items}</ul>{_note(many)}"
    wanted = {"number": number_wanted, "quarter": quarter_wanted}.get(question.form)
    says = wanted(question) if wanted else ""
    return _note(f"{says[:1].upper()}{says[1:]}." if says else "") + _lines(1)


def _note(says: str) -> str:
    return f"<p class='note'>{escaped(says)}</p>" if says else ""


# -- the page to keep -------------------------------------------------------------------------------------------------
def teacher_page(lab: Lab) -> str:
    """The page for the teacher: the guide, and every step with its results, the model's answers and model answers."""
    one = lab.exercise
    solved = {found.step.id: found for found in solve(lab)}
    parts = [
        _head(lab, f"{one.title}: for the teacher"),
        _guide(one.teacher),
        "<h2 class='apart'>Step by step, with results</h2>",
    ]
    parts.append(_note(f"Worked out when this page was written, with {worked_out_with(lab)}."))
    parts += [_teacher_step(lab, step, solved) for step in one.steps]
    parts += ["<h2>What the guide rests on</h2>", _grounds(lab)]
    said = f"<p>{escaped(one.trap.misreading)} <em>Instead:</em> {escaped(one.trap.instead)}</p>"
    return page(f"{one.title}: for the teacher", [*parts, _part("Easily got wrong", said)])


def _guide(text: str) -> str:
    """The teacher's page beside the exercise, which is Markdown; raw HTML in it is shown as it is written."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).render(text))


def _teacher_step(lab: Lab, step: Step, solved: dict[str, Solved]) -> str:
    if isinstance(step, Check):
        found = solved[step.id]
        gone = (
            ""
            if found.accepted
            else "<p class='gone'>The solution written down is not accepted any more: "
            f"{escaped(shown(found.question, found.answer))}</p>"
        )
        model = f"<p class='model'>The model: {escaped(found.model)}</p>{gone}"
        return _part(
            "Held against the model" if step.of else "Question", _text(found.question.asks) + model + _text(step.says)
        )
    if isinstance(step, Show) and step.figure:
        return _part("Look", _text(step.says) + _drawn(lab, step))
    if isinstance(step, Show | Compare):
        return _part("Look", _text(step.says) + _table(_shown(lab, step)))
    if isinstance(step, Explain):
        marks = "".join(f"<li>{count}: {escaped(earns)}</li>" for earns, count in step.marks.items())
        return _part("Explain", f"{_text(step.asks)}<p class='model'>{escaped(step.model_answer)}</p><ul>{marks}</ul>")
    if isinstance(step, Recall):
        return _part(
            "Look back", _text(f"The question before the run was: {_asked_before(lab, step)}") + _text(step.asks)
        )
    if isinstance(step, Question) and not step.choices:
        return _part("Predict, before the run", _text(step.asks))
    return _student_step(lab, step)


def _drawn(lab: Lab, step: Show) -> str:
    from tightrope.figures import FIGURES, write

    assert step.figure is not None
    run = lab.run(step.worlds[0])
    about = f"{lab.exercise.worlds[step.worlds[0]].says}: {step.figure}"
    with tempfile.TemporaryDirectory() as place:
        path = write(FIGURES[step.figure](run), Path(place) / "figure.png", about)
        data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'<img alt="{escaped(about)}" src="data:image/png;base64,{data}">'


def _grounds(lab: Lab) -> str:
    rows = [
        f"<li>{escaped(one.ground.says)}: {escaped(one.found.words())}"
        + ("" if one.stands else " <span class='gone'>(does not stand any more)</span>")
        + "</li>"
        for one in grounds(lab)
    ]
    return f"<ul>{''.join(rows)}</ul>"


# -- parts ------------------------------------------------------------------------------------------------------------
def _head(lab: Lab, title: str) -> str:
    one = lab.exercise
    number = f"Exercise {one.number}. " if one.number is not None else ""
    goals = "".join(f"<li>{escaped(goal)}</li>" for goal in one.goals)
    return (
        f"<h1>{escaped(number + title)}</h1><p class='note'>About {one.minutes} minutes. {lab.members} members in every"
        f" run.</p><h2>You will learn to</h2><ul>{goals}</ul>"
    )


def _reading(lab: Lab) -> str:
    """What to read; what the documents say there is written out unless a step does it."""
    told = {name for step in lab.exercise.steps if isinstance(step, Read) for name in step.claims}
    items = []
    for reading in lab.exercise.reading:
        title = lab.seeds.sources[reading.document].title
        more = [name for name in reading.claims if name not in told]
        items.append(f"<li><em>{escaped(title)}</em>, {escaped(reading.section)}{_claims(lab, more)}</li>")
    return f"<h2>Read first</h2><ul>{''.join(items)}</ul>"


def _tables() -> str:
    """What the words and signs of a table mean."""
    items = "".join(f"<li>{escaped(meaning)}</li>" for meaning in TABLE_WORDS)
    return f"<h2>In the tables</h2><ul>{items}</ul>"


def _claims(lab: Lab, names: Sequence[str]) -> str:
    items = []
    for name in names:
        claim = lab.seeds.claims[name]
        place = ", ".join(part for part in (claim.source, claim.section, claim.page and f"p. {claim.page}") if part)
        items.append(f"<li>{escaped(claim.says)} <span class='note'>({escaped(place)})</span></li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _part(kind: str, inside: str) -> str:
    return f"<section><div class='kind'>{escaped(kind)}</div>{inside}</section>"


def _text(says: str) -> str:
    return f"<p>{escaped(says)}</p>" if says else ""


def _lines(count: int) -> str:
    return "<div class='line'></div>" * count


def _commands(ran: Table) -> str:
    items = "".join(
        f"<li>{escaped(says)}, {escaped(span)}<br><code>{escaped(command)}</code></li>"
        for says, span, command in ran.rows
    )
    return f"<p>{escaped(ran.title)}.</p><ul>{items}</ul>"


def _shown(lab: Lab, step: Show | Compare) -> Table:
    return compared_table(lab, step) if isinstance(step, Compare) else shown_table(lab, step)


def _emptied(table: Table, notes: tuple[str, ...]) -> Table:
    """A table to fill in: the first column stays, and of what is said below it only what must be."""
    return Table(table.title, table.columns, tuple((row[0], *("" for _ in row[1:])) for row in table.rows), notes)


def _table(table: Table) -> str:
    head = "".join(f"<th>{escaped(column)}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    notes = "".join(f"<p class='note'>{escaped(text)}</p>" for text in table.notes)
    return f"<p class='note'>{escaped(table.title)}</p><table><tr>{head}</tr>{rows}</table>{notes}"
