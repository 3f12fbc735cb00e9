"""A lever is added as data: CONTRIBUTING.md, "Adding a lever", carried out on a copy of the seeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.model import AlignmentModel
from tightrope.scenario import load

SEEDS = Path(__file__).parent.parent.parent / "seeds"

ENTRY = """
visas: {code: LV20, name: Visas, condition: dormant, says: Papers, grade: assumption, why: made up for a test}
"""
NUMBER = """
{name}_visas: {{role: constant, unit: level, says: {name} of visas, value: {value}, grade: assumption, why: made up}}
"""
START = "  moscow.lever_visas: {value: 0, grade: assumption, why: made up}\n"


def with_visas(folder: Path, *, starts: bool = True, numbers: bool = True) -> Path:
    """A copy of the seeds with one lever more; without its start values or its numbers if so wished."""
    seeds = folder / "seeds"
    shutil.copytree(SEEDS, seeds)
    with (seeds / "levers.yaml").open("a") as file:
        file.write(ENTRY)
    if numbers:
        with (seeds / "parameters" / "moscow.yaml").open("a") as file:
            file.write(NUMBER.format(name="exposure", value=0.6) + NUMBER.format(name="cost", value=0.1))
    if starts:
        text = (seeds / "starts.yaml").read_text()
        for quarter in ("1992-Q1:\n", "2015-Q1:\n"):
            text = text.replace(quarter, quarter + START)
        (seeds / "starts.yaml").write_text(text)
    return seeds


def pulled(seeds: Path, woken: float) -> float:
    """How far the lever more is pulled at most, on average, in three years of a hard-pressing Moscow."""
    plan = load("baseline", seeds=load_seeds(seeds))
    model = AlignmentModel(plan.set({"quarters": 12, "moscow.drive": 0.95, "moscow.dormant_levers": woken}), 200)
    model.run()
    levers = model.records["moscow.lever"]
    assert levers.shape[1] == 10
    return float(levers[:, model.levers.index("visas")].max(axis=0).mean())


def test_an_entry_two_numbers_and_two_start_values_are_a_lever(tmp_path: Path) -> None:
    seeds = with_visas(tmp_path)
    assert pulled(seeds, woken=0.0) == 0.0  # quiet by default, as its condition says
    assert pulled(seeds, woken=0.8) > 0.05


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (
            "starts",
            [
                "seeds/starts.yaml: 1992-Q1.moscow.lever_visas: missing; "
                "expected what it is before that quarter (level: pressure by lever)",
                "seeds/starts.yaml: 2015-Q1.moscow.lever_visas: missing; "
                "expected what it is before that quarter (level: pressure by lever)",
            ],
        ),
        (
            "numbers",
            [
                "seeds/parameters/moscow.yaml: moscow.exposure_visas: missing; "
                "expected a number of the lever 'visas' of levers.yaml",
                "seeds/parameters/moscow.yaml: moscow.cost_visas: missing; "
                "expected a number of the lever 'visas' of levers.yaml",
            ],
        ),
    ],
)
def test_what_a_lever_lacks_is_said_by_name(tmp_path: Path, left_out: str, said: list[str]) -> None:
    plan = load("baseline", seeds=load_seeds(with_visas(tmp_path, **{left_out: False})))
    with pytest.raises(InputError) as error:
        AlignmentModel(plan)
    assert str(error.value).split("\n") == said


def test_without_its_lever_moscow_squeezes_with_what_is_left(tmp_path: Path) -> None:
    plan = load("baseline", seeds=load_seeds(with_visas(tmp_path)))
    woken = {"quarters": 12, "moscow.drive": 0.95, "moscow.dormant_levers": 0.8}
    pressures = []
    for exposure in (0.0, 0.6):
        model = AlignmentModel(plan.set({**woken, "moscow.exposure_visas": exposure}), 200)
        model.run()
        pressures.append(model.records["moscow.pressure"].mean())
    assert np.diff(pressures)[0] > 0.005
