"""How loud things are, over a scene: all together, and of that the effects, what surrounds, the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pygame

from khalkhin.translation import N_, _
from khalkhin.ui.scene import Back, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Heading, Line

#: What can be set, by its name among the settings.
ROWS = (
    ("volume", N_("All sound")),
    ("effects", N_("Effects: guns, columns, paper")),
    ("ambience", N_("Surroundings: wind, water, distant guns")),
    ("music", N_("Music")),
)
#: What is heard of what is set.
SAMPLES: Mapping[str, str] = {"volume": "turn", "effects": "gun"}
#: What is heard while the surroundings are set where nothing surrounds: in the menus.
SAMPLE: Mapping[str, float] = {"wind": 0.7, "river": 0.6}


class SoundScene(Scene):
    """A slider for each; what is set is heard at once and kept."""

    overlay = True

    def __init__(self) -> None:
        self._tried = False

    @property
    def around(self) -> Mapping[str, float] | None:
        """What is below, or where nothing is heard there a sample, so that one knows what is set."""
        return SAMPLE if self._tried else None

    def build(self) -> None:
        ui, m, s = self.ui, self.ui.m, self.app.settings
        pad, w, h = m.px(22), *ui.size
        width = min(m.px(640), w - m.px(40))
        note = m.row + m.px(22)
        height = pad * 2 + m.px(40) + len(ROWS) * (m.row + m.px(8)) + note + m.row
        box = pygame.Rect(0, 0, width, height)
        box.center = (w // 2, h // 2)
        panel = ui.panel(box)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, m.px(30)), (Heading(_("Sound")),), container=panel)
        y, half = pad + m.px(40), (width - 2 * pad) // 2
        slides = with_keys(_("How loud it is; you hear it as you set it."), "←", "→")
        for name, text in ROWS:
            ui.label(pygame.Rect(pad, y, half - m.gap, m.row), _(text), container=panel)
            place = pygame.Rect(pad + half, y, half, m.row)
            ui.slide(place, getattr(s, name), percent_or_silent, self._setter(name), tip=slides, container=panel)
            y += m.row + m.px(8)
        told = Line(_("Nothing is heard that your side does not know of. Without a sound device the game is silent."))
        ui.sheet(pygame.Rect(pad, y, width - 2 * pad, note), (told,), container=panel)
        done = pygame.Rect(width - pad - m.px(140), height - pad - m.row, m.px(140), m.row)
        ui.button(
            done,
            _("Done"),
            Back,
            tip=with_keys(_("Back; what was set is kept."), _("Esc")),
            look="primary",
            container=panel,
        )

    def _setter(self, name: str) -> Callable[[float], None]:
        def change(share: float) -> None:
            changes: dict[str, float] = {name: share}
            self.app.change_settings(replace(self.app.settings, **changes))  # type: ignore[arg-type]
            if name in SAMPLES:
                self.app.sounds.play(SAMPLES[name])
            elif name == "ambience":
                self._tried = True
            self.app.dirty = True

        return change

    def draw(self, surface: pygame.Surface) -> None:
        self.ui.draw(surface)


def percent_or_silent(share: float) -> str:
    """A loudness in words."""
    return _("{percent} %").format(percent=round(share * 100)) if share else _("silent")
