"""What an unquoted scalar of plain YAML means, and which characters a text may hold."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST_NUMBER = 100

# YAML 1.2 core schema, section 10.3.2: unlike YAML 1.1, NO is a word and 1:30 is not a number.
_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL_OR_HEXADECIMAL = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def resolve_plain(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means; ValueError, worded for a reader, for impossible numbers."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return bool(_TRUE.fullmatch(text))
    if _INTEGER.fullmatch(text) or _OCTAL_OR_HEXADECIMAL.fullmatch(text):
        if len(text) > LONGEST_NUMBER:
            raise ValueError(f"a number of {len(text)} digits; expected a shorter one")
        return int(text, 10 if _INTEGER.fullmatch(text) else 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise ValueError("a number too large to hold; expected a finite number")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not finite; expected a finite number")
    return text


def is_text(character: str) -> bool:
    """Whether text may hold a character: not controls, surrogates, odd line breaks and byte order marks."""
    if character in "\n\ufeff":
        return character == "\n"
    return unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
