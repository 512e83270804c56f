"""The army as a table: what it tells of each unit, sorting and narrowing, going there; what it must not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest
from khalkhin.core import initial_state
from khalkhin.core.fog.view import view
from khalkhin.core.model.state import Ghost, KnownLosses
from khalkhin.core.model.units import Level
from khalkhin.play.intentions.intentions import Hold, March, Until
from khalkhin.scenario import load
from khalkhin.text.narrator.marches import intention_text
from khalkhin.text.whereabouts import POINTS, direction, named_places, near_text
from khalkhin.ui.desk import army_table
from khalkhin.ui.desk.army_look import ArmyLook, Only, SortBy, TablePage
from khalkhin.ui.desk.army_screen import ArmyScene
from khalkhin.ui.desk.army_table import STOPS, TITLES, table
from khalkhin.ui.panels.threats import unknown
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.row_list import shorten
from khalkhin.ui.widgets.rows import Cells

from tests.covering import covering
from tests.narrow import a, the
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.staged import Maker, staged


def planner(side: str = "soviet") -> Planner:
    return Planner(view(posed.pose(), side), True)


def names(look: ArmyLook, of: Planner | None = None) -> list[str]:
    return [entry.cells[0] for entry in table(of or planner(), look).entries]


@pytest.fixture
def battle() -> Iterator[Maker]:
    with staged() as make:
        yield make


def test_every_unit_on_the_map_has_a_row_of_what_the_rules_say_of_it() -> None:
    of = planner()
    entries = {entry.key: entry for entry in table(of, ArmyLook()).entries}
    own = {unit.id: unit for unit in of.state.side_units("soviet")}
    assert entries.keys() == own.keys()
    for key, entry in entries.items():
        assert len(entry.cells) == len(entry.order) == len(TITLES[TablePage.OWN]) == len(STOPS[TablePage.OWN])
        assert entry.cells[3] == f"{own[key].effective}/{own[key].spec.steps}"
        assert entry.cells[5].startswith(f"{own[key].mp}/")
        assert entry.action == SelectUnit(key)
    assert "Building a pontoon bridge 1 of" in entries["su-eng"].cells[7]
    assert entries["su-d"].cells[7].startswith("stands by: helps a defence")
    assert entries["su-t1"].cells[7] == "9 of 9 loaded, by the staff's plan" and entries["su-t1"].cells[4] == "–"


def test_what_is_intended_for_a_unit_is_told() -> None:
    of = planner()
    of.intentions = {"su-a": March((2, 2), 3), "su-b": Hold(Until.TOLD)}
    doing = {entry.key: entry.cells[7] for entry in table(of, ArmyLook()).entries}
    for unit, meant in of.intentions.items():
        assert intention_text(of.state, meant) in doing[unit]
    assert "(2,2)" in doing["su-a"]


def test_units_are_sorted_as_one_counts() -> None:
    """Those whose names begin with a number come first, by how high it is, and the others by their letters."""
    of = Planner(view(initial_state(load("double_envelopment"), 7), "soviet"), True)
    found = names(ArmyLook(), of)
    numbers = [int(the(re.match(r"\d*", name))[0] or 10**6) for name in found]
    assert numbers == sorted(numbers) and len(set(numbers)) > 12
    letters = [name.casefold() for name, number in zip(found, numbers, strict=True) if number == 10**6]
    assert letters == sorted(letters) and letters


def test_it_sorts_by_every_column_both_ways() -> None:
    """By each column the rows are the same, in the order of what stands there, and turned round in the other."""
    of = planner()
    everyone = sorted(names(ArmyLook(), of))
    for column in range(len(TITLES[TablePage.OWN])):
        look = ArmyLook()
        look.sort_by(column)
        if column == 0:  # It was sorted by that already, and has been turned round.
            look.sort_by(column)
        up = [entry.order[column] for entry in table(of, look).entries]
        look.sort_by(column)
        down = [entry.order[column] for entry in table(of, look).entries]
        assert up == sorted(up) and down == up[::-1] and sorted(names(look, of)) == everyone
    look = ArmyLook()
    look.sort_by(3)
    strengths = [int(entry.cells[3].split("/")[0]) for entry in table(of, look).entries]
    assert strengths == sorted(strengths)


def test_it_is_narrowed_to_what_is_so() -> None:
    of = planner()
    found = of.view.analysis.of("soviet")
    units = {unit.id: unit for unit in of.state.side_units("soviet")}
    wanted = {
        Only.IDLE: set(of.waiting()),
        Only.WEAK: {i for i, u in units.items() if 2 * u.effective < u.spec.steps},
        Only.CONTACT: {i for i, u in units.items() if u.hex in found.picture.zones},
        Only.CUT_OFF: {i for i, u in units.items() if not u.is_column and not found.net.serves(u)},
    }
    for only, ids in wanted.items():
        assert {e.key for e in table(of, ArmyLook(only={only})).entries} == ids, only
    hungry = {e.key for e in table(of, ArmyLook(only={Only.HUNGRY})).entries}
    assert hungry >= {i for i, u in units.items() if u.supply_state} and "su-c" in hungry
    both = {e.key for e in table(of, ArmyLook(only={Only.IDLE, Only.HUNGRY})).entries}
    assert both == hungry & wanted[Only.IDLE]
    kind = the(of.state.unit("su-d")).spec.type.name
    assert {e.key for e in table(of, ArmyLook(kind=kind)).entries} == {
        i for i, u in units.items() if u.spec.type.name == kind
    }


def test_the_title_says_whose_units_the_table_has() -> None:
    d = Driver(quiet(), (1280, 720))
    for page, title in ((TablePage.OWN, "The army: "), (TablePage.ENEMY, "The enemy: ")):
        screen = ArmyScene(planner(), ArmyLook(page=page))
        d.show(screen)
        state = screen.planner.state
        side = "japanese" if page is TablePage.ENEMY else "soviet"
        assert screen._title() == title + state.scenario.side(side).name
    d.close()


def test_formations_are_kept_apart() -> None:
    scenario = small_battle()
    specs = [replace(spec, formation="36th" if spec.index % 2 else "57th") for spec in scenario.order_of_battle]
    game = FakeTable(
        replace(
            scenario,
            order_of_battle=tuple(specs),
            units=tuple(replace(u, spec=specs[u.spec.index]) for u in scenario.units),
        ),
        ("soviet",),
    )
    of = Planner(game.view("soviet"), True)
    found = table(of, ArmyLook())
    assert found.formations == ("36th", "57th")
    only = table(of, ArmyLook(formation="36th"))
    assert only.total == found.total and 0 < len(only.entries) < found.total
    assert {entry.formation for entry in only.entries} == {"36th"}


def test_of_the_enemy_only_what_is_known_is_told() -> None:
    """Identified units by name, contacts and what was only one without, those out of sight where they were."""
    state = posed.pose()
    hidden = [u for u in view(state, "soviet").state.units if u.side == "japanese" and not u.on_map]
    of = Planner(view(state, "soviet"), True)
    look = ArmyLook(page=TablePage.ENEMY)
    told = [" ".join(entry.cells) for entry in table(of, look).entries]
    real = [u for u in state.units if u.side == "japanese" and u.id in {h.id for h in hidden}]
    assert hidden and not any(unit.spec.name in text for unit in real for text in told)
    index = real[0].spec.index
    for level, named in ((Level.IDENTIFIED, True), (Level.CONTACT, False)):
        sightings = state.sightings["soviet"]
        ghosts = {index: Ghost(posed.at(12, 1), state.turn - 1, level)}
        seen = replace(state, turn=2, sightings={**state.sightings, "soviet": replace(sightings, ghosts={**ghosts})})
        entries = table(Planner(view(seen, "soviet"), True), look).entries
        gone = [entry for entry in entries if entry.action == LookAt(posed.at(12, 1))]
        assert len(gone) == 1 and (gone[0].cells[0] == real[0].spec.name) is named
        assert named or real[0].spec.name not in " ".join(gone[0].cells)
    hurt = replace(seen, losses={"soviet": {index: KnownLosses(1, 2)}})
    gone = [e for e in table(Planner(view(hurt, "soviet"), True), look).entries if e.action == LookAt(posed.at(12, 1))]
    assert "?" in gone[0].cells, "of a contact nothing is known"
    ghosts = {index: Ghost(posed.at(12, 1), state.turn - 1, Level.IDENTIFIED)}
    hurt = replace(hurt, sightings={**state.sightings, "soviet": replace(sightings, ghosts=ghosts)})
    gone = [e for e in table(Planner(view(hurt, "soviet"), True), look).entries if e.action == LookAt(posed.at(12, 1))]
    assert "about 1" in gone[0].cells, "and of who was seen no more than he is known to have left"
    for unit in of.state.known_enemies("soviet"):
        named = of.view.level(unit) > Level.CONTACT
        here = [entry for entry in table(of, look).entries if entry.action == LookAt(unit.hex)]
        assert any((entry.cells[0] == unit.spec.name) is named for entry in here)


def test_units_that_are_not_seen_change_nothing_in_it() -> None:
    """Wherever an enemy out of sight stands, and however strong it is, the table is the same."""
    state = posed.pose()
    seen = view(state, "soviet")
    unseen = [u for u in state.units if u.side == "japanese" and not state.sightings["soviet"].levels[u.spec.index]]
    assert unseen
    moved = [replace(u, hex=posed.at(13, 9), steps=1, suppressed=1, moved=True) for u in unseen]
    other = Planner(view(state.with_units(moved), "soviet"), True)
    for page in TablePage:
        look = ArmyLook(page=page)
        assert table(other, look) == table(Planner(seen, True), look)


def test_places_are_told_by_the_nearest_name() -> None:
    state = posed.pose()
    places = named_places(state.scenario)
    for hex_, name in places.items():
        assert near_text(state, hex_) == name
    board = state.scenario.board
    for hex_ in range(board.size):
        if hex_ not in places:
            distance = min(board.distance(hex_, place) for place in places)
            assert near_text(state, hex_).startswith(f"{distance} ")
    middle = posed.at(6, 5)
    around = [(6, 3), (8, 4), (8, 6), (6, 7), (4, 6), (4, 4)]
    assert [direction(board, middle, posed.at(*place)) for place in around] == ["N", "NE", "SE", "S", "SW", "NW"]
    assert [direction(board, middle, posed.at(*place)) for place in ((8, 5), (4, 5))] == ["E", "W"]
    assert set(POINTS) == {"N", "NE", "E", "SE", "S", "SW", "W", "NW"}


def test_it_is_used_by_keys_alone_and_remembers(battle: Maker) -> None:
    d, _, scene = battle()
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    screen = a(ArmyScene, d.top)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_r)
    assert screen.look.column == 3 and TablePage.OWN in screen.look.down
    d.key(pygame.K_DOWN)
    d.key(pygame.K_DOWN)
    wanted = screen.table.entries[2]
    assert screen.marked == wanted
    d.key(pygame.K_1)
    assert screen.look.only == {Only.IDLE} and len(screen.table.entries) < screen.table.total
    d.key(pygame.K_0)
    assert not screen.look.only
    assert screen.marked == wanted
    d.key(pygame.K_RETURN)
    assert d.top is scene and scene.battle.planner.selected == wanted.key
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    again = a(ArmyScene, d.top)
    assert again.look.column == 3 and TablePage.OWN in again.look.down and again.marked == wanted
    d.key(pygame.K_e)
    enemy = the(again.marked)
    assert again.look.page is TablePage.ENEMY and isinstance(enemy.action, LookAt)
    d.key(pygame.K_ESCAPE)
    assert d.top is scene


def test_it_is_used_by_mouse_alone(battle: Maker) -> None:
    d, _, scene = battle()
    d.click(scene.panel.tabs["forces"].rect.center)
    sheet = scene.panel.sheet
    more = next(i for i, row in enumerate(sheet.rows) if row.action == OpenRoster())
    d.click(the(sheet.place_of(more)).center)
    screen = a(ArmyScene, d.top)
    head = the(screen.head.place_of(0))
    d.click((head.x + round(STOPS[TablePage.OWN][5] * head.width) + 20, head.centery))
    assert screen.look.column == 5
    d.click_text("Hungry")
    assert screen.look.only == {Only.HUNGRY}
    entry = screen.table.entries[0]
    d.click(the(screen.sheet.place_of(0)).center)
    assert d.top is scene and scene.battle.planner.selected == entry.key


def test_nobody_is_told_so_and_enter_does_nothing(battle: Maker) -> None:
    d, _, _ = battle()
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    screen = a(ArmyScene, d.top)
    for key in range(pygame.K_1, pygame.K_6):
        d.key(key)
    assert screen.table.entries == () and "0 shows all of them" in d.texts()
    for key in (pygame.K_RETURN, pygame.K_DOWN, pygame.K_PAGEDOWN, pygame.K_END):
        d.key(key)
    assert d.top is screen


def test_each_player_has_a_look_of_his_own(battle: Maker) -> None:
    _, _, scene = battle()
    mine = scene.battle.army_look
    mine.sort_by(4)
    scene.battle.viewer = "japanese"
    assert scene.battle.army_look.column == 0
    scene.battle.viewer = "soviet"
    assert scene.battle.army_look is mine


@pytest.mark.parametrize(
    ("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080), (2560, 1440)], [2.0, 1.5, 1.0])
)
def test_it_fits_every_window(battle: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, _ = battle(size, scale)
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    assert isinstance(d.top, ArmyScene) and d.faults() == []
    d.key(pygame.K_e)
    assert d.faults() == []
    assert the(d.top.sheet.place_of(0)).height > 0


def test_titles_sort_and_rows_lead() -> None:
    look = ArmyLook()
    assert army_table.head(look).actions == tuple(SortBy(i) for i in range(8))
    for page in TablePage:
        look.page = page
        rows = army_table.rows(table(planner(), look), page)
        assert len(army_table.head(look).cells) == len(STOPS[page])
        assert rows and all(isinstance(row, Cells) and row.left and row.action is not None for row in rows)


def test_what_is_not_counted_as_danger_is_said_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the page is shortened where there is room for it in another line."""
    cut: list[str] = []

    def noting(text: str, font: pygame.Font, room: int) -> str:
        short = shorten(text, font, room)
        cut.extend([text] if short != text else [])
        return short

    monkeypatch.setattr("khalkhin.ui.desk.army_screen.shorten", noting)
    d = Driver(quiet(), (1280, 720))
    for page in TablePage:
        d.show(ArmyScene(planner(), ArmyLook(page=page)))
        d.app.draw()
        assert (unknown() in d.texts()) == (page is TablePage.DANGER)
    d.close()
    assert cut == []
