"""The part of the battle's screen that has to do with overlays: their buttons, legend, and what a loss would mean."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame

from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.battle import whatif
from khalkhin.ui.battle.keys import Command, key_name
from khalkhin.ui.battle.layerbar import BUTTONS, Choice, draw_legend
from khalkhin.ui.map.map_contents import Layer, MapScene
from khalkhin.ui.panels import layers
from khalkhin.ui.panels.layers import Kind
from khalkhin.ui.scene import Next, Scene
from khalkhin.ui.widgets.row_list import Row


class LayerScreen(Scene):
    """`layer` tells which overlay is on. The classes built on this one say where the map is and do the commands."""

    map_rect: pygame.Rect

    def __init__(self, scenario: Scenario) -> None:
        self.layer = Choice()
        self.layer_buttons: dict[Kind, Any] = {}
        self._scenario = scenario
        self._legend: tuple[Layer, pygame.Surface] | None = None

    def command(self, command: Command) -> Next | None:
        """Do what a key or a button asks for."""
        raise NotImplementedError

    def _layer_bar(self) -> None:
        """Buttons of the overlays, over the map's top edge."""
        ui, m = self.ui, self.ui.m
        self._legend = None
        self.layer_buttons = {}
        x, y = self.map_rect.x + m.px(6), self.map_rect.y + m.px(6)
        for kind, text, command in BUTTONS:
            label = f"{text} · {key_name(command)}"
            bw = m.width(label) + m.px(16)
            self.layer_buttons[kind] = ui.button(
                pygame.Rect(x, y, bw, m.px(24)), label, partial(self.command, command), look="tab", focus=False
            )
            x += bw + m.px(3)

    def _mark_layers(self) -> None:
        """Show on the buttons which overlay is on."""
        for kind, button in self.layer_buttons.items():
            on = self.layer.kind is kind or (kind, self.layer.kind) == (Kind.SUPPLY, Kind.ENEMY_SUPPLY)
            if on != button.is_selected:
                button.select() if on else button.unselect()

    def _layered(self, scene: MapScene, shown: View) -> MapScene:
        """A scene with the overlay that is on."""
        if self.layer.kind is None:
            return scene
        net, found = layers.layers(shown, self.layer.kind)
        if self.layer.asked is not None:
            lost = whatif.layer(shown, *self.layer.asked)
            found = (*found, lost) if lost is not None else found
        # Pockets have an overlay of their own.
        return replace(scene, supply=net, layers=found, outlines=())

    def _loss_rows(self, shown: View, hex_: int) -> list[Row]:
        """What the loss of the pointed hex or crossing would mean, once it is asked."""
        asked = self.layer.asked
        return whatif.rows(shown, *asked) if asked is not None and asked[0] == hex_ else []

    def _draw_legend(self, surface: pygame.Surface, shown: tuple[Layer, ...]) -> None:
        """The legend of the overlay that is on, under the overlays' buttons."""
        if not shown:
            return
        m = self.ui.m
        if self._legend is None or self._legend[0] is not shown[0]:
            width = min(m.px(290), self.map_rect.width // 2)
            self._legend = shown[0], draw_legend(shown[0], m, self._scenario, width)
        surface.blit(self._legend[1], (self.map_rect.x + m.px(6), self.map_rect.y + m.px(34)))
