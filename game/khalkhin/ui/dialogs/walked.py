"""Paper dialogs whose lines lead somewhere: by a click, or by walking there with Up and Down and pressing Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pygame

from khalkhin.ui.dialogs.dialog import Dialog, DialogButton
from khalkhin.ui.scene import Next
from khalkhin.ui.widgets.rows import Line, Row, RowAction

#: Rows above those of the dialog: its title and a gap.
ABOVE = 2


class WalkedDialog(Dialog):
    """A dialog with lines to go to. `led` says where a line's action leads, and the number of the line; at first no
    line is marked (`mark` -1), so that Enter gives the dialog's primary answer."""

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        answers: Sequence[DialogButton],
        led: Callable[[RowAction, int], Next | None],
        *,
        width: int = 640,
        mark: int = -1,
        tick: tuple[str, bool] | None = None,
    ) -> None:
        super().__init__(title, rows, answers, width=width, tick=tick)
        self._plain = self.rows
        self._led = led
        self.mark = mark if 0 <= mark < len(self.rows) and self.rows[mark].action is not None else -1

    @property
    def stops(self) -> list[int]:
        """The numbers of the lines that lead somewhere."""
        return [i for i, row in enumerate(self._plain) if isinstance(row, Line) and row.action is not None]

    def build(self) -> None:
        self.rows = self._marked()
        super().build()
        self.ui.hotkeys[pygame.K_DOWN] = lambda: self._walk(1)
        self.ui.hotkeys[pygame.K_UP] = lambda: self._walk(-1)
        for key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            self.ui.hotkeys[key] = self._enter
        if self.mark >= 0:
            self.sheet.reveal_row(self.mark + ABOVE)

    def _marked(self) -> tuple[Row, ...]:
        return tuple(
            replace(row, marked=True) if i == self.mark and isinstance(row, Line) else row
            for i, row in enumerate(self._plain)
        )

    def _walk(self, step: int) -> None:
        """On to the next line that leads somewhere; past either end none is marked."""
        stops = [-1, *self.stops]
        self.mark = stops[(stops.index(self.mark) + step) % len(stops)]
        self._show()

    def _show(self) -> None:
        self.rows = self._marked()
        self.sheet.set_rows((*self.sheet.rows[:ABOVE], *self.rows), top=False)
        if self.mark >= 0:
            self.sheet.reveal_row(self.mark + ABOVE)

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_TAB, pygame.K_LEFT, pygame.K_RIGHT):
            self._unmark()  # The keyboard goes on to the buttons.
        return super().handle(event)

    def _unmark(self) -> None:
        if self.mark >= 0:
            self.mark = -1
            self._show()

    def _enter(self) -> Next | None:
        if self.mark >= 0:
            action = self._plain[self.mark].action
            return None if action is None else self._led(action, self.mark)
        if self.ui.focus in self.ui.actions and self.ui.focus.is_enabled:
            answered = self.ui.actions[self.ui.focus]()
            return answered if isinstance(answered, Next) else None
        return None

    def take(self, action: RowAction) -> Next | None:
        at = next((i for i in self.stops if self._plain[i].action == action), -1)
        return self._led(action, at)
