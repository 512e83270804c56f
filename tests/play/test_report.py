"""The after-action report: figures from a journal, the front, the page, and what became of the account's facts."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Unpack

import pygame
import pytest
from khalkhin.core import apply, initial_state, parse_order
from khalkhin.core.model.scenario import FrontLine, History, Toll
from khalkhin.core.model.state import GameState, Holding
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, EndTurn
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.foreign_text import control_in
from khalkhin.play.report import charts
from khalkhin.play.report.facts import Fact, fates
from khalkhin.play.report.luck import Luck, of_assault
from khalkhin.play.report.report import ArmLoss, arm_of, front_line, gather, ghost, losses, men, men_lost
from khalkhin.play.session.journal import JournalLine, Played
from khalkhin.text.pages import report_page as reportpage
from khalkhin.ui.map import palette
from khalkhin.ui.pictures.frontmap import front_pictures
from khalkhin.ui.report.reporting import side_colours
from matplotlib.axes import Axes

from tests.scenarios import Parts, Row, rules, small_scenario

ROWS = ["." * 9] * 7
EVIL = "\x1b[2J\u202e\u200b"


def ring(**more: Unpack[Parts]) -> GameState:
    """A Japanese battalion ringed by six regiments, that has gone without for six turns."""
    around = [(4, 2), (5, 2), (5, 3), (4, 4), (3, 3), (3, 2)]
    units: list[Row] = [(f"s{i}", "rifle-regiment", "soviet", p) for i, p in enumerate(around)]
    units.append(("j", "jp-infantry-battalion", "japanese", (4, 3), {"steps": 6, "unsupplied": 6}))
    units.append(("k", "jp-infantry-battalion", "japanese", (8, 6), {"steps": 4}))
    given: Parts = {
        "sources": [("soviet", (0, 0)), ("japanese", (8, 6))],
        "turns": 6,
        "victory": replace(rules().victory, pocket_steps=6),
        **more,
    }
    return initial_state(small_scenario(ROWS, units, **given), fog=False)


def played(state: GameState) -> list[Played]:
    """Both sides do nothing to the end."""
    out = [Played(JournalLine(1), state)]
    while not state.over:
        state, events = apply(state, EndTurn())
        out.append(Played(JournalLine(len(out) + 1, order="end"), state, events))
    return out


def test_figures_of_a_pocket_that_starves() -> None:
    state = ring()
    report = gather(state.scenario, played(state))
    assert [f.turn for f in report.figures] == [1, 2, 3, 4, 5, 6, 7]
    lost = [f.lost["japanese"] for f in report.figures]
    assert lost == sorted(lost) and lost[0] == 0
    assert lost[-1] == 10 - sum(u.steps for u in report.final.units if u.side == "japanese")
    assert report.figures[0].pocketed == report.figures[1].pocketed == {"soviet": 0, "japanese": 6}
    wing = report.envelopments["japanese"]
    assert (wing.share, wing.destroyed) == (60, 100 * lost[-1] // 10) and wing.turn == 1
    assert report.envelopments["soviet"].score == 0
    assert report.men_lost("japanese") == lost[-1] * 250 and report.men_lost("soviet") == 0


def fought(state: GameState, *texts: str) -> list[Played]:
    """Orders given one after the other, then both sides do nothing to the end."""
    out = [Played(JournalLine(1), state)]
    for text in texts:
        state, events = apply(state, parse_order(text))
        out.append(Played(JournalLine(len(out) + 1, order=text), state, events))
    return [*out, *played(state)[1:]]


@pytest.mark.parametrize("seed", range(6))
def test_the_dice_of_an_assault_stand_beside_what_was_to_be_expected(seed: int) -> None:
    state = replace(ring(), seed=seed)
    order = parse_order("assault 4,3 by s0,s1,s2 hold")
    assert isinstance(order, Assault)
    odds = assault_forecast(state, order)
    after = apply(state, order)[0]
    report = gather(state.scenario, fought(state, str(order)))
    luck = report.luck["soviet"]
    assert report.luck["japanese"] == Luck()
    assert (luck.assaults, luck.expected_falls) == (1, odds.falls)
    assert (luck.expected_own, luck.expected_theirs) == odds.losses

    def steps(state: GameState, side: str) -> int:
        return sum(u.steps for u in state.units if u.side == side)

    assert luck.own == steps(state, "soviet") - steps(after, "soviet")
    assert luck.theirs == steps(state, "japanese") - steps(after, "japanese") or luck.falls
    target = state.scenario.board.index(4, 3)
    assert luck.falls == (not [u for u in after.units if u.hex == target])
    assert (luck + luck).assaults == 2 and (luck + Luck()) == luck
    page = reportpage.page(report, (), ())
    assert "hexes that fell" in page and f"{odds.falls:.1f}" in page and "1 assault was thrown for." in page


def test_over_all_throws_luck_is_none() -> None:
    """The average over many seeds is what is said to be expected."""
    state, order = ring(), parse_order("assault 4,3 by s0,s1 hold")
    assert isinstance(order, Assault)
    whole = Luck()
    for seed in range(400):
        start = replace(state, seed=seed)
        whole += of_assault(start, order, apply(start, order)[1])
    assert whole.assaults == 400
    for expected, found in (
        (whole.expected_falls, whole.falls),
        (whole.expected_own, whole.own),
        (whole.expected_theirs, whole.theirs),
    ):
        assert abs(expected - found) < 0.15 * 400


def test_a_battle_without_assaults_has_no_dice_to_tell_of() -> None:
    state = ring()
    assert "thrown for" not in reportpage.page(gather(state.scenario, played(state)), (), ())


def test_the_front_parts_the_ground_nearer_to_each_side() -> None:
    units = [("s", "rifle-regiment", "soviet", (1, 3)), ("j", "jp-infantry-battalion", "japanese", (7, 3))]
    state = initial_state(small_scenario(ROWS, units), fog=False)
    board = state.scenario.board
    touching = {h for side in front_line(state) for h in board.hexside_hexes(side)}
    assert {board.place(h)[0] for h in touching} <= {3, 4, 5}
    for side in front_line(state):
        a, b = board.hexside_hexes(side)
        near = [board.distance(h, board.index(1, 3) or 0) <= board.distance(h, board.index(7, 3) or 0) for h in (a, b)]
        assert near[0] != near[1]


def test_every_unit_type_is_counted_with_an_arm() -> None:
    types = rules().unit_types
    assert arm_of(types["tank-brigade"]) == "Armour" and arm_of(types["howitzers"]) == "Artillery"
    assert all(arm_of(t) for t in types.values())


def test_the_ghost_of_a_day_is_the_last_front_that_history_gives() -> None:
    fronts = tuple(FrontLine(f"1939-08-{day}", (day,)) for day in (20, 24))
    history = History(fronts=fronts)
    assert [ghost(history, f"1939-08-{day}") for day in (19, 20, 23, 24, 31)] == [fronts[i] for i in (0, 0, 0, 1, 1)]
    assert ghost(History(), "1939-08-20") is None


def test_men_are_counted_by_arm_and_machines_are_not() -> None:
    state = ring()
    final = played(state)[-1].state
    found = {loss.arm: loss for loss in losses(final, "japanese")}
    assert men(final, found["Infantry"]) == found["Infantry"].lost * state.scenario.history.men_per_step > 0
    assert men(final, ArmLoss("Armour", 6, 4)) is None
    assert men_lost(final, "japanese") == men(final, found["Infantry"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs)["src"] or "")
        elif tag not in ("br", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_escapes_what_a_scenario_says(tmp_path: Path) -> None:
    state = ring()
    board = state.scenario.board
    history = History(100, {"japanese": Toll(20_000, 17_000, 20_000)}, (FrontLine("1939-08-21", (3, board.size - 4)),))
    scenario = replace(state.scenario, title="<b>Ring & fire</b>", description=f"a{EVIL}b", history=history)
    sides = tuple(replace(side, name=f"{side.name} {EVIL}") for side in scenario.sides)
    scenario = replace(scenario, sides=(sides[0], sides[1]))
    report = gather(scenario, played(initial_state(scenario, fog=False)))
    pictures = charts.draw(report, side_colours(scenario)) | front_pictures(report)
    assert {f"front-{day.date}.png" for day in report.days} == {n for n in pictures if n.startswith("front-")}
    assert len(report.days) > 1 and all(p.startswith(b"\x89PNG") for p in pictures.values())
    file = reportpage.write(report, (Fact("A21", "The ring", "happened", "a < b"),), pictures, tmp_path / "r")
    tags = _Tags()
    tags.feed(file.read_text(encoding="utf-8"))
    assert not tags.open and "<b>Ring & fire</b>" in tags.text and "20,000" in tags.text and "a < b" in tags.text
    assert "a<U+001B>[2J<U+202E><U+200B>b" in tags.text and not control_in(tags.text, lines=True)
    assert sorted(tags.images) == sorted(pictures)
    lost = report.men_lost("japanese")
    assert lost and f"{lost:,}" in tags.text and "Of the whole summer" in tags.text
    assert "the front in history on 21 August 1939" in tags.text or "on the same day" in tags.text
    assert all((tmp_path / "r" / name).is_file() for name in pictures)


def test_the_maps_of_the_front_show_whose_the_places_were_on_the_day() -> None:
    scenario = ring(objectives=[("Hill", (2, 5), "soviet", 5)]).scenario
    lines = tuple(FrontLine(f"1939-08-{day}", (3, 30)) for day in (20, 21, 22))
    scenario = replace(scenario, history=replace(scenario.history, fronts=lines))
    first = gather(scenario, played(initial_state(scenario, fog=False))).figures[0]
    taken = replace(first.position, holdings=(Holding("japanese", 2),))
    days = (
        replace(first, date="1939-08-20"),
        replace(first, date="1939-08-21"),
        replace(first, date="1939-08-22", position=taken),
    )
    report = replace(gather(scenario, played(first.position)), figures=days)
    before, same, after = (front_pictures(report)[f"front-{day.date}.png"] for day in days)
    assert before == same != after


def test_charts_have_the_colours_that_the_sides_have_on_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of them is first in the scenario."""
    used: dict[str, set[tuple[int, ...]]] = {}

    def noted(name: str) -> None:
        drawn = getattr(Axes, name)

        def noting(self: Axes, *places: object, **look: Any) -> object:
            if "label" in look:
                used.setdefault(look["label"], set()).add(tuple(pygame.Color(look["color"]))[:3])
            return drawn(self, *places, **look)

        monkeypatch.setattr(Axes, name, noting)

    noted("plot")
    noted("bar")
    state = ring()
    for order in (1, -1):
        sides = state.scenario.sides[::order]
        scenario = replace(state.scenario, sides=(sides[0], sides[1]))
        used.clear()
        charts.draw(gather(scenario, played(replace(state, scenario=scenario))), side_colours(scenario))
        colours = {side.name: palette.side_colour(scenario, side.id) for side in scenario.sides}
        assert len(set(colours.values())) == 2
        assert used == {name: {colour} for name, colour in colours.items()}


def test_a_battle_without_a_toll_is_not_set_beside_the_summers(tmp_path: Path) -> None:
    state = ring()
    scenario = replace(state.scenario, history=History())
    report = gather(scenario, played(initial_state(scenario, fog=False)))
    file = reportpage.write(report, (), {}, tmp_path / "r")
    assert "Of the whole summer" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entries", "fate"),
    [
        ([("a", 2, "happened")], "happened"),
        ([("a", 2, "happened"), ("b", 3, "prevented")], "prevented"),
        ([("a", 2, "happened"), ("b", 3, "turned"), ("c", 3, "prevented")], "turned"),
        ([("a", 99, "happened")], "prevented"),
    ],
)
def test_what_became_of_a_fact(entries: list[tuple[str, int, str]], fate: str) -> None:
    timeline = [Entry(i, When(t), "soviet", i.upper(), source="A21", fate=f) for i, t, f in entries]
    state = ring(timeline=timeline)
    (fact,) = fates(played(state)[-1].state)
    assert (fact.id, fact.title, fact.fate) == ("A21", "The ring", fate)


def test_names_in_charts_are_no_formulas_and_have_no_controls() -> None:
    assert charts._plain(f"$x$ {EVIL}") == r"\$x\$ <U+001B>[2J<U+202E><U+200B>"
    assert charts._plain("_a") == "\u200b_a"
