"""The version of the program, and the day on which it was released: what a citation names.

The version is written in ``pyproject.toml``; the day stands here, because an installed package carries no
``CITATION.cff``. Both are changed with a release, and there.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

RELEASED = "2026-11-22"
"""The day of the version, as ISO 8601 writes it."""


def own_version() -> str:
    """The version of the package, also where it is used from a checkout without being installed."""
    try:
        return installed("tightrope")
    except PackageNotFoundError:
        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
