"""Measurements of changed battles: rows, intervals, pages, and the commands that make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.core.command.command import USES as ALL_USES
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.scenario import Toll
from khalkhin.core.victory import steps_lost
from khalkhin.play.measure.arena import Result
from khalkhin.play.measure.chronicle.plight import Plight
from khalkhin.play.measure.chronicle.records import (
    Activity,
    Chronicle,
    Death,
    Follies,
    Guns,
    Met,
    Ring,
    Systems,
    Taking,
)
from khalkhin.play.measure.course import FELL, Reckoning, course, scored
from khalkhin.play.measure.intervals import average, difference, share
from khalkhin.play.measure.marks import Criterion, Judged, judged
from khalkhin.play.measure.plan import AUGUST, SMALL, STRATEGIES, TAKEN, Part, plan
from khalkhin.play.measure.rows import Measured, Row, measure
from khalkhin.play.measure.series import Terms
from khalkhin.play.measure.variants.ablations import ABLATIONS
from khalkhin.scenario import load
from khalkhin.scenario.catalog import locate
from khalkhin.scenario.strategies import shipped
from khalkhin.text.measured import page as pages
from khalkhin.text.measured.grades import TAKEN as TAKEN_WORDS
from khalkhin.text.measured.grades import described
from khalkhin.text.measured.marks_table import MARKS, marks_table
from khalkhin.text.measured.means import FIGURES, TASKS, USES

from tests.play.test_series import in_the_way_of

SOVIET, JAPANESE = "Soviet-Mongolian forces", "Japanese-Manchukuoan forces"
RANDOM = (("japanese", "random"), ("soviet", "random"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return tmp_path


# ------------------------------------------------------------------ intervals


@pytest.mark.parametrize(
    ("hits", "games", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_shares_have_wilsons_interval(hits: int, games: int, low: float, high: float) -> None:
    found = share(hits, games)
    assert found.value == hits / games
    assert [found.low, found.high] == pytest.approx([low, high], abs=2e-4)


def test_means_have_an_interval_that_narrows_with_the_sample_and_is_the_same_again() -> None:
    few, many = [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0] * 20
    a, b = average(few), average(many)
    assert a.value == b.value == 2.0 and a.low < b.low < 2.0 < b.high < a.high
    # The error of a mean of 100 from 0..4 is 0.14; twice that to either side.
    assert [b.low, b.high] == pytest.approx([1.72, 2.28], abs=0.06)
    assert average(few) == a and (same := average([3, 3, 3])).low == same.high == 3


def test_a_difference_lies_about_what_it_is() -> None:
    found = difference([3.0, 4.0] * 10, [1.0, 2.0] * 10)
    assert found.value == 2.0 and 1.6 < found.low < 2.0 < found.high < 2.4
    assert difference([1.0], [1.0]).low == 0


# ------------------------------------------------------------------ rows and the plan


def test_a_row_is_its_scenario_with_all_its_changes() -> None:
    row = Row(
        AUGUST,
        ablations=(("japanese", "trucks"),),
        strategies=(("soviet", "frontal"),),
        axes=(("japanese", "28th Infantry: Peschanaya"),),
    )
    battle, plain = row.battle(), load(AUGUST)
    assert sum(u.is_column and u.on_map for u in battle.units) < sum(u.is_column and u.on_map for u in plain.units)
    assert len(battle.side("soviet").hints.axes) == 2 and len(battle.side("japanese").hints.axes) == 1
    assert battle.digest != plain.digest


def test_rows_that_are_the_same_battles_are_fought_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fought: list[int] = []
    play = Terms.play

    def counted(self: Terms, seed: int, beat: Callable[[], None] | None = None) -> Result:
        fought.append(seed)
        return play(self, seed, beat)

    monkeypatch.setattr(Terms, "play", counted)
    known: dict[str, list[Result]] = {}
    told: list[Result] = []
    for row in (Row("grazing_rights", RANDOM), Row("grazing_rights", RANDOM[::-1])):
        measure(row, (1, 2), progress=told.append, known=known)
    assert fought == [1, 2] and len(told) == 4


def test_the_plan_has_every_strategy_ablation_player_and_battle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khalkhin.play.measure.rows.load", cache(load))
    found = plan()
    assert set(found) == set(Part)
    assert {row.scenario for row in found[Part.BATTLES]} == {AUGUST, *SMALL}
    assert set(STRATEGIES) == set(shipped(locate(AUGUST)))
    assert {name for names in TAKEN.values() for name in names} == set(ABLATIONS) - {
        "income",
        "steps-more",
        "steps-fewer",
    }
    assert len(found[Part.SIMPLE]) == 4 * 2 * 2
    for rows in found.values():
        for row in rows:
            row.battle()  # raises what is wrong with it
    assert found[Part.BATTLES][0] == found[Part.PLAYERS][0] == found[Part.ABLATIONS][0]


# ------------------------------------------------------------------ pages


def made() -> Chronicle:
    """A chronicle of August with a figure of every kind."""
    systems = Systems(
        Guns(10, 6, 2, 5, 3, 1), 12, {"set_piece": 4}, (8, 2), (4, 4), {"pontoon south": 1}, 2, 1, 1, 3, 7, 2, 1, 5
    )
    return Chronicle(
        24,
        (
            Death("japanese", True, 3, Cause.ASSAULT, Plight.POCKET, 6),
            Death("japanese", True, 3, Cause.ISOLATED, Plight.UNFED, 3),
            Death("japanese", False, 3, Cause.AIR, Plight.SUPPLIED, 99),
            Death("japanese", True, 4, Cause.ASSAULT, Plight.SUPPLIED, 1),
        ),
        (Met("soviet", Plight.CUT_OFF, 1), Met("soviet", Plight.SUPPLIED, 3)),
        (Ring("japanese", 9, (12, 17, 18, 18, 16)), Ring("japanese", 10, (15,))),
        (Activity("soviet", 1, 3, 2, 9, 10, 50, 4), Activity("soviet", 20, 1, 0, 2, 10, 40, 0)),
        (Taking("Fui Heights", "soviet", 9),),
        {"soviet": systems, "japanese": systems},
        {"soviet": Follies(True, 1, 6, 4, 0, 2, 1), "japanese": Follies(False, 0, 0, 0, 0, 0, 0)},
    )


@cache
def august() -> Measured:
    """Two battles of August, of which one was told by hand."""
    found = measure(Row(AUGUST, (("soviet", "idle"), ("japanese", "idle")), detail=True), (1,))
    (result,) = found.results
    return replace(found, results=[replace(result, chronicle=made()), replace(result, seed=2, chronicle=made())])


@pytest.mark.parametrize(
    "told",
    [
        "Japanese-Manchukuoan forces: 20 steps; 60 % cut off, surrounded or in a pocket; 30 % more unfed.",
        "| assault | 2 | 0 | 0 | 0 | 12 | 14 |",
        "Japanese-Manchukuoan forces: a pocket of 16 steps or more was held for 4 turns or more in 100 % [34, 100].",
        "| ≥ 8 | 100 % [34, 100] | 5 | 08-24 06:00 |",
        "| ≥ 16 | 100 % [34, 100] | 4 | 08-24 19:00 |",
        "| Fui Heights | Soviet-Mongolian forces | 100 % [34, 100] | 08-24 06:00 | 08-24 06:00 | 08-24 06:00 |",
        "Soviet-Mongolian forces: 20 % of unit-turns idle; 25 % of the assaults in the last 11 turns.",
        "Soviet-Mongolian forces: 8 assaults, of which 25 % met men cut off, surrounded or in a pocket.",
        "| 08-20 06:00 | 50.0 | 3.0 | 2.0 | 9.0 | 40 % |",
        "| steps of combat units that left the map, a battle | 5.0 |",
        "| staff-turns alone near the enemy | 6.0 | 0.0 |",
        "| gun-turns in range or moving into it | 80 % (16/20) |",
        "| gun-turns standing by | 30 % (6/20) |",
        "| HQ points spent | 33 % (8/24) |",
        "| fighters flown | 25 % (4/16) |",
        "| charges blown, of those at crossings the enemy took or would have | 50 % (2/4) |",
        "| truck columns captured | 29 % (4/14) |",
        "| battles in which engineers built or mended in the south | 100 % [34, 100] |",
        "| Soviet-Mongolian forces: pontoons | 0 | 0 | 2 |",
        "| battles with a large pocket of its own | 100 % [34, 100] | 0 % [0, 66] |",
        "| marches back to the hex just left | 4.0 | 0.0 |",
    ],
)
def test_a_page_tells_each_figure(told: str) -> None:
    assert told in pages.page("khalkhin balance", [august()], pages.ALL)


def test_a_page_has_the_sections_that_are_wanted() -> None:
    plain, some = (pages.page("c", [august()], wanted) for wanted in ((), pages.FOLLIES))
    assert "###" not in plain and [line for line in some.splitlines() if line.startswith("###")] == ["### Follies"]
    assert "```\nc\n```" in plain and "player idle; " in plain


def test_whatever_can_be_told_has_words() -> None:
    assert set(TAKEN_WORDS) == set(ABLATIONS)
    row = Row("grazing_rights", ablations=tuple(("soviet", name) for name in ABLATIONS))
    assert len(described(Measured(row, load("grazing_rights"), ())).split("; ")) == len(ABLATIONS)
    assert {p.value for p in TASKS} >= {"ford", "pontoon", "repair", "mine"} and len(FIGURES) > 10
    assert set(USES) == set(ALL_USES)


# ------------------------------------------------------------------ marks


def graded(row: Row, soviet: int, japanese: int) -> Measured:
    """Two battles of August with these grades; the side with the better one has won."""
    winner = None if soviet == japanese else "soviet" if soviet > japanese else "japanese"
    grades = {"soviet": soviet, "japanese": japanese}
    found = august()
    return Measured(row, found.scenario, [replace(r, grades=grades, winner=winner) for r in found.results])


@pytest.mark.parametrize(
    ("mark", "about", "found", "met"),
    [
        (Criterion.RINGED, {}, 0.6, True),
        (Criterion.POCKETS, {}, 1.0, True),
        (Criterion.CLOSED, {}, 24.0, True),
        (Criterion.LATE, {}, 0.25, False),
        (Criterion.IDLE, {}, 0.2, False),
        (Criterion.FELL, {"place": "Fui Heights"}, 24.0, True),
        (Criterion.LARGE_POCKET, {}, 1.0, False),
        (Criterion.STAFFS, {"side": SOVIET}, 1.0, False),
        (Criterion.STAFFS, {"side": JAPANESE}, 0.0, True),
        (Criterion.RETURNS, {"side": SOVIET}, 4.0, True),
        (Criterion.GUNS, {"side": JAPANESE}, 0.8, True),
        (Criterion.GUNS_AT_WORK, {}, 8 / 9, True),
        (Criterion.HQ_POINTS, {"side": SOVIET}, 1 / 3, False),
        (Criterion.FIGHTERS, {"side": SOVIET}, 0.25, False),
        (Criterion.WINGS, {"wing": "south"}, 1.0, True),
        (Criterion.WINGS, {"wing": "north"}, 0.0, False),
        (Criterion.CHARGES, {"side": JAPANESE}, 0.5, False),
        (Criterion.COLUMNS, {"side": JAPANESE}, 2 / 7, False),
    ],
)
def test_marks_are_judged_by_the_chronicles_of_august(
    mark: Criterion, about: dict[str, str], found: float, met: bool
) -> None:
    (judgement,) = [j for j in judged({Part.BATTLES: [august()]}) if (j.mark, j.about) == (mark, about)]
    assert judgement.found == pytest.approx(found) and judgement.met is met


def test_marks_of_grades_compare_rows() -> None:
    base = Row(AUGUST, detail=True)
    parts = {
        Part.BATTLES: [graded(base, 3, 1)],
        Part.STRATEGIES: [graded(base, soviet, 1) for soviet in (4, 3, 2, 2)],
        Part.PLAYERS: [graded(base, 3, 1), graded(Row(AUGUST, (("japanese", "idle"),)), 4, 0)],
        Part.ABLATIONS: [
            graded(base, 3, 1),
            graded(Row(AUGUST, ablations=(("soviet", "guns"),)), 2, 2),
            graded(Row(AUGUST, ablations=(("soviet", "stocks"),)), 3, 1),
            graded(Row(AUGUST, ablations=(("japanese", "engineers"),)), 3, 1),
        ],
        Part.SIMPLE: [graded(Row(AUGUST, (("soviet", "greedy"),)), 1, 3)],
    }
    found = {(j.mark, j.about.get("name") or j.about.get("side")): (j.found, j.met) for j in judged(parts)}
    assert (Criterion.ABLATION, "engineers") not in found, "one company is measured, not judged"
    assert found[Criterion.BOTH_WINGS, None] == (1.0, True) and found[Criterion.ONE_WING, None] == (1.0, True)
    assert found[Criterion.FRONTAL, None] == (2.0, True)
    assert found[Criterion.PLAYER, "idle"] == (1.0, False)
    assert found[Criterion.ABLATION, "guns"] == (1.0, True) and found[Criterion.ABLATION, "stocks"] == (0.0, False)
    assert found[Criterion.UPPER, SOVIET] == (1.0, True) and found[Criterion.UPPER, JAPANESE] == (0.0, False)
    assert found[Criterion.SIMPLE, "greedy"] == (1.0, True)


def test_historys_own_course_has_its_dates_and_its_losses() -> None:
    scenario = load(AUGUST)
    for reckoning, soviet, japanese in ((Reckoning.LEAST, 39, 68), (Reckoning.MOST, 103, 80)):
        state = course(scenario, reckoning)
        assert (steps_lost(state, "soviet"), steps_lost(state, "japanese")) == (soviet, japanese)
        held = zip(scenario.objectives, state.holdings, strict=True)
        fell = {o.name: scenario.calendar[h.since - 1] for o, h in held if h.side != o.holder}
        assert set(fell) == set(FELL)
        assert (fell["Fui Heights"].date, fell["Fui Heights"].clock) == ("1939-08-24", "19:00")
        assert (fell["Nomonhan Burd Obo"].date, fell["Nomonhan Burd Obo"].clock) == ("1939-08-24", "06:00")


@pytest.mark.parametrize("reckoning", Reckoning)
def test_august_is_graded_by_what_happened(reckoning: Reckoning) -> None:
    """History is a Soviet victory, not a decisive one; had half of the division got away, it would have been a Japanese
    one, and a decisive one only with more of them."""
    scenario = load(AUGUST)

    def graded(percent: int | None) -> int:
        whole = sum(
            u.steps for u in scenario.units if u.spec.side == "japanese" and u.spec.arrives is None and not u.is_column
        )
        history = scenario.history
        lost = whole * (100 - percent) // 100 * history.men_per_step if percent is not None else 0
        losses = {**history.losses, "japanese": Toll(lost, lost, lost)} if percent is not None else history.losses
        changed = replace(scenario, history=replace(history, losses=losses))
        return scored(changed, reckoning).grades["soviet"]

    assert graded(None) == 3
    assert graded(50) == 1
    assert graded(80) == 0


def test_history_is_judged_by_every_reckoning() -> None:
    found = [j for j in judged({Part.BATTLES: [august()]}) if j.mark is Criterion.HISTORY]
    assert [j.about["losses"] for j in found] == list(Reckoning)
    assert all(j.met == (j.found == 3) for j in found)
    assert "history's own course, Soviet grade, losses by the account" in marks_table(found)


def test_every_mark_has_its_words_and_its_limits() -> None:
    assert set(MARKS) == set(Criterion)
    rows = [
        Judged(Criterion.CLOSED, 24, 23, 25),
        Judged(Criterion.IDLE, 0.2, high=0.15),
        Judged(Criterion.WINGS, 1, 0.8, about={"wing": "x"}),
    ]
    assert marks_table(rows).splitlines()[2:] == [
        "| day of August on which men of both banks were shut in, median | 24.0 | 23.0 – 25.0 | yes |",
        "| Soviet unit-turns idle, fresh and far from any enemy | 20 % | ≤ 15 % | **no** |",
        "| battles in which Soviet engineers build or mend in the x | 100 % | ≥ 80 % | yes |",
    ]


# ------------------------------------------------------------------ the command

QUICK = ("balance", "grazing_rights", "--players", "random", "--games", "2", "--jobs", "1")


def test_the_command_prints_what_happened_and_how_to_make_it_anew(capsys: pytest.CaptureFixture[str]) -> None:
    formation = next(u.formation for u in load("grazing_rights").order_of_battle if u.side == "soviet")
    axis = f"soviet={formation}: Holsten springs"
    assert main([*QUICK, "--detail", "--ablate", "soviet=guns", "--axis", axis]) == 0
    told = capsys.readouterr().out
    assert "khalkhin balance grazing_rights --players random --ablate soviet=guns --axis" in told
    assert [f"### {title}" for title in pages.ALL] == [x for x in told.splitlines() if x.startswith("###")]
    assert "its guns never fire" in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--ablate", "soviet"], 2, "--ablate takes SIDE=NAME"),
        (["--ablate", "french=guns"], 2, "no side is called 'french'"),
        (["--ablate", "soviet=horses"], 2, "--ablate does not know 'horses'; there are guns, aircraft"),
        (["--strategy", "soviet=nowhere.toml"], 1, "there is no strategy or file of this name"),
        (["--axis", "soviet=Nobody: Nowhere"], 1, '"Nobody" is no formation of this side'),
        (["--players", "nobody"], 2, "no computer player is called 'nobody'"),
        (["--levels", "--detail"], 2, "--levels is measured by itself"),
    ],
)
def test_what_is_wrong_is_told_before_any_battle(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, told: str
) -> None:
    monkeypatch.setattr(Terms, "play", lambda *_: pytest.fail("a battle was fought"))
    assert main(["balance", "grazing_rights", *words]) == code
    err = capsys.readouterr().err
    assert told in err and len(err.splitlines()) == 1


def test_what_was_fought_is_not_fought_again(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = home / "page.md"
    with monkeypatch.context() as patch:
        patch.setattr(pages, "page", in_the_way_of(output))
        assert main([*QUICK, "--follies", "-o", str(output)]) == 1
    output.rmdir()
    capsys.readouterr()
    assert main([*QUICK, "--follies", "-o", str(output)]) == 0
    assert "2 of 2 battles had been fought before" in capsys.readouterr().err
    assert "### Follies" in output.read_text(encoding="utf-8")


def test_the_plan_is_one_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    base = Row("grazing_rights", RANDOM, detail=True)
    won = Row("grazing_rights", (("soviet", "idle"),))
    small = {
        Part.BATTLES: (base,),
        Part.PLAYERS: (won, Row("grazing_rights", (("japanese", "idle"),))),
        Part.SIMPLE: (won,),
    }
    monkeypatch.setattr("khalkhin.cli.series.measuring.plan", lambda: small)
    assert main(["balance", "--plan", "--games", "2", "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert [x[3:] for x in told.splitlines() if x.startswith("## ")] == [
        "What is to be shown",
        "The staff against itself",
        "An empty chair, and flight, in August",
        "The staff against simple players",
        "Grazing rights",
    ]
    assert "| Grazing rights | idle for the Mongolian and Soviet forces | 100 % [34, 100] |" in told
    assert "Japanese and Manchukuoan forces: -" in told.split("An empty chair")[1]
    assert "### Pockets" in told
