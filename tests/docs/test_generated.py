"""What the documentation repeats of code and data is written by a tool and checked here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tightrope.scenario import schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_tables_of_the_odd_description_are_what_the_code_says():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "tables.py"), "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_schema_that_shipped_scenarios_name_is_the_one_the_program_prints():
    assert json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")) == schema()
