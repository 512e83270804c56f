"""Takes lessons through the window, by the mouse alone or by the keyboard alone, as each step asks.

pupil = Pupil(driver, "mouse")
pupil.begin("first_battle")
pupil.do(pupil.part)
"""

from __future__ import annotations

from typing import Literal

import pygame
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    EndTurn,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Prioritise,
    Shell,
    Standby,
    Unload,
    Work,
)
from khalkhin.play.lessons.attempt import Attempt
from khalkhin.scenario.lessons.course import (
    AnyOf,
    Asked,
    Drafted,
    OnPage,
    OnUnit,
    Overlay,
    Page,
    Part,
    Planned,
    Read,
    Selected,
    Waited,
)
from khalkhin.ui.battle.asks import OpenMenu
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.coach import AGAIN, BACK, ENTER, SHOW, Coach
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.battle.layerbar import KINDS
from khalkhin.ui.battle.results import EndTheTurn
from khalkhin.ui.destinations import ToLesson
from khalkhin.ui.dialogs.dialog import Dialog, Ticked
from khalkhin.ui.planning.actions import AimAt, ConfirmDraft, PanelAction, Pick
from khalkhin.ui.planning.draft import OrderDraft

from tests.narrow import the
from tests.ui.driver import Driver

__all__ = ["AGAIN", "BACK", "SHOW", "OpenMenu", "Pupil"]

Means = Literal["mouse", "keys"]


class Pupil:
    """Takes the lesson that a driver shows, by one means alone."""

    def __init__(self, driver: Driver, means: Means) -> None:
        self.d = driver
        self.means = means

    @property
    def mouse(self) -> bool:
        return self.means == "mouse"

    @property
    def scene(self) -> BattleScene:
        top = self.d.top
        assert isinstance(top, BattleScene), f"{type(top).__name__} is in the way: {self.d.texts()[:200]}"
        return top

    @property
    def coach(self) -> Coach:
        return the(self.scene.coach)

    @property
    def attempt(self) -> Attempt:
        return self.coach.attempt

    @property
    def part(self) -> Part:
        return self.attempt.part

    @property
    def finished(self) -> bool:
        """Whether the end of the lesson is on the screen."""
        scene = self.d.app.scenes[0]
        return isinstance(scene, BattleScene) and the(scene.coach).attempt.done and isinstance(self.d.top, Dialog)

    # -- the lesson --------------------------------------------------------------------------------------------

    def begin(self, lesson: str) -> None:
        """Be at a lesson, where it was left."""
        self.d.show(ToLesson(lesson))
        self.settle()

    def settle(self) -> None:
        """Let events play and read what is told, until an order can be given or the lesson is done."""

        def still() -> bool:
            top = self.d.top
            if self.finished:
                return True
            if isinstance(top, Dialog):
                self.press(next((a.text for a in top.answers if a.primary), top.answers[-1].text))
                return False
            if not isinstance(top, BattleScene):
                return False
            if top.battle.playing:
                self.d.key(pygame.K_SPACE)
                return False
            return top.battle.may_order and not top.battle.untold

        self.d.until(still, "a battle in which orders can be given")
        self.d.step(4)
        if not self.finished and (isinstance(self.d.top, Dialog) or self.scene.battle.playing):
            self.settle()

    def do(self, part: Part) -> None:
        """What a part asks for."""
        if isinstance(part.waits, Read):
            self.press("Go on") if self.mouse else self.d.key(ENTER[0])
        elif part.orders:
            for order in part.orders:
                if self.attempt.part is part:
                    self.give(order)
        else:
            for point in part.points:  # what the list of orders is of
                if isinstance(point, OnUnit) and not isinstance(part.waits, Selected):
                    self.select(point.unit)
                elif isinstance(point, OnPage):
                    self.page(point.page)
            self._pick(part.waits)
        self.settle()

    def strip(self, key: int) -> None:
        """Press a button of the lesson's strip."""
        self.d.click(self.coach.buttons[key].rect.center) if self.mouse else self.d.key(key)
        self.settle()

    def warned(self) -> bool:
        """Whether the strip says that something else was done, and how to go on."""
        return any("This step again" in getattr(row, "text", "") for row in the(self.coach.sheet).rows)

    # -- picking -----------------------------------------------------------------------------------------------

    def _pick(self, waits: Waited) -> None:
        match waits:
            case Selected(unit):
                self.select(unit)
            case Planned(hex_):
                self.point(hex_, attack=True)
            case Drafted(choice):
                self.choose(choice)
            case Overlay(kind):
                self.overlay(kind)
            case Page(page):
                self.page(page)
            case Asked(command):
                self.command(Command[command.upper()])
                if not isinstance(self.d.top, BattleScene):
                    self.d.step(2)
                    self.press("Back", "Done", "Close")
            case AnyOf(parts):
                self._pick(parts[0])
            case _:
                raise AssertionError(f"no order is given for {waits}")

    def press(self, *texts: str) -> None:
        """Press the button with one of some texts."""
        found = next(b.text for text in texts for b in self.d.buttons() if text in b.text)
        self.d.click_text(found) if self.mouse else self.d.choose(found)

    def command(self, command: Command) -> None:
        """Ask for something by its button, or its key."""
        if self.mouse and command in self.scene.foot.buttons:
            self.d.click(self.scene.foot.buttons[command].rect.center)
        elif self.mouse and command is Command.HELP:
            self.press("Help")
        else:
            key, mod = next((key, mod) for key, mod, found in BINDINGS if found is command)
            self.d.key(key, mod)

    def overlay(self, name: str) -> None:
        """Have an overlay on."""
        command = Command[name.upper()]
        if self.mouse:
            self.d.click(self.scene.overlays.buttons[KINDS[command]].rect.center)
        else:
            self.command(command)

    def page(self, name: str) -> None:
        """Turn to a page of the panel."""
        if self.scene.battle.tab == name:
            return
        if self.mouse:
            self.d.click(self.scene.panel.tabs[name].rect.center)
        else:
            self.command(Command[f"TAB_{name.upper()}"])

    def select(self, unit: str) -> None:
        """Choose a unit."""
        battle = self.scene.battle
        for _try in range(24):
            if battle.planner.selected == unit and battle.tab == "info":
                return
            if self.mouse:
                self.point(the(battle.planner.state.unit(unit)).hex)
            else:
                self.command(Command.NEXT_UNIT)
        self.point(the(battle.planner.state.unit(unit)).hex)  # one that can do nothing more, by the cursor
        for _try in range(6):
            if battle.planner.selected != unit:
                self.command(Command.OTHER_IN_HEX)
        assert battle.planner.selected == unit, f"{unit} cannot be chosen"

    def point(self, hex_: int, *, attack: bool = False) -> None:
        """Click on a hex, with the left button or the right; or do the same with the hex cursor."""
        scene = self.scene
        view = the(scene.map.view)
        if self.mouse:
            while view.camera.gliding:
                self.d.step(1)
            x, y = view.position(hex_)
            inner = scene.map_rect.inflate(-80, -80)
            for _try in range(8):  # What lies beyond the window is dragged into it.
                if inner.collidepoint(x + scene.map_rect.x, y + scene.map_rect.y):
                    break
                far = max(-300, min(300, inner.centerx - x - scene.map_rect.x))
                down = max(-180, min(180, inner.centery - y - scene.map_rect.y))
                self.d.drag(inner.center, (inner.centerx + far, inner.centery + down))
                x, y = view.position(hex_)
            self.d.click((x + scene.map_rect.x, y + scene.map_rect.y), 3 if attack else 1)
            return
        if scene.battle.cursor is None:
            self.command(Command.CURSOR)
        board = scene.session.scenario.board
        for _step in range(100):
            (c, r), (col, row) = board.place(the(scene.battle.cursor)), board.place(hex_)
            if (c, r) == (col, row):
                break
            key = (pygame.K_RIGHT if c < col else pygame.K_LEFT) if c != col else None
            self.d.key(key or (pygame.K_DOWN if r < row else pygame.K_UP))
        self.command(Command.ATTACK if attack else Command.ACT)
        if scene.battle.planner.plan is None and scene.battle.cursor is not None:
            self.command(Command.CURSOR)

    # -- orders ------------------------------------------------------------------------------------------------

    def give(self, order: Order) -> None:
        """Give an order."""
        match order:
            case Move(unit, to):
                self.select(unit)
                self.point(the(self.scene.session.scenario.board.index(*to)))
            case Assault(target):
                if self.scene.battle.planner.plan is None:
                    self.point(the(self.scene.session.scenario.board.index(*target)), attack=True)
                confirm = self.scene.panel.confirm
                self.d.click(confirm.rect.center) if self.mouse else self.d.key(pygame.K_RETURN)
            case EndTurn():
                self.command(Command.END_TURN)
                top = self.d.top
                if isinstance(top, Dialog):
                    ends = next(a for a in top.answers if isinstance(a.result, EndTheTurn | Ticked))
                    self.press(ends.text)
            case _:
                self._draft(order)
        self.settle()

    def _draft(self, order: Order) -> None:
        """An order from the list."""
        match order:
            case Fly(mission):
                if self.draft is None:
                    self.page("army")
                    self.choose(mission)
            case Prioritise(depot, level):
                hex_ = the(self.scene.session.scenario.board.index(*depot))
                for _try in range(6):
                    if self.scene.battle.planner.store != hex_:
                        self.point(hex_)
                self.choose(f"priority-{level}")
                return
            case _:
                self.select(order.units()[0])
                if self.draft is None:
                    self.choose(_choice(order))
        if isinstance(order, Standby) or self.draft is None:
            return
        for place in order.way if isinstance(order, Haul) and order.way else (None,):
            if isinstance(order, Fly):
                self._dial(order.sorties)
            if not self.mouse:
                self._by_tab(order, place)
            elif place is not None:
                self.point(the(self.scene.session.scenario.board.index(*place)))
            else:
                self._by_mouse(order)

    def _dial(self, value: int) -> None:
        draft = the(self.draft)
        name = draft.choice.dials[0].name
        for _try in range(30):
            if draft.values[name] != value:
                self.d.key(pygame.K_1)

    def _by_tab(self, order: Order, place: tuple[int, int] | None) -> None:
        board = self.scene.session.scenario.board
        for _try in range(60):
            draft = the(self.draft)
            aimed = draft.aim is not None and place is not None and board.index(*place) in draft.aim.hexes
            if draft.order() == order or (aimed and draft.order() is None):
                break
            self.d.key(pygame.K_TAB)
        self.d.key(pygame.K_RETURN)

    def _by_mouse(self, order: Order) -> None:
        for target in the(self.draft).choice.targets:
            if target.order is not None and the(self.draft).shaped(target.order) == order:
                if not self.click_row(AimAt(target)) and target.hexes:
                    self.point(target.hexes[-1])
                break
        if self.draft is not None:
            assert self.click_row(ConfirmDraft()), "the line that gives the order cannot be seen"

    @property
    def draft(self) -> OrderDraft | None:
        return self.scene.battle.planner.draft

    def choose(self, choice: str) -> None:
        """Take a line of the list of orders."""
        found = [c.id for c in self.scene.battle.planner.choices()]
        assert choice in found, f"{choice} is not offered, but {found}"
        if self.mouse:
            assert self.click_row(Pick(choice)), f"the line of {choice} cannot be seen"
        else:
            self.d.key(pygame.K_1 + found.index(choice))

    def click_row(self, action: PanelAction) -> bool:
        """Click on a line of the list of orders, if it can be seen."""
        self.d.step(1)
        place = self.scene.panel.place_of(action)
        if place is not None:
            self.d.click((place.x + 40, place.centery))
        return place is not None


def _choice(order: Order) -> str:
    """The line of the list of orders that such an order begins with."""
    match order:
        case Barrage():
            return "barrage"
        case Shell():
            return "shell"
        case Standby(_, what):
            return f"standby-{what}"
        case Work(_, task):
            return f"work-{task}"
        case Haul(_, way):
            return "haul" if way else "staff"
        case Load():
            return "load"
        case Unload():
            return "unload"
        case ForcedMarch():
            return "hurry"
    raise AssertionError(f"no way is known to give {order}")
