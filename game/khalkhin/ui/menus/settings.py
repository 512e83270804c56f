"""The settings, over a scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame

from khalkhin.translation import AS_WRITTEN, N_, _, ngettext
from khalkhin.ui.destinations import ToKeys
from khalkhin.ui.menus.sound import SoundScene, percent_or_silent
from khalkhin.ui.ports import library
from khalkhin.ui.scene import Back, Next, Push, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Heading

SPEEDS = ((0.0, N_("at once")), (4.0, N_("fast")), (2.0, N_("brisk")), (1.0, N_("normal")), (0.5, N_("slow")))
ON_OFF = ((True, N_("yes")), (False, N_("no")))


#: What is chosen: its words, the values with theirs, the setting's name, and what is said of it.
Choices = tuple[str, tuple[tuple[Any, str], ...], str, str]


def _percent(share: float) -> str:
    return _("{percent} %").format(percent=round(share * 100))


def _languages() -> tuple[tuple[str, str], ...]:
    """The languages that scenarios have texts in."""
    there = tuple((code, code) for code in library.text_languages())
    return (("", _("as the computer is set")), (AS_WRITTEN, _("as they are written")), *there)


def _rows() -> list[Choices]:
    """All settings that are chosen here."""
    scales = tuple((v, _percent(v)) for v in theme.SCALES)
    speeds = tuple((v, _(name)) for v, name in SPEEDS)
    on_off = tuple((v, _(name)) for v, name in ON_OFF)
    signs = ((False, _("military signs")), (True, _("silhouettes")))
    return [
        (
            _("Size of text and controls"),
            scales,
            "ui_scale",
            _("How large words and buttons are, as far as the window has room."),
        ),
        (
            _("High contrast"),
            on_off,
            "contrast",
            _("Black, white and strong colours everywhere; what your side does not see of the map is dark."),
        ),
        (_("Full screen (F11)"), on_off, "fullscreen", _("The whole screen, or a window.")),
        (_("Show events"), speeds, "speed", _("How quickly what happens is shown on the map.")),
        (
            _("Less motion: nothing glides or flashes"),
            on_off,
            "still",
            _("The map jumps where it would glide, and fights do not flash."),
        ),
        (_("Counters show"), signs, "silhouettes", _("Which pictures tell the kinds of units.")),
        (
            _("Texts of scenarios"),
            _languages(),
            "texts",
            _("The language of battles and campaigns that have their texts in others as well, from the next one on."),
        ),
        (
            _("Map moves at the window's edge"),
            on_off,
            "edge_scroll",
            _("The map moves while the pointer is at the edge of the window."),
        ),
        (
            _("Ask before ending a turn with something left"),
            on_off,
            "confirm_end",
            _("Before a turn ends, what is still undone is listed."),
        ),
    ]


class SettingsScene(Scene):
    """Choices in a paper frame; each is in use and kept as soon as it is made."""

    overlay = True

    def build(self) -> None:
        ui, m, s = self.ui, self.ui.m, self.app.settings
        rows = _rows()
        pad, w, h = m.px(22), *ui.size
        width = min(m.px(600), w - m.px(40))
        height = pad * 2 + m.px(40) + (len(rows) + 2) * (m.row + m.px(6)) + m.px(34) + m.row
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, m.px(30)), (Heading(_("Settings")),), container=panel)
        y = pad + m.px(40)
        for text, options, name, tip in rows:
            ui.label(pygame.Rect(pad, y, width // 2 + m.px(50) - pad - m.gap, m.row), text, container=panel)
            ui.choice(
                pygame.Rect(width // 2 + m.px(50), y, width // 2 - pad - m.px(50), m.row),
                options,
                getattr(s, name),
                self._setter(name),
                tip=tip,
                container=panel,
            )
            y += m.row + m.px(6)
        ui.label(pygame.Rect(pad, y, width // 2 + m.px(50) - pad - m.gap, m.row), _("Sound and music"), container=panel)
        ui.button(
            pygame.Rect(width // 2 + m.px(50), y, width // 2 - pad - m.px(50), m.row),
            percent_or_silent(s.volume),
            lambda: Push(SoundScene()),
            tip=_("How loud effects, surroundings and music are"),
            container=panel,
        )
        y += m.row + m.px(6)
        ui.label(pygame.Rect(pad, y, width // 2 + m.px(50) - pad - m.gap, m.row), _("Keys"), container=panel)
        chosen = len(s.keys)
        ui.button(
            pygame.Rect(width // 2 + m.px(50), y, width // 2 - pad - m.px(50), m.row),
            ngettext("{n} changed", "{n} changed", chosen).format(n=chosen) if chosen else _("none changed"),
            lambda: Push(ToKeys()),
            tip=_("What each key does; give it another."),
            container=panel,
        )
        y += m.row + m.px(6)
        note = self.app.complaint
        if m.scale < s.ui_scale - 0.005:
            note = _("This window has room for {percent} %.").format(percent=round(m.scale * 100))
        ui.label(pygame.Rect(pad, y, width - 2 * pad, m.px(22)), note, look="caption", container=panel)
        ui.button(
            pygame.Rect(width - pad - m.px(140), height - pad - m.row, m.px(140), m.row),
            _("Done"),
            Back,
            tip=with_keys(_("Back; what was set is kept."), _("Esc")),
            look="primary",
            container=panel,
        )

    def resumed(self, result: Result | None) -> Next | None:
        self.rebuild()  # The sound may have been set.
        return None

    def _setter(self, name: str) -> Callable[[Any], None]:
        def change(value: Any) -> None:
            changes = {name: value} if name != "confirm_end" else {name: value, "unasked": ()}
            self.app.change_settings(replace(self.app.settings, **changes))
            self.rebuild()

        return change

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)
