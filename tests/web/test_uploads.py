"""Files that visitors send in: their names, their number, their content."""

from __future__ import annotations

import pytest
from nicegui.events import GenericEventArguments
from tests.web.conftest import DeskHere

from tightrope.scenario import scenario_names
from tightrope.web.uploads import LARGEST_FILE, UploadSheet, name_of
from tightrope.web.visitors import MOST_FILES, MOST_VISITORS, PER_SECONDS, UPLOADS, Visitor, Visitors

GOOD = "title: Mine\nquestion: Why?\nextends: baseline\nmoscow: {drive: 0.4}\n"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("mine.yaml", "mine"),
        ("my own (2).yml", "my-own-2"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\oil.yaml", "oil"),
        ("baseline.yaml", "baseline-mine"),
        ("<img src=x>.yaml", "img-src-x"),
        (".yaml", "scenario"),
        ("x" * 200 + ".yaml", "x" * 40),
    ],
)
def test_the_name_of_a_file_is_a_plain_word(sent, kept):
    assert name_of(sent) == kept
    assert name_of(sent) not in scenario_names()


def test_so_many_files_and_no_more():
    visitor = Visitor("t")
    assert [visitor.may_upload(now=0.0) for _ in range(UPLOADS + 2)] == [True] * UPLOADS + [False] * 2
    assert not visitor.may_upload(now=PER_SECONDS - 0.1)
    assert visitor.may_upload(now=PER_SECONDS + 0.1)


def test_the_oldest_file_is_closed_for_a_new_one():
    visitor = Visitor("t")
    for number in range(MOST_FILES + 2):
        visitor.open_file(f"file-{number}", "text")
    assert list(visitor.opened) == [f"file-{number}" for number in range(2, MOST_FILES + 2)]


def test_who_was_seen_longest_ago_is_forgotten_first():
    visitors = Visitors()
    first, second = visitors.admit(), visitors.admit()
    assert visitors.find(first.token) is first  # seen again: now the second was seen longest ago
    for _ in range(MOST_VISITORS - 1):
        visitors.admit()
    assert len(visitors) == MOST_VISITORS
    assert visitors.find(first.token) is first
    assert visitors.find(second.token) is None


def received(with_user, *sent, visitor=None):
    """What is said of some files sent in turn, as a browser sends them, and which were opened."""
    visitor, said, opened = visitor or Visitor("t"), [], []

    async def look(user):
        await user.open("/exercise")  # the page that runs nothing

        async def open_it(name):
            opened.append(name)

        with user:
            sheet = UploadSheet(DeskHere(1), visitor, open_it)
            (field,) = [one for one in user.client.elements.values() if one.props.get("id") == "scenario-file"][-1:]
            for args in sent:
                (listener,) = field._event_listeners.values()
                await listener.handler(GenericEventArguments(sender=field, client=user.client, args=args))
                said.extend(one.text for one in sheet._told.descendants() if one.tag == "li")

    with_user(look)
    return said, opened, visitor


def file(text, name="mine.yaml"):
    return {"name": name, "text": text}


def test_a_good_file_is_opened(with_user):
    said, opened, visitor = received(with_user, file(GOOD))
    assert (said, opened, list(visitor.opened)) == ([], ["mine"], ["mine"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (file(None), "mine.yaml: larger than 64 KB, or not UTF-8 text"),  # what the browser sends of such a file
        (file("x" * (LARGEST_FILE + 1)), "mine.yaml: larger than 64 KB"),
        (file("\ud800" * 30_000), "mine.yaml: larger than 64 KB"),
        (file(GOOD.replace("drive", "drve")), "Line 4, moscow.drve: unknown key. Expected: one of the"
         " parameters of moscow. Did you mean 'drive'?"),
        (file("a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n"), "anchor"),
        (file("!!python/object/apply:os.system ['true']\n"), "tag"),
        (file("[" * 30_000), "deep"),
        (file(7, "../../../etc/passwd.yaml"), "passwd.yaml: larger than 64 KB, or not UTF-8 text"),
        ("no mapping at all", "no file"),
        ({"name": 7, "text": GOOD}, "no file"),
        (None, "no file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_and_nothing_is_kept_of_it(with_user, given, says):
    said, opened, visitor = received(with_user, given)
    assert says in said[0]
    assert (opened, visitor.opened) == ([], {})


@pytest.mark.slow
def test_too_many_files_are_refused(with_user):
    said, opened, _ = received(with_user, *[file(GOOD, f"f{n}.yaml") for n in range(UPLOADS + 1)])
    assert len(opened) == UPLOADS
    assert said == ["Busy: at most 10 files in 60 seconds. Wait a little."]
