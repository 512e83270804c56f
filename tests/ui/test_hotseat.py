"""Two at one machine: after the hand-over nothing is left of the other side.

Two games are played that differ only in what one side keeps to itself: its stocks, its points, its messages and
answers, the strength of its troops, and all that its player did at the screen. To the other side both must look, read
and sound the same from the hand-over on, on every page there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin import ai
from khalkhin.core import parse_order, view
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import PlanArrow, Scenario, SideInfo
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level
from khalkhin.core.orders.orders import EndTurn, Move, Order, Prioritise
from khalkhin.core.timeline import timeline as t
from khalkhin.play.intentions.intentions import March
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.battle import asks
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.panels import armyrows

from tests.scenarios import small_scenario
from tests.ui.driver import Driver
from tests.ui.hands import Hands

SIDES = ("soviet", "japanese")
#: What the one with secrets keeps his seat shut with, in either game.
WORDS = ("quagga", "a longer word with okapis in it")
WIDTH, HEIGHT = 30, 16
PLACES = {"soviet": 3, "japanese": 26}


def scenario(keeper: str, secret: int) -> Scenario:
    """A battle in which `keeper` has secrets, of one kind or another, and the other side none."""
    units: list[Any] = []
    for side in SIDES:
        col, pre = PLACES[side], "su" if side == "soviet" else "jp"
        gun = "field-artillery" if side == "soviet" else "jp-field-artillery"
        column = "truck-column" if side == "soviet" else "jp-truck-column"
        weak = {"suppressed": 1 + secret} if side == keeper else {}
        units += [
            (f"{pre}-a", "rifle-regiment", side, (col, 4), {**weak, "name": f"First of {side}"}),
            (f"{pre}-b", "rifle-regiment", side, (col, 8), {"name": f"Second of {side}"}),
            (f"{pre}-gun", gun, side, (col, 6), {"name": f"Guns of {side}"}),
            (f"{pre}-t", column, side, (col, 10), {"name": f"Trucks of {side}"}),
        ]
    depots = [
        (side, (PLACES[side], 8), 41 + (30 * secret if side == keeper else 0), f"Depot of {side}") for side in SIDES
    ]
    sides = [
        SideInfo(
            side,
            {"soviet": "Soviet forces", "japanese": "Japanese forces"}[side],
            ("USSR",) if side == "soviet" else ("Japan",),
            briefing=f"Plan {secret} of the {side}." if side == keeper else "Hold on.",
            grades=(-40, 0, 40, 80),
            hq_points=3 + (4 * secret if side == keeper else 0),
            plan=(PlanArrow("The arrow", (5 + (40 * secret if side == keeper else 0), 95)),),
            first_steps=(f"Step {secret} of the {side}." if side == keeper else "Think.",),
        )
        for side in SIDES
    ]
    asked = tuple(t.Answer(name, f"We do {name} {secret}.", prefer=n) for n, name in enumerate(("this", "that")))
    kept = [
        t.Entry(f"letter-{turn}", t.When(turn), keeper, f"Letter {secret} of turn {turn}", f"Burn this: {secret}.")
        for turn in (1, 2, 3)
    ]
    other = SIDES[1 - SIDES.index(keeper)]
    open_ = [
        t.Entry(f"wire-{turn}", t.When(turn), other, f"Wire of turn {turn}", "For the other side.") for turn in (1, 2)
    ]
    choice = t.Entry("choice", t.When(1), keeper, f"What now, {secret}?", f"Choose {secret}.", answers=asked)
    both = t.Entry("both", t.When(2), "", "News for all", "Both sides read this.")
    return small_scenario(
        ["." * WIDTH] * HEIGHT,
        units,
        sources=[("soviet", (0, 8), 60), ("japanese", (WIDTH - 1, 8), 60)],
        depots=depots,
        objectives=[("Middle", (15, 8), "japanese")],
        airfields=[("Tamsag", "soviet", 3, 2), ("Saienjo", "japanese", 2, 2)],
        sides=sides,
        timeline=[*kept, *open_, choice, both],
        turns=6,
        roads=[[(c, 8) for c in range(WIDTH)]],
    )


@dataclass
class Witness:
    """What a player could see, hear and read at one moment: what it was, the picture, the words."""

    moments: list[tuple[str, bytes, str]] = field(default_factory=list)


class Table:
    """One game of two people at one window, driven by input; sounds are written down."""

    def __init__(self, keeper: str, secret: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keeper, self.secret = keeper, secret
        self.watcher = SIDES[1 - SIDES.index(keeper)]
        players = dict.fromkeys(SIDES, HUMAN)
        made = scenario(keeper, secret)
        self.session = Session.begin(made, players, 5, path=folder / f"{secret}" / "small.journal")
        self.d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, confirm_end=False), (1280, 720))
        self.sounds: list[str] = []
        #: The digest of what the watcher knows at the end.
        self.known = ""
        monkeypatch.setattr(self.d.app.sounds, "play", self.sounds.append)
        self.seen = Witness()
        self.d.show(BattleScene(self.session))

    def settle(self, pointed: tuple[int, int] = (1, 719)) -> None:
        """Let the ground be painted and everything come to rest, so that pictures can be compared."""
        self.d.move(pointed)
        for _ in range(200):
            self.d.step(1)
            if self.scene.map.whole or self.scene.battle.hidden:
                break
        self.d.step(30, 0.1)

    def take(self, name: str, pointed: tuple[int, int] = (1, 719)) -> None:
        """Write down what is to be seen, read and heard now."""
        self.settle(pointed)
        self.d.app.draw()
        picture = pygame.image.tobytes(self.d.app.screen, "RGB")
        labels = [getattr(e, "text", "") for e in self.d.elements()]
        words = [self.d.texts(), *labels, self.scene.battle.note[0], pygame.display.get_caption()[0]]
        words += [*self.sounds, str(self.scene.around), str(self.scene.mood)]
        self.sounds.clear()
        self.seen.moments.append((name, picture, "\n".join(words)))

    # -- the two players -----------------------------------------------------------------------------------

    @property
    def scene(self) -> BattleScene:
        scene = self.d.app.scenes[0]
        assert isinstance(scene, BattleScene)
        return scene

    def give(self, order: Order) -> None:
        self.scene.battle.give(order)
        self.d.step(3)

    def play(self, turns: int) -> None:
        """Both players' turns, until the watcher has had so many."""
        while turns:
            assert isinstance(self.d.top, HandOver)
            if self.session.active == self.watcher:
                self.sounds.clear()
                self.watch()
                turns -= 1
            else:
                self.keep()

    def read(self, look: Callable[[str], None] = lambda _: None) -> None:
        """Read what comes up until the map is free; choices are answered by their first letter of secret."""
        for _ in range(200):
            top = self.d.top
            match top:
                case HandOver():
                    self.sit_down(top, look)
                case DecisionScene():
                    look("choice")
                    self.d.key(pygame.K_1 + self.secret)
                case Dialog():
                    assert self.scene.battle.viewer == self.session.active, f"{top.title} comes in the other's turn"
                    look(f"dialog {top.title}" if self.session.active == self.watcher else "dialog")
                    self.d.key(pygame.K_RETURN)
                case _:
                    self.settle()
                    self.d.step(4)
                    if self.d.top is top and isinstance(top, BattleScene):
                        return
        raise AssertionError(f"the window hangs in {type(self.d.top).__name__}")

    def sit_down(self, cover: HandOver, look: Callable[[str], None]) -> None:
        """The hand-over: with the code word of the seat; the watcher has the other's turn shown again first."""
        look("hand-over")
        if cover.entry is not None:
            cover.entry.set_text(self.word)
            look("hand-over with a word typed")
        if self.session.active == self.watcher and any("Watch their turn" in b.text for b in self.d.buttons()):
            self.d.click_text("Watch their turn")
            for frame in range(40):
                if not self.scene.battle.playing:
                    break
                if frame < 3:
                    look(f"watched again, {frame}")
                self.d.step(1)
        else:
            self.d.click_text("I am ready")
        assert not isinstance(self.d.top, HandOver), self.d.texts()

    @property
    def word(self) -> str:
        """The code word of the side to move: the keeper's is one of his secrets."""
        return WORDS[self.secret] if self.session.active == self.keeper else "steppe"

    def end(self) -> None:
        self.d.click_text("End turn")
        for _ in range(400):
            if isinstance(self.d.top, HandOver):
                return
            assert not isinstance(self.d.top, Dialog), f"{self.d.top.title} comes in the other's turn"
            self.d.step(1)
        raise AssertionError("the machine is not handed over")

    def keep(self) -> None:
        """The keeper's turn: what the player does differs with the secret."""
        self.read()
        pre, col = ("su", PLACES["soviet"]) if self.keeper == "soviet" else ("jp", PLACES["japanese"])
        if self.secret:
            self.d.key(pygame.K_F3)
            self.d.key(pygame.K_MINUS)
            self.d.key(pygame.K_n)
            self.give(Move(f"{pre}-b", (col, 9 if self.session.view(self.keeper).state.turn % 2 else 8)))
            self.d.key(pygame.K_j)
            self.give(Prioritise((col, 8), 3))
        else:
            self.d.key(pygame.K_F4)
            self.d.key(pygame.K_EQUALS)
            self.d.key(pygame.K_m)
            self.d.key(pygame.K_o)
            self.d.key(pygame.K_c)
            self.d.key(pygame.K_UP)
            self.d.key(pygame.K_LEFT)
            self.give(Move(f"{pre}-a", (15, 0)))
            self.d.move((300 + 100 * self.secret, 300))
        self.end()

    def watch(self) -> None:
        """The watcher's turn: every page is looked at."""
        self.read(self.take)
        self.take("the map")
        for key, name in ((pygame.K_F3, "events"), (pygame.K_F4, "aims"), (pygame.K_F6, "forces")):
            self.d.key(key)
            self.take(name)
        self.d.key(pygame.K_m)
        self.take("army")
        self.d.key(pygame.K_F2)
        for key, name in ((pygame.K_o, "supply"), (pygame.K_j, "jugular"), (pygame.K_r, "pockets")):
            self.d.key(key)
            self.take(name)
            self.d.key(key)
        for key, name in ((pygame.K_t, "crossings"), (pygame.K_f, "air")):
            self.d.key(key)
            self.take(name)
            self.d.key(key)
        self.d.key(pygame.K_o, pygame.KMOD_SHIFT)
        self.take("the enemy's supply")
        self.d.key(pygame.K_o, pygame.KMOD_SHIFT)
        for key, name in ((pygame.K_q, "stores"), (pygame.K_l, "what happened last"), (pygame.K_F1, "help")):
            self.d.key(key)
            self.take(name)
            if not isinstance(self.d.top, BattleScene):
                self.d.key(pygame.K_ESCAPE)
        self.d.key(pygame.K_u)
        self.take("undo")
        self.d.key(pygame.K_n)
        self.take("a unit")
        self.d.key(pygame.K_c)
        self.d.key(pygame.K_RIGHT)
        self.take("the cursor")
        self.d.key(pygame.K_c)
        self.d.key(pygame.K_END)
        self.take("the whole map")
        for pos in ((200, 300), (460, 250), (700, 420)):
            self.take(f"pointed at {pos}", pos)
        self.d.key(pygame.K_ESCAPE)
        self.d.key(pygame.K_ESCAPE)
        self.take("the menu")
        self.d.click_text("Who plays each side")
        self.take("the seats")
        self.d.click_text("Change my code word")
        self.take("the code word")
        self.d.key(pygame.K_ESCAPE)
        self.d.key(pygame.K_ESCAPE)
        self.d.key(pygame.K_ESCAPE)
        self.d.click_text("Briefing")
        self.take("the briefing")
        self.d.key(pygame.K_RETURN)
        if not isinstance(self.d.top, BattleScene):
            self.d.key(pygame.K_ESCAPE)
        self.read()
        self.end()


@pytest.mark.parametrize("keeper", ["soviet", pytest.param("japanese", marks=pytest.mark.slow)])
def test_what_one_player_keeps_is_nowhere_on_the_others_screen(
    keeper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    games = []
    for secret in (0, 1):
        (tmp_path / str(secret)).mkdir()
        table = Table(keeper, secret, tmp_path, monkeypatch)
        try:
            table.play(2)
            games.append(table)
            table.known = view(table.session._state, table.watcher).state.digest()
        finally:
            table.d.close()
            table.session.close()
    one, two = (game.seen.moments for game in games)
    assert games[0].known == games[1].known, "the other side may know of a difference"
    assert [name for name, *_ in one] == [name for name, *_ in two] and len(one) > 40
    leaks = []
    for nth, ((name, picture, words), (_, other, others)) in enumerate(zip(one, two, strict=True)):
        if picture != other:
            for secret, pixels in ((0, picture), (1, other)):
                image = pygame.image.frombytes(pixels, (1280, 720), "RGB")
                pygame.image.save(image, str(tmp_path / f"{nth}-{secret}.png"))
            leaks.append(f"{nth} {name} is drawn")
        if words != others:
            mixed = set(words.split("\n")) ^ set(others.split("\n"))
            leaks.append(f"{nth} {name} reads {sorted(mixed)}")
    assert leaks == [], f"pictures in {tmp_path}"
    assert {"the seats", "the code word", "hand-over with a word typed"} <= {name for name, *_ in one}
    kept = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.journal")]
    assert len(kept) == 2 and all('"word":' in journal for journal in kept)
    said = "\n".join(words for game in games for _, _, words in game.seen.moments)
    for word in (*WORDS, "steppe"):
        assert word not in "".join(kept) and word not in caplog.text, f"{word} is written down"
        assert word not in said or word == "steppe", f"{word} is read by the other side"


def test_each_side_is_told_of_events_by_what_it_knows_itself() -> None:
    session = Session.begin(scenario("japanese", 0), dict.fromkeys(SIDES, HUMAN), 5, record=False)
    battle = BattleController(session, Silence())
    told: list[tuple[str, str | None, str | None]] = []
    add = battle.log.add

    def spy(side: str, before: GameState, after: GameState, seen: Iterable[Event]) -> None:
        told.append((side, before.observer, after.observer))
        add(side, before, after, seen)

    battle.log.add = spy  # type: ignore[method-assign]
    battle.took_over()
    battle.give(Move("su-a", (PLACES["soviet"], 5)))
    battle.give(EndTurn())
    assert sorted(told) == [(side, side, side) for side in sorted(SIDES) for _ in range(2)]
    session.close()


class Silence:
    """A stage on which nothing is shown."""

    def present(self) -> None: ...

    def sound(self, name: str) -> None: ...

    def bring(self, hex_: int) -> None: ...

    def glide(self, hex_: int) -> None: ...

    def lend(self) -> None: ...

    def give_back(self) -> bool:
        return False

    def hand_over(self, left: str) -> None: ...


# ------------------------------------------------------------------ closed and taken up again


#: Two turns and a half of two people.
ORDERS = (
    *("move su-a 3,5", "move su-b 3,9", "end"),
    *("choose choice this", "move jp-a 26,5", "end"),
    *("move su-a 4,5", "end"),
    *("move jp-a 25,5", "priority 26,8 3", "end"),
    "move su-a 5,5",
)


def _reads(battle: BattleController) -> list[tuple[str, asks.Ask]]:
    """All that is put before the players until one of them is to give an order."""
    found: list[tuple[str, asks.Ask]] = []
    quiet = 0
    while quiet < 12:
        ask = battle.update(10.0)
        if isinstance(ask, asks.CoverMap):
            battle.took_over()
        elif isinstance(ask, asks.Decide) or ask is None:
            quiet += 1
        else:
            found.append((battle.viewer, ask))
    return found


def _given(
    session: Session, orders: Iterable[str], battle: BattleController | None = None
) -> list[tuple[str, asks.Ask]]:
    """Give orders at a window, each after what was to be read before it; what was read, and is to be read after."""
    battle = battle or BattleController(session, Silence())
    found: list[tuple[str, asks.Ask]] = []
    for order in orders:
        found += _reads(battle)
        battle.give(parse_order(order))
        assert battle.note[1] != "warn", battle.note
    return found


@pytest.mark.parametrize("cut", range(len(ORDERS) + 1))
def test_what_was_not_read_when_a_battle_was_closed_is_read_when_it_is_gone_on_with(cut: int, tmp_path: Path) -> None:
    """Closed after any order, the battle tells both players the same as one that was never closed."""
    made, players = scenario("japanese", 0), dict.fromkeys(SIDES, HUMAN)
    whole = Session.begin(made, players, 5, record=False)
    path = tmp_path / "a.journal"
    first = Session.begin(made, players, 5, path=path)
    try:
        battle = BattleController(whole, Silence())
        before = _given(whole, ORDERS[:cut], battle)
        expected = _reads(battle) + _given(whole, ORDERS[cut:], battle) + _reads(battle)
        assert _given(first, ORDERS[:cut]) == before
    finally:
        first.close()
    again = Session.open(path, made)
    try:
        battle = BattleController(again, Silence())
        assert _reads(battle) + _given(again, ORDERS[cut:], battle) + _reads(battle) == expected
        if ORDERS[cut - 1] == "end":
            assert any(isinstance(ask, asks.Telegram | asks.Recap) for _, ask in expected)
    finally:
        again.close()
        whole.close()


# ------------------------------------------------------------------ whole battles


#: Names that stand for units, so that they are found wherever they are written.
NAMED = re.compile(r"Zq\d{3}z")


def named(scenario: Scenario) -> Scenario:
    """A scenario whose units have names that nothing else has."""
    specs = tuple(replace(spec, name=f"Zq{spec.index:03d}z") for spec in scenario.order_of_battle)
    units = tuple(replace(unit, spec=specs[unit.spec.index]) for unit in scenario.units)
    return replace(scenario, order_of_battle=specs, units=units)


class Told:
    """A session that remembers which enemies' names each side has learnt: those it has identified or heard of."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.names: dict[str, set[str]] = {}
        self._submit = session.submit
        for side in session.humans:
            units = session.scenario.order_of_battle
            self.names[side] = {spec.name for spec in units if spec.side == side}
            self._look(side)

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        events = self._submit(order, march)
        ids = {spec.id: spec.name for spec in self.session.scenario.order_of_battle}
        for side in self.session.humans:
            self._look(side)
            for event in self.session.visible(events, side):
                values = [getattr(event, f.name) for f in fields(event)]
                flat = [v for value in values for v in (value if isinstance(value, tuple) else (value,))]
                self.names[side] |= {ids[v] for v in flat if isinstance(v, str) and v in ids}
        return events

    def _look(self, side: str) -> None:
        seen = self.session.view(side)
        units = seen.state.units
        known = [u for u in units if u.on_map and seen.level(u) >= Level.IDENTIFIED]
        known += [units[i] for i, ghost in seen.ghosts.items() if ghost.level >= Level.IDENTIFIED]
        self.names[side] |= {u.spec.name for u in known}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["grazing_rights", "the_64th"])
def test_a_whole_battle_of_two_people_tells_neither_more_than_he_knows(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The staffs decide, hands give the orders; whatever is written on the screen names nobody whom its reader has not
    been told of, and the bar at the top is the reader's own."""
    made = named(load(name))
    session = Session.begin(made, {info.id: HUMAN for info in made.sides}, 5, record=False)
    told = Told(session)
    monkeypatch.setattr(session, "submit", told.submit)
    d = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), (1280, 720))
    looked = 0

    def look(what: str) -> None:
        nonlocal looked
        scene = d.app.scenes[0]
        if not isinstance(scene, BattleScene) or session.over:
            return
        battle = scene.battle
        labels = [str(getattr(e, "text", "")) for e in d.elements()]
        words = "\n".join([d.texts(), *labels, battle.note[0]])
        strange = set(NAMED.findall(words)) - told.names[battle.viewer]
        assert not strange, f"{what}, turn {battle.planner.state.turn}: {battle.viewer} reads {strange}"
        if scene.top.army_button is not None and not battle.hidden:
            mine = armyrows.summary(session.view(battle.viewer).state, battle.viewer)
            assert scene.top.army_button.text == mine, what
        looked += 1

    hands = Hands(d, look, watching=True)
    d.show(BattleScene(session))
    hands.settle()
    minds = {side: ai.make("staff", 5) for side in session.humans}
    begun: set[tuple[int, str]] = set()
    try:
        while not hands.over:
            seen = session.view(session.active)
            key = seen.state.turn, session.active
            if key not in begun and isinstance(d.top, BattleScene):
                begun.add(key)
                for page in (pygame.K_F3, pygame.K_F4, pygame.K_F6, pygame.K_m, pygame.K_F2, pygame.K_n):
                    d.key(page)
                    look(pygame.key.name(page))
            hands.give(minds[session.active].next_order(seen))
            look("an order")
        assert len(begun) == 2 * len(made.calendar) and looked > 10 * len(begun)
    finally:
        d.close()
        session.close()
