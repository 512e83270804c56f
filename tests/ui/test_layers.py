"""Overlays: what each shows in positions counted by hand, its legend, its keys and buttons."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.ui.widgets.rows import Line

from tests.narrow import a, the

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from khalkhin.core import apply, initial_state, view
from khalkhin.core.analysis import Analysis
from khalkhin.core.crossing.traffic import traffic
from khalkhin.core.movement.movement import picture as movement_picture
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply import forecast
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.layerbar import HELD, REST, OverlayChoice, draw_legend
from khalkhin.ui.battle.overlay_bar import OverlayBar
from khalkhin.ui.map.map_contents import Layer, MapScene
from khalkhin.ui.map.shading import BEYOND
from khalkhin.ui.panels import layers, whatif
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.pictures import picture, rendering
from khalkhin.ui.widgets.theme import Metrics

from tests.scenarios import small_scenario
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.posed import at, pose
from tests.ui.test_battle import settle


@pytest.fixture(autouse=True)
def _display() -> None:
    picture.prepare()


@pytest.fixture
def driver() -> Iterator[Driver]:
    d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), (1280, 720))
    yield d
    d.close()


def layer(state: GameState, kind: OverlayKind, side: str = "soviet") -> Layer:
    _, (found,) = layers.layers(view(state, side), kind)
    return found


def words(found: Layer) -> str:
    return "\n".join(k.text for k in found.legend)


def surrounded() -> GameState:
    """A Soviet regiment in a ring of six Japanese ones, all seen; its source at the left edge."""
    ring = [(5, 2), (6, 2), (6, 3), (5, 4), (4, 3), (4, 2)]
    units = [("ru-1", "rifle-regiment", "soviet", (5, 3))]
    units += [(f"jp-{i}", "jp-infantry-regiment", "japanese", place) for i, place in enumerate(ring)]
    scenario = small_scenario(["." * 12] * 7, units, sources=[("soviet", (0, 3), 20), ("japanese", (11, 3), 20)])
    return initial_state(scenario, 1, fog=False)


def test_the_supply_overlay_shows_routes_traffic_and_dry_stores() -> None:
    state = view(pose(), "soviet").state
    net, (found,) = layers.layers(view(pose(), "soviet"), OverlayKind.SUPPLY)
    assert net is not None and net.side == "soviet" and net.routes and not net.cut
    assert {n.at for n in found.notes if n.text == "dry"} == {at(2, 4)}
    ways = {(w.path[0], w.path[-1]): w.width for w in found.ways}
    assert (at(0, 4), at(2, 4)) in ways
    assert state.stores[0].hex == at(0, 4)


def test_units_behind_a_broken_bridge_are_hatched_as_cut_off() -> None:
    state = pose()
    broken = {h: replace(c, hits=3) for h, c in state.crossings.items()}
    state = replace(state, crossings=broken, stores=state.stores[:3])
    net, (found,) = layers.layers(view(state, "soviet"), OverlayKind.SUPPLY)
    assert net is not None
    assert net.cut == {at(7, 3), at(6, 5), at(7, 6), at(6, 4)}
    assert "2 fed" in words(found).replace("units ", "") and "4 not" in words(found)


def test_the_legend_says_how_ground_that_no_truck_comes_to_is_tinted() -> None:
    _net, (found,) = layers.layers(view(pose(), "soviet"), OverlayKind.SUPPLY)
    (key,) = (key for key in found.legend if key.mark == "net")
    red, green, blue = BEYOND
    assert "reddish: out of reach" in key.text and red > green > blue


def test_the_enemys_net_is_that_of_what_is_known() -> None:
    net, (found,) = layers.layers(view(pose(), "soviet"), OverlayKind.ENEMY_SUPPLY)
    assert net is not None and net.side == "japanese"
    assert "as far as known" in found.title


def test_a_pocket_has_a_line_round_it_its_steps_and_its_turns() -> None:
    found = layer(surrounded(), OverlayKind.POCKETS)
    (outline,) = [o for o in found.outlines if o.tone == "danger"]
    assert at12(5, 3) in outline.hexes
    steps = the(surrounded().unit("ru-1")).steps
    assert outline.text == f"Pocket: {steps} steps, 1 turn"
    assert "Yours: 1 unit" in words(found)
    assert "Theirs: 1 unit" in words(layer(surrounded(), OverlayKind.POCKETS, "japanese"))


def at12(col: int, row: int) -> int:
    return row * 12 + col


def test_no_marks_where_nothing_is_threatened() -> None:
    quiet = initial_state(
        small_scenario(
            ["." * 12] * 7,
            [("ru-1", "rifle-regiment", "soviet", (2, 3)), ("jp-1", "jp-infantry-regiment", "japanese", (9, 3))],
            sources=[("soviet", (0, 3), 20), ("japanese", (11, 3), 20)],
        ),
        1,
    )
    for kind in (OverlayKind.POCKETS, OverlayKind.JUGULAR, OverlayKind.AIR):
        found = layer(quiet, kind)
        marks = (found.tints, found.hatched, found.framed, found.sides, found.ways, found.outlines, found.notes)
        assert not any(marks), kind
        assert found.legend, kind


def test_crossings_tell_load_and_queue() -> None:
    state = pose()
    found = layer(state, OverlayKind.CROSSINGS)
    sides = dict(found.sides)
    by_name = {c.name: h for h, c in state.crossings.items()}
    assert by_name["Ferry"] in sides["danger"]
    assert {by_name["Sumber bridge"], by_name["South ford"]} <= sides["good"]
    note = next(n for n in found.notes if n.at == by_name["Sumber bridge"])
    queue = len(traffic(state, note.at).queue)
    assert queue and note.text == f"2/3 · queue {queue}"


def test_the_air_overlay_tells_fields_and_struck_hexes() -> None:
    found = layer(pose(), OverlayKind.AIR)
    assert dict(found.hatched) == {"warning": frozenset({at(11, 5), at(12, 5)})}
    assert dict(found.tints) == {"gold": frozenset({at(1, 6), at(12, 7)})}
    assert "rule the air" in words(found) and "East field" in words(found) and "wrecked" in words(found)
    assert "Hailar" not in words(found), "the enemy's fields beyond the map are his affair"
    assert "Hailar" in words(layer(pose(), OverlayKind.AIR, "japanese"))


def test_an_overlay_is_worked_out_once_for_a_view() -> None:
    seen = view(pose(), "soviet")
    bar = OverlayBar(seen.state.scenario)
    for kind in OverlayKind:
        bar.choice.toggle(kind)
        first, again = bar.over(MapScene(), seen), bar.over(MapScene(), seen)
        assert first.layers[0] is again.layers[0] and first.supply is again.supply
    other = bar.over(MapScene(), view(pose(), "soviet"))
    assert other.layers[0] is not again.layers[0]


def test_what_follows_from_a_view_is_worked_out_once() -> None:
    found = view(pose(), "soviet").analysis.of("soviet")
    for name in ("net", "feeds", "pockets", "jugular", "nooses", "plan", "fears", "forecast", "picture", "closable"):
        assert getattr(found, name) is getattr(found, name), name
    assert found.loss(3) is found.loss(3) and found.gain(3) is found.gain(3)


def test_every_overlay_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "map.png"

    def drawn(state: GameState, kind: OverlayKind | None) -> bytes:
        rendering.render_scenario(state, path, overlays=[kind.value] if kind else [], side="soviet", zoom=0.8)
        return path.read_bytes()

    state = pose()
    shown = {
        drawn(state, kind)
        for kind in (None, OverlayKind.SUPPLY, OverlayKind.ENEMY_SUPPLY, OverlayKind.CROSSINGS, OverlayKind.AIR)
    }
    assert len(shown) == 5
    assert drawn(surrounded(), OverlayKind.POCKETS) != drawn(surrounded(), None)
    assert drawn(throat(), OverlayKind.JUGULAR) != drawn(throat(), None)


def throat() -> GameState:
    """Three regiments east of a river whose only bridge the enemy can reach; no depot with them."""
    river = [((3, r), (4, r), "river") for r in range(7)] + [((3, r), (4, r + 1), "river") for r in range(6)]
    units = [(f"ru-{i}", "rifle-regiment", "soviet", place) for i, place in enumerate([(7, 2), (7, 3), (7, 4)])]
    units += [("jp-1", "jp-infantry-regiment", "japanese", (10, 3))]
    scenario = small_scenario(
        ["." * 12] * 7,
        units,
        hexsides=river,
        crossings=[((3, 3), (4, 3), "bridge", {"owner": "soviet", "name": "Bridge"})],
        sources=[("soviet", (0, 3), 20), ("japanese", (11, 3), 20)],
    )
    return initial_state(scenario, 1, fog=False)


def test_the_jugular_is_marked_at_the_one_way_over_the_river() -> None:
    """The enemy can stand at the bridge's end as well as shell the bridge: the hex stands for both."""
    found = layer(throat(), OverlayKind.JUGULAR)
    assert dict(found.framed)["danger"] == {at12(4, 3)}
    assert dict(found.hatched)["danger"] == {at12(7, 2), at12(7, 3), at12(7, 4)}
    assert "Your jugular: 1 hex" in words(found) and "3 units, 100 %" in words(found)


# -- keys and buttons ------------------------------------------------------------------------------------------


def shown(choice: OverlayChoice) -> OverlayKind | None:
    """The overlay that is shown now."""
    return choice.kind


def test_a_tap_toggles_and_a_held_key_shows_while_it_is_held() -> None:
    choice = OverlayChoice()
    choice.press(OverlayKind.AIR, 1)
    assert shown(choice) is OverlayKind.AIR and not choice.release(1)
    assert shown(choice) is OverlayKind.AIR
    choice.press(OverlayKind.SUPPLY, 2)
    choice.update(HELD + 0.1, None, None)
    assert shown(choice) is OverlayKind.SUPPLY and choice.release(2)
    assert shown(choice) is OverlayKind.AIR, "the overlay of before comes back"
    choice.press(OverlayKind.AIR, 1)
    assert shown(choice) is None


def test_what_a_loss_means_is_asked_once_the_pointer_rests() -> None:
    choice = OverlayChoice()
    choice.toggle(OverlayKind.JUGULAR)
    assert not choice.update(REST / 2, 5, None)
    assert not choice.update(REST / 2, 6, None)
    assert choice.update(REST, 6, None) and choice.asked == (6, None)
    assert choice.update(0.01, 7, None) and choice.asked is None
    choice.toggle(OverlayKind.JUGULAR)
    choice.update(1.0, 7, None)
    assert choice.asked is None, "nothing is asked while the overlay is off"


def test_keys_and_buttons_put_overlays_on_the_map(driver: Driver) -> None:
    state = pose()
    table = FakeTable(state.scenario, ("soviet",))
    table.state = table._before = state
    driver.show(BattleScene(table))
    settle(driver)
    scene = driver.top
    for key, kind in (
        (pygame.K_o, OverlayKind.SUPPLY),
        (pygame.K_j, OverlayKind.JUGULAR),
        (pygame.K_r, OverlayKind.POCKETS),
        (pygame.K_t, OverlayKind.CROSSINGS),
        (pygame.K_f, OverlayKind.AIR),
    ):
        driver.key(key)
        assert shown(scene.overlays.choice) is kind and scene.map.scene().layers
        assert driver.faults() == []
        driver.key(key)
        assert shown(scene.overlays.choice) is None and not scene.map.scene().layers
    driver.key(pygame.K_o, pygame.KMOD_SHIFT)
    assert shown(scene.overlays.choice) is OverlayKind.ENEMY_SUPPLY and scene.map.scene().supply.side == "japanese"
    driver.click_text("Crossings")
    assert shown(scene.overlays.choice) is OverlayKind.CROSSINGS
    before = table.changes
    driver.click_text("Crossings")
    assert shown(scene.overlays.choice) is None and table.changes == before
    for net in (OverlayKind.SUPPLY, OverlayKind.ENEMY_SUPPLY, None):
        driver.click_text("Supply")
        assert shown(scene.overlays.choice) is net
    supply = next(b for b in driver.buttons() if b.text.startswith("Supply"))
    said = supply.tool_tip_text or ""
    assert "enemy" in said and "Shift+O" in said


# -- what a loss would mean ------------------------------------------------------------------------------------


def test_the_loss_of_the_only_bridge_starves_those_beyond_it(driver: Driver) -> None:
    seen = view(throat(), "soviet")
    (bridge,) = seen.state.crossings
    west = at12(3, 3)
    found = seen.analysis.of("soviet").loss(west, bridge)
    assert [(s.unit, s.turn, s.cause) for s in found] == [(f"ru-{i}", 2, "cut") for i in range(3)]
    text = "\n".join(str(getattr(r, "text", "")) for r in whatif.rows(seen, west, bridge))
    assert text.startswith("Bridge\nIf you lose it:\n")
    marked = whatif.layer(seen, west, bridge)
    assert marked is not None and dict(marked.framed) == {"danger": {at12(7, r) for r in (2, 3, 4)}}


def test_the_loss_of_a_hex_off_every_road_is_nothing() -> None:
    seen = view(throat(), "soviet")
    assert not seen.analysis.of("soviet").loss(at12(5, 6))
    assert whatif.layer(seen, at12(5, 6), None) is None
    rows = whatif.rows(seen, at12(5, 6), None)
    assert "nobody goes short" in a(Line, rows[1]).text


def test_what_is_asked_agrees_with_the_loss_itself(driver: Driver) -> None:
    """The turn told for a unit is the turn on which it is short when the hex is really gone."""
    state = throat()
    told = {s.unit: s.turn for s in Analysis(state).of("soviet").loss(at12(4, 3))}
    after = forecast.lose(state, "soviet", [at12(4, 3)])
    after = replace(after, crossings={h: replace(c, hits=3) for h, c in after.crossings.items()})
    for _ in range(2):
        after, _ = apply(after, EndTurn())
    short = {u.id for u in after.side_units("soviet") if u.unsupplied}
    assert set(told) == short and set(told.values()) == {after.turn}


def test_resting_on_a_hex_shows_who_would_go_short(driver: Driver) -> None:
    table = FakeTable(throat().scenario, ("soviet",))
    table.state = table._before = throat()
    driver.show(BattleScene(table))
    settle(driver)
    scene = driver.top
    driver.key(pygame.K_j)
    plain = len(scene.map.scene().layers)
    x, y = scene.map.view.position(at12(4, 3))
    driver.move((x + scene.map_rect.x, y + scene.map_rect.y))
    driver.step(8)
    assert scene.overlays.choice.asked is not None and scene.overlays.choice.asked[0] == at12(4, 3)
    assert len(scene.map.scene().layers) == plain + 1
    driver.key(pygame.K_j)
    driver.step(8)
    assert scene.map.scene().layers == ()


def test_zones_are_those_of_known_enemies_and_in_turn_the_own() -> None:
    """Each hex that the rules make dear, and no other: nothing is told of an enemy who is not seen."""
    for state in (pose(), initial_state(load("the_64th"), 1), initial_state(load("double_envelopment"), 1)):
        for side in ("soviet", "japanese"):
            seen, enemy = view(state, side), state.scenario.enemy(side)
            marked = {tone: set(hexes) for tone, hexes in layer(state, OverlayKind.ZONES, side).tints}
            assert marked.get("danger", set()) == movement_picture(seen.state, side).zones
            own = {tone: set(hexes) for tone, hexes in layer(state, OverlayKind.OWN_ZONES, side).tints}
            assert own["info"] == movement_picture(state, enemy, omniscient=True).zones
            nobody = [u for u in state.side_units(enemy) if u.on_map and not state.sightings[side].levels[u.spec.index]]
            hidden = state
            for unit in nobody:
                hidden = hidden.with_unit(replace(unit, hex=DESTROYED, steps=0))
            without = {tone: set(hexes) for tone, hexes in layer(hidden, OverlayKind.ZONES, side).tints}
            assert without == marked, "units that are not seen make no difference"


def test_the_cost_of_a_zone_is_told_as_the_rules_have_it() -> None:
    state = initial_state(load("double_envelopment"), 1)
    rules = state.scenario.rules.movement
    assert not state.night and f"{rules.zoc_enter} movement points more to enter, {rules.zoc_leave} to leave" in words(
        layer(state, OverlayKind.ZONES)
    )
    night = replace(state, turn=next(n for n, info in enumerate(state.scenario.calendar, 1) if info.night))
    assert "to get clear" in words(layer(night, OverlayKind.ZONES))


def test_the_button_of_zones_shows_the_enemys_and_then_the_own(driver: Driver) -> None:
    driver.show(BattleScene(FakeTable(pose().scenario, ("soviet",))))
    settle(driver)
    scene = driver.top
    for kind in (OverlayKind.ZONES, OverlayKind.OWN_ZONES, None):
        driver.click(scene.overlays.buttons[OverlayKind.ZONES].rect.center)
        assert scene.overlays.choice.kind is kind
        assert scene.overlays.buttons[OverlayKind.ZONES].is_selected == (kind is not None)


def test_a_title_longer_than_the_legend_is_wide_is_broken() -> None:
    scenario, m = pose().scenario, Metrics(1.0)
    heights = [
        draw_legend(Layer(title), m, scenario, 290).get_height()
        for title in ("Short", "The enemy's zones of control, as far as known")
    ]
    assert heights[1] - heights[0] == m.font("bold").get_linesize()
