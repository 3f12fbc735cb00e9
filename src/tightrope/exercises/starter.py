"""The folder that ``tightrope exercise new`` writes: a small exercise that runs, to be changed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tightrope.errors import InputError, Problem
from tightrope.exercises.load import FILE, TEACHER
from tightrope.exercises.quantities import KINDS, in_a_line
from tightrope.exercises.steps import KINDS as STEPS

EXERCISE = """\
# An exercise: predict, run, explain. It runs as it stands; change it, then `tightrope exercise check {name} --solve`.
title: "{title}"
minutes: 45
goals:
  - What the student can do afterwards, in one sentence.
trap:
  misreading: What is easily got wrong.
  instead: What to hold instead, and where it is written.
# What to read first: claims by their ids, which `tightrope evidence WORD` finds. They must stand in that section.
reading:
  - {{document: closer-to-russia, section: bullet 3, claims: [no-faith-western-support]}}
# members: 400
# The runs: a scenario, and what is set in it besides. `until` is the last quarter, `theory` a theory of choice.
worlds:
  as is: {{says: as in late 2014, scenario: baseline}}
  changed: {{says: Washington engages again, scenario: baseline, set: {{washington.engagement: 0.6}}}}
# What is measured: an output (section 2 of docs/odd.md lists them), over which quarters; with `counting` the share of
# members in these outcomes, moves or statuses, with `which` one lever or treaty, with `take` mean, most or ever.
measures:
  position: {{says: position, output: baku.position, when: [2018-Q1, 2022-Q4]}}
  drift: {{says: "tactical drift east, 2022-Q4", output: baku.outcome, counting: [tactical drift east], when: 2022-Q4}}
# Kinds of steps:
{steps}
# A prediction comes before the run that answers it, and a check holds it against the model. Kinds of quantities:
{kinds}
steps:
  - kind: read
    says: What to look for in the sentences below.
    claims: [no-faith-western-support]
  - kind: predict
    id: direction
    asks: Washington engages again. Where does Baku stand in 2018 to 2022?
    form: choice                     # choice, several, number, quarter or text
    choices: {{up: further west, down: further east, none: in the same place}}
    solution: up                     # an answer that the model accepts; of numbers it is worked out
  - kind: predict
    id: share
    asks: What share of members is in the drift at the end of 2022 then?
    form: number
    unit: percent
    low: 0
    high: 100
    to: 1                            # how exact a number is asked for
  - kind: predict
    id: share-why
    reason_for: share
    asks: In one line, why?
  - kind: run
    worlds: [as is, changed]
  - kind: show
    measures: [position, drift]
    worlds: [as is, changed]
  - kind: check
    of: direction
    quantity: {{kind: sign, of: position, world: changed, against: as is}}
  - kind: check
    of: share
    quantity: {{kind: level, of: drift, world: changed}}
    says: What to think about now.
  - kind: recall                     # quotes the reason, and asks whether it still holds
    of: share-why
  - kind: explain
    asks: Why? Three sentences.
    model_answer: An answer as it might be given.
    marks:
      what earns marks: 2
      what else does: 1
# What the teacher's page says of the model, so that `check --solve` notices when it is true no longer.
rests_on:
  - says: Engagement alone moves the position west
    quantity: {{kind: difference, of: position, world: changed, against: as is}}
    above: 0
"""

GUIDE = """\
## What to expect

What students predict, and what they find.

## Common misreadings

* *One of them.* Why it is one.

## Ninety minutes

* *0-20* The reading.
* *20-30* The predictions, alone.
* *30-60* The run, held against them.
* *60-75* The essay. *75-90* Discussion.

* *Short of time:* drop a question that nothing else needs.
* *Done early:* something to run, with a command.
* *Stuck:* a question that helps and does not answer.

## Discussion

1. A question that the run does not answer.

## Marking

What to give marks for, and what not.
"""


def start_folder(name: str) -> list[Path]:
    """Write a starter exercise into a new folder and return its files.

    Raises InputError where there is something already, or the name is none for a folder.
    """
    folder = Path(name)
    if re.fullmatch(r"[\w][\w.-]*", folder.name) is None:
        raise _refused(name, "not a name for an exercise", "letters, digits and hyphens, such as my-exercise")
    if os.path.lexists(folder):
        raise _refused(name, "there already; it is left as it is", "a new name")
    if not folder.absolute().parent.is_dir():
        raise _refused(name, f"no folder {folder.parent}", "a folder that exists")
    title = folder.name.replace("-", " ").replace("_", " ")
    kinds = "\n".join(f"#   {kind}: {in_a_line(shape)}" for kind, shape in KINDS.items())
    steps = "\n".join(f"#   {kind}: {in_a_line(shape)}" for kind, shape in STEPS.items())
    texts = {
        FILE: EXERCISE.format(name=name, title=title[:1].upper() + title[1:], steps=steps, kinds=kinds),
        TEACHER: GUIDE,
    }
    folder.mkdir()
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return [folder / file for file in texts]


def _refused(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, None, None, "", found, expected)])
