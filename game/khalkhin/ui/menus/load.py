"""The saved games: one to go on with, or to delete."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pygame

from khalkhin.core.fog.view import View
from khalkhin.translation import _
from khalkhin.ui.destinations import ToFilm
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message, to_battle
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.ports import library
from khalkhin.ui.scene import Back, Go, Next, Push, Result, Scene
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row


class _Picture(threading.Thread):
    """Makes ready what the map of a saved game shows; loading its scenario takes a second."""

    def __init__(self, save: library.Saved) -> None:
        super().__init__(daemon=True)
        self.save = save
        self.shown: View | None = None

    def run(self) -> None:
        self.shown = library.picture_of(self.save)


class LoadScene(Scene):
    """Saved games, newest first. To load the one that is `playing` in this window is to go back to it."""

    def __init__(self, backdrop: Backdrop | None = None, playing: Path | None = None) -> None:
        self.backdrop = backdrop or Backdrop()
        self.playing = playing
        self.saves: tuple[library.Saved, ...] = ()
        self.chosen = 0
        self.first = 0
        self._making: _Picture | None = None
        #: The map of the chosen game, and of which file it is.
        self._map: tuple[Path, pygame.Surface] | None = None

    def enter(self) -> Next | None:
        self.saves = library.saves()
        return None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, tall = m.px(24), m.px(38)
        self.frame = pygame.Rect(0, 0, min(w - 2 * pad, m.px(1000)), min(h - 2 * pad, m.px(700)))
        self.frame.center = (w // 2, h // 2)
        inner = self.frame.inflate(-2 * pad, -2 * pad)
        top, foot = inner.y + m.px(46), inner.bottom - m.row - m.px(4)
        self.room = max(1, (foot - top - m.gap) // (tall + m.px(6)))
        self.first = max(0, min(self.first, len(self.saves) - self.room))
        width = inner.width * 11 // 20
        shown = self.saves[self.first : self.first + self.room]
        for i, save in enumerate(shown, self.first):
            button = ui.button(
                pygame.Rect(inner.x, top + (i - self.first) * (tall + m.px(6)), width, tall),
                self._label(save),
                partial(self._choose, i),
                tip=_("Shows this game at the right."),
                look="row",
            )
            if i == self.chosen:
                button.select()
        right = pygame.Rect(inner.x + width + pad, top, inner.width - width - pad, foot - top - m.gap)
        self._map_room = pygame.Rect(right.x, right.bottom - right.height * 2 // 5, right.width, right.height * 2 // 5)
        ui.sheet(pygame.Rect(right.topleft, (right.width, right.height - self._map_room.height - m.gap)), self._about())
        self._foot(inner, foot)

    def _label(self, save: library.Saved) -> str:
        """A game as the list calls it; the one that is played now is told from copies of it that were kept."""
        return f"{save.label}  ·  {_('running battle')}" if save.path == self.playing else save.label

    def _foot(self, inner: pygame.Rect, y: int) -> None:
        """What can be done with the game that is shown."""
        ui, m = self.ui, self.ui.m
        bw = m.px(130)
        load_tip = _("Go on with this game.")
        able = bool(self.saves) and not self.saves[self.chosen].problem
        load = ui.button(
            pygame.Rect(inner.right - bw, y, bw, m.row + m.px(4)), _("Load"), self._load, look="primary", tip=load_tip
        )
        if not able:
            load.disable()
        watch = _("Watch")
        place = pygame.Rect(inner.right - 3 * bw - 2 * m.gap, y, bw, m.row + m.px(4))
        looked = ui.button(place, watch, self._watch, tip=_("See the battle again, from its beginning"))
        if not able:
            looked.disable()
        place = pygame.Rect(inner.right - 2 * bw - m.gap, y, bw, m.row + m.px(4))
        back = ui.button(place, _("Back"), Back, tip=with_keys(_("Back to what was shown before."), _("Esc")))
        gone = _("Delete this game; you are asked first.")
        if self.saves:
            ui.button(pygame.Rect(inner.x, y, bw, m.row + m.px(4)), _("Delete"), self._delete, tip=gone)
        if len(self.saves) > self.room:
            earlier = ui.button(
                pygame.Rect(inner.x + bw + m.gap, y, bw, m.row + m.px(4)),
                _("Earlier"),
                lambda: self._page(1),
                tip=_("Shows older games."),
            )
            later = ui.button(
                pygame.Rect(inner.x + 2 * (bw + m.gap), y, bw, m.row + m.px(4)),
                _("Later"),
                lambda: self._page(-1),
                tip=_("Shows newer games."),
            )
            if self.first + self.room >= len(self.saves):
                earlier.disable()
            if self.first == 0:
                later.disable()
        if ui.focus is None:
            ui.set_focus(ui.order[0] if self.saves else back)

    def update(self, dt: float) -> Next | None:
        """The map of the chosen game is made while the list can be used."""
        if not self.saves:
            return None
        save = self.saves[self.chosen]
        making = self._making
        if making is None or making.save is not save:
            if making is None or not making.is_alive():  # one scenario at a time
                self._making, self._map = _Picture(save), None
                if not save.problem:
                    self._making.start()
        elif self._map is None and making.shown is not None:
            small = Minimap(making.shown.state.scenario, self._map_room.size)
            self._map, making.shown = (save.path, small.picture(making.shown)), None
            self.app.dirty = True
        return None

    def _about(self) -> list[Row]:
        if not self.saves:
            return [Line(_("There is no saved game yet."), tone="dim")]
        save = self.saves[self.chosen]
        rows: list[Row] = [Heading(save.title), Line(save.stands), Gap(4)] if save.stands else [Heading(save.title)]
        rows += [*(Line(text, value) for text, value in save.facts)]
        if save.problem:
            rows += [Gap(), Line(save.problem, tone="warn")]
        return rows

    def _choose(self, index: int) -> Next | None:
        if index == self.chosen and not self.saves[index].problem:
            return self._load()
        self.chosen = index
        self.rebuild()
        return None

    def _page(self, step: int) -> None:
        self.first = max(0, min(self.first + step * self.room, len(self.saves) - self.room))
        self.rebuild()

    def _load(self) -> Next | None:
        path = self.saves[self.chosen].path
        return Back() if path == self.playing else to_battle(library.open_save(path))

    def _watch(self) -> Next:
        """The battle from its beginning; over a battle that is played, that one is gone on with afterwards."""
        path = self.saves[self.chosen].path
        return Push(ToFilm(path)) if self.playing is None else Go(ToFilm(path, back=self.playing))

    def _delete(self) -> Next:
        name = self.saves[self.chosen].label
        return Push(
            Dialog(
                _("Delete this game?"),
                (Line(name),),
                (DialogButton(_("Delete"), Confirmed()), DialogButton(_("Keep it"), primary=True)),
                width=460,
            )
        )

    def resumed(self, result: Result | None) -> Next | None:
        if isinstance(result, Confirmed):
            left = library.delete_save(self.saves[self.chosen].path)
            self.saves = library.saves()
            self.chosen = max(0, min(self.chosen, len(self.saves) - 1))
            self.rebuild()
            if left:
                return Push(message(_("The game is still there"), left))
        return None

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        framed(surface, self.frame, _("Load a game"), self.ui.m)
        self.ui.draw(surface)
        room = self._map_room
        if self._map is not None and self.saves and self._map[0] == self.saves[self.chosen].path:
            surface.blit(self._map[1], self._map[1].get_rect(topleft=room.topleft))
