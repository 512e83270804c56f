"""Faults of a scenario that was edited while its battle is played: the old map stays on the screen, with rings where
the faults are, and their list beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.watch.watcher import Edit
from khalkhin.translation import _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import command_for, key_name
from khalkhin.ui.map.camera import Camera
from khalkhin.ui.panels.faultrows import ShowFault, fault_rows
from khalkhin.ui.pictures.faultmap import nowhere, numbers, rings
from khalkhin.ui.ports.edits import Edits
from khalkhin.ui.scene import Back, Next, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction


@dataclass(frozen=True, slots=True)
class Mended(Result):
    """The files can be played again."""

    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Beneath:
    """What the battle's screen shows meanwhile: how it is drawn, with something drawn on the map beneath all that lies
    over it; where its map and its side are, how the map is looked at."""

    draw: Callable[[pygame.Surface, Callable[[pygame.Surface], None]], None]
    map_rect: pygame.Rect
    side_rect: pygame.Rect
    camera: Camera


class FaultsScene(Scene):
    """The faults of an edit, over the side of the battle's screen. It goes when they are mended, or with Esc; the
    battle can then be played on as it was."""

    def __init__(self, edits: Edits, edit: Edit, beneath: Callable[[], Beneath]) -> None:
        self._edits, self._beneath = edits, beneath
        self.chosen = 0
        self._take(edit)

    def _take(self, edit: Edit) -> None:
        faults = tuple(issue for issue in edit.issues if issue.is_error) or edit.issues
        self.told = self._edits.told(faults)
        self.chosen = min(self.chosen, len(self.told))
        #: The faults by column and row.
        self._found: dict[tuple[int, int], list[int]] = {}
        #: Which of them have no place there, as a sentence.
        self._nowhere = ""
        if edit.partial is not None:
            self._nowhere = nowhere(edit.partial, faults)
            place = edit.partial.board.place
            self._found = {place(hex_): them for hex_, them in numbers(edit.partial, faults).items()}

    def build(self) -> None:
        ui, m, area = self.ui, self.ui.m, self._beneath().side_rect
        pad = m.px(10)
        inner = area.inflate(-2 * pad, -2 * pad)
        half = (inner.width - m.gap) // 2
        place = pygame.Rect(inner.x, inner.bottom - m.row, half, m.row)
        again = f"{_('Read again')}  ·  {key_name(Command.REREAD)}"
        told = with_keys(_("Reads the files of the scenario again."), key_name(Command.REREAD))
        ui.button(place, again, self._edits.ask, tip=told, look="primary")
        told = with_keys(_("Plays on with the map as it was before."), _("Esc"))
        ui.button(place.move(half + m.gap, 0), f"{_('Play on')}  ·  {_('Esc')}", Back, tip=told)
        self.sheet = ui.sheet(pygame.Rect(inner.x, inner.y, inner.width, inner.height - m.row - m.gap), self._rows())
        ui.sheet_action = self._show
        ui.hotkeys[pygame.K_DOWN] = lambda: self._step(1)
        ui.hotkeys[pygame.K_UP] = lambda: self._step(-1)

    def _rows(self) -> list[Row]:
        told = _("What was saved last cannot be played. The map is as it was before: mend the files, or play on.")
        step = _("Up and Down lead from one fault to the next; rings on the map show where they lie.")
        return [
            Heading(_("Faults")),
            Line(told, tone="warn"),
            Gap(4),
            *fault_rows(self.told, self.chosen, self._nowhere),
            Gap(4),
            Line(step, tone="dim", style="small"),
        ]

    def _show(self, action: RowAction) -> None:
        if isinstance(action, ShowFault):
            self._choose(0 if action.number == self.chosen else action.number)

    def _step(self, by: int) -> None:
        self._choose((self.chosen + by) % (len(self.told) + 1))

    def _choose(self, number: int) -> None:
        self.chosen = number
        self.sheet.set_rows(self._rows(), top=False)
        camera = self._beneath().camera
        there = next((hex_ for hex_, them in self._rings(camera).items() if number in them), None)
        if there is not None:
            camera.centre_on(there)
        self.app.dirty = True

    def _rings(self, camera: Camera) -> dict[int, list[int]]:
        """The faults by the hexes of the old map, as far as it has them."""
        wide, high = camera.board_width, camera.board_height
        return {row * wide + col: them for (col, row), them in self._found.items() if col < wide and row < high}

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN:
            command = command_for(event)
            if command is Command.REREAD:
                self._edits.ask()
                return None
            if command in (Command.ZOOM_IN, Command.ZOOM_OUT):
                self._beneath().camera.zoom_by(1 if command is Command.ZOOM_IN else -1)
                self.app.dirty = True
                return None
        return super().handle(event)

    def update(self, dt: float) -> Next | None:
        edit = self._edits.news()
        if edit is None:
            return None
        if edit.scenario is not None:
            return Back(Mended(edit.scenario))
        self._take(edit)
        self.rebuild()
        return None

    def draw(self, surface: pygame.Surface) -> None:
        beneath = self._beneath()
        camera = beneath.camera
        beneath.draw(surface, lambda ground: rings(ground, camera, self._rings(camera), self.chosen or None))
        surface.fill(theme.PANEL, beneath.side_rect)
        self.ui.draw(surface)
