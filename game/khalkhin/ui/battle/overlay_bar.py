"""The overlays of the map: their buttons, the legend of the one that is on, and what a loss would mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.translation import N_, _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import key_name, tip
from khalkhin.ui.battle.layerbar import BUTTONS, KINDS, SECOND, OverlayChoice, draw_legend
from khalkhin.ui.map.map_contents import Layer, MapScene, SupplyOverlay
from khalkhin.ui.panels import layers, threats, whatif
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.widgets.rows import Row
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.widgets import Ui, fitted

#: The button that explains the signs.
SIGNS = N_("Signs")
#: The button of the measuring tape.
MEASURE = N_("Measure")


class OverlayBar:
    """`choice` tells which overlay is on."""

    def __init__(self, scenario: Scenario) -> None:
        self.choice = OverlayChoice()
        self.buttons: dict[OverlayKind, UIButton] = {}
        self._scenario = scenario
        self._area = pygame.Rect(0, 0, 0, 0)
        self._legend: tuple[Layer, pygame.Surface] | None = None
        #: Where the controls lie, and the legend while there is one.
        self._covered: list[pygame.Rect] = []
        self._legend_at = pygame.Rect(0, 0, 0, 0)
        #: What was asked last of the overlays (views compare by identity), and what it came to.
        self._made: tuple[tuple[object, ...], SupplyOverlay | None, tuple[Layer, ...]] | None = None

    def build(self, ui: Ui, area: pygame.Rect, command: Callable[[Command], object]) -> None:
        """Buttons of the overlays, over the top edge of the map's `area`."""
        m = ui.m
        self._area, self._legend, self.buttons = area, None, {}
        self._legend_at.size = 0, 0
        x, y = area.x + m.px(6), area.y + m.px(6)
        named = [(text, asked) for _kind, text, asked in BUTTONS] + [
            (SIGNS, Command.LEGEND),
            (MEASURE, Command.MEASURE),
        ]
        labels = [f"{_(text)} · {key_name(asked)}" for text, asked in named]
        room = area.width - m.px(12) - (len(named) - 1) * m.px(3)
        widths = fitted([m.width(label) + m.px(16) for label in labels], room)
        made = []
        for (_text, asked), label, bw in zip(named, labels, widths, strict=True):
            place, act, told = pygame.Rect(x, y, bw, m.px(24)), partial(command, asked), tip(asked)
            if asked in SECOND:
                act = partial(self._in_turn, asked, command)
                told += " " + _("Once more: {enemy}").format(enemy=tip(SECOND[asked][1]))
            made.append(ui.button(place, label, act, tip=told, look="tab", focus=False))
            x += bw + m.px(3)
        self._covered = [pygame.Rect(button.rect) for button in made]
        self.buttons = {kind: button for (kind, _text, _asked), button in zip(BUTTONS, made, strict=False)}

    def _in_turn(self, first: Command, command: Callable[[Command], object]) -> object:
        """Both sides under one button: the first overlay, the second, none."""
        kind, second = SECOND[first]
        return command(second if self.choice.kind in (KINDS[first], kind) else first)

    def covers(self, pos: tuple[int, int]) -> bool:
        """Whether a button lies over a place of the window."""
        return any(place.collidepoint(pos) for place in self._covered)

    def hides(self, pos: tuple[int, int]) -> bool:
        """Whether a button, or the legend, hides a place of the window; one can click through the legend."""
        return self.covers(pos) or self._legend_at.collidepoint(pos)

    @staticmethod
    def height(m: Metrics) -> int:
        """How much of the map's top edge the buttons lie over."""
        return m.px(36)

    def refresh(self) -> None:
        """Show on the buttons which overlay is on."""
        seconds = {KINDS[first]: kind for first, (kind, _second) in SECOND.items()}
        for kind, button in self.buttons.items():
            on = self.choice.kind is not None and self.choice.kind in (kind, seconds.get(kind))
            if on != button.is_selected:
                button.select() if on else button.unselect()

    def over(self, scene: MapScene, shown: View) -> MapScene:
        """A scene of the map with the overlay that is on."""
        if self.choice.kind is None:
            return scene
        danger = self.choice.kind is OverlayKind.THREATS
        picked = shown.state.units[scene.selected_unit] if danger and scene.selected_unit is not None else None
        asked = shown, self.choice.kind, self.choice.asked, None if picked is None else picked.id
        if self._made is None or self._made[0] != asked:
            net, found = layers.layers(shown, self.choice.kind, picked)
            if self.choice.asked is not None:
                hex_, hexside = self.choice.asked
                more = threats.who(shown, hex_) if danger else whatif.layer(shown, hex_, hexside)
                found = (*found, more) if more is not None else found
            self._made = asked, net, found
        # Pockets have an overlay of their own.
        return replace(scene, supply=self._made[1], layers=self._made[2], outlines=())

    def loss_rows(self, shown: View, hex_: int) -> list[Row]:
        """What the loss of the pointed hex or crossing would mean, or who could hit it, once it is asked."""
        asked = self.choice.asked
        if asked is None or asked[0] != hex_:
            return []
        return threats.rows(shown, hex_) if self.choice.kind is OverlayKind.THREATS else whatif.rows(shown, *asked)

    def draw_legend(self, surface: pygame.Surface, shown: tuple[Layer, ...], m: Metrics) -> None:
        """The legend of the overlay that is on, under the overlays' buttons."""
        self._legend_at.size = 0, 0
        if not shown:
            return
        if self._legend is None or self._legend[0] is not shown[0]:
            width = min(m.px(290), self._area.width // 2)
            self._legend = shown[0], draw_legend(shown[0], m, self._scenario, width)
        place = self._area.x + m.px(6), self._area.y + m.px(34)
        self._legend_at = surface.blit(self._legend[1], place)
