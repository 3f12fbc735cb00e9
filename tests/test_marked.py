from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tightrope.errors import InputError
from tightrope.marked import At, Loc, Marked, dotted, read_marked, read_value
from tightrope.plain_yaml import REFUSED


def read(folder: Path, text: str | bytes, quick: bool = False) -> Marked:
    path = folder / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_marked(path, display="x.yaml", quick=quick)


def refusal(folder: Path, text: str | bytes, quick: bool = False) -> list[str]:
    with pytest.raises(InputError) as error:
        read(folder, text, quick)
    return str(error.value).split("\n")


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("2015-01-01", "2015-01-01"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-3", -3),
        ("1_000", "1_000"),
        ("true", True),
        ("'true'", "true"),
        ("'3'", "3"),
        ("~", None),
        ("", None),
        ("60 %", "60 %"),
        ("2015-Q1", "2015-Q1"),
        ("[1, [a]]", [1, ["a"]]),
        ("{a: {b: 1}}", {"a": {"b": 1}}),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("60\u00a0% \u200d\U0001f6e2 и", "60\u00a0% \u200d\U0001f6e2 и"),
    ],
)
def test_scalars_follow_yaml_1_2(tmp_path: Path, text: str, value: object, quick: bool) -> None:
    found = read(tmp_path, f"a: {text}\n", quick).data["a"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text_as_written(tmp_path: Path) -> None:
    assert read(tmp_path, "2015: 1\nno: 2\n'~': 3\n").data == {"2015": 1, "no": 2, "~": 3}


def test_a_byte_order_mark_and_windows_line_ends_are_read_over(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


@pytest.mark.parametrize("quick", [False, True])
def test_every_key_and_item_has_its_place(tmp_path: Path, quick: bool) -> None:
    marked = read(tmp_path, "# first\na:\n  b: {c: 1}\n  d:\n    - x\n    - {e: 2}\n", quick)
    places: dict[tuple[str | int, ...], tuple[int, int]] = {
        (): (2, 1),
        ("a",): (2, 1),
        ("a", "b"): (3, 3),
        ("a", "b", "c"): (3, 7),
        ("a", "d", 0): (5, 7),
        ("a", "d", 1): (6, 7),
        ("a", "d", 1, "e"): (6, 8),
    }
    for loc, (line, column) in places.items():
        assert marked.at(loc) == At("x.yaml", line, column), loc


def test_the_place_of_what_is_not_there_is_that_of_what_is_around_it(tmp_path: Path) -> None:
    assert read(tmp_path, "a:\n  b: 1\n").at(("a", "b", "c", 3)) == At("x.yaml", 2, 3)


NOT_YAML = "expected plain YAML: 'key: value' lines, indented with spaces"


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["x.yaml:1:1: empty; expected a mapping of keys to values"]),
        ("# only a comment\n---\n", ["x.yaml:1:1: empty; expected a mapping of keys to values"]),
        ("- a\n", ["x.yaml:1:1: a list at the top; expected a mapping of keys to values"]),
        ("word\n", ["x.yaml:1:1: the text 'word' at the top; expected a mapping of keys to values"]),
        (
            "a: 1\nb: 2\na: 3\n",
            [
                "x.yaml:3:1: a: a duplicate key (first at line 1); "
                "expected every key once; remove one of the two"
            ],
        ),
        (
            "a: &x 1\nb: *x\n",
            [
                "x.yaml:1:4: a: the anchor '&x'; expected the value alone; remove it",
                "x.yaml:2:4: b: the alias '*x'; expected the value itself; write it out",
            ],
        ),
        (
            "a: {<<: {b: 1}}\n",
            ["x.yaml:1:5: a.<<: a merge key '<<'; expected the keys themselves; write them out"],
        ),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            [
                "x.yaml:1:4: a: the tag 'tag:yaml.org,2002:python/object/apply:os.system'; "
                "expected a plain value; remove the tag"
            ],
        ),
        ("a: ! 1\n", ["x.yaml:1:4: a: the tag '!'; expected a plain value; remove the tag"]),
        (
            "a: .nan\nb: [.inf, -.INF]\n",
            [
                "x.yaml:1:4: a: .nan is not finite; expected a finite number",
                "x.yaml:2:5: b.0: .inf is not finite; expected a finite number",
                "x.yaml:2:11: b.1: -.INF is not finite; expected a finite number",
            ],
        ),
        ("a: 1e999\n", ["x.yaml:1:4: a: a number too large to hold; expected a finite number"]),
        (f"a: {'9' * 5000}\n", ["x.yaml:1:4: a: a number of 5000 digits; expected a shorter one"]),
        (f"a: {{{'k' * 101}: 1}}\n", ["x.yaml:1:5: a: a key of 101 characters; expected at most 100"]),
        ("a: 1\tb\n", ["x.yaml:1:5: a tab; expected spaces; replace the tab by spaces"]),
        ("a:\n\tb: 1\n", ["x.yaml:2:1: a tab; expected spaces; replace the tab by spaces"]),
        ("a: x\x07\n", ["x.yaml:1:5: the unprintable character U+0007; expected readable text"]),
        ('a: "\\e[31m"\n', ["x.yaml:1:4: a: the unprintable character U+001B; expected readable text"]),
        ('a: "\\u2028"\n', ["x.yaml:1:4: a: the unprintable character U+2028; expected readable text"]),
        ('a: b\ufeff\n', ["x.yaml:1:4: a: the unprintable character U+FEFF; expected readable text"]),
        ('a: {"b\\u200d": 1}\n', ["x.yaml:1:5: a: the unprintable character U+200D; expected readable text"]),
        (
            "? [a]\n: 1\n",
            ["x.yaml:1:3: a list as a key; expected text as a key"],
        ),
        ("a: 1\n---\nb: 2\n", ["x.yaml:2:1: a second document ('---'); expected one document in a file"]),
        (
            "a: why: so\n",
            [
                "x.yaml:1:7: not readable as YAML (mapping values are not allowed here); "
                f"{NOT_YAML}; put text that holds ': ' into quotes"
            ],
        ),
        (
            "a: [1\n",
            [f"x.yaml:2:1: not readable as YAML (expected ',' or ']', but got '<stream end>'); {NOT_YAML}"],
        ),
        (
            'a: "\\UFFFFFFFF"\n',
            [f"x.yaml: not readable as YAML (an impossible escape or directive); {NOT_YAML}"],
        ),
        (b"a: 1\nb: \xff\n", [
            "x.yaml:2: byte 0xff is not UTF-8; expected UTF-8 text; save the file with the encoding UTF-8"
        ]),
        (b"\xff\xfea\x00", [
            "x.yaml:1: byte 0xff is not UTF-8; expected UTF-8 text; save the file with the encoding UTF-8"
        ]),
        (b"#" * (1 << 20) + b"\n", ["x.yaml: larger than 1 MiB; expected a file of at most 1 MiB"]),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused(tmp_path: Path, text: str | bytes, messages: list[str], quick: bool) -> None:
    assert refusal(tmp_path, text, quick) == messages


def test_a_lone_surrogate_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'a: "\\ud800"\n') == [
        "x.yaml:1:4: a: the unprintable character U+D800; expected readable text"
    ]


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_forty_levels_are_read_and_no_more(tmp_path: Path, opening: str, closing: str, quick: bool) -> None:
    inner = 39  # the mapping of the file is a level as well
    read(tmp_path, f"a: {opening * inner}{closing * inner}\n", quick)
    too_deep = refusal(tmp_path, f"a: {opening * (inner + 1)}{closing * (inner + 1)}\n", quick)
    column = 4 + inner * len(opening)
    assert too_deep == [f"x.yaml:1:{column}: nesting deeper than 40 levels; expected less nesting"]


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 200_000, "? " * 200_000, "- " * 200_000])
def test_endless_nesting_neither_crashes_nor_takes_long(tmp_path: Path, text: str, quick: bool) -> None:
    assert len(refusal(tmp_path, text, quick)) == 1


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "a: &x 1\nb: .nan\nb: 2\nc: !t 3\nd: 1e999\n"
    assert [message.split(":")[1] for message in refusal(tmp_path, text)] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize(
    ("text", "sound", "refused"),
    [
        ("a: .nan\nb: [1, .inf]\nc: 2\n", {"c": 2}, ["a", "b.1"]),
        ("a: *x\nb: !t 3\nc: &y 2\n", {"c": 2}, ["a", "b"]),
        ("a: 1\na: 2\nb: 3\n", {"a": 1, "b": 3}, []),
        ("a: {b: 1, c: 2}\na: {c: 3, d: .nan}\n", {"a": {"b": 1, "c": 2}}, ["a.d"]),
        ("a: {b: {c: 1}, b: {d: 1}}\n", {"a": {"b": {"c": 1}}}, []),
        ("<<: {a: 1}\nb: 2\n", {"b": 2}, []),
        ("? [a]\n: 1\n? {b: 1}\n: {c: 1}\nd: 2\n", {"d": 2}, []),
        ("a: x\x07\nb: y\x07\nc\x01: 1\nd: 2\n", {"d": 2}, ["a", "b"]),
        (f"{'k' * 101}: 1\nb: 1\tc\n", {"b": "1 c"}, []),
        ("a: 1\n---\nb: 2\n", {"a": 1}, []),
    ],
)
def test_what_is_sound_of_a_refused_file_is_there_beside_the_problems(
    tmp_path: Path, text: str, sound: dict[str, Any], refused: list[str], quick: bool
) -> None:
    (tmp_path / "x.yaml").write_text(text)
    marked = read_marked(tmp_path / "x.yaml", display="x.yaml", quick=quick, in_part=True)
    assert [str(problem) for problem in marked.problems] == refusal(tmp_path, text, quick)
    assert [dotted(loc) for loc in refused_in(marked.data)] == refused
    assert without_refused(marked.data) == sound


def refused_in(data: Any, loc: Loc = ()) -> Iterator[Loc]:
    if data is REFUSED:
        yield loc
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from refused_in(value, (*loc, key))


def without_refused(data: Any) -> Any:
    if isinstance(data, dict):
        found = {key: without_refused(value) for key, value in data.items() if value is not REFUSED}
        return {key: value for key, value in found.items() if value != []}
    return [] if isinstance(data, list) else data


@pytest.mark.parametrize(
    "text", ["a:\n\tb: 1\n", "a: [1\n", "a: why: so\n", 'a: "\\UFFFFFFFF"\n', f"a: {'[' * 41}{']' * 41}\n", "- .nan\n"]
)
def test_nothing_is_made_of_a_file_whose_structure_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(InputError):
        read_marked(tmp_path / "x.yaml", in_part=True)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_marked(tmp_path / "none.yaml", display="none.yaml")
    assert str(error.value) == "none.yaml: no such file; expected a readable YAML file"
    with pytest.raises(InputError) as error:
        read_marked(tmp_path, display="folder")
    assert str(error.value) == "folder: not a file; expected a readable YAML file"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(self: Path, *args: Any, **kwargs: Any) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.yaml").touch()
    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(InputError) as error:
        read_marked(tmp_path / "x.yaml", display="x.yaml")
    assert str(error.value) == ("x.yaml: cannot be read (Permission denied); expected a readable YAML file")


def test_a_file_is_shown_as_its_path_unless_told_otherwise(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_marked(tmp_path / "none.yaml")
    assert error.value.problems[0].file == str(tmp_path / "none.yaml")


def test_quick_reading_works_without_the_c_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read(tmp_path, "a: [1, x]\n", quick=True).data == {"a": [1, "x"]}


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.4", 0.4), ("60 %", "60 %"), ("{low: 0.1, high: 0.3}", {"low": 0.1, "high": 0.3}), ("", None)],
)
def test_a_value_by_itself_reads_as_in_a_file(text: str, value: object) -> None:
    assert read_value(text, display="--set") == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{low: 1",
            "--set: not readable as YAML (expected ',' or '}', but got '<stream end>'); "
            "expected a value as in a scenario file, such as 0.4 or '{low: 0.1, high: 0.3}'",
        ),
        (".nan", "--set: .nan is not finite; expected a finite number"),
        ("{a: .nan}", "--set: a: .nan is not finite; expected a finite number"),
    ],
)
def test_a_value_by_itself_is_refused_without_a_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_value(text, display="--set")
    assert str(error.value) == message
