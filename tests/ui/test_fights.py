"""Fights as they are shown: in the order in which they happened, on both sides, and the account that stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pygame
import pytest
from khalkhin.core import apply, initial_state, legal_orders
from khalkhin.core.combat.combat import Forecast
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View, view
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.reasons import Cause, HitCause
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.orders import Assault, EndTurn, Move, Order
from khalkhin.play.session.settings import Settings
from khalkhin.text import modifiers
from khalkhin.ui.battle.bars import RISEN
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.events.playback import Become, Playback, PlaybackStep, Show, Tell, Walk
from khalkhin.ui.events.steps import steps
from khalkhin.ui.map.map_contents import Effect, MapScene, Play
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.panels import aims
from khalkhin.ui.panels.account import FightAccount, account
from khalkhin.ui.panels.assaultrows import percent
from khalkhin.ui.pictures import picture

from tests.narrow import the
from tests.ui import mapboard
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle


class Fight:
    """An assault of the small battle on a shaken unit: what the attacker and the defender saw of it."""

    def __init__(self, seed: int, fog: bool = True) -> None:
        state = initial_state(small_battle(), seed, fog=fog)
        weak = replace(the(state.unit("jp-a")), steps=2, suppressed=1)
        state = state.with_unit(weak)
        self.before = view(state, "soviet")
        target = the(self.before.state.unit("jp-a")).hex
        self.order: Assault = the(best_assault(self.before.state, target))
        odds = assault_forecast(self.before.state, self.order)
        assert isinstance(odds, Forecast)
        self.odds = odds
        after, self.events = apply(state, self.order)
        self.states = state, after
        self.after = view(after, "soviet")
        self.target = target
        self.theirs = view(state, "japanese"), view(after, "japanese")

    def seen(self, side: str = "soviet") -> tuple[Event, ...]:
        return visible_events(self.events, self.states[0], self.states[1], side)

    def steps(self) -> list[PlaybackStep]:
        return steps(self.before, self.after, self.events)


def fights(most: int = 12) -> Iterator[Fight]:
    return (Fight(seed) for seed in range(1, most))


def told(rows: FightAccount) -> str:
    return "\n".join(f"{getattr(row, 'text', '')} {getattr(row, 'value', '')}" for row in rows.rows)


def test_a_fight_is_shown_in_the_order_in_which_it_happened() -> None:
    """Fire and dice, then losses, then who gives way, then who follows; what is taken comes last."""
    kinds = set()
    for fight in fights():
        shown = fight.steps()
        first = shown[0]
        assault = next(e for e in fight.events if isinstance(e, ev.Assaulted))
        assert isinstance(first, Show)
        assert first.texts == {fight.target: ("{} + {}".format(*assault.dice), "note")}
        assert {e.what for e in first.effects} >= {Play.RIFLES}
        order: list[str] = []
        for step in shown[1:]:
            order.append("walk" if isinstance(step, Walk) else "show")
        paths = [e.path for e in fight.events if isinstance(e, ev.Retreated | ev.Advanced)]
        assert [s.path for s in shown if isinstance(s, Walk)] == [p for p in paths if len(p) > 1]
        if any(isinstance(e, ev.StepsLost | ev.Suppressed) for e in fight.events):
            assert order[0] == "show"
        kinds.add(tuple(order))
    assert len(kinds) > 2, "all fights ended alike"


def test_what_is_taken_is_said_after_the_dice_and_the_walk() -> None:
    before, after = Fight(1).before, Fight(1).after
    fight = Fight(1)
    assault = next(e for e in fight.events if isinstance(e, ev.Assaulted))
    unit = fight.order.attackers[0]
    start = the(before.state.unit(unit)).hex
    seen = (assault, ev.Advanced(unit, (start, fight.target)), ev.ObjectiveTaken("Hill", fight.target, "soviet", 5))
    shown = steps(before, after, seen)
    assert [type(s) for s in shown] == [Show, Walk, Show]
    assert "Hill" in next(iter(the_show(shown[2]).texts.values()))[0]


def the_show(step: PlaybackStep) -> Show:
    assert isinstance(step, Show)
    return step


def test_losses_of_both_sides_are_shown_where_they_happen() -> None:
    both = 0
    for fight in fights():
        hurt = {e.hex for e in fight.events if isinstance(e, ev.StepsLost | ev.Suppressed | ev.Destroyed)}
        said = {hex_ for step in fight.steps()[1:] if isinstance(step, Show) for hex_ in step.texts}
        assert hurt <= said
        sides = {the(fight.before.state.unit(e.unit)).side for e in fight.events if isinstance(e, ev.StepsLost)}
        both += len(sides) == 2
    assert both, "no fight cost both sides"


def test_guns_aircraft_and_bridges_are_seen() -> None:
    fight = Fight(1)
    side = next(iter(fight.before.state.crossings))
    gun = "su-d"
    hex_ = fight.target
    seen: dict[Play, tuple[Event, ...]] = {
        Play.GUNS: (ev.Barraged(gun, hex_, 4, 1),),
        Play.FLIGHT: (ev.Flown("soviet", "strike", hex_, 2, 2, 0, 0),),
        Play.BLAST: (ev.CrossingHit("Sumber bridge", side, hex_, 1, HitCause.DEMOLITION),),
    }
    for what, events in seen.items():
        found = [e for step in steps(fight.before, fight.after, events) if isinstance(step, Show) for e in step.effects]
        assert [e.what for e in found] == [what]
    assert found[0].side == side


def test_what_is_not_seen_breaks_nothing_up() -> None:
    """Hunger and arrivals of many units, with supply drawn in between, are one picture."""
    fight = Fight(1)
    seen = (
        ev.Arrived("su-f", 56),
        ev.SupplyChanged("su-a", 0, 1),
        ev.StepsLost("su-a", 49, 1, Cause.ISOLATED),
        ev.SupplyChanged("su-b", 0, 1),
        ev.StepsLost("su-b", 76, 2, Cause.ISOLATED),
    )
    (shown,) = steps(fight.before, fight.after, seen)
    assert the_show(shown).texts == {56: ("arrives", "note"), 49: ("−1", "loss"), 76: ("−2", "loss")}


def test_at_once_the_fight_is_still_heard() -> None:
    """Also where what is seen last is silent."""
    silent = 0
    for fight in fights():
        shown = fight.steps()
        silent += not [s for s in shown if isinstance(s, Show)][-1].sound
        playback = Playback(0.0)
        playback.add(*shown)
        (begun,) = playback.update(0.1)
        assert the_show(begun).sound
    assert silent


@pytest.mark.parametrize("what", Play)
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_every_effect_moves_on_the_map(what: Play, zoom: float) -> None:
    picture.prepare()
    state = mapboard.battle(12, 10, units=4)
    start = state.units[1].hex
    end = next(n for n in state.scenario.board.neighbours[start] if n >= 0)
    map_view, target = MapView(state.scenario, (400, 300)), pygame.Surface((400, 300))
    map_view.camera.zoom_to(zoom)
    map_view.camera.centre_on(start)
    looks = []
    scenes = [MapScene(), *(MapScene(effects=(Effect(what, start, end, -1, part),)) for part in (0.1, 0.5, 0.7))]
    for scene in scenes:
        map_view.draw(target, mapboard.seen(state), scene, complete=True)
        looks.append(pygame.image.tobytes(target, "RGB"))
    assert len(set(looks)) >= 3


# -- the account -------------------------------------------------------------------------------------------


def test_the_account_has_odds_modifiers_dice_and_results() -> None:
    for fight in fights(6):
        card = the(account(fight.before, fight.after, fight.seen(), fight.odds))
        words = told(card)
        for shift in fight.odds.shifts:
            assert modifiers.line(shift) in words
        assault = next(e for e in fight.events if isinstance(e, ev.Assaulted))
        one, other = assault.dice
        assert f"{one} + {other} = {one + other}" in words
        assert fight.odds.odds in words
        fate = fight.odds.fate(assault.outcome)
        lost = [e for e in fight.seen() if isinstance(e, ev.StepsLost)]
        ours, others = (sum(e.steps for e in lost if e.unit in who) for who in (assault.attackers, assault.defenders))
        assert f"The hex falls in {percent(fight.odds.falls)} of all throws" in words
        assert ("it fell" in words) == fate.falls and ("it held" in words) != fate.falls
        mine, theirs = fight.odds.losses
        assert f"{ours} : {others}, on average {mine:.1f} : {theirs:.1f}" in words
        told_of = sum(isinstance(e, ev.StepsLost | ev.Suppressed | ev.Destroyed | ev.Retreated) for e in fight.seen())
        assert len(card.rows) > told_of + len(fight.odds.shifts)
        assert card.hex == fight.target


def test_the_steps_lost_are_those_that_the_card_tells_of() -> None:
    """Not those that somebody lost where he was not seen any more; all of one who had no way to retreat are."""
    fight = next(f for f in fights() if any(isinstance(e, ev.StepsLost) and e.unit == "jp-a" for e in f.seen()))
    assault = next(e for e in fight.events if isinstance(e, ev.Assaulted))
    blind = tuple(e for e in fight.seen() if not (isinstance(e, ev.StepsLost) and e.unit == "jp-a"))
    assert f"{fight.odds.fate(assault.outcome).attacker_loss} : 0, on" in told(
        the(account(fight.before, fight.after, tuple(e for e in blind if not isinstance(e, ev.Destroyed)), fight.odds))
    )
    lost = ev.Destroyed("jp-a", fight.target, Cause.NO_RETREAT)
    whole = the(fight.before.state.unit("jp-a")).steps
    assert f" : {whole}, on" in told(the(account(fight.before, fight.after, (*fight.seen(), lost), fight.odds)))


def test_the_attacked_side_is_told_no_modifiers() -> None:
    fight = Fight(3)
    card = the(account(*fight.theirs, fight.seen("japanese"), None))
    words = told(card)
    assert "of all throws" not in words, "what the attacker was told to expect is his affair"
    assert fight.odds.shifts
    assert not [s for s in fight.odds.shifts if modifiers.line(s) in words]


def test_what_is_no_assault_has_no_account() -> None:
    fight = Fight(1)
    assert account(fight.before, fight.after, (ev.Barraged("su-d", fight.target, 1, 0),), None) is None


def begun(settings: Settings, size: tuple[int, int], table: FakeTable | None = None) -> tuple[Driver, BattleScene]:
    """The small battle in a window, the first turn of the Soviet side begun."""
    driver = Driver(settings, size)
    driver.show(BattleScene(table or FakeTable(small_battle(), ("soviet",))))
    for _ in range(40):
        if isinstance(driver.top, BattleScene) and driver.top.battle.may_order and not driver.top.battle.untold:
            break
        if isinstance(driver.top, Dialog):
            driver.key(pygame.K_RETURN)
        driver.step()
    assert isinstance(driver.top, BattleScene)
    return driver, driver.top


@pytest.fixture
def battle() -> Iterator[tuple[Driver, BattleScene]]:
    driver, scene = begun(quiet(), (1280, 720))
    yield driver, scene
    driver.close()


@pytest.mark.parametrize("size", [(1024, 640), (1200, 680), (1280, 780)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_whether_to_advance_is_seen_whole_above_the_confirm_button(size: tuple[int, int], scale: float) -> None:
    driver, scene = begun(quiet(ui_scale=scale), size)
    scene.battle.attack(the(scene.battle.planner.state.unit("jp-a")).hex)
    driver.step(3)
    panel, window = scene.panel, driver.app.screen.get_rect()
    for _again in range(2):
        assert not panel.advance.overflow
        box = the(panel.advance.place_of(0))
        assert window.contains(box) and window.contains(panel.confirm.rect)
        assert the(panel.people).rect.bottom <= panel.sheet.rect.top < panel.sheet.rect.bottom <= box.top
        assert box.bottom <= panel.confirm.rect.top
        before = the(scene.battle.planner.plan).order.advance
        driver.click(box.center)
        assert the(scene.battle.planner.plan).order.advance != before
    driver.close()


def fought(driver: Driver, scene: BattleScene) -> None:
    scene.battle.select("su-a")
    target = the(scene.battle.planner.state.unit("jp-a")).hex
    scene.battle.attack(target)
    scene.battle.confirm()
    driver.step(3)


def test_the_card_stays_until_it_is_put_away(battle: tuple[Driver, BattleScene]) -> None:
    """However long one waits and whatever else one does; also where everything is shown at once."""
    driver, scene = battle
    fought(driver, scene)
    assert len(scene.battle.accounts) == 1
    assert not driver.faults()
    scene.battle.next_unit(1)
    driver.step(200)
    assert "Dice" in driver.texts() and driver.button("Close")
    driver.key(pygame.K_ESCAPE)
    assert not scene.battle.accounts
    with pytest.raises(LookupError):
        driver.button("Close")


@pytest.mark.parametrize("speed", [0.0, 1.0])
def test_what_came_of_a_fight_is_not_said_before_it_is_shown(battle: tuple[Driver, BattleScene], speed: float) -> None:
    driver, scene = battle
    driver.app.change_settings(replace(driver.app.settings, speed=speed))
    shown = scene.battle
    target = the(shown.planner.state.unit("jp-a")).hex
    assert shown.give(the(best_assault(shown.planner.state, target)))
    while shown.playing:
        assert "Dice" not in shown.note[0]
        driver.step(1)
    assert "Dice" in shown.note[0]


def test_the_panel_tells_nothing_of_a_fight_before_it_is_shown(battle: tuple[Driver, BattleScene]) -> None:
    driver, scene = battle
    shown = scene.battle
    shown.select("su-a")
    shown.tab = "aims"
    driver.app.change_settings(replace(driver.app.settings, speed=1.0))
    driver.step(2)
    target = the(shown.planner.state.unit("jp-a")).hex
    panel = scene.panel
    before = panel.sheet.rows
    shown.attack(target)
    driver.step(2)
    shown.confirm()
    assert tuple(aims.rows(shown.planner.view)) != before, "the fight changes nothing that the page tells"
    driver.step(1)
    assert shown.playing and panel.people is None
    while shown.playing:
        assert panel.sheet.rows == before
        driver.step(1)
    driver.step(1)
    assert panel.sheet.rows == tuple(aims.rows(shown.planner.view))


def test_what_the_card_says_does_not_lie_beside_it_once_more(
    battle: tuple[Driver, BattleScene], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, scene = battle
    fought(driver, scene)
    monkeypatch.setattr(scene.foot, "_risen", scene.battle.note[0])
    covered = driver.app.screen.copy()
    card = scene.card.place
    assert card.width
    for place in (card, pygame.Rect(0, 0, 0, 0)):
        surface = covered.copy()
        scene.foot.draw_risen(surface, place)
        changed = pygame.image.tobytes(surface, "RGB") != pygame.image.tobytes(covered, "RGB")
        assert not changed, "it has been read, also when the card is put away"
    scene.battle.say(scene.battle.note[0])
    surface = covered.copy()
    scene.foot.draw_risen(surface, card)
    assert pygame.image.tobytes(surface, "RGB") != pygame.image.tobytes(covered, "RGB"), "only the card hides it"


def test_cards_are_put_away_by_mouse_one_by_one_or_all_at_once(battle: tuple[Driver, BattleScene]) -> None:
    driver, scene = battle
    fought(driver, scene)
    card = scene.battle.accounts[0]
    scene.battle.accounts += [replace(card), replace(card)]
    scene.present()
    driver.step()
    driver.click(driver.button("Esc").rect.center)
    assert len(scene.battle.accounts) == 2
    driver.click_text("Close all 2")
    assert not scene.battle.accounts and not driver.faults()


LONG = "Nobody can go there, for more reasons than a small window has room for beside its buttons. " * 2


@pytest.mark.parametrize("how", ["Esc", "a click on it", "a click elsewhere", "time"])
def test_a_message_over_the_map_goes_away(how: str) -> None:
    driver, scene = begun(quiet(), (1200, 680))
    scene.battle.select("su-a")
    scene.battle.refuse(LONG)
    driver.step(3)
    box = scene.foot.box
    assert scene.map_rect.contains(box)
    with_it = driver.app.screen.copy()
    match how:
        case "Esc":
            driver.key(pygame.K_ESCAPE)
        case "a click on it":
            driver.click(box.center)
        case "a click elsewhere":
            driver.click(scene.map.position(the(scene.battle.planner.state.unit("su-a")).hex))
        case _:
            driver.step(round(RISEN / 0.05) + 4)
    driver.step(3)
    assert not scene.foot.box.width and isinstance(driver.top, BattleScene)
    assert scene.battle.planner.selected == "su-a", "nothing else is done"
    differs = [driver.app.screen.get_at(at) != with_it.get_at(at) for at in (box.topleft, box.midtop, box.midbottom)]
    assert any(differs)
    scene.battle.refuse(LONG)
    driver.step(3)
    assert scene.foot.box.width, "said again it is seen again"
    driver.close()


def test_a_message_that_asks_for_something_stays_until_it_is_done() -> None:
    driver, scene = begun(quiet(), (1024, 640))
    scene.battle.select("su-d")
    scene.battle.measure()
    scene.battle.say(LONG, "gold")
    driver.step(round(RISEN / 0.05) + 4)
    assert scene.foot.box.width
    driver.key(pygame.K_ESCAPE)
    assert scene.battle.tape is None
    driver.close()


# -- fights of the enemy's turn ----------------------------------------------------------------------------


class Ordered(FakeTable):
    """A table at which the computer gives the orders that wait, one after the other, and then ends its turn."""

    waiting: tuple[Order, ...] = ()

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        if not self.waiting:
            return None
        order, self.waiting = self.waiting[0], self.waiting[1:]
        return order, self.submit(order)


@pytest.fixture
def attacked() -> Iterator[tuple[Driver, BattleScene, Ordered]]:
    """The enemy's turn, in which he has assaulted, with the account of that on the map."""
    table = Ordered(small_battle(), ("soviet",))
    driver, scene = begun(quiet(speed=1.0), (1280, 780), table)
    scene.battle.end_now()
    driver.step(4)
    assert table.active == "japanese"
    table.waiting = (the(best_assault(table.view("japanese").state, the(table.state.unit("su-a")).hex)),)
    driver.until(lambda: bool(scene.battle.accounts) and not scene.battle.playing, "the account of the fight")
    yield driver, scene, table
    driver.close()


def a_seen_move(table: Ordered) -> Order:
    """A move of the enemy's that the other side sees something of."""
    for order in legal_orders(table.state):
        if isinstance(order, Move):
            after, events = apply(table.state, order)
            seen = visible_events(events, table.state, after, "soviet")
            if steps(view(table.state, "soviet"), view(after, "soviet"), seen):
                return order
    raise AssertionError("no move is seen")


def test_escape_closes_the_card_of_the_enemys_assault_before_it_skips_anything(
    attacked: tuple[Driver, BattleScene, Ordered],
) -> None:
    driver, scene, table = attacked
    scene.battle.playback.add(Show({9: ("Hill taken", "note")}, 9), Show({9: ("Hill taken", "note")}, 9))
    scene.battle.playback.view = scene.battle.planner.view
    driver.step(2)
    assert scene.battle.playing and driver.button("Close")
    driver.key(pygame.K_ESCAPE)
    assert scene.battle.playing and not scene.battle.accounts
    with pytest.raises(LookupError):
        driver.button("Close")
    driver.key(pygame.K_ESCAPE)
    assert not scene.battle.playing
    table.waiting = (EndTurn(),)
    driver.until(lambda: isinstance(driver.top, Dialog), "the recap")
    assert "Since your last orders" in driver.texts()


@pytest.mark.parametrize("what", ["move", "end"])
def test_the_card_of_the_enemys_assault_goes_when_his_turn_goes_on(
    attacked: tuple[Driver, BattleScene, Ordered], what: str
) -> None:
    driver, scene, table = attacked
    driver.step(20)
    assert scene.battle.accounts, "nothing has followed yet"
    table.waiting = (a_seen_move(table) if what == "move" else EndTurn(),)
    driver.until(lambda: not table.waiting, "the order")
    driver.step(2)
    assert not scene.battle.accounts
    if what == "end":
        driver.until(lambda: isinstance(driver.top, Dialog), "the recap")
        assert "Since your last orders" in driver.texts()


def test_the_card_of_ones_own_assault_goes_when_ones_turn_ends(battle: tuple[Driver, BattleScene]) -> None:
    driver, scene = battle
    fought(driver, scene)
    assert scene.battle.accounts
    scene.battle.end_now()
    assert not scene.battle.accounts
    driver.step(2)
    with pytest.raises(LookupError):
        driver.button("Close")


# -- speed and motion --------------------------------------------------------------------------------------


def film() -> tuple[list[PlaybackStep], View]:
    fight = Fight(5)
    card = the(account(fight.before, fight.after, fight.seen(), fight.odds))
    return [*fight.steps(), Become(fight.after), Tell(card)], fight.after


@pytest.mark.parametrize("still", [False, True])
def test_whoever_has_gone_somewhere_stays_there_until_the_view_changes(still: bool) -> None:
    """Who gives way and who follows do not jump back while it is told what was taken."""
    playback, new = Playback(1.0), Fight(1).after
    playback.still = still
    told = Show({9: ("Hill taken", "note")}, 9)
    playback.add(Walk(3, (1, 2, 5)), Walk(4, (7, 9)), told, Walk(3, (5, 6)), told, Become(new), told)
    seen: list[tuple[tuple[int, int, float], ...]] = []
    while playback.busy:
        playback.update(0.05)
        if playback.flashes():
            seen.append(tuple((c.unit, c.end, c.part) for c in playback.moving()))
    assert list(dict.fromkeys(seen)) == [((3, 5, 1.0), (4, 9, 1.0)), ((4, 9, 1.0), (3, 6, 1.0)), ()]


@pytest.mark.parametrize("speed", [0.0, 0.5, 1.0, 4.0])
def test_at_every_speed_it_ends_with_the_new_view_and_the_account(speed: float) -> None:
    playback = Playback(speed)
    made, after = film()
    playback.add(*made)
    for _ in count():
        playback.update(0.05)
        if not playback.busy:
            break
    assert playback.view is after
    assert len(playback.take_told()) == 1 and not playback.take_told()


def test_skipping_loses_no_account() -> None:
    playback = Playback(1.0)
    made, after = film()
    playback.add(*made)
    playback.update(0.05)
    playback.skip()
    assert playback.view is after and len(playback.take_told()) == 1


def test_with_less_motion_nothing_moves() -> None:
    still, moving = Playback(1.0), Playback(1.0)
    still.still = True
    seen: dict[bool, list[object]] = {True: [], False: []}
    for playback in (still, moving):
        fight = next(f for f in fights() if any(isinstance(s, Walk) for s in f.steps()))
        playback.add(*fight.steps(), Become(fight.after))
        while playback.busy:
            playback.update(0.03)
            seen[playback.still] += [*playback.effects(), *(c for c in playback.moving() if c.part < 1.0)]
            if playback.still:
                assert all(flash.age == 0.0 for flash in playback.flashes().values())
    assert not seen[True] and seen[False]
