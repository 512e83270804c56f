"""Timelines in files: what they become, and one fault each with exactly what is said of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import NOT_ARRIVED
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.core.timeline import effect_kinds as e
from khalkhin.core.timeline import timeline as t
from khalkhin.scenario import load

from tests.narrow import the
from tests.scenario.maker import TOML, Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")

TABLE = Path(__file__).parent / "storyfaults.toml"
#: The line of scenario.toml on which a timeline under test begins.
FIRST = TOML.count("\n") + 2
FAULTS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["fault"] if TABLE.exists() else []


def story(files: Files, text: str) -> None:
    """Add entries to the timeline of the small scenario. A line `late: CODE` makes a unit wait for the timeline."""
    lines = text.strip("\n").split("\n")
    if lines[0].startswith("late: "):
        code = lines.pop(0).split()[1]
        files.change(
            "toml", '[[reinforcements]]\nturn = 3\nunits = ["ru-tanks"]', f'[[reinforcements]]\n\nunits = ["{code}"]'
        )
    files.toml.write_text(files.toml.read_text(encoding="utf-8") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=[f["name"] for f in FAULTS])
def test_one_fault_in_a_timeline_gives_its_issue(tmp_path: Path, fault: dict[str, Any]) -> None:
    files = write(tmp_path)
    story(files, fault["text"])
    assert [_counted(issue) for issue in files.told()] == fault["issues"]


def _counted(issue: str) -> str:
    """An issue with its line counted from the first of the timeline; lines before it are "above"."""
    file, line, rest = issue.split(":", 2)
    place = int(line) - FIRST
    return f"{file}:{f'+{place}' if place >= 0 else 'above'}:{rest}"


def told(tmp_path: Path, text: str) -> Scenario:
    """The small scenario with a timeline that has no faults."""
    files = write(tmp_path)
    story(files, text)
    assert files.told() == []
    return load(files.folder)


def entries(tmp_path: Path, text: str) -> tuple[t.Entry, ...]:
    return told(tmp_path, text).timeline[1:]


WHEN = [
    ("turn = 2", t.When(2, 2)),
    ("", t.When(1, 6)),
    ('date = "1939-08-21"', t.When(3, 4)),
    ("date = 1939-08-21", t.When(3, 4)),
    ('date = "1939-08-21", clock = "19:00"', t.When(4, 4)),
    ('date = "1939-08-21 19:00"', t.When(4, 4)),
    ("from = 2", t.When(2, 6)),
    ('to = "1939-08-21"', t.When(1, 4)),
    ('from = "1939-08-20 19:00", to = "1939-08-22 06:00"', t.When(2, 5)),
    ("from = 1939-08-21T06:00:00, to = 5", t.When(3, 5)),
    ('phase = "night"', t.When(1, 6, light=Light.NIGHT)),
    ('turn = 2, side = "japanese", at_once = true', t.When(2, 2, "japanese", None, True)),
]


@pytest.mark.parametrize(("text", "when"), WHEN)
def test_when_is_a_turn_a_date_or_a_stretch_of_either(tmp_path: Path, text: str, when: t.When) -> None:
    assert entries(tmp_path, f'[[timeline]]\nid = "e"\ntitle = "T"\nwhen = {{ {text} }}')[0].when == when


def test_every_word_of_the_vocabulary_is_read(tmp_path: Path) -> None:
    scenario = told(tmp_path, WHOLE)
    one, two = scenario.timeline[1:3]
    bank = scenario.areas["East bank"]
    bridge = next(h for h, c in scenario.crossings.items() if c.name == "Sumber bridge")
    hexes = {place: frozenset((the(scenario.board.index(*place)),)) for place in ((6, 3), (5, 3))}
    assert one.conditions == (
        c.Entered("soviet", bank, 2),
        c.Entered("soviet", hexes[5, 3]),
        c.Held("japanese", objective="Nomonhan"),
        c.Held("soviet", crossing=bridge),
        c.Held("soviet", store="Bridge depot"),
        c.Held("japanese", hexes=bank),
        c.Not(c.Destroyed(("jp-64",))),
        c.Not(c.AllOf((c.Destroyed(("ru-24", "ru-175")), c.OnMap(("ru-24",), 1)))),
        c.Lost(2, side="soviet"),
        c.Lost(1, units=("ru-24", "ru-175")),
        c.SupplyIs(("jp-64",), 2, 0),
        c.CrossingStands(bridge),
        c.Not(c.CrossingStands(next(h for h in scenario.crossings if h != bridge))),
        c.AnyOf((c.Sorties("soviet", 0, 4), c.Stock("Bridge depot", "", 5, -1), c.Stock("", "soviet", 0, 90))),
        c.Weather("rain"),
        c.Flag("ready"),
        c.Chosen("ask", "yes"),
        c.Happened("opening"),
    )
    assert one.effects == (
        e.Message("News", "Read.", "japanese"),
        e.Reinforce(("ru-tanks",), scenario.board.index(0, 4) or 0),
        e.Withdraw(("ru-24", "ru-175")),
        e.ChangeWeather("storm", 2),
        e.WreckField("Tamsag", 3),
        e.ChangeSorties("Tamsag", -2, 1),
        e.ChangeStock("Bridge depot", -10),
        e.ChangeHqPoints("soviet", 1),
        e.ChangePoints("soviet", -5),
        e.SetFlag("ready"),
        e.SetFlag("ready", False),
        e.Suppress("japanese", 1, bank),
        e.Surprise("soviet", 2),
        e.Silence("japanese"),
        e.ForbidArea("soviet", "East bank", bank, 4),
        e.ForbidMission("japanese", "raid"),
        e.AllowMission("japanese", "raid"),
        e.AllowArea("soviet", "East bank"),
        e.Hold(("ru-24",), 3),
        e.Release(("ru-24",)),
        e.End("It is over."),
    )
    assert (one.source, one.historians, one.repeat, one.side) == ("A9", "They differ.", 2, "")
    assert two.side == "soviet" and [a.id for a in two.answers] == ["yes", "no"]
    assert two.answers[0] == t.Answer(
        "yes", "We do.", (e.SetFlag("ready"),), 3, (t.Leaning((c.Lost(1, side="soviet"),), -2),)
    )
    assert scenario.units[[u.id for u in scenario.units].index("ru-tanks")].hex == NOT_ARRIVED
    used = {type(c) for c in one.conditions} | {c.Sorties, c.Stock, c.AllOf, c.OnMap, c.Destroyed}
    assert used == set(get_args(c.Condition))
    assert {type(e) for e in one.effects} == set(get_args(e.Effect))


def test_hexes_around_an_objective_are_ground_that_is_held(tmp_path: Path) -> None:
    """The objective by its name belongs to who took it last; with the hexes around it, to who stands there alone."""
    text = """
[[timeline]]
id = "e"
title = "T"
if = [
  { held = { side = "japanese", place = "Nomonhan" } },
  { held = { side = "japanese", place = "Nomonhan", within = 1 } },
]"""
    scenario = told(tmp_path, text)
    centre = scenario.board.index(6, 3)
    assert centre is not None
    around = frozenset(scenario.board.within(centre, 1))
    assert scenario.timeline[1].conditions == (
        c.Held("japanese", objective="Nomonhan"),
        c.Held("japanese", hexes=around),
    )


def test_the_choice_shown_to_makers_of_maps_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "modding" / "maps.md").read_text(encoding="utf-8")
    shown = page.split("**A choice**")[1].split("```toml")[1].split("```")[0]
    (tokyo,) = entries(tmp_path, shown.replace("1939-06-29", "1939-08-21"))
    assert [a.id for a in tokyo.answers] == ["obey", "defy"] and tokyo.answers[1].leanings


WHOLE = """
late: ru-tanks
[[timeline]]
id = "whole"
title = "Everything"
when = { from = 2 }
repeat = 2
source = "A9"
historians = "They differ."
if = [
  { entered = { side = "soviet", place = "East bank", units = 2 } },
  { entered = { side = "soviet", place = [5, 3] } },
  { held = { side = "japanese", place = "Nomonhan" } },
  { held = { side = "soviet", place = "Sumber bridge" } },
  { held = { side = "soviet", place = "Bridge depot" } },
  { held = { side = "japanese", place = "East bank" } },
  { alive = { unit = "jp-64" } },
  { not = { all = [ { destroyed = { units = ["ru-24", "ru-175"] } }, { on_map = { unit = "ru-24" } } ] } },
  { lost = { side = "soviet", steps = 2 } },
  { lost = { formation = "36th Division", steps = 1 } },
  { supply = { formation = "23rd Division", state = "unsupplied" } },
  { standing = "Sumber bridge" },
  { broken = "South ford" },
  { any = [
    { sorties = { side = "soviet", at_most = 4 } },
    { stock = { store = "Bridge depot", at_least = 5 } },
    { stock = { side = "soviet", at_most = 90 } },
  ] },
  { weather = "rain" },
  { flag = "ready" },
  { chose = { entry = "ask", answer = "yes" } },
  { happened = "opening" },
]
do = [
  { message = { side = "japanese", title = "News", text = "Read." } },
  { reinforce = { unit = "ru-tanks", at = [0, 4] } },
  { withdraw = { formation = "36th Division" } },
  { weather = { kind = "storm", turns = 2 } },
  { raid = { airfield = "Tamsag", turns = 3 } },
  { sorties = { airfield = "Tamsag", fighters = -2, bombers = 1 } },
  { stock = { store = "Bridge depot", points = -10 } },
  { hq_points = { side = "soviet", points = 1 } },
  { points = { side = "soviet", points = -5 } },
  { set = "ready" },
  { clear = "ready" },
  { suppress = { side = "japanese", area = "East bank", steps = 1 } },
  { surprise = { side = "soviet", turns = 2 } },
  { silence = { side = "japanese" } },
  { forbid = { side = "soviet", area = "East bank", until = "1939-08-21" } },
  { forbid = { side = "japanese", mission = "raid" } },
  { allow = { side = "japanese", mission = "raid" } },
  { allow = { side = "soviet", area = "East bank" } },
  { hold = { unit = "ru-24", until = 3 } },
  { release = { unit = "ru-24" } },
  { end = "It is over." },
]

[[timeline]]
id = "ask"
side = "soviet"
title = "A question"
when = { turn = 1 }
[[timeline.answers]]
id = "yes"
text = "We do."
prefer = 3
do = [ { set = "ready" } ]
lean = [ { if = [ { lost = { side = "soviet", steps = 1 } } ], prefer = -2 } ]
[[timeline.answers]]
id = "no"
text = "We do not."
"""
