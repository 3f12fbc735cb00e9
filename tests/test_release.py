"""The version and its day are the same wherever they are written."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import tightrope
from tightrope.release import RELEASED, own_version

ROOT = Path(__file__).parent.parent


def test_the_citation_file_names_the_version_and_its_day():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert re.findall(r"^version: (.+)$", text, re.MULTILINE) == [project["version"]]
    assert re.findall(r"^date-released: (.+)$", text, re.MULTILINE) == [RELEASED]
    assert date.fromisoformat(RELEASED).isoformat() == RELEASED


def test_the_version_is_the_one_of_the_package():
    assert own_version() == tightrope.version() == tightrope.__version__
