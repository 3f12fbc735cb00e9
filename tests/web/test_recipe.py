"""Recipes and dials: from a link to a scenario and back."""

from __future__ import annotations

import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.scenario import load, load_text, scenario_names
from tightrope.web.dials import load_dials
from tightrope.web.recipe import Recipe
from tightrope.web.refusals import sentence, told

DIALS = load_dials()


def test_the_dials_are_those_of_the_file_with_the_parameters_own_ranges():
    parameters = load_seeds().parameters
    levels = [dial for key, dial in DIALS.by_key.items() if key not in (DIALS.fall.key, DIALS.over.key)]
    assert [dial.key for dial in levels] == [
        "washington.engagement", "washington.criticism", "brussels.engagement", "brussels.criticism", "moscow.drive",
        "ankara.support", "ankara.closeness", "baku.openness",
    ]  # fmt: skip
    for dial in levels:
        assert (dial.low, dial.high) == parameters[dial.key].legal
        assert dial.parameter.why


@pytest.mark.parametrize("name", scenario_names())
def test_untouched_dials_change_nothing(name):
    recipe = Recipe(name)
    assert recipe.changes() == {}
    assert recipe.plan() == load(name)
    standing = DIALS.standing(recipe.base())
    assert all(DIALS.by_key[key].low <= value <= DIALS.by_key[key].high for key, value in standing.items())


def test_cheap_oil_stands_at_its_fall():
    standing = DIALS.standing(load("cheap-oil"))  # scenarios/cheap-oil.yaml: 60 % over 3 years
    assert standing["world.oil_price.fall"] == 60
    assert standing["world.oil_price.over"] == 12


def test_a_fall_that_is_turned_is_the_fall_of_a_file():
    turned = Recipe("baseline").turn("world.oil_price.fall", 60.0)
    same = load_text(
        "title: t\nquestion: q\nextends: baseline\nworld: {oil_price: {fall: 60 %, over: 3 years}}\n", "same"
    )
    key = "world.oil_price"
    assert turned.plan().setting(key).same_as(same.setting(key), range(same.start, same.end + 1))


def test_a_dial_turned_back_is_as_if_never_touched():
    recipe = Recipe("cheap-oil")
    away = recipe.turn("moscow.drive", 0.2).turn("world.oil_price.fall", 10.0)
    assert dict(away.turned) == {"moscow.drive": 0.2, "world.oil_price.fall": 10.0}
    standing = DIALS.standing(recipe.base())
    back = away.turn("moscow.drive", standing["moscow.drive"]).turn("world.oil_price.fall", 60.0)
    assert back == recipe


@pytest.mark.parametrize("name", ["baseline", "cheap-oil", "history", "worst-case"])
def test_a_link_and_a_file_both_say_the_same(name):
    recipe = Recipe(name).turn("washington.criticism", 0.9).turn("world.oil_price.fall", 35.0).under("satisficing")
    assert Recipe.read(recipe.query()) == recipe
    plan, of_file = recipe.plan(), load_text(recipe.to_yaml(), "saved")
    assert of_file.theory == plan.theory == "satisficing"
    quarters = range(plan.start, plan.end + 1)
    for key in load_seeds().parameters:
        assert of_file.setting(key).same_as(plan.setting(key), quarters), key


def test_an_opened_file_is_saved_whole():
    text = "title: Mine\nquestion: q\nextends: cheap-oil\nmoscow: {drive: 0.4}\n"
    recipe = Recipe("mine", text).turn("moscow.drive", 0.9)
    saved = load_text(recipe.to_yaml(), "saved")
    assert saved.title == "Mine"
    assert saved.setting("moscow.drive").at(saved.end).value == 0.9
    assert saved.setting("world.oil_price").at(saved.end).value == pytest.approx(0.4 * 99)


@pytest.mark.parametrize("name", ["baseline", "cheap-oil", "history", "worst-case"])
def test_a_file_saved_from_the_dials_turns_them_again(name):
    recipe = Recipe(name).turn("washington.engagement", 0.9).turn("world.oil_price.fall", 35.0).under("satisficing")
    again = Recipe.of_file("sent-by-a-friend", recipe.to_yaml())
    assert again == recipe  # so the dials show it, and its link is everybody's
    assert again.query() == recipe.query()
    assert again.title == f"{recipe.base().title}, with dials turned"
    assert (again.listed, again.reset()) == ("sent-by-a-friend", Recipe(name))
    assert Recipe.of_file("once-more", again.to_yaml()) == recipe


def test_a_file_written_by_hand_turns_the_dials_too_and_keeps_its_title():
    oil = "world: {oil_price: {fall: 60 %, over: 3 years}}\n"
    text = f"title: Mine\nquestion: q\nextends: baseline\nmoscow: {{drive: 0.4}}\n{oil}"
    recipe = Recipe.of_file("mine", text)
    assert (recipe.scenario, recipe.text, recipe.title) == ("baseline", "", "Mine")
    assert dict(recipe.turned) == {"world.oil_price.fall": 60.0, "moscow.drive": 0.4}
    assert load_text(recipe.to_yaml(), "saved").title == "Mine"


@pytest.mark.parametrize(
    "more",
    [
        "moscow: {drive: {2015-Q1: 0.2, 2020-Q1: 0.9}}",  # a path, which no dial makes
        "moscow: {drive: {value: 0.4, low: 0.2, high: 0.6}}",  # a range
        "brussels: {territorial_clarity: 0.9}",  # no dial
        "seed: 7",
        "quarters: 20",
        "notes: {notice: Mine.}",
    ],
)
def test_a_file_that_says_more_than_dials_can_is_taken_as_it_is(more):
    text = f"title: Mine\nquestion: q\nextends: baseline\n{more}\n"
    assert Recipe.of_file("mine", text) == Recipe("mine", text)


def test_a_link_that_is_wrong_is_told_all_that_is_wrong():
    with pytest.raises(InputError) as caught:
        Recipe.read(
            "scenario=cheep-oil&theory=balancing&moscow.drive=2&moscow.drve=1&baku.openness=open&ankara.support=nan"
        )
    assert [sentence(problem) for problem in caught.value.problems] == [
        "The link asks for a theory 'balancing', which there is not. Expected: one of quantal-response,"
        " balance-of-threat, omnibalancing, bandwagoning-for-profit, prospect-theory, satisficing."
        " Did you mean 'omnibalancing'?",
        "The link turns 'Moscow's drive to reintegrate' (moscow.drive) to 2. Expected: a number from 0 to 1.",
        f"The link turns a dial 'moscow.drve', which there is not. Expected: one of {', '.join(DIALS.by_key)}."
        " Did you mean 'moscow.drive'?",
        "The link turns 'Openness of politics in Baku' (baku.openness) to the text 'open'."
        " Expected: a number from 0 to 1.",
        "The link turns 'Ankara's support for Baku' (ankara.support) to not a number. Expected: a number from 0 to 1.",
        "The link asks for a scenario 'cheep-oil', which there is not. Expected: the name of a shipped scenario."
        " Did you mean 'cheap-oil'?",
    ]


def test_a_link_to_somebody_elses_file_says_what_to_ask_for():
    with pytest.raises(InputError) as caught:
        Recipe.read("scenario=my-seminar-paper")
    assert told(caught.value).endswith("If it is somebody's own file, ask for that and open it here.")


@pytest.mark.parametrize("query", ["scenario=../../etc/passwd", "scenario=/etc/passwd", "scenario=baseline.yaml"])
def test_a_link_reaches_no_file(query):
    with pytest.raises(InputError, match="asks for a scenario"):
        Recipe.read(query)


def test_a_file_that_is_opened_reaches_no_other():
    with pytest.raises(InputError) as caught:
        load_text("title: t\nquestion: q\nextends: ./scenarios/baseline.yaml\n", "mine")
    (problem,) = caught.value.problems
    assert str(problem) == (
        "mine.yaml:3:1: extends: the text './scenarios/baseline.yaml'; expected a shipped scenario's name"
    )


def test_what_is_turned_is_said_in_words():
    recipe = Recipe("cheap-oil").turn("washington.engagement", 0.5).under("omnibalancing")
    assert recipe.says() == [
        "Washington's engagement: 0.50 (0.20 in 2015-Q1, 0.05 in the end in the scenario)",
        "Theory: omnibalancing (quantal-response in the scenario)",
    ]


def test_a_dials_file_that_is_wrong_is_refused_with_all_problems(tmp_path):
    path = tmp_path / "dials.yaml"
    path.write_text(
        "fall: {parameter: world.oil_prize, name: Fall, low: 0, high: 90, step: 5, unit: '%',"
        " over: {name: Over, low: 1, high: 40, step: 1, unit: quarters, unless: 12}}\n"
        "levels: {step: 0.05, dials: {moscow.drve: {name: Drive}}}\n"
    )
    with pytest.raises(InputError) as caught:
        load_dials(path=path)
    assert [problem.found for problem in caught.value.problems] == [
        "unknown parameter 'world.oil_prize'",
        "unknown parameter 'moscow.drve'",
    ]
