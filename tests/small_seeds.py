"""A seeds folder small enough to read, for tests that must not depend on the real one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILES = {
    "units.yaml": """\
level: {low: 0, high: 1, says: share of full scale}
index: {low: -1, high: 1, says: from Moscow to the West}
USD/bbl: {low: 0, high: 500, says: US dollars a barrel}
""",
    "sources.yaml": """\
report: {title: A report, author: Somebody, year: 2014, kind: document, grade: outside source}
prices: {title: Prices, kind: statistics, grade: outside source}
""",
    "claims/report.yaml": """\
cover-doubted:
  section: opening
  page: 147
  footnote: 8
  period: "2014"
  actors: [Baku, Washington]
  says: Western cover was doubted.
  reading: Trust in cover is low.
  quantity: low
  confidence: stated judgement
  hedge: one witness
""",
    "parameters/world.yaml": """\
oil_price:
  role: driver
  unit: USD/bbl
  says: oil price
  value: 100
  low: 80
  high: 120
  evidence: [prices]
  grade: outside source
  why: the market of late 2014
""",
    "parameters/washington.yaml": """\
engagement:
  role: driver
  unit: level
  says: engagement of Washington
  value: {1992-Q1: {value: 0.3, low: 0.1, high: 0.5}, 2005-Q1: 0.6, 2014-Q4: 0.2}
  evidence: [cover-doubted]
  grade: stated judgement
  why: the text tells of a rise and a decline
""",
    "parameters/moscow.yaml": """\
drive:
  role: driver
  unit: level
  says: drive for reintegration
  value: 0.5
  low: 0.25
  high: 0.75
  distribution: uniform
  evidence: [cover-doubted]
  grade: inference
  why: in the middle
rapport:
  role: constant
  unit: index
  legal: [-0.5, 0.5]
  says: rapport with Baku
  value: -0.25
  grade: assumption
  why: nothing is known
weight_influence:
  role: weight
  unit: index
  says: how much Moscow weighs influence
  value: 0.5
  grade: assumption
  why: nothing is known
""",
    "treaties.yaml": """\
cis:
  says: a loose body
  pole: moscow
  depth: {value: 0.15, low: 0.1, high: 0.2, grade: assumption, why: a guess}
  windows: [[1992-Q1, null]]
  content: {security: 0.1, economy: 0.2}
  offer: standing
  exit_price: 0
  status: {1992-Q1: on offer, 2015-Q1: member}
  evidence: [report]
  grade: outside source
  why: dates from the report
security:
  says: a pact
  pole: moscow
  depth: 0.45
  windows: [[1992-Q2, 1992-Q4], [1993-Q3, 1994-Q4]]
  signable: 1992-Q3
  expires: 1999-Q2
  needs: [cis]
  content: {security: {value: 0.6, grade: inference, evidence: [cover-doubted], why: read out of it}}
  offer: invited
  exit_price: 0.1
  status: {1992-Q1: closed, 2015-Q1: lapsed}
  evidence: [report]
  grade: outside source
  why: dates from the report
""",
    "levers.yaml": """\
workers: {code: LV3, name: workers, condition: labour, says: guest workers, evidence: [report],
  grade: inference, why: many work there}
""",
    "events.yaml": """\
karabakh_escalation: {says: a war, severity: 0.5, quarters: 2, grade: assumption, why: a scale}
broker_scandal: {says: a scandal, severity: 0.25, quarters: 1, grade: assumption, why: a scale}
""",
    "theories.yaml": """\
quantal-response: {says: noisy choice, source: report, rule: logit, transform: identity}
satisficing:
  says: good enough
  source: report
  rule: search
  transform: identity
  numbers:
    tolerance: {value: 0.1, low: 0, high: 0.2, unit: level, grade: assumption, why: a guess}
    twice: {value: 2, low: 1.5, high: 3, unit: USD/bbl, grade: assumption, why: a guess}
  weights: {moscow: {influence: {times: twice, why: it matters}}}
  search: {moscow.act: {moves: [visit, squeeze], why: visits are routine}}
""",
    "mechanisms.yaml": """\
M1:
  says: Good relations hold pressure back.
  inputs: [rapport]
  output: pressure
  sign: "-"
  agents: [Moscow, Baku]
  evidence: [cover-doubted]
  support: strong
  note: one case
  parameters: [moscow.rapport]
  checks:
    - scenario: baseline
      given: {moscow.drive: 0.5}
      off: {moscow.rapport: {1992-Q1: -0.25, 2014-Q4: 0}}
      output: moscow.pressure
      when: [2015-Q1, 2016-Q4]
      expect: down
      by_at_least: 0.1
""",
    "context.yaml": """\
cover-doubted: It is said of another time.
""",
    "directions.yaml": """\
S1:
  says: The leaders get on better.
  until: 2016-Q4
  sides:
    varied: {scenario: baseline, set: {moscow.rapport: 0.5}}
    base: {scenario: baseline}
  expected:
    - says: the position moves west
      output: baku.position
      when: [2016-Q1, 2016-Q4]
      direction: up
      basis: implied
      evidence: [cover-doubted]
""",
    "patterns.yaml": """\
P1:
  name: a tilt
  says: Baku leans west.
  period: [1997-Q1, 2008-Q2]
  evidence: [cover-doubted]
  grade: stated judgement
  worlds:
    calm: {says: Moscow rests, since: 2005-Q1, set: {moscow.drive: 0.25}}
  criteria:
    P1a:
      says: leans west on average
      test: {kind: value, of: baku.position, during: [2004-Q1, 2008-Q2], above: 0.2}
      at_least: 0.8
    P1b:
      says: a calmer Moscow makes for more of it
      worlds: [history, calm]
      test: {kind: lower, amount: {of: baku.position, during: 2008-Q2}}
      at_least: 0.5
      ours: true
    P1c: {says: says so, untested: nobody speaks}
""",
    "contestants.yaml": """\
default: {letter: D, name: default, says: as it is, why: on trial}
nobody-moves: {letter: N, name: nobody moves, says: all hold, rule: nobody-moves, why: a null model}
without-drive: {letter: W, name: without drive, says: no drive, set: {moscow.drive: 0.25}, why: an ablation}
""",
    "starts.yaml": """\
1992-Q1:
  baku.trust_in_cover: {value: 0.3, grade: assumption, why: nothing is known}
2015-Q1:
  baku.trust_in_cover: {value: 0.1, evidence: [cover-doubted], grade: stated judgement, why: it says so}
""",
}


def write_seeds(folder: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> Path:
    """Write the small seeds into ``folder``/seeds, replacing one text by another in the named files."""
    seeds = folder / "seeds"
    for name, content in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in content, f"{old!r} is not in {name}"
        path = seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace(old, new, 1) if old else content, encoding="utf-8")
    return seeds
