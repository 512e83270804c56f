"""What the window tells of trucks, works, guns standing by, aircraft and staffs: words, sums, pictures, counters."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Unpack

import pytest
from khalkhin.ui.widgets.rows import Heading, Line, Row

from tests.narrow import a, the
from tests.scenarios import InState

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from khalkhin.core import initial_state
from khalkhin.core.events import events as ev
from khalkhin.core.fog.view import view
from khalkhin.core.model.reasons import HitCause, StopReason
from khalkhin.core.model.units import Level
from khalkhin.text import telling
from khalkhin.text.names import place_text, unit_title
from khalkhin.text.narrator import narrator, services
from khalkhin.text.narrator.notice import number_of
from khalkhin.ui.events import eventlog
from khalkhin.ui.events.playback import Show, Walk
from khalkhin.ui.events.steps import steps as pictured
from khalkhin.ui.events.steps import unit_index
from khalkhin.ui.map.counters import CounterBook, look_of, look_of_columns
from khalkhin.ui.map.map_contents import STRANGER, MovingCounter
from khalkhin.ui.map.mapview import MapScene, MapView
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.panels import describe
from khalkhin.ui.pictures import picture

from tests.ui.posed import at, pose
from tests.ui.smallbattle import small_battle


@pytest.fixture(autouse=True)
def _display() -> None:
    picture.prepare()


def told(event: ev.Event, viewer: str = "soviet") -> tuple[str, str, int]:
    state = pose()
    line = narrator.tell(state, state, viewer, event)
    assert line is not None
    return line.text, line.tone, line.weight


GUNS, AIR = HitCause.GUNS, HitCause.AIR
BRIDGE = next(h for h, c in pose().crossings.items() if c.name == "Sumber bridge")


@pytest.mark.parametrize(
    ("event", "words", "tone"),
    [
        (ev.Hauled("su-t1", (at(0, 4), at(1, 4)), stopped=StopReason.AMBUSH), "Truck Column 1 is stopped", "bad"),
        (
            ev.Captured("jp-t1", "su-a", at(12, 4), 4),
            "24th Rifle Regiment captures Transport Company with 4 supply points",
            "good",
        ),
        (ev.Captured("su-t1", "contact-6", at(0, 4), 0), "An enemy unit captures Truck Column 1", "bad"),
        (
            ev.StoreTaken("Bridge depot", "japanese", at(2, 4), 15),
            "overrun Bridge depot and take 15 supply points",
            "bad",
        ),
        (ev.WorkBegun("su-eng", "mine", BRIDGE, at(4, 6)), "begins: it lays charges on Sumber bridge", "dim"),
        (ev.WorkDone("su-eng", "repair", BRIDGE, at(4, 6)), "repairs Sumber bridge at", "dim"),
        (ev.WorkDone("su-eng", "repair", BRIDGE, at(4, 6), True), "Sumber bridge is repaired", "good"),
        (
            ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 1, HitCause.GUNS, 5),
            "Shells strike Sumber bridge: 1 hit",
            "bad",
        ),
        (
            ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 0, HitCause.AIR, 2),
            "Bombs miss Sumber bridge (die 2)",
            "normal",
        ),
        (ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 3, HitCause.DEMOLITION), "Sumber bridge is blown up", "bad"),
        (ev.StoodBy("su-d", "defence", at(7, 3)), "standing by, fires in defence", "good"),
        (ev.AirSettled((("soviet", 4), ("japanese", 3)), 5, "soviet"), "Soviet-Mongolian forces rule the air", "good"),
        (
            ev.Flown("soviet", "raid", -1, 3, 2, 4, 1, "East field"),
            "raid East field: 2 of 3 come through, 1 hit",
            "good",
        ),
        (ev.Flown("japanese", "bomb", at(4, 4), 2, 0, 0, 0), "none comes through", "normal"),
        (ev.HqPointsSpent("soviet", "set_piece", 2), "spends 2 HQ points on a set-piece assault", "dim"),
        (ev.DecoyExposed("soviet", at(9, 9)), "was a sham", "warn"),
        (ev.Posted("su-d", "counter", at(6, 4)), "stands by to answer enemy guns", "dim"),
    ],
)
def test_each_event_has_words(event: ev.Event, words: str, tone: str) -> None:
    text, given, _ = told(event)
    assert words in text
    assert given == tone


def test_the_sums_of_a_turn_are_one_line_each() -> None:
    state = pose()
    log = eventlog.Log()
    seen = (
        ev.Hauled("su-t1", (at(0, 4), at(2, 4)), (("West road", 9),), (("Bridge depot", 9),)),
        ev.Hauled("su-t4", (at(0, 4), at(7, 5)), (), (("Dump at the dunes", 5),)),
        ev.Hauled("jp-t1", (at(12, 4), at(13, 4)), (), (("East road", 7),)),
        ev.SupplyDrawn("soviet", "West road", at(0, 4), 3),
        ev.SupplyDrawn("soviet", "Bridge depot", at(2, 4), 8),
    )
    log.add("soviet", state, state, seen)
    lines = [a(Line, row).text for row in log.rows("soviet")]
    assert lines == [
        "Trucks bring 14 supply points: 9 to Bridge depot, 5 to Dump at the dunes",
        "The units draw 11 supply points: 8 from Bridge depot, 3 from West road",
    ]
    # What happens every turn is no news of what happened.
    assert log.summary("soviet") == []


def test_a_load_driven_back_to_where_it_came_from_is_no_news() -> None:
    state = pose()
    back = ev.Hauled("su-t1", (at(2, 4), at(0, 4)), (), (("West road", 9),))
    turned = ev.Hauled("su-t4", (at(2, 4), at(3, 4), at(2, 4)), (("Bridge depot", 6),), (("Bridge depot", 6),))
    assert services.totals(state, "soviet", (back, turned)) == []
    brought = ev.Hauled("su-t2", (at(0, 4), at(2, 4)), (("West road", 9),), (("Bridge depot", 9),))
    (line,) = services.totals(state, "soviet", (back, brought, turned))
    assert line.text == "Trucks bring 9 supply points: 9 to Bridge depot"


def test_events_are_shown_with_sounds_that_exist() -> None:
    seen = view(pose(), "soviet")
    events = (
        ev.Hauled("su-t1", (at(0, 4), at(1, 4))),
        ev.Hauled("su-t2", (at(0, 4), at(1, 4))),
        ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 1, HitCause.AIR),
        ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 3, HitCause.DEMOLITION),
        ev.Flown("soviet", "scout", at(9, 4), 1, 1, 0, 0),
        ev.WorkDone("su-eng", "pontoon", BRIDGE, at(4, 6), True),
        ev.Captured("jp-t1", "su-a", at(12, 4), 4),
    )
    steps = pictured(seen, seen, events)
    assert sum(isinstance(s, Walk) for s in steps) == 1, "one column stands for all"
    sounds = {s.sound for s in steps if isinstance(s, Show)}
    assert sounds == {"bombs", "blast", "planes", "work", "capture"}
    assert {s.sound for s in steps if isinstance(s, Walk)} == {"truck"}


def test_loads_works_and_standing_by_show_on_counters() -> None:
    state = pose()
    book = CounterBook(Lettering())
    for size in (27, 42, 84):

        def drawn(unit_id: str, size: int = size, **changes: Unpack[InState]) -> bytes:
            unit = replace(the(state.unit(unit_id)), **changes)
            return pygame.image.tobytes(book.stamp(look_of(state.scenario, unit), size), "RGBA")

        assert len({drawn("su-t1", cargo=n) for n in (0, 4, 9)}) == 3
        assert len({drawn("su-d", standby=what) for what in ("", "defence", "counter")}) == 3
        assert drawn("su-eng") != drawn("su-eng", job=None)


def test_columns_in_a_hex_share_a_counter_that_adds_up() -> None:
    state = pose()
    map_view = MapView(state.scenario, (700, 600))
    seen = view(state, "soviet")
    map_view.draw(pygame.Surface((700, 600)), seen, MapScene(), complete=True)
    groups = [s.units for s in map_view._standing(seen, frozenset()) if len(s.units) > 1]
    columns = [state.unit(f"su-t{i}") for i in (1, 2, 3)]
    assert groups == [tuple(u.spec.index for u in columns if u is not None)]
    look = look_of_columns([look_of(state.scenario, u) for u in columns if u is not None])
    assert (look.count, look.cargo, look.capacity) == (3, 13, 27)


def test_the_panel_tells_of_cargo_jobs_charges_and_the_life_of_a_bridge() -> None:
    state = view(pose(), "soviet").state
    bridge = "\n".join(_texts(describe.hex_rows(state, at(4, 4), "soviet")))
    for words in (
        "charges are laid",
        "turn 2: carried 3 units and 12 supply points",
        "turn 2: 1 hit",
        "hit 1 of 3 times",
    ):
        assert words in bridge
    works = "\n".join(_texts(describe.hex_rows(state, at(4, 6), "soviet")))
    assert "Building a pontoon bridge" in works and "1 of 2 points" in works
    dump = "\n".join(_texts(describe.hex_rows(state, at(7, 5), "soviet")))
    assert "Dump at the dunes\n14 supply points" in dump and "Dump Dump" not in dump
    column = "\n".join(_texts(describe.unit_rows(state, the(state.unit("su-t4")), "soviet")))
    assert "5 of 9" in column and "by the staff's plan" in column and "Supply" not in column
    guns = "\n".join(_texts(describe.unit_rows(state, the(state.unit("su-d")), "soviet")))
    assert "helps a defence" in guns
    field = "\n".join(_texts(describe.hex_rows(state, at(12, 7), "soviet")))
    assert "nothing flies until turn 2" in field


def test_a_place_with_a_name_is_called_by_it_before_its_ground() -> None:
    state = view(pose(), "soviet").state
    board, shown = state.scenario.board, state.scenario.shown
    called = 0
    for hex_ in range(board.size):
        place, ground = place_text(state, hex_), shown(board.terrain[hex_].name)
        heading = a(Heading, describe.hex_rows(state, hex_, "soviet")[0]).text
        named = not place.startswith("(")
        called += named
        assert heading.startswith(place if named else f"{ground} {place}")
        assert ground in heading
    assert called


def _texts(rows: Sequence[Row]) -> list[str]:
    return [str(getattr(r, n)) for r in rows for n in ("text", "value") if getattr(r, n, "")]


def test_a_replay_tells_of_the_services_too() -> None:
    state = pose()
    events = (
        ev.StoodBy("su-d", "defence", at(7, 3)),
        ev.WorkDone("su-eng", "pontoon", BRIDGE, at(4, 6), True),
        ev.CrossingHit("Sumber bridge", BRIDGE, at(4, 4), 2, HitCause.GUNS),
        ev.Captured("jp-t1", "su-a", at(12, 4), 4),
        ev.StoreTaken("Bridge depot", "japanese", at(2, 4), 15),
        ev.AirSettled((("soviet", 4), ("japanese", 3)), 5, ""),
        ev.Flown("soviet", "raid", -1, 3, 2, 4, 1, "East field"),
        ev.HqPointsSpent("soviet", "deception", 1),
        ev.DecoyExposed("soviet", at(9, 9)),
    )
    played = SimpleNamespace(state=state, events=events, entry=SimpleNamespace(undo=False, seat=None))
    assert list(telling.tell(state, played)) == [  # type: ignore[arg-type]
        "  Divisional Artillery, standing by, fires in defence at (7,3)",
        "  A pontoon bridge is built (7th Engineer Battalion)",
        "  Shells strike Sumber bridge: 2 hits",
        "  24th Rifle Regiment captures Transport Company with 4 supply points",
        "  Japanese-Manchukuoan forces overrun Bridge depot and take 15 supply points",
        "  Nobody rules the air (fighters: Soviet-Mongolian forces 4 and Japanese-Manchukuoan forces 3; die 5)",
        "  Aircraft of the Soviet-Mongolian forces raid East field: 2 of 3 come through, 1 hit",
        "  Soviet-Mongolian forces: The staff spends 1 HQ point on a false contact",
        "  Soviet-Mongolian forces: The contact at (9,9) was a sham: no enemy stands there",
    ]


def test_a_contact_walks_as_the_one_that_stood_there_or_as_a_stranger() -> None:
    """Contacts are called by their hex, so that the name of one that moves is that of its new place."""
    state = initial_state(small_battle(), 1)
    enemy = next(u for u in state.units if u.side == "japanese")
    levels = tuple(Level.CONTACT if u is enemy else 0 for u in state.units)
    state = replace(state, sightings={**state.sightings, "soviet": replace(state.sightings["soviet"], levels=levels)})
    seen = view(state, "soviet")
    walked = seen.state.units[unit_index(seen.state, "contact-99", enemy.hex) or 0]
    assert walked.hex == enemy.hex and unit_title(walked) == "Unidentified unit"
    assert unit_index(seen.state, "contact-99", enemy.hex + 1) == STRANGER
    assert unit_index(seen.state, "su-a", 0) == 0
    map_view = MapView(state.scenario, (640, 480))
    moving = (MovingCounter(STRANGER, enemy.hex, enemy.hex + 1, 0.5),)
    map_view.draw(pygame.Surface((640, 480)), seen, MapScene(moving=moving))


def test_verbs_go_with_the_names_of_sides_and_units() -> None:
    assert [number_of(name) for name in ("Kwantung Army", "Azuma's tankettes", "Soviet forces")] == [1, 2, 2]
