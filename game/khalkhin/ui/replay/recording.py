"""A stretch of a film recorded as a moving picture: what is asked before, how far it is, where the file is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pygame

from khalkhin import paths
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import JournalError, ReplayError
from khalkhin.storage.whole import create_whole
from khalkhin.translation import _
from khalkhin.ui.pictures.recording import CannotRecord, RecordedTurns, Recording
from khalkhin.ui.ports import films
from khalkhin.ui.scene import Back, Next, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Steps of a recording that are taken in a frame of the window.
STEPS = 2


class RecordScene(Scene):
    """A dialog over a film: the turns to record, in the eyes that look, with the map's `middle` in the middle."""

    overlay = True

    def __init__(self, film: Film, sight: str, turn: int, middle: int, zoom: float) -> None:
        self.film = film
        self.turns = sorted({stretch.turn for stretch in film.stretches})
        self.middle = middle
        self.stretch = RecordedTurns(turn, turn, sight, middle, zoom=zoom)
        self.recording: Recording | None = None
        self.written: Path | None = None
        self.fault = ""
        self._shown = -1

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(22)
        asking = self.recording is None and self.written is None
        width = min(m.px(600), w - m.px(40))
        controls = 4 * (m.row + m.gap) if asking else 0
        height = min(2 * pad + m.px(150) + controls + m.row, h - m.px(40))
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box, paper=True)
        room = pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - controls - m.row - m.gap)
        self.sheet = ui.sheet(room, self._rows(), paper=True, container=panel)
        y = height - pad - m.row - controls
        if asking:
            for text, button in self._choices():
                half = (width - 2 * pad) // 2
                ui.label(pygame.Rect(pad, y, half - m.gap, m.row), text, look="paper_text", container=panel)
                options, value, setter = button
                place = pygame.Rect(pad + half, y, half, m.row)
                told = _("What of the battle is recorded, and how.")
                ui.choice(place, options, value, setter, tip=told, container=panel)
                y += m.row + m.gap
        y, x = height - pad - m.row, width - pad
        buttons = [(self._leaving(), self.escape, with_keys(_("Back to the film."), _("Esc")), "paper")]
        if asking:
            buttons.insert(
                0, (_("Record"), self._begin, _("Makes a moving picture of what is chosen."), "paper_primary")
            )
        for text, action, tip, look in buttons:
            wide = max(m.px(110), m.width(text, "bold") + m.px(36))
            x -= wide
            ui.button(pygame.Rect(x, y, wide, m.row), text, action, tip=tip, look=look, container=panel)
            x -= m.gap
        if ui.focus is None or not asking:
            ui.set_focus(ui.order[-2] if asking else ui.order[-1])

    def _leaving(self) -> str:
        return _("Stop") if self.recording is not None else _("Close") if self.written is not None else _("Back")

    def _choices(self) -> Iterable[tuple[str, tuple[tuple[tuple[int, str], ...], int, Callable[[int], None]]]]:
        turns = tuple((turn, str(turn)) for turn in self.turns)
        yield _("From turn"), (turns, self.stretch.first, self._from)
        yield _("To turn"), (turns, self.stretch.last, self._to)
        manners = ((0, _("all that is seen")), (1, _("a picture for each day")))
        yield _("What"), (manners, int(self.stretch.days), self._days)
        places = ((self.middle, _("as the map stands")), (-1, _("wherever it happens")))
        yield _("Where"), (places, self.stretch.around, self._around)

    def _from(self, turn: int) -> None:
        self._set(replace(self.stretch, first=turn, last=max(turn, self.stretch.last)))

    def _to(self, turn: int) -> None:
        self._set(replace(self.stretch, last=turn, first=min(turn, self.stretch.first)))

    def _days(self, days: int) -> None:
        self._set(replace(self.stretch, days=bool(days)))

    def _around(self, hex_: int) -> None:
        self._set(replace(self.stretch, around=hex_))

    def _set(self, stretch: RecordedTurns) -> None:
        self.stretch, self.fault = stretch, ""
        self.rebuild()

    def _rows(self) -> tuple[Row, ...]:
        head = Heading(_("Record as a moving picture"))
        if self.fault:
            return head, Gap(4), Line(self.fault, tone="bad")
        if self.written is not None:
            told = _("The recording is written. Browsers show it moving; it is here:")
            return head, Gap(4), Line(told), Gap(4), Line(str(self.written), style="bold")
        if self.recording is not None:
            done = _("{percent} % of the turns, {pictures} pictures")
            part = done.format(percent=int(self.recording.part * 100), pictures=self.recording.pictures)
            return head, Gap(4), Line(_("The battle is played again and taken down.")), Gap(6), Line(part, style="bold")
        told = _(
            "A file with what the map shows, for a letter or a page. It is made in the eyes that you look with now, "
            "and tells nothing that they do not see."
        )
        return head, Gap(4), Line(told)

    # ------------------------------------------------------------------ recording

    def _begin(self) -> None:
        try:
            self.recording = Recording(films.again(self.film), self.stretch)
        except (CannotRecord, JournalError, ReplayError) as error:
            self.fault = str(error)
        self.rebuild()

    def update(self, dt: float) -> Next | None:
        recording = self.recording
        if recording is None:
            return None
        try:
            more = all(recording.work() for _nth in range(STEPS))
            if not more:
                self.written, self.recording = _kept(self.film, self.stretch, recording.packed()), None
        except (CannotRecord, ReplayError) as error:
            self.fault, self.recording = str(error), None
        except OSError as error:
            told = _("The recording could not be written: {why}.")
            self.fault, self.recording = told.format(why=error.strerror or error), None
        if self.recording is None:
            self.rebuild()
        elif recording.pictures != self._shown:
            self._shown = recording.pictures
            self.sheet.set_rows(self._rows())
            self.app.dirty = True
        return None

    def escape(self) -> Next | None:
        """Stop recording; or close."""
        if self.recording is None:
            return Back()
        self.recording = None
        self.rebuild()
        return None

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)


def _kept(film: Film, stretch: RecordedTurns, data: bytes) -> Path:
    """Write a recording under a name of its own among the user's. Raises: OSError."""
    stem = f"{film.path.stem}-{stretch.first}-{stretch.last}"
    names = (paths.recordings_dir() / f"{stem}{f'-{n}' if n > 1 else ''}.png" for n in count(1))
    path, file = create_whole(names, data)
    os.close(file)
    return path
