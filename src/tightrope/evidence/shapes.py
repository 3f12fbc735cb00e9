"""The common shape of entries in data files, and pydantic's findings in our words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from tightrope.errors import Problem, in_figures, in_words, nearest, one_of, told
from tightrope.marked import Loc, Marked
from tightrope.quarters import parse_quarter


class Shape(BaseModel):
    """Strict: unknown keys, wrong types and numbers that are not finite are all refused.

    ``hints`` holds the fix for keys that a reader may well try and that are called otherwise.
    """

    hints: ClassVar[Mapping[str, str]] = {}
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _quarter(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError(f"{in_words(value)} is not a quarter; expected a year and a quarter, such as 2015-Q1")
    return parse_quarter(value)


def _whole_number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


QUARTER_PATTERN = "^(199[2-9]|20[0-3][0-9]|2040)-Q[1-4]$"

Quarter = Annotated[int, BeforeValidator(_quarter), WithJsonSchema({"type": "string", "pattern": QUARTER_PATTERN})]
"""A quarter, written like 2015-Q1."""
Words = Annotated[tuple[str, ...], Field(strict=False)]
"""A list of words."""
Text = Annotated[str, BeforeValidator(_whole_number_as_text)]
"""Text; a bare year or page number will do."""
Sentence = Annotated[str, Field(pattern=r"\S")]
"""Text that may not be empty."""
Share = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""

ShapeT = TypeVar("ShapeT", bound=BaseModel)


def read_shape(
    model: type[ShapeT], marked: Marked, loc: Loc, data: object, problems: list[Problem], **given: object
) -> ShapeT | None:
    """Return ``data``, found at ``loc``, as the model; or None with every problem noted.

    ``given`` are fields the reader supplies and the file must not write.
    """
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), "a mapping of keys to values"))
        return None
    written = {key: value for key, value in data.items() if key not in given}
    for key in set(data) - set(written):
        problems.append(marked.problem((*loc, key), "unknown key", one_of(_fields(model, given))))
    try:
        return model.model_validate({**written, **given})
    except ValidationError as error:
        problems.extend(_problem(model, marked, loc, finding, given) for finding in error.errors())
        return None


def read_sound_part(model: type[ShapeT], marked: Marked, data: Mapping[str, object], problems: list[Problem]) -> ShapeT:
    """Return the model from the sound top-level keys of a file; note the problems of the others.

    No field of the model may be required.
    """
    try:
        return model.model_validate(dict(data))
    except ValidationError as error:
        problems.extend(_problem(model, marked, (), finding, {}) for finding in error.errors())
        bad = {finding["loc"][0] for finding in error.errors()}
        return model.model_validate({key: value for key, value in data.items() if key not in bad})


def _fields(model: type[BaseModel], given: Mapping[str, object]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if name not in given]


def _problem(model: type[BaseModel], marked: Marked, loc: Loc, finding: Any, given: Mapping[str, object]) -> Problem:
    inner: Loc = tuple(part for part in finding["loc"] if part != "[key]")
    place = (*loc, *inner)
    kind, ctx = finding["type"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        owner, key = _owner(model, inner[:-1]), str(inner[-1])
        known = _fields(owner, given)
        hints: Mapping[str, str] = getattr(owner, "hints", {})
        return marked.problem(place, "unknown key", one_of(known), hints.get(key) or nearest(key, known))
    if kind == "missing":
        field = _owner(model, inner[:-1]).model_fields.get(str(inner[-1]))
        return marked.problem(place, "missing", (field and field.description) or "a value")
    if kind == "value_error":
        return marked.problem(place, *told(ctx["error"]))
    value = finding["input"]
    fix = nearest(value, _choices(ctx)) if kind == "literal_error" and isinstance(value, str) else ""
    return marked.problem(place, in_words(value), _expected(kind, ctx, finding["msg"]), fix)


def _owner(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model that a location inside ``model`` belongs to."""
    for part in loc:
        field = model.model_fields.get(str(part))
        inner = field.annotation if field else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
    return model


def _choices(ctx: Mapping[str, Any]) -> list[str]:
    return re.findall("'([^']*)'", str(ctx["expected"]))


_EXPECTED: dict[str, str | Callable[[Mapping[str, Any]], str]] = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "string_pattern_mismatch": "some text",
    "literal_error": lambda ctx: one_of(_choices(ctx)),
    "greater_than_equal": lambda ctx: f"at least {in_figures(ctx['ge'])}",
    "less_than_equal": lambda ctx: f"at most {in_figures(ctx['le'])}",
    "less_than": lambda ctx: f"less than {in_figures(ctx['lt'])}",
    "too_long": lambda ctx: f"a list of at most {ctx['max_length']}",
}


def _expected(kind: str, ctx: Mapping[str, Any], message: str) -> str:
    wording = _EXPECTED.get(kind, message)
    return wording if isinstance(wording, str) else wording(ctx)
