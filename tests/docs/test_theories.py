"""The pages on theories: one for each, their tables those of the data, their figures those of a run."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tightrope.evidence import load_seeds
from tightrope.outcomes import OUTCOMES

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "theories"
TOOL = ROOT / "tools" / "theories.py"
SEEDS = load_seeds()
RIVALS = [name for name in SEEDS.theories if name != "quantal-response"]
REWRITE = os.environ.get("TIGHTROPE_REWRITE_GOLDEN") == "1"


def tool() -> ModuleType:
    """The tool that writes the tables."""
    spec = importlib.util.spec_from_file_location("theories_tool", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["theories_tool"] = module
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return " ".join((PAGES / f"{name}.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", RIVALS)
def test_every_rival_theory_has_a_page_that_says_what_it_should(name):
    text = page(name)
    for heading in ("What it claims.", "How it is put into the model.", "What it predicts differently here."):
        assert f"**{heading}**" in text
    assert "**Where it cannot be told apart.**" in text
    assert f"`{SEEDS.theories[name].source}`" in text
    assert f"`tightrope run baseline worst-case --theory {name}`" in text
    for figure in SEEDS.theories[name].figures.values():
        assert all(f"`{source}`" in text for source in figure.evidence)
    assert f"]({name}.md)" in page("README")


@pytest.mark.parametrize("name", [name for name in RIVALS if SEEDS.theories[name].weights])
def test_a_page_gives_every_consideration_that_its_theory_weighs_anew(name):
    text = page(name)
    for emphases in SEEDS.theories[name].weights.values():
        for consideration, emphasis in emphases.items():
            assert f"| {consideration} | {emphasis.times} |" in text
            assert f"| {emphasis.why} |" in text


def test_the_tables_that_need_no_run_are_what_the_data_say():
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_that_is_out_of_date_is_seen():
    found = tool()
    text = (PAGES / "omnibalancing.md").read_text(encoding="utf-8")
    assert found.filled(text, found.QUICK) == text
    spoilt = text.replace("| 2.14 |", "| 2.15 |")
    assert spoilt != text
    assert found.filled(spoilt, found.QUICK) == text


def rows(text: str) -> list[tuple[str, str, list[float]]]:
    """Scenario, theory and shares of the outcomes, from the index's table of them."""
    table = text.partition("<!-- table: outcomes -->")[2].partition("<!-- end -->")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().split("\n")[2:]]
    return [(one[0], one[1], [float(cell) / 100 for cell in one[2 : 2 + len(OUTCOMES)]]) for one in cells]


@pytest.mark.slow
@pytest.mark.golden
def test_the_shares_on_the_pages_are_those_of_runs_within_sampling_error():
    if REWRITE:
        subprocess.run([sys.executable, str(TOOL)], check=True)
    found = tool()
    stated = rows((PAGES / "README.md").read_text(encoding="utf-8"))
    assert [(scenario, theory) for scenario, theory, _ in stated] == [
        (scenario, theory) for scenario in found.MAIN for theory in SEEDS.theories
    ]
    for scenario, theory, told in stated:
        for share, (now, _) in zip(told, found.shares(scenario, theory).values(), strict=True):
            # Four standard errors of the difference of two runs of 2,000, with two members of each kind added.
            smoothed = (2000 * now + 2) / 2004
            allowed = 4 * (2 * smoothed * (1 - smoothed) / 2000) ** 0.5
            assert abs(share - now) <= allowed, (
                f"{scenario}, {theory}: {share} stated, {now} found; {TOOL.name} rewrites"
            )


def test_the_pages_of_theories_repeat_the_shares_of_the_index():
    index = {(scenario, theory): told for scenario, theory, told in rows((PAGES / "README.md").read_text("utf-8"))}
    for name in RIVALS:
        text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        table = re.search(r"<!-- table: outcomes [^>]*-->\n(.*?)<!-- end -->", text, re.DOTALL)
        assert table is not None
        own = rows(f"<!-- table: outcomes -->{table[1]}<!-- end -->")
        assert [told == index[scenario, theory] for scenario, theory, told in own] == [True] * 4
