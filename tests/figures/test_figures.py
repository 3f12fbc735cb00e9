from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.small_runs import QUARTERS, filtered, history, run, short, still, with_vectors

from tightrope import figures
from tightrope.ensemble import simulate
from tightrope.errors import InputError, RunError
from tightrope.figures import FIGURES, style
from tightrope.figures.together import names_of
from tightrope.outcomes import OUTCOMES
from tightrope.results import DISCLAIMER, OIL_CAVEAT, Run
from tightrope.scenario import Scenario

RUNS: dict[str, Callable[[], Run]] = {
    "baseline": run,
    "cheap oil": lambda: run("cheap-oil"),
    "war": lambda: run("karabakh-escalation"),
    "history": history,
    "still": still,
    "vectors": with_vectors,
    "filtered": filtered,
}


@functools.cache
def drawn_once(name: str, kind: str) -> Any:
    """A figure of a kind of run, for tests that only look at it."""
    return FIGURES[name](RUNS[kind]())


def figure_of(drawn: Any) -> Figure:
    found = np.ravel(drawn)[0].get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def words(drawn: Any) -> str:
    """All that is written on a figure, line breaks taken out."""
    texts = [text.get_text() for text in figure_of(drawn).findobj(Text)]
    return " ".join(" ".join(texts).split())


@functools.cache
def words_once(name: str, kind: str) -> str:
    """What is written on a figure of a kind of run."""
    return words(drawn_once(name, kind))


def laid_out(drawn: Any) -> Any:
    """Put everything on a figure into its place, as drawing does, without painting it; returns the renderer."""
    figure = figure_of(drawn)
    with mpl.rc_context(style.SETTINGS):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw_without_rendering()
    return renderer


@functools.cache
def laid_out_once(name: str, kind: str) -> Any:
    """The same for a figure of a kind of run."""
    return laid_out(drawn_once(name, kind))


# -- every figure, every kind of run ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_carries_title_question_spread_and_disclaimer(name: str, kind: str) -> None:
    found = RUNS[kind]()
    told = words_once(name, kind)
    assert found.scenario.title in told
    assert found.scenario.question in told
    assert DISCLAIMER in told and told.count(DISCLAIMER) == 1
    spread = str(found.data.attrs["spread"])
    assert spread[1:] in told
    assert f"seed {found.scenario.seed}" in told


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.slow
def test_nothing_written_is_cut_off(name: str, kind: str) -> None:
    _inside(drawn_once(name, kind), laid_out_once(name, kind))


def _inside(drawn: Any, renderer: Any = None) -> None:
    renderer = renderer or laid_out(drawn)
    with mpl.rc_context(style.SETTINGS):
        box = figure_of(drawn).get_tightbbox(renderer)
    assert box.x0 >= 0 and box.y0 >= 0
    assert box.x1 <= style.WIDE and box.y1 <= style.HIGH


@pytest.mark.parametrize("kind", ["baseline", "history", "war"])
@pytest.mark.parametrize("name", ["position", "outcomes", "levers", "chronicle"])
def test_labels_do_not_lie_on_each_other(name: str, kind: str) -> None:
    drawn, renderer = drawn_once(name, kind), laid_out_once(name, kind)
    figure = figure_of(drawn)
    with mpl.rc_context(style.SETTINGS):
        ax = np.ravel(drawn)[0]
        boxes = [
            (text.get_text(), Text.get_window_extent(text, renderer).shrunk(0.98, 0.8))
            for text in [*ax.texts, *figure.texts]
            if text.get_text().strip()
        ]
    clashes = [
        (one, other)
        for place, (one, box) in enumerate(boxes)
        for other, other_box in boxes[place + 1 :]
        if box.overlaps(other_box)
    ]
    assert not clashes


@pytest.mark.parametrize("name", FIGURES)
def test_the_oil_caveat_stands_where_it_must(name: str) -> None:
    assert OIL_CAVEAT in words_once(name, "cheap oil")
    assert (OIL_CAVEAT in words_once(name, "baseline")) == (name == "purse")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_in_the_axes_it_is_given_and_leaves_the_rest_to_the_caller(name: str) -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    box = left.get_position()
    drawn = np.ravel(FIGURES[name](run(), ax=left))
    assert all(one.get_figure() is figure for one in drawn)
    assert DISCLAIMER not in words(drawn) and not figure.texts
    assert not right.lines and not right.texts
    assert min(one.get_position().x0 for one in drawn) == pytest.approx(box.x0)
    assert max(one.get_position().x1 for one in drawn) <= box.x1 + 1e-9


def in_both_formats(name: str) -> list[Any]:
    # That a figure is drawn the same shows in its SVG; painting it once more as PNG takes most of the time.
    every_day = name == "position"
    return [(name, "svg"), pytest.param(name, "png", marks=() if every_day else pytest.mark.slow)]


@pytest.mark.parametrize(("name", "ending"), [case for name in FIGURES for case in in_both_formats(name)])
@pytest.mark.slow
def test_a_file_is_the_same_bytes_each_time(name: str, ending: str, tmp_path: Path) -> None:
    (first,) = figures.draw_all(run(), tmp_path / "first", formats=(ending,), names=[name])
    (second,) = figures.draw_all(run(), tmp_path / "second", formats=(ending,), names=[name])
    assert first.name == f"{name}.{ending}"
    assert first.read_bytes() == second.read_bytes()
    assert b"<dc:date>" not in first.read_bytes()


def test_a_figure_is_written_as_png_and_svg_unless_told_otherwise(tmp_path: Path) -> None:
    written = figures.draw_all(run(), tmp_path, names=["outcomes"])
    assert [path.name for path in written] == ["outcomes.png", "outcomes.svg"]


def test_figures_leave_the_callers_settings_alone() -> None:
    before = dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 31.0}):
        drawn = figures.position(run())
        assert mpl.rcParams["font.size"] == 31.0
        assert np.ravel(drawn)[0].xaxis.get_ticklabels()[0].get_size() == 10.5
    assert dict(mpl.rcParams) == before


@pytest.mark.slow
def test_pyplot_is_never_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path;"
        "from tightrope.ensemble import simulate; from tightrope.results import Run;"
        "from tightrope.scenario import load; from tightrope.figures import draw_all;"
        "draw_all(Run.of(simulate(load('baseline').set({'quarters': 4}), 5)), Path(sys.argv[1]), ('svg',));"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env=environment)


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_draw_all_writes_every_figure_in_every_format(tmp_path: Path) -> None:
    written = figures.draw_all(run(), tmp_path / "figures", formats=("svg", "pdf"))
    assert {path.name for path in written} == {f"{name}.{ending}" for name in FIGURES for ending in ("svg", "pdf")}
    assert all(path.stat().st_size > 5000 for path in written)


def test_draw_all_leaves_out_what_the_record_does_not_hold(tmp_path: Path) -> None:
    limited = Run.of(simulate(short(quarters=4), 5, record=["baku.position", "moscow.lever"]))
    written = figures.draw_all(limited, tmp_path, formats=("svg",))
    assert {path.name for path in written} == {"position.svg", "levers.svg"}
    with pytest.raises(RunError, match=r"did not keep world\.oil_price, "):
        figures.draw_all(limited, tmp_path, names=["purse"])


def test_what_draw_all_needs_is_what_the_figures_ask_for() -> None:
    from tightrope.figures.files import NEEDS

    assert set(NEEDS) == set(FIGURES)
    for name, keys in NEEDS.items():
        for key in keys:
            lacking = Run(run().scenario, run().data.drop_vars(key))
            with pytest.raises(RunError, match=key.replace(".", r"\.")):
                FIGURES[name](lacking)


def test_unknown_figures_and_formats_are_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        figures.draw_all(run(), tmp_path, formats=("gif",), names=["positon"])
    assert str(told.value).splitlines() == [
        "positon: no such figure; expected one of position, alignment, outcomes, purse, levers, beliefs, chronicle; "
        "did you mean 'position'?",
        "gif: no such format; expected one of png, svg, pdf",
    ]
    assert not list(tmp_path.iterdir())


# -- single figures ---------------------------------------------------------------------------------------------------


def test_the_position_shows_the_median_of_all_members() -> None:
    ax = drawn_once("position", "baseline")
    curves = [line.get_ydata() for line in ax.lines if len(line.get_ydata()) == QUARTERS]
    middle = run().percentiles("baku.position", [50])[0]
    assert any(np.allclose(np.asarray(curve, dtype=float), middle) for curve in curves)


def test_single_members_can_be_chosen() -> None:
    told = words(figures.position(run(), members=[7, 11]))
    assert "member 7" in told and "member 11" in told
    drawn = [text for text in drawn_once("position", "baseline").texts if text.get_text().startswith("member ")]
    assert len(drawn) == 3


def test_history_is_drawn_with_what_the_documents_say() -> None:
    told = words_once("position", "history")
    assert "the documents, our coding" in told
    assert "back in the CIS and its security treaty" in told and "Putin in Baku" in told
    assert "the documents, our coding" not in words_once("position", "baseline")


def test_the_spread_between_vectors_is_drawn_only_where_it_can_be_told_from_luck() -> None:
    assert "between vectors" in words_once("position", "vectors")
    assert "between vectors" not in words_once("position", "baseline")
    assert "vectors " in words_once("outcomes", "vectors")
    assert "vectors " not in words_once("outcomes", "baseline")


def test_charts_of_fans_and_levers_show_the_spread_between_vectors_too() -> None:
    for name in ("position", "alignment", "purse", "beliefs"):
        assert "dash-dotted: 90 % of parameter vectors' means" in words(drawn_once(name, "vectors")), name
        lines = [line for ax in figure_of(drawn_once(name, "vectors")).axes for line in ax.get_lines()]
        assert sum(line.get_color() == style.VECTORS for line in lines) >= 2, name
        assert "parameter vectors" not in words(drawn_once(name, "baseline")), name
    assert "vectors 0." in words(drawn_once("levers", "vectors"))
    assert "vectors 0." not in words(drawn_once("levers", "baseline"))


def test_every_figure_of_shared_vectors_says_what_the_control_does_as_a_filter() -> None:
    for name in FIGURES:
        told = words(drawn_once(name, "filtered"))
        assert "4 of 6 vectors pass the control as a plausibility filter" in told, name
        assert "plausibility filter" not in words(drawn_once(name, "baseline")), name
    assert "median, filtered" in words(drawn_once("position", "filtered"))
    told = words(drawn_once("outcomes", "filtered"))
    assert "; filtered " in told and "filtered: with the control as a filter" in told
    assert "median, filtered" not in words(drawn_once("position", "vectors"))


def test_several_runs_side_by_side_tell_how_their_vectors_differ() -> None:
    told = words(figures.endings([filtered(), run()]))
    assert "Between parameter vectors, luck taken out (90 %), the outcome that differs most: cheap-oil: " in told
    assert "4 of 6 vectors pass" in told
    assert "Between parameter vectors" not in words(figures.endings([run("cheap-oil"), run()]))


def test_a_run_without_chance_shows_one_path_and_no_interval() -> None:
    assert "the only path" in words_once("position", "still")
    assert "luck" not in words_once("outcomes", "still").replace("no luck", "")


def test_events_are_marked_by_name() -> None:
    war = run("karabakh-escalation")
    assert war.scenario.events
    for event in war.scenario.events.values():
        label = event.name.replace("_", " ").lower()
        for name in FIGURES:
            assert label in words_once(name, "war").lower(), name


def test_the_letters_in_small_charts_are_explained_with_dates() -> None:
    assert "Events: (a) war returns, 2018-Q2." in words_once("beliefs", "war")


@pytest.mark.parametrize("quarters", [1, 2, 7])
@pytest.mark.slow
def test_very_short_runs_are_drawn_with_quarters_along_the_axis(quarters: int) -> None:
    brief = Run.of(simulate(short(quarters=quarters), 8))
    for name, draw in FIGURES.items():
        drawn = draw(brief)
        _inside(drawn)
        labels = [label.get_text() for label in np.ravel(drawn)[0].get_xticklabels()]
        assert labels[0] == "2015-Q1" and len(set(labels)) == len(labels), name


def test_a_changed_run_says_in_its_title_what_was_changed() -> None:
    plan = short(**{"washington.engagement": 0.5, "moscow.patience": {"low": 2, "value": 3, "high": 4}})
    name = "baseline+moscow.patience=low_2_value_3_high_4+washington.engagement=0.5+uncertainty=full+prospect-theory"
    said = words(figures.outcomes(Run(plan, run().data, name=name)))
    # In the words of the dials where there is a dial, else of the parameter; a title is broken where it is long.
    told = "Baseline, with patience with the substitute 3 (2 to 4), Washington's engagement 0.5, uncertainty full, "
    assert told + "prospect-theory" in " ".join(said.split())


def test_outcome_labels_give_the_final_shares() -> None:
    told = words_once("outcomes", "baseline")
    final = run().outcomes().tail(6).set_index("outcome")["share"]
    for name, share in final.items():
        if share >= 0.02:
            assert f"{name} {100 * share:.0f} %, luck " in told


def test_outcomes_that_nobody_reached_are_named() -> None:
    never = run().ever().query("ever == 0")["outcome"]
    assert len(never)
    told = words_once("outcomes", "baseline")
    listed = told[told.index("Never reached: ") :].split(".")[0]
    for name in never:
        assert name in listed


def test_levers_are_called_by_name_and_unused_ones_are_said_to_be() -> None:
    told = words_once("levers", "history")
    for lever in history().scenario.seeds.levers.values():
        assert lever.name in told
    mean = history().mean("moscow.lever")
    assert told.count("not used") == int((mean.max(axis=0) < 0.005).sum()) > 0


def test_the_chronicle_shows_the_moves_of_its_member_and_no_others() -> None:
    member = run().nearest_median()
    ax = drawn_once("chronicle", "baseline")
    told = words(ax)
    assert f"member {member}" in told
    shown = [label.get_text() for label in ax.get_yticklabels()]
    expected = []
    for decision in ("baku.abroad", "baku.home", "moscow.act", "ankara.act", "brussels.act", "washington.act"):
        moves = run().data[f"move.{decision}"].attrs["flag_meanings"].split(", ")
        made = sorted(set(run().path(f"move.{decision}", member).tolist()) - {0})
        expected += [moves[code] for code in made] or [f"({moves[0]} throughout)"]
    assert shown == expected


def test_the_chronicle_fills_the_quarters_of_a_move() -> None:
    member = run().nearest_median()
    ax = drawn_once("chronicle", "baseline")
    moves = run().data["move.moscow.act"].attrs["flag_meanings"].split(", ")
    row = [label.get_text() for label in ax.get_yticklabels()].index("squeeze")
    bars = [bar for bar in ax.patches if int(bar.get_y()) == row and bar.get_height() < 0.7]
    filled = sum(round((bar.get_width() + 0.04) * 4) for bar in bars)
    assert filled == int((run().path("move.moscow.act", member) == moves.index("squeeze")).sum()) > 0


def test_the_chronicle_of_history_tells_of_the_treaties() -> None:
    told = words_once("chronicle", "history")
    assert "enters Collective Security Treaty" in told and "leaves Collective Security Treaty" in told


# -- any variable -----------------------------------------------------------------------------------------------------


def test_any_variable_can_be_drawn_with_single_members() -> None:
    axes = figures.variables(run(), ["baku.position", "moscow.lever.brokers", "world.reserves"], members=[3, 17])
    told = words(axes)
    assert axes.shape == (2, 2)
    assert "Single members: 3 dotted, 17 dashed." in told
    assert "Pressure by lever: Power brokers in Baku" in told
    assert OIL_CAVEAT in told  # reserves are of the purse
    _inside(axes)
    assert all(ax.get_xlim() == pytest.approx((2015.0, 2020.75)) for ax in axes.flat if ax.axison)


@pytest.mark.slow
def test_every_choice_can_be_drawn_and_codes_are_none() -> None:
    found = figures.choices(run())
    assert "baku.position" in found and "moscow.lever.karabakh" in found and "moscow.drive_target" in found
    assert "baku.outcome" not in found and "move.moscow.act" not in found
    for start in range(0, len(found), 12):
        figures.variables(run(), found[start : start + 12])


def test_unknown_variables_are_refused_with_the_nearest_known() -> None:
    with pytest.raises(InputError) as told:
        figures.variables(run(), ["baku.positon", "baku.outcome"])
    assert "baku.positon: no such variable in this run" in str(told.value)
    assert "did you mean 'baku.position'?" in str(told.value)
    with pytest.raises(InputError, match="0 of them; expected 1 to 12"):
        figures.variables(run(), [])


# -- several runs -----------------------------------------------------------------------------------------------------


def test_runs_side_by_side_are_named_and_carry_the_caveats(tmp_path: Path) -> None:
    both = [run(), run("cheap-oil")]
    for draw in (figures.positions, figures.endings):
        told = words(draw(both))
        assert "baseline" in told and "cheap-oil" in told
        assert OIL_CAVEAT in told and told.count(DISCLAIMER) == 1
    written = figures.draw_together(both, tmp_path, formats=("svg",))
    assert [path.name for path in written] == ["position.svg", "outcomes.svg"]
    for draw in figures.TOGETHER.values():
        told = words(draw(both))
        assert "baseline" in told and "cheap-oil" in told and told.count(DISCLAIMER) == 1


@pytest.mark.parametrize("count", [*(pytest.param(count, marks=pytest.mark.slow) for count in (2, 3, 4)), 12])
def test_many_runs_fit_on_one_slide(count: int) -> None:
    many = [Run(run().scenario, run().data, name=f"a-rather-long-name-of-scenario-{place}") for place in range(count)]
    for draw in figures.TOGETHER.values():
        _inside(draw(many))
    _inside(figures.variables_together(many, ["world.oil_price", "moscow.lever.workers"], members=[3]))


def test_variables_of_several_runs_are_drawn_as_each_run_holds_them() -> None:
    both = [run(), run("cheap-oil")]
    axes = figures.variables_together(both, ["world.reserves", "moscow.lever.brokers"], members=[7])
    place = [str(name) for name in run().data["lever"].values].index("brokers")
    for ax, key, at in ((axes[0, 0], "world.reserves", None), (axes[0, 1], "moscow.lever", place)):
        lines = [line for line in ax.lines if len(line.get_xdata())]
        assert len(lines) == 4 and len(ax.collections) == 2, "a median, a member and a band for each run"
        for one, (median, member) in zip(both, (lines[:2], lines[2:]), strict=True):
            whole = one.data[key].values if at is None else one.data[key].values[..., at]
            np.testing.assert_allclose(
                median.get_ydata(), np.median(whole, axis=list(one.data[key].dims).index("member"))
            )
            np.testing.assert_allclose(member.get_ydata(), one.path(key, 7) if at is None else one.path(key, 7)[:, at])
        assert lines[0].get_color() == lines[1].get_color() != lines[2].get_color() == lines[3].get_color()
    assert "thin: member 7" in words(axes)


def test_levers_of_several_runs_are_their_means_and_a_yes_or_no_is_a_share() -> None:
    both = [run(), run("cheap-oil")]
    axes = figures.TOGETHER["levers"](both)
    for place in range(axes.size):
        lines = [line for line in axes.flat[place].lines if len(line.get_xdata())]
        for one, line in zip(both, lines, strict=True):
            np.testing.assert_allclose(line.get_ydata(), one.mean("moscow.lever")[:, place])
    assert "share of members" in words(figures.TOGETHER["alignment"](both))


def test_variables_that_a_run_does_not_hold_are_refused_with_its_name() -> None:
    little = Run(run("cheap-oil").scenario, run("cheap-oil").data.drop_vars("world.reserves"), name="little")
    with pytest.raises(InputError) as told:
        figures.variables_together([run(), little], ["world.reserves", "world.reserve"])
    assert "world.reserves: no such variable in little; expected an amount or level that every run kept" in str(
        told.value
    )
    assert "world.reserve: no such variable in these runs" in str(told.value)
    with pytest.raises(InputError, match="0 of them; expected 1 to 12"):
        figures.variables_together([run(), run("cheap-oil")], [])
    with pytest.raises(RunError, match="at least two"):
        figures.variables_together([run()], ["world.reserves"])


def under(*theories: str, base: str = "baseline", plan: Scenario | None = None) -> list[Run]:
    """Runs named as if made under some theories; what they show does not matter here."""
    of = plan or run().scenario
    return [Run(replace(of, theory=one), run().data, name=f"{base}+{one}") for one in theories]


def test_runs_under_several_theories_are_told_apart_by_these() -> None:
    theories = tuple(run().scenario.seeds.theories)
    for draw in (figures.positions, figures.endings):
        ax = draw(under(*theories))
        told = words(ax)
        assert "Baseline under 6 theories of choice" in told
        assert "they were set with quantal-response in mind" in told
        assert all(theory in told for theory in theories)
        assert "baseline" not in told
        _inside(ax)
    plan = short(**{"washington.engagement": 0.5})
    runs = under("satisficing", "omnibalancing", base="baseline+washington.engagement=0.5", plan=plan)
    assert "Baseline, Washington's engagement 0.5 under 2 theories of choice" in words(figures.positions(runs))


def test_a_run_has_the_same_colour_in_whatever_order_runs_are_given() -> None:
    runs = [run(), run("cheap-oil"), run("karabakh-escalation")]
    colours = []
    for order in (runs, runs[::-1]):
        drawn = [line.get_color() for line in figures.positions(order).lines[: len(order)]]
        colours.append(dict(zip((one.name for one in order), drawn, strict=True)))
    assert colours[0] == colours[1] and len(set(colours[0].values())) == 3


def test_runs_that_differ_in_more_than_the_theory_keep_their_scenarios_names() -> None:
    both = [*under("satisficing"), *under("satisficing", base="cheap-oil")]
    assert names_of(both) == ["baseline, satisficing", "cheap-oil, satisficing"]
    assert names_of([run(), *under("satisficing")]) == ["baseline", "baseline+satisficing"]
    assert "theories of choice" not in words(figures.endings(both))


def test_bars_of_endings_add_up_to_all_members() -> None:
    ax = figures.endings([run(), run("cheap-oil"), run("karabakh-escalation")])
    for place in range(3):
        bars = [bar for bar in ax.patches if abs(bar.get_y() + bar.get_height() / 2 - place) < 0.01]
        assert len(bars) == len(OUTCOMES)
        assert sum(bar.get_width() for bar in bars) == pytest.approx(1)


def test_one_run_is_no_comparison() -> None:
    for draw in (figures.positions, figures.endings):
        with pytest.raises(RunError, match="a figure of several runs needs at least two"):
            draw([run()])


def test_runs_of_different_years_are_labelled_where_they_end() -> None:
    ax = figures.positions([history(), run()])
    assert isinstance(ax, Axes)
    label = next(text for text in ax.texts if text.get_text() == "history")
    assert ax.get_xlim() == pytest.approx((1992.0, 2020.75))
    assert label.xy[0] == pytest.approx((2014.75 - 1992) / (2020.75 - 1992))  # type: ignore[attr-defined]
