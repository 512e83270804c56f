"""Puzzles in a battle: how an attempt ended, and a position of a battle kept as one."""

from __future__ import annotations

from functools import partial

import pygame

from khalkhin.core.fog.view import View
from khalkhin.play.puzzles.game import PuzzleGame
from khalkhin.play.puzzles.puzzle import STANDING, AttemptEnd
from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToPuzzle, ToPuzzles
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, message
from khalkhin.ui.ports import puzzles_port
from khalkhin.ui.ports.library import OpeningFault
from khalkhin.ui.ports.puzzles_port import Goal
from khalkhin.ui.scene import Back, Next, Push, Result, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


def ending(game: PuzzleGame) -> Dialog:
    """What came of an attempt, which is remembered, and where to go on."""
    kept = puzzles_port.remember(game)
    game.told = True
    rows: list[Row] = []
    if game.verdict is AttemptEnd.SOLVED:
        title = _("Solved")
        told = ngettext("You have done it in {n} turn.", "You have done it in {n} turns.", game.turns_used)
        rows.append(Line(told.format(n=game.turns_used)))
    else:
        title = _("Not solved")
        rows.append(Line(_("The turns are over, and what was asked for does not hold. Try another way.")))
    if kept:
        rows += [Gap(6), Line(kept, tone="warn")]
    id_ = game.puzzle.id
    further = puzzles_port.following(id_)
    again = DialogButton(_("Once more"), primary=game.verdict is not AttemptEnd.SOLVED, goes=ToPuzzle(id_))
    after = DialogButton(_("The next"), primary=game.verdict is AttemptEnd.SOLVED, goes=ToPuzzle(further))
    answers = (
        again,
        *((after,) if further else ()),
        DialogButton(_("All puzzles"), primary=not further and game.verdict is AttemptEnd.SOLVED, goes=ToPuzzles(id_)),
        DialogButton(_("Look at the map")),
    )
    return Dialog(title, rows, answers, width=620)


class KeepScene(Scene):
    """Keep the present position as a puzzle: the goal, the turns and the enemy are chosen from what there is."""

    overlay = True

    def __init__(self, view: View) -> None:
        self.view = view
        self.goals: tuple[Goal, ...] = puzzles_port.goals(self.view)
        self.chosen = 0
        self.turns, self.enemy, self.hold = 2, STANDING, False
        self.kept = False

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        pad, tall, gap = m.px(22), m.px(30), m.px(5)
        most = max(1, (ui.size[1] - m.px(330)) // (tall + gap))
        shown = self.goals[:most]
        width = min(m.px(620), ui.size[0] - m.px(40))
        lines = self._told()
        head = m.px(30 + 24 * len(lines))
        height = 2 * pad + head + len(shown) * (tall + gap) + 3 * (m.row + gap) + m.row + 2 * m.gap
        box = pygame.Rect(0, 0, width, min(height, ui.size[1] - m.px(20)))
        box.center = (ui.size[0] // 2, ui.size[1] // 2)
        panel = ui.panel(box, paper=True)
        inner = width - 2 * pad
        ui.sheet(
            pygame.Rect(pad, pad, inner, head), (Heading(_("Keep as a puzzle")), *lines), paper=True, container=panel
        )
        y = pad + head
        for i, goal in enumerate(shown):
            button = ui.button(
                pygame.Rect(pad, y, inner, tall),
                goal.text,
                partial(self._goal, i),
                tip=_("This is what is to be done in the puzzle."),
                look="paper",
                container=panel,
            )
            if i == self.chosen:
                button.select()
                ui.set_focus(button)
            y += tall + gap
        y += m.gap
        turns = tuple((n, ngettext("in {n} turn", "in {n} turns", n).format(n=n)) for n in range(1, 6))
        held = ((False, _("once is enough")), (True, _("and so at the end")))
        enemies = ((STANDING, _("the enemy stands still")), ("staff", _("the staff answers")))
        place = pygame.Rect(pad, y, inner, m.row)
        ui.choice(place, turns, self.turns, self._turns, tip=_("How many turns there are for it."), container=panel)
        place = place.move(0, m.row + gap)
        ui.choice(place, held, self.hold, self._hold, tip=_("Whether it must still be so at the end."), container=panel)
        place = place.move(0, m.row + gap)
        ui.choice(
            place, enemies, self.enemy, self._enemy, tip=_("Whether the enemy has turns of his own."), container=panel
        )
        y = box.height - pad - m.row
        bw = m.px(150)
        keep = ui.button(
            pygame.Rect(width - pad - 2 * bw - m.gap, y, bw, m.row),
            _("Keep it"),
            self._keep,
            tip=_("Puts it among your puzzles."),
            look="paper_primary",
            container=panel,
        )
        if not self.goals:
            keep.disable()
        place, told = pygame.Rect(width - pad - bw, y, bw, m.row), with_keys(_("Back without keeping it."), _("Esc"))
        ui.button(place, _("Leave it"), Back, tip=told, look="paper", container=panel)

    def _told(self) -> list[Row]:
        if not self.goals:
            return [Line(_("There is nothing here that could be asked for."), tone="warn")]
        if not self.view.state.fog:
            return [Line(_("What is to be reached?"), tone="dim")]
        secret = _("What your side does not know of the enemy is not in it.")
        return [Line(_("What is to be reached?"), tone="dim"), Line(secret, tone="dim", style="small")]

    def _goal(self, index: int) -> None:
        self.chosen = index
        self.rebuild()

    def _turns(self, turns: int) -> None:
        self.turns = turns
        self.rebuild()

    def _hold(self, hold: bool) -> None:
        self.hold = hold
        self.rebuild()

    def _enemy(self, enemy: str) -> None:
        self.enemy = enemy
        self.rebuild()

    def _keep(self) -> Next | None:
        found = puzzles_port.make(
            self.view,
            self.view.state.scenario.id,
            self.goals[self.chosen],
            self.turns,
            self.enemy,
            self.hold,
        )
        if isinstance(found, OpeningFault):
            return Push(message(found.title, found.text))
        self.kept = True
        where = _("It stands among the puzzles of the start menu, where its code can be copied for others.")
        return Push(message(_("Kept"), found, where))

    def resumed(self, result: Result | None) -> Next | None:
        return Back() if self.kept else None

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
