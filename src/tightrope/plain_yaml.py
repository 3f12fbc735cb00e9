"""Plain YAML: turn a parser's events into dicts, lists and scalars, with the place of each.

Only plain data is accepted: the scalars of YAML 1.2's core schema, mappings with text keys, and lists.
Anchors, aliases, tags, duplicate keys, tabs, infinities and deep nesting are refused, and all problems of a
text are reported at once as far as it can be read. Where its structure can be read, what is sound of it is there
beside the problems, so that it can be checked further; ``REFUSED`` stands where a value was refused. The events are
taken one by one, with no recursion, so no input can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from tightrope.errors import Problem, in_words
from tightrope.plain_scalars import is_text, resolve_plain

DEEPEST = 40
LONGEST_KEY = 100
PLAIN_YAML = "plain YAML: 'key: value' lines, indented with spaces"

Loc = tuple[str | int, ...]

UNREADABLE = "\ufffd"
"""Stands in a text for what is no character of YAML."""


REFUSED = type("Refused\x7f", (), {})()
"""Stands for a value that has been refused, in what is left of a file; named by a character that no text may hold."""


@dataclass(frozen=True)
class At:
    """A place in a file; line and column count from 1, and are None where there is no text to point at."""

    file: str
    line: int | None
    column: int | None


def dotted(loc: Loc) -> str:
    """Return a location as a reader would write it: washington.engagement, treaties.cis.opens.1 and so on."""
    return ".".join(str(part) for part in loc)


@dataclass
class _Frame:
    """A collection being filled; ``key`` is the key that waits for its value."""

    loc: Loc
    data: dict[str, Any] | list[Any]
    key: str | None = None
    first: dict[str, int] = field(default_factory=dict)
    keep: bool = True
    is_key: bool = False


class _UnreadableError(Exception):
    """The rest of the file cannot be read sensibly."""


class PlainReader:
    """Builds plain data from parser events.

    ``whole`` says whether the structure could be read to the end.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.marks: dict[Loc, At] = {}
        self.problems: list[Problem] = []
        self.whole = False
        self.stack: list[_Frame] = []
        self.documents = 0
        self.replaced = False

    def read(self, text: str, loader: Any) -> None:
        """Read a text with a PyYAML loader class; ``data``, ``marks`` and ``problems`` hold the outcome."""
        plain = self._without_tabs(self._without_odd_characters(text))
        if plain is None:
            return
        try:
            for event in self._events(plain, loader):
                self._take(event)
                if self.documents > 1:
                    break
        except _UnreadableError:
            return
        self.whole = True

    def _without_odd_characters(self, text: str) -> str:
        """Replace what YAML does not take for a character, reporting the first of every line."""
        odd = yaml.reader.Reader.NON_PRINTABLE
        if not odd.search(text):
            return text
        self.replaced = True
        for number, line in enumerate(text.split("\n"), start=1):
            if match := odd.search(line):
                found = f"the unprintable character U+{ord(match[0]):04X}"
                self.problems.append(Problem(self.file, number, match.start() + 1, "", found, "readable text"))
        return str(odd.sub(UNREADABLE, text))

    def _without_tabs(self, text: str) -> str | None:
        """Replace tabs by spaces, reporting them; None where one hides the structure."""
        if "\t" not in text:
            return text
        indented = False
        for number, line in enumerate(text.split("\n"), start=1):
            if "\t" in line:
                column = line.index("\t") + 1
                indented = indented or not line[: column - 1].strip()
                self.problems.append(
                    Problem(self.file, number, column, "", "a tab", "spaces", "replace the tab by spaces")
                )
        # A tab in the indentation hides the structure; elsewhere a space does as well.
        return None if indented else text.replace("\t", " ")

    def _events(self, text: str, loader: Any) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else None
            column = mark.column + 1 if mark else None
            found = f"not readable as YAML ({error.problem or error.context})"
            fix = "put text that holds ': ' into quotes" if "mapping values" in str(error.problem) else ""
            self.problems.append(Problem(self.file, line, column, "", found, PLAIN_YAML, fix))
            raise _UnreadableError from error
        except yaml.reader.ReaderError as error:
            found = f"not readable as YAML ({error.reason})"
            self.problems.append(Problem(self.file, None, None, "", found, PLAIN_YAML))
            raise _UnreadableError from error
        except (ValueError, OverflowError):  # from escapes such as "\UFFFFFFFF" and from %YAML directives
            found = "not readable as YAML (an impossible escape or directive)"
            self.problems.append(Problem(self.file, None, None, "", found, PLAIN_YAML))
            raise _UnreadableError from None

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):  # first: most events are
            self._take_scalar(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(event, (), "a second document ('---')", "one document in a file")
        elif isinstance(event, yaml.AliasEvent):
            found = f"the alias '*{event.anchor}'"
            self._refuse(event, self._loc(), found, "the value itself", "write it out")
            self._add(event, REFUSED)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close(event)

    def _take_scalar(self, event: Any) -> None:
        sound = self._undecorated(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.data, dict) and frame.key is None:
            readable = self._readable(event, str.isprintable)
            self._take_key(event, frame, readable)
        else:
            sound = self._readable(event, is_text) and sound
            self._add(event, self._resolve(event) if sound else REFUSED)

    def _take_key(self, event: Any, frame: _Frame, readable: bool) -> None:
        name = event.value if event.value.isprintable() else "?"  # refused already, and not to be shown
        line = event.start_mark.line + 1
        loc = (*frame.loc, name)
        frame.key, frame.keep = name, readable
        if len(name) > LONGEST_KEY:
            found, expected = f"a key of {len(name)} characters", f"at most {LONGEST_KEY}"
            self._refuse(event, frame.loc, found, expected)
            frame.keep = False
        elif name == "<<" and event.implicit[0]:
            self._refuse(event, loc, "a merge key '<<'", "the keys themselves", "write them out")
            frame.keep = False
        elif name in frame.first:
            first = f"a duplicate key (first at line {frame.first[name]})"
            self._refuse(event, loc, first, "every key once", "remove one of the two")
            frame.keep = False
        elif readable:
            frame.first[name] = line
            self.marks.setdefault(loc, At(self.file, line, event.start_mark.column + 1))

    def _open(self, event: Any, data: dict[str, Any] | list[Any]) -> None:
        self._undecorated(event)
        within_key = any(frame.is_key for frame in self.stack)
        if len(self.stack) >= DEEPEST:
            if not within_key:
                self._refuse(event, (), f"nesting deeper than {DEEPEST} levels", "less nesting")
            raise _UnreadableError
        frame = self.stack[-1] if self.stack else None
        is_key = frame is not None and isinstance(frame.data, dict) and frame.key is None
        if is_key and not within_key:
            self._refuse(event, self._loc(), f"{in_words(data)} as a key", "text as a key")
        loc = self._loc()
        if frame is None or isinstance(frame.data, list):
            self.marks.setdefault(loc, self._at(event))
        self.stack.append(_Frame((*loc, "?") if is_key else loc, data, is_key=is_key))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        if frame.is_key:  # already reported: what it is the key of is left out
            self.stack[-1].key, self.stack[-1].keep = "?", False
        else:
            self._add(event, frame.data)

    def _add(self, event: Any, value: Any) -> None:
        """Put a finished value where it belongs: into the collection around it, or at the top."""
        if not self.stack:
            self.data = value
            return
        frame = self.stack[-1]
        if isinstance(frame.data, list):
            self.marks.setdefault((*frame.loc, len(frame.data)), self._at(event))
            frame.data.append(value)
        elif frame.key is None:  # an alias in the place of a key, already reported
            frame.key, frame.keep = "*", False
        else:
            if frame.keep:
                frame.data[frame.key] = value
            elif len(self.stack) == 1 and frame.key in frame.first:
                self._add_section(frame.data, frame.key, value)
            frame.key = None

    def _add_section(self, data: dict[str, Any], key: str, again: Any) -> None:
        """Take over what a section that is written a second time says beyond the first, so that it is checked too."""
        first = data.get(key)
        if isinstance(first, dict) and isinstance(again, dict):
            for name, value in again.items():
                first.setdefault(name, value)

    def _resolve(self, event: Any) -> Any:
        if not event.implicit[0]:
            return event.value
        try:
            return resolve_plain(event.value)
        except ValueError as error:
            found, _, expected = str(error).partition("; expected ")
            self._refuse(event, self._loc(), found, expected)
            return REFUSED

    def _undecorated(self, event: Any) -> bool:
        """Refuse anchors and tags; whether the value is known all the same, which it is not behind a tag."""
        if event.anchor is not None:
            self._refuse(event, self._loc(), f"the anchor '&{event.anchor}'", "the value alone", "remove it")
        if event.tag is not None:
            self._refuse(event, self._loc(), f"the tag '{event.tag}'", "a plain value", "remove the tag")
        return event.tag is None

    def _readable(self, event: Any, fit: Callable[[str], bool]) -> bool:
        """Whether a text holds nothing but characters that it may hold; if not, that has been reported."""
        if self.replaced and UNREADABLE in event.value:
            return False
        lines = event.value.replace("\n", " ") if fit("\n") else event.value
        if lines.isprintable():  # as almost every text is; what is not is looked at character by character
            return True
        for character in event.value:
            if not fit(character):
                found = f"the unprintable character U+{ord(character):04X}"
                self._refuse(event, self._loc(), found, "readable text")
                return False
        return True

    def _loc(self) -> Loc:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.data, list):
            return (*frame.loc, len(frame.data))
        return frame.loc if frame.key is None else (*frame.loc, frame.key)

    def _at(self, event: Any) -> At:
        return At(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, loc: Loc, found: str, expected: str, fix: str = "") -> None:
        at = self._at(event)
        self.problems.append(Problem(at.file, at.line, at.column, dotted(loc), found, expected, fix))
