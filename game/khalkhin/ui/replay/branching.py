"""Whether and how a battle is gone on with from the middle of a film: who commands, and what the save is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pygame

from khalkhin.play.session.film import Film
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.text.names import clock_text
from khalkhin.text.sides import in_order
from khalkhin.translation import _
from khalkhin.ui.destinations import ToJournal
from khalkhin.ui.dialogs.dialog import fault_message
from khalkhin.ui.ports import films
from khalkhin.ui.ports.library import COMPUTER, OpeningFault
from khalkhin.ui.scene import Back, Go, Next, Push, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line

#: The longest name of a save.
LONGEST = 60


class BranchScene(Scene):
    """A dialog over a film at a position. Who commands is `free` to choose where all may be seen: while a battle goes
    on, nobody is to find out by a branch what his side did not know."""

    overlay = True

    def __init__(self, film: Film, position: int, *, free: bool) -> None:
        self.film = film
        self.free = free
        self.position = position
        mark = film.turns[film.turn_at(position)].mark
        self.turn = mark.turn
        header = film.header
        self.players: dict[str, str] = {s.id: header.players.get(s.id, HUMAN) for s in film.scenario.sides}
        if HUMAN not in self.players.values():
            self.players[mark.side] = HUMAN  # Somebody is here to play.
        title = header.name or film.scenario.title
        self.name = _("{title}, from turn {turn}").format(title=title, turn=self.turn)[:LONGEST]

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, sides = m.px(22), in_order(self.film.scenario.sides) if self.free else ()
        width = min(m.px(560), w - m.px(40))
        height = min(2 * pad + m.px(168) + (len(sides) + 2) * (m.row + m.gap), h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        info = self.film.scenario.calendar[self.turn - 1]
        place = _("Turn {turn}: {when}").format(turn=self.turn, when=clock_text(info))
        controls = (len(sides) + 2) * (m.row + m.gap)
        rows = (
            Heading(_("Play on from here")),
            Line(place, style="bold"),
            Gap(4),
            Line(
                _(
                    "A new battle begins at this moment, with all that went before, and with the marches, holds and "
                    "plans that stood then. It has a save of its own; the old battle stays as it is. The dice are the "
                    "same: what is done as before comes out as before."
                )
            ),
        )
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - controls), rows, paper=True, container=panel)
        y, half = height - pad - controls + m.gap, (width - 2 * pad) // 2
        ui.label(pygame.Rect(pad, y, half - m.gap, m.row), _("Name of the save"), look="paper_text", container=panel)
        self.entry = ui.entry(pygame.Rect(pad + half, y, half, m.row), self.name, allowed=None, container=panel)
        self.entry.set_text_length_limit(LONGEST)
        y += m.row + m.gap
        for side in sides:
            ui.label(pygame.Rect(pad, y, half - m.gap, m.row), side.name, look="paper_text", container=panel)
            kind = HUMAN if self.players[side.id] == HUMAN else COMPUTER
            options = ((HUMAN, _("Player")), (COMPUTER, _("Computer")))
            ui.choice(
                pygame.Rect(pad + half, y, half, m.row),
                options,
                kind,
                partial(self._player, side.id),
                tip=_("Who commands this side: somebody at this machine, or the computer."),
                container=panel,
            )
            y += m.row + m.gap
        y = height - pad - m.row
        go, back = _("Play on"), _("Back")
        gw = max(m.px(120), m.width(go, "bold") + m.px(36))
        bw = max(m.px(110), m.width(back, "bold") + m.px(36))
        left = pygame.Rect(width - pad - gw - m.gap - bw, y, bw, m.row)
        away = with_keys(_("Back to the film."), _("Esc"))
        ui.button(left, back, Back, tip=away, look="paper", container=panel)
        told = _("Begins a battle of its own from this position; the first stays as it is.")
        right = pygame.Rect(width - pad - gw, y, gw, m.row)
        ui.button(right, go, self._begin, tip=told, look="paper_primary", container=panel)
        if ui.focus is None:
            ui.set_focus(ui.order[-1])

    def _player(self, side: str, who: str) -> None:
        self._keep()
        self.players[side] = who
        self.rebuild()

    def _keep(self) -> None:
        """Take the name as it was typed."""
        self.name = " ".join("".join(c for c in self.entry.get_text() if c.isprintable()).split())

    def _begin(self) -> Next:
        self._keep()
        made = films.play_on(self.film, self.position, self._commanders(), self.name)
        return Push(fault_message(made)) if isinstance(made, OpeningFault) else Go(ToJournal(made))

    def _commanders(self) -> Mapping[str, str]:
        """The players; a computer that played stays who it was."""
        old = self.film.header.players
        return {
            side: old.get(side, who) if who != HUMAN and old.get(side, HUMAN) != HUMAN else who
            for side, who in self.players.items()
        }

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
