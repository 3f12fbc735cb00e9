"""A report is one sound page: whole, readable without eyes, without a network, on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import struct
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.pages import KINDS, Page, page, source
from tests.small_runs import short

import tightrope.report
from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.report import markup, report_of
from tightrope.report.closing import LONGEST
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT, Run, open_run
from tightrope.scenario import load, scenario_names

pytestmark = pytest.mark.slow  # pages with all their figures

CSS = (Path(tightrope.report.__file__).parent / "page.css").read_text(encoding="utf-8")

SECTIONS = [
    "In short",
    "What was varied",
    "What came out",
    "What tipped the choices",
    "The numbers that matter",
    "What this cannot tell you",
    "How to cite",
    "How to run it again",
]

every_kind = pytest.mark.parametrize("kind", KINDS)


# -- soundness --------------------------------------------------------------------------------------------------------
@every_kind
def test_every_element_is_closed_and_every_name_is_given_once(kind):
    found = page(kind)
    assert found.source.startswith("<!DOCTYPE html>\n<html")
    assert found.wrong == []
    names = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(names) == len(set(names)) > 10


@every_kind
def test_every_link_and_label_leads_somewhere(kind):
    found = page(kind)
    names = {attributes.get("id") for _, attributes in found.elements}
    links = [str(attributes["href"]) for attributes in found.all("a")]
    labels = [str(attributes["aria-labelledby"]) for _, attributes in found.elements if "aria-labelledby" in attributes]
    assert links and labels
    assert {link.removeprefix("#") for link in links} | set(labels) <= names
    assert all(link.startswith("#") for link in links)


@every_kind
def test_headings_are_in_order_and_name_every_part(kind):
    found = page(kind)
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in itertools.pairwise(levels))
    told = [text for tag, text in found.texts if tag == "h2"]
    expected = list(SECTIONS)
    if len(KINDS[kind]()) > 1:
        expected.insert(3, "Pair by pair")
    assert told == expected
    assert [text for tag, text in found.texts if tag == "a"][: len(told)] == told


@every_kind
def test_tables_say_what_they_are_and_which_cells_are_headings(kind):
    found = page(kind)
    assert len(found.all("table")) == len(found.all("caption")) >= 3
    assert {attributes.get("scope") for attributes in found.all("th")} == {"col", "row"}
    assert not re.search(r"<th[^>]*></th>", found.source)


@every_kind
def test_whatever_scrolls_can_be_reached_by_keyboard_and_has_a_name(kind):
    found = page(kind)
    scrolls = [attributes for attributes in found.all("div") if str(attributes.get("class")).startswith("scroll")]
    for attributes in [*scrolls, *found.all("pre")]:
        assert (attributes["tabindex"], attributes["role"]) == ("0", "region")
        assert "aria-labelledby" in attributes or "aria-label" in attributes


@every_kind
def test_the_rows_of_a_table_are_as_long_as_its_head(kind):
    for text in re.findall(r"<table>.*?</table>", source(kind), re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
        assert len({len(re.findall(r"<t[hd][ >]", row)) for row in rows}) == 1, text[:200]


@every_kind
def test_every_picture_says_in_numbers_what_it_shows(kind):
    pictures = page(kind).all("img")
    if kind == "the same":
        assert len(pictures) == 3  # runs that are the same have no figures of their differences
    assert len(pictures) >= 3
    for attributes in pictures:
        alt = str(attributes["alt"])
        assert 80 < len(alt) < 1200
        assert len(re.findall(r"[0-9]+", alt)) >= 5, alt


@every_kind
def test_pictures_are_inside_and_as_large_as_said(kind):
    for attributes in page(kind).all("img"):
        head, _, data = str(attributes["src"]).partition(",")
        assert head == "data:image/png;base64"
        png = base64.b64decode(data, validate=True)
        assert struct.unpack_from(">II", png, 16) == (int(str(attributes["width"])), int(str(attributes["height"])))


# -- no network -------------------------------------------------------------------------------------------------------
@every_kind
def test_a_page_asks_nothing_of_any_network(kind):
    found = page(kind)
    assert not {"script", "iframe", "object", "embed", "form", "base", "audio", "video"} & {
        tag for tag, _ in found.elements
    }
    for tag, attributes in found.elements:
        for name, value in attributes.items():
            assert not name.startswith("on") and name != "style", (tag, name)
            if name in ("src", "href", "srcset", "action", "poster"):
                assert str(value).startswith(("data:", "#")), (tag, name, str(value)[:80])
    assert "url(" not in CSS and "@import" not in CSS


@every_kind
def test_a_policy_forbids_what_the_page_does_not_need(kind):
    found = page(kind)
    (policy,) = [one["content"] for one in found.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    (style,) = [text for tag, text in found.texts if tag == "style"]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert str(policy).startswith("default-src 'none'; img-src data:;")
    assert f"style-src 'sha256-{digest}'" in str(policy)


@every_kind
def test_a_page_is_small_enough_to_be_sent(kind):
    assert len(source(kind).encode()) < 3_000_000


# -- looks ------------------------------------------------------------------------------------------------------------
def luminance(colour: str) -> float:
    """Relative luminance, by the Web Content Accessibility Guidelines."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["ink", "quiet", "link"])
@pytest.mark.parametrize("ground", ["#ffffff", "tint"])
def test_every_colour_of_text_stands_out_from_its_ground(name, ground):
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", CSS))
    light, dark = luminance(colours.get(ground, ground)), luminance(colours[name])
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_colour_of_text_is_written_past_the_names():
    used = re.findall(r"[^-]color: ([^;]+);", CSS)
    assert len(used) >= 4
    assert set(used) <= {"var(--ink)", "var(--quiet)", "var(--link)", "inherit"}


def test_a_page_knows_phones_and_paper():
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page("one").all("meta")
    assert page("one").all("html") == [{"lang": "en"}]
    printed = CSS[CSS.index("@media print") :]
    assert "break-inside: avoid" in printed and "overflow: visible" in printed
    assert re.search(r"[.]short { break-inside: avoid; }", printed), "a table of outcomes stays on one page"
    # DejaVu Sans Mono is 0.602 em wide; a page of A4 has 210 - 2 x 14 mm of room, less the padding of the block.
    (size,) = re.findall(r"pre code { font-size: ([0-9.]+)pt; }", printed)
    assert LONGEST * 0.602 * float(size) < (210 - 28) / 25.4 * 72 - 12
    assert "landscape" not in CSS and "page:" not in printed, "one orientation, and no page of its own for a figure"
    assert not re.search(r"background: (?!none|#ffffff|var\(--tint\))", CSS)


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_loads_when_it_is_copied_from_paper(name, tmp_path):
    """Lines longer than the page has room for are broken at a space, and paper keeps no indentation of what is left."""
    plan = load(name)
    lines = [textwrap.wrap(line, LONGEST, subsequent_indent="") for line in plan.to_yaml().splitlines()]
    assert all(len(pieces) == 1 or "{" in pieces[0] for pieces in lines), "only what stands in braces may be broken"
    path = tmp_path / f"{name}-again.yaml"
    path.write_text("".join(f"{piece}\n" for pieces in lines for piece in pieces), encoding="utf-8")
    assert load(path).resolved() == plan.resolved()


# -- text is text -----------------------------------------------------------------------------------------------------
HOSTILE = '<script>alert("x")</script> & <b>"bold"</b> \'quoted\''


def test_a_title_that_looks_like_markup_is_text(tmp_path):
    path = tmp_path / "bad.yaml"
    quoted = HOSTILE.replace("'", "''")
    path.write_text(
        f"title: '{quoted}'\nquestion: '{quoted} ?'\nextends: baseline\nmembers: 3\nquarters: 4\n"
        f"notes:\n  notice: '{quoted}'\n",
        encoding="utf-8",
    )
    written = report_of([Run.of(simulate(load(path)), name="<i>bad</i>")])
    found = Page(written)
    assert found.wrong == []
    assert "script" not in {tag for tag, _ in found.elements} and "<script" not in written
    assert not {"b", "i"} & {tag for tag, _ in found.elements}
    assert ("h1", HOSTILE) in found.texts and ("title", f"{HOSTILE} – tightrope report") in found.texts
    assert f"{HOSTILE} ?" in found.words and "<i>bad</i>" in found.words


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_any_text_comes_back_as_it_was(text):
    written = markup.document(text, [markup.paragraph(text, title=text), markup.table("t", text, [text], [[text]])])
    found = Page(written)
    assert found.wrong == []
    assert [tag for tag, _ in found.elements if tag in ("p", "table", "caption", "th")] == [
        "p", "table", "caption", "th", "th"
    ]  # fmt: skip
    assert found.all("p")[0]["title"] == text
    if text.strip():
        assert [data for tag, data in found.texts if tag == "p"] == [text]


# -- the same again ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("names", [("cheap-oil",), ("baseline", "cheap-oil")])
def test_the_same_runs_give_the_same_bytes(names):
    def made() -> str:
        return report_of([Run.of(simulate(short(name, members=20, quarters=8))) for name in names])

    assert made() == made()


def test_no_date_of_writing_and_no_place_is_in_a_page(tmp_path):
    folder = tmp_path / "somewhere" / "cheap-oil"
    Run.of(simulate(short("cheap-oil", members=10, quarters=4))).save(folder, command="tightrope run cheap-oil")
    opened = open_run(folder)
    try:
        written = report_of([opened])
    finally:
        opened.close()
    assert "somewhere" not in written and str(tmp_path) not in written
    assert "tightrope run cheap-oil" in written


# -- what goes with every result --------------------------------------------------------------------------------------
@every_kind
def test_the_sentences_of_every_result_are_there(kind):
    words = page(kind).words
    assert words.count(DISCLAIMER) >= 2
    assert CAVEAT in words and OIL_CAVEAT in words


@every_kind
def test_every_question_is_asked(kind):
    for one in KINDS[kind]():
        assert " ".join(one.scenario.question.split()) in page(kind).words


def test_too_many_runs_and_runs_of_one_name_are_refused_together():
    one = KINDS["one"]()[0]
    with pytest.raises(InputError) as refused:
        report_of([one] * 7)
    assert [problem.found for problem in refused.value.problems] == ["there are two runs of this name", "7 runs"]
