"""The mechanisms of the model, gathered from the code: everything whose docstring names one (M1, M2, ...)."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

PACKAGES = ("world", "capitals")
MODULES = ("consequences",)

_MARK = re.compile(r"\bM[1-9][0-9]*\b")


@dataclass(frozen=True)
class Mechanism:
    """A piece of the model: where it is in the code, which mechanisms it carries, what it says of itself."""

    place: str
    marks: tuple[str, ...]
    says: str

    @property
    def in_words(self) -> str:
        """What it says of itself, with those of its marks that it does not mention there."""
        untold = [mark for mark in self.marks if mark not in _MARK.findall(self.says)]
        return f"{self.says} ({', '.join(untold)})" if untold else self.says


def mechanisms() -> list[Mechanism]:
    """All of them, in the order of the modules and, in each, of the code."""
    found = []
    for module in _modules():
        home = module.__name__.removeprefix("tightrope.")
        for name, thing in _things(module):
            text = inspect.getdoc(thing) or ""
            marks = tuple(dict.fromkeys(_MARK.findall(text)))
            if marks:
                says = text.split("\n\n")[0].replace("\n", " ").replace("``", "")
                found.append(Mechanism(f"{home}.{name}" if name else home, marks, says))
    return found


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        path = import_module(f"tightrope.{package}").__path__
        for module in pkgutil.iter_modules(path):
            yield import_module(f"tightrope.{package}.{module.name}")
    for name in MODULES:
        yield import_module(f"tightrope.{name}")


def _things(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The module itself, its functions and classes, and the methods of these."""
    yield "", module
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing):
            yield name, thing
            for inner, method in vars(thing).items():
                if inspect.isfunction(method):
                    yield f"{name}.{inner}", method
