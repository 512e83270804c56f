"""Gives any order by mouse and keys, as a player would: picks the unit, points at the map, ticks, confirms.

    hands = Hands(driver)
    hands.settle()
    hands.give(parse_order("move ru-24 12,7"))

What a computer player decides can so be played through the window; that the game got the very order meant is checked.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
    EmergencySupply,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Place,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.play.intentions.intentions import March
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.results import EndTheTurn, LeaveMap
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.panels import assaultrows
from khalkhin.ui.planning.actions import PanelAction, Pick, Toggle, ToggleAdvance, ToggleSetPiece, TurnSorties
from khalkhin.ui.report.end import EndScene
from khalkhin.ui.scene import Result

from tests.guard import waiting
from tests.narrow import the
from tests.ui.driver import Driver


class Hands:
    """Plays the battle that a driver shows. `seen` is called with a name at what is worth a picture or a look; who is
    `watching` has the other's turn shown again at every hand-over."""

    def __init__(
        self, driver: Driver, seen: Callable[[str], None] = lambda name: None, *, watching: bool = False
    ) -> None:
        self.d = driver
        self.seen = seen
        self.watching = watching
        self.given = 0

    @property
    def scene(self) -> BattleScene:
        top = self.d.top
        assert isinstance(top, BattleScene), f"{type(top).__name__} is in the way: {self.d.texts()[:200]}"
        return top

    @property
    def over(self) -> bool:
        return self.d.ended or isinstance(self.d.top, EndScene)

    # -- between orders ------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Read messages, hand over, watch the computer, until a player may give an order or make a choice, or the
        battle is over."""
        for _ in waiting(lambda: self.over, lambda: f"an order, in {type(self.d.top).__name__}", pause=0.001):
            top = self.d.top
            match top:
                case DecisionScene():
                    self.seen("choice")
                    return
                case HandOver() if self.watching and any("Watch their turn" in b.text for b in self.d.buttons()):
                    self.seen("hand-over")
                    self.d.click_text("Watch their turn")
                    self.seen("watched")
                case HandOver() | Dialog():
                    self.seen("hand-over" if isinstance(top, HandOver) else "message")
                    self.d.key(pygame.K_RETURN)
                case BattleScene() if top.battle.playing and top.battle.playback.watched:
                    self.seen("watched")
                    self.d.step(1)
                case BattleScene() if top.battle.playback.busy:
                    self.d.key(pygame.K_SPACE)
                case BattleScene() if top.battle.accounts:
                    self.seen("account")
                    self.d.key(pygame.K_ESCAPE)
                case BattleScene() if top.battle.may_order and not top.battle.pending and self._greeted(top):
                    self.d.step(1)
                    if self.d.top is top and not top.battle.playback.busy and not top.battle.pending:
                        return
                case _:
                    self.d.step(1)

    def _greeted(self, scene: BattleScene) -> bool:
        return scene.battle._greeted == (scene.battle.planner.state.turn, scene.session.active)

    # -- orders --------------------------------------------------------------------------------------------

    def give(self, order: Order) -> None:
        """Give an order by input alone. Raises: AssertionError if the window could not, or gave another."""
        if isinstance(order, Choose):
            self._choose(order)
            return
        scene = self.scene
        given: list[Order] = []
        true_give = scene.battle.give

        def noted(order: Order, march: March | None = None) -> bool:
            given.append(order)
            return true_give(order, march)

        scene.battle.give = noted  # type: ignore[method-assign]
        try:
            self._do(order)
        finally:
            del scene.battle.give
        assert given == [order], f"meant {order}, gave {[str(o) for o in given]}: {scene.battle.note[0]}"
        self.given += 1
        self.settle()

    # Long: a case for each class of orders.
    def _do(self, order: Order) -> None:
        match order:
            case Move(unit, to, ()):
                self.select(unit)
                hex_ = self.hex(to)
                state = self.scene.battle.planner.state
                friends = any(u.side == state.active for u in state.at_hex(hex_))
                self.click(hex_, shift=friends)
            case Assault():
                self._assault(order)
            case Barrage(gun, target):
                self.select(gun)
                self.d.key(pygame.K_b)
                self.click(self.hex(target))
            case Exit(unit):
                self.select(unit)
                self.d.key(pygame.K_e)
                self._answer(LeaveMap)
            case Shell(gun, _):
                self.select(gun)
                self._pick("shell")
                self._aim(order)
            case Standby(gun, what):
                self.select(gun)
                self._pick(f"standby-{what or the(self.scene.battle.planner.unit).standby}")
            case Work(unit, task, _):
                self.select(unit)
                self._pick(f"work-{task}")
                self._aim(order)
            case Stop(unit):
                self.select(unit)
                self._pick("stop")
            case Demolish(unit, _):
                self.select(unit)
                self._pick("blow")
                self._aim(order)
            case Haul(unit, None):
                self.select(unit)
                self._pick("staff")
            case Haul(unit, (start, end)):
                self.select(unit)
                self._pick("haul")
                self.click(self.hex(start))
                self.click(self.hex(end))
            case Load(unit, points) | Unload(unit, points):
                self.select(unit)
                self._pick("load" if isinstance(order, Load) else "unload")
                self._dial(0, points)
                self.d.key(pygame.K_RETURN)
            case ForcedMarch(unit) | EmergencySupply(unit):
                self.select(unit)
                self._pick("hurry" if isinstance(order, ForcedMarch) else "feed")
                self.d.key(pygame.K_RETURN)
            case Prioritise(depot, priority):
                self.select_store(self.hex(depot))
                self._pick(f"priority-{priority}")
            case Fly():
                self._fly(order)
            case Deceive(at):
                self._army()
                self._pick("deceive")
                self.click(self.hex(at))
            case EndTurn():
                self._let_go()
                self.d.key(pygame.K_RETURN)
                if isinstance(self.d.top, Dialog) and any(isinstance(a.result, EndTheTurn) for a in self.d.top.answers):
                    self.seen("end-turn")
                    self._answer(EndTheTurn)
            case _:
                raise AssertionError(f"no way is known to give {order}")

    def _answer(self, result: type[Result]) -> None:
        """Give the answer of a question that has a result."""
        assert isinstance(self.d.top, Dialog), type(self.d.top).__name__
        self.d.choose(next(a.text for a in self.d.top.answers if isinstance(a.result, result)))

    def _choose(self, order: Choose) -> None:
        top = self.d.top
        if isinstance(top, BattleScene):  # put off before
            self.d.key(pygame.K_RETURN)
            top = self.d.top
        assert isinstance(top, DecisionScene) and top.entry.id == order.entry, f"{order} was not asked for"
        index = [a.id for a in top.entry.answers].index(order.answer)
        self.d.key(pygame.K_1 + index)
        self.given += 1
        self.settle()

    def _assault(self, order: Assault) -> None:
        hex_ = self.hex(order.target)
        self.click(hex_, button=3)
        plan = self.scene.battle.planner.plan
        assert plan is not None, f"no assault on {order.target} is offered: {self.scene.battle.note[0]}"
        self.seen("assault")
        for unit in (*plan.order.attackers, *plan.order.guns):
            if unit not in (*order.attackers, *order.guns) or plan.order.attackers != order.attackers:
                self._tick(Toggle(unit))
        for unit in (*order.attackers, *order.guns):
            if unit not in (*plan.order.attackers, *plan.order.guns):
                self._tick(Toggle(unit))
        if plan.order.set_piece != order.set_piece:
            self._tick(ToggleSetPiece())
        if plan.order.advance != order.advance:
            self._tick(ToggleAdvance())
        while plan.order.sorties != order.sorties:
            self._mark(TurnSorties(1))
            self.d.key(pygame.K_RIGHT if plan.order.sorties < order.sorties else pygame.K_LEFT)
        self.d.key(pygame.K_RETURN)

    def _mark(self, action: PanelAction) -> None:
        wanted = assaultrows.actions(self.scene.battle.planner).index(action)
        while self.scene.battle.mark != wanted:
            self.d.key(pygame.K_DOWN)

    def _tick(self, action: PanelAction) -> None:
        self._mark(action)
        self.d.key(pygame.K_SPACE)

    def _fly(self, order: Fly) -> None:
        self._army()
        self._pick(order.mission)
        draft = self.scene.battle.planner.draft
        assert draft is not None
        for i, dial in enumerate(draft.choice.dials):
            self._dial(i, order.sorties if dial.name == "sorties" else order.escort)
        match order.target:
            case (int(), int()) as place:
                self.click(self.hex(place))
            case _:
                self._aim(order)

    # -- picking and pointing ------------------------------------------------------------------------------

    def hex(self, place: Place) -> int:
        found = self.scene.session.scenario.board.index(*place)
        assert found is not None
        return found

    def pixel(self, hex_: int) -> tuple[int, int]:
        """Where a hex is in the window, brought into the map's part first."""
        scene = self.scene
        assert scene.map.view is not None
        while scene.map.view.camera.gliding:
            self.d.step(1)  # Where it is on the way is not where it will be when the button goes down.
        inner = scene.map_rect.inflate(-160, -160)
        x, y = scene.map.view.position(hex_)
        if not inner.collidepoint(x + scene.map_rect.x, y + scene.map_rect.y):
            scene.map.view.camera.centre_on(hex_)
            self.d.step(1)
            x, y = scene.map.view.position(hex_)
        return x + scene.map_rect.x, y + scene.map_rect.y

    def click(self, hex_: int, button: int = 1, *, shift: bool = False) -> None:
        pygame.key.set_mods(pygame.KMOD_SHIFT if shift else 0)
        self.d.click(self.pixel(hex_), button)
        pygame.key.set_mods(0)

    def _let_go(self) -> None:
        planner = self.scene.battle.planner
        if self.scene.battle.tape is not None:
            self.d.key(pygame.K_ESCAPE)
        for _ in range(4):
            if planner.plan is None and planner.draft is None and planner.selected is None and planner.store is None:
                return
            self.d.key(pygame.K_ESCAPE)

    def select(self, unit: str) -> None:
        """Click on a unit's hex until it is the one selected."""
        planner = self.scene.battle.planner
        found = planner.state.unit(unit)
        assert found is not None
        if self.scene.battle.tab == "army":
            self.d.key(pygame.K_F2)
        for _ in range(8):
            if planner.selected == unit:
                return
            self.click(found.hex)
        raise AssertionError(f"{unit} cannot be selected")

    def select_store(self, hex_: int) -> None:
        """Click on a depot until it is selected; a unit that could march there is let go first."""
        self._let_go()
        for _ in range(8):
            if self.scene.battle.planner.store == hex_:
                return
            self.click(hex_)
        raise AssertionError(f"the depot in {hex_} cannot be selected")

    def _army(self) -> None:
        if self.scene.battle.tab != "army":
            self.d.key(pygame.K_m)

    def _pick(self, id_: str) -> None:
        """Pick from the list of orders by its number."""
        found = [c.id for c in self.scene.battle.planner.choices()]
        assert id_ in found, f"{id_} is not offered, but {found}"
        index = found.index(id_)
        self.seen(f"order {id_}")
        if index < 9:
            self.d.key(pygame.K_1 + index)
        else:
            self.scene._row_clicked(Pick(id_))

    def _dial(self, index: int, value: int) -> None:
        draft = self.scene.battle.planner.draft
        assert draft is not None
        dial = draft.choice.dials[index]
        for _ in range(200):
            at = draft.values[dial.name]
            if at == value or abs(at - value) < dial.step:
                break
            mod = 0 if at < value else pygame.KMOD_SHIFT
            self.d.key(pygame.K_1 + index, mod)

    def _aim(self, order: Order) -> None:
        """Step through the targets until the draft says the order, then give it."""
        draft = self.scene.battle.planner.draft
        assert draft is not None, self.scene.battle.note[0]
        for _ in range(len(draft.choice.targets) + 1):
            if draft.order() == order:
                self.seen("aimed")
                self.d.key(pygame.K_RETURN)
                return
            self.d.key(pygame.K_TAB)
        raise AssertionError(f"{order} is not among {[str(t.order) for t in draft.choice.targets]}")
