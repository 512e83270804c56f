"""Giving orders from the list in the side panel: picking, aiming at the map, setting numbers, confirming."""

from __future__ import annotations

import pygame

from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Exit, Order
from khalkhin.text.refusals import refusal_text
from khalkhin.ui.battle.keys import LESS, MORE
from khalkhin.ui.battle.screen import BattleScreen
from khalkhin.ui.dialogs.dialog import Answer, Dialog
from khalkhin.ui.panels import orderrows
from khalkhin.ui.planning.choices import Target
from khalkhin.ui.scene import Next, Push
from khalkhin.ui.widgets.row_list import Line


class OrderCommands(BattleScreen):
    """What the list of orders does, by mouse and by keys. Finished orders go to :meth:`give`."""

    def give(self, order: Order) -> None:
        """Hand an order to the game."""
        raise NotImplementedError

    def _pick(self, id_: str) -> Next | None:
        """Take a choice from the list of orders."""
        choice = self.planner.choice(id_)
        if choice is None or not self._may_order:
            return None
        if id_ == "exit":
            return self._exit()
        if not choice.able:
            self.app.sounds.play("refuse")
            self.say(choice.reason, "warn")
            return None
        self.app.sounds.play("click")
        self.pointed_choice = None
        order = self.planner.pick(choice)
        if order is not None:
            self.give(order)
        else:
            self.say("")
            self._show_aim()
        self.refresh()
        return None

    def _show_aim(self) -> None:
        draft = self.planner.draft
        if draft is not None and draft.aim is not None and draft.aim.hexes:
            self._bring(draft.aim.hexes[-1])

    def _aim(self, target: Target) -> None:
        """A target was picked from the panel: aim at it, and confirm it when it is picked again."""
        draft = self.planner.draft
        if draft is None:
            return
        if draft.aim == target:
            self._confirm_draft()
            return
        draft.aim = target
        self._show_aim()
        self.refresh()

    def _aim_at(self, hex_: int) -> None:
        """A click on the map while an order is put together."""
        draft = self.planner.draft
        assert draft is not None
        if draft.point(hex_, self.near_side):
            self._confirm_draft()
            return
        order = draft.choice.at(hex_)
        refused = why_illegal(self.planner.state, order) if order is not None else None
        self.app.sounds.play("refuse")
        self.say(refusal_text(refused, self.planner.state) if refused else orderrows.ask(draft), "warn")

    def _turn(self, name: str, by: int, *, around: bool = False) -> None:
        if self.planner.draft is not None:
            self.planner.draft.turn(name, by, around=around)
            self.refresh()

    def _confirm_draft(self) -> None:
        """Give the order that was put together, if it is whole and may be given."""
        draft = self.planner.draft
        if draft is None:
            return
        refused = draft.refusal(self.planner.state)
        order = self.planner.confirm() if refused is None else None
        if order is not None:
            self.give(order)
        elif refused is not None or draft.aim is None:
            self.app.sounds.play("refuse" if refused else "click")
            self.say(
                refusal_text(refused, self.planner.state) if refused else orderrows.ask(draft),
                "warn" if refused else "gold",
            )
        self.refresh()

    def _step_back(self) -> None:
        self.planner.back()
        self.say("")
        self.refresh()

    def _to(self, tab: str) -> None:
        """Turn to a page of the panel; the list of orders beneath it follows."""
        self.tab = tab
        if self.planner.army != (tab == "army"):
            self.planner.select(None)
            self.planner.army = tab == "army"

    def _barrage(self) -> None:
        unit = self.planner.unit
        if not self._may_order or unit is None or not unit.spec.type.range:
            self.say("Select guns first: a unit with a range.", "warn")
            return
        self._to("info")
        draft = self.planner.draft
        if draft is not None and draft.choice.id == "barrage":
            self._step_back()
        else:
            self._pick("barrage")

    def _exit(self) -> Next | None:
        unit = self.planner.unit
        if not self._may_order or unit is None:
            return None
        refused = why_illegal(self.planner.state, Exit(unit.id))
        if refused is not None:
            self.say(refusal_text(refused, self.planner.state), "warn")
            return None
        return Push(
            Dialog(
                f"{unit.spec.name} leaves the map?",
                (Line("It will not come back in this battle."),),
                (Answer("Leave", ("exit", unit.id), None, True), Answer("Stay")),
                width=420,
            )
        )

    def _draft_key(self, event: pygame.event.Event) -> bool:
        """Keys while an order is put together: Tab aims, plus and minus turn its first number, Enter gives it."""
        draft = self.planner.draft
        assert draft is not None
        dial = draft.choice.dials[0].name if draft.choice.dials else ""
        if event.key == pygame.K_TAB:
            draft.step(-1 if event.mod & pygame.KMOD_SHIFT else 1)
            self._show_aim()
            self.refresh()
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self._confirm_draft()
        elif dial and event.key in LESS | MORE:
            self._turn(dial, 1 if event.key in MORE else -1)
        else:
            return False
        return True

    def _digit(self, index: int, *, back: bool) -> Next | None:
        """A number key picks from the list of orders; on a number it goes up by one, with Shift down."""
        if self.people is not None or not self.orders.visible:
            return None
        asked = orderrows.keys(self.planner)
        if index >= len(asked):
            return None
        match asked[index]:
            case ("turn", name, _):
                self._turn(name, -1 if back else 1, around=True)
                return None
        return self._row_clicked(asked[index])
