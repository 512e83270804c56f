"""A new battle: the scenario, who commands each side, the dice and the fog."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pygame

from khalkhin.core.command.handicap import LEVELS, NORMAL
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import packs
from khalkhin.scenario.making.new import Unmade
from khalkhin.text import kinds
from khalkhin.text.handicap import battle_sentence
from khalkhin.text.names import days_text, first_sentences
from khalkhin.translation import _
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message, to_battle
from khalkhin.ui.dialogs.terms import TermsScene
from khalkhin.ui.pictures.faultmap import FaultMap
from khalkhin.ui.ports import library
from khalkhin.ui.scene import Back, Next, Push, Result
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction


@dataclass(frozen=True, slots=True)
class ShowFault(RowAction):
    """Show a fault of the list, from 1 on, on the map."""

    number: int


class NewBattleScene(TermsScene):
    """Choose a scenario, who commands each side, the seed and the fog. One with faults shows them, and on what could be
    read of its map where they are."""

    def __init__(self, backdrop: Backdrop) -> None:
        super().__init__()
        self.backdrop = backdrop
        self.listed: tuple[library.Listed, ...] = ()
        self.chosen = 0
        self.players: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.fault = 0
        #: The id of a scenario made here, and what is to be told of it; without an id, why there is none.
        self.made = ("", "")
        self.offer: packs.Offer | None = None
        self.map: FaultMap | None = None
        self.picture: tuple[pygame.Surface, pygame.Rect] | None = None

    def enter(self) -> Next | None:
        self.listed = library.scenarios()
        self._default_players()
        return None

    def _default_players(self) -> None:
        scenario = self.scenario
        if scenario is not None:
            first, second = scenario.sides
            self.players = {first.id: "human", second.id: "ai"}
            self.levels = {}

    @property
    def scenario(self) -> Scenario | None:
        return self.listed[self.chosen].scenario if self.listed else None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, gap = m.px(24), m.gap
        self.frame = pygame.Rect(0, 0, min(w - 2 * pad, m.px(1180)), min(h - 2 * pad, m.px(760)))
        self.frame.center = (w // 2, h // 2)
        inner = self.frame.inflate(-2 * pad, -2 * pad)
        top = inner.y + m.px(46)
        foot = inner.bottom - m.row - m.px(4)
        left = pygame.Rect(inner.x, top, m.px(290), foot - top - gap)
        y = left.y
        for i, item in enumerate(self.listed):
            if y + m.px(38) > left.bottom:
                break
            button = ui.button(
                pygame.Rect(left.x, y, left.width, m.px(38)), item.title, partial(self._choose, i), look="row"
            )
            if i == self.chosen:
                button.select()
            y += m.px(38) + m.px(6)
        right = pygame.Rect(left.right + pad, top, inner.right - left.right - pad, foot - top - gap)
        controls = (m.row + m.px(6)) * 4 + m.px(44)
        ui.sheet_action = self._show
        self.picture = None
        if self.scenario is not None:
            above = pygame.Rect(right.x, right.y, right.width, right.height - controls - gap)
            ui.sheet(self._map_above(above), self._about())
            self._controls(pygame.Rect(right.x, right.bottom - controls, right.width, controls), self.scenario)
        else:
            ui.sheet(self._map_above(right), self._about())
        bw = m.px(150)
        begin = ui.button(
            pygame.Rect(inner.right - bw, foot, bw, m.row + m.px(4)), _("Begin"), self._begin, look="primary"
        )
        if self.scenario is None:
            begin.disable()
        ui.button(pygame.Rect(inner.right - 2 * bw - gap, foot, bw, m.row + m.px(4)), _("Back"), Back)
        ui.button(pygame.Rect(left.x, foot, left.width, m.row + m.px(4)), _("Make a new scenario"), self._make)
        if self.picture is not None and self.scenario is None:
            place = pygame.Rect(right.x, foot, bw, m.row + m.px(4))
            ui.button(place, _("Next fault"), self._next_fault)
        if ui.focus is None:
            ui.set_focus(begin if begin.is_enabled else ui.order[-1])

    def _map_above(self, area: pygame.Rect) -> pygame.Rect:
        """Put the map of one of the player's own scenarios, or of one with faults, into the upper part of an area;
        returns what is left of it."""
        item = self.listed[self.chosen] if self.listed else None
        shown = item.partial if item is not None and (item.origin or item.scenario is None) else None
        if item is None or shown is None or (item.scenario is None and not any(i.hexes for i in item.issues)):
            return area
        room = pygame.Rect(area.x, area.y, area.width, area.height * 11 // 20)
        if room.height < self.ui.m.px(90):
            return area
        if self.map is None or self.map.scenario is not shown or self.map.size != room.size:
            self.map = FaultMap(shown, item.issues, room.size)
        self.map.look_at(self.fault)
        self.picture = self.map.draw(self.fault), room
        top = room.bottom + self.ui.m.gap
        return pygame.Rect(area.x, top, area.width, area.bottom - top)

    def _show(self, action: RowAction) -> None:
        if isinstance(action, ShowFault):
            self.fault = 0 if action.number == self.fault else action.number
            self.rebuild()

    def _next_fault(self) -> None:
        """Show the next fault that lies anywhere on the map; after the last, the whole map."""
        issues = self.listed[self.chosen].issues
        self.fault = next((n for n in range(self.fault + 1, len(issues) + 1) if issues[n - 1].hexes), 0)
        self.rebuild()

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.DROPFILE:
            return self._dropped(Path(event.file))
        return super().handle(event)

    def _dropped(self, path: Path) -> Next | None:
        """Ask whether a pack that was dropped on the window is to be installed."""
        offer = library.offered(path)
        if isinstance(offer, library.Fault):
            return Push(message(offer.title, offer.text))
        pack = offer.pack
        rows = [
            Line(pack.title, style="bold"),
            Line(_("Author"), pack.author),
            Line(_("Version"), pack.version),
            Line(_("Licence"), pack.licence),
        ]
        if offer.replaces:
            rows.append(Line(_("You have"), _("version {version}").format(version=offer.replaces)))
        self.offer = offer
        answers = (DialogButton(_("Install"), Confirmed()), DialogButton(_("Leave it"), primary=True))
        return Push(Dialog(_("Install this scenario?"), tuple(rows), answers, width=460))

    def resumed(self, result: Result | None) -> Next | None:
        offer, self.offer = self.offer, None
        if not isinstance(result, Confirmed) or offer is None:
            return None
        fault = library.install(offer)
        self.listed = library.scenarios()
        self.chosen = next((i for i, item in enumerate(self.listed) if item.id == offer.pack.id), 0)
        self._default_players()
        self.rebuild()
        return None if fault is None else Push(message(fault.title, fault.text))

    def _controls(self, area: pygame.Rect, scenario: Scenario) -> None:
        ui, m = self.ui, self.ui.m
        label, control = m.px(260), m.px(220)
        y, x = area.y, area.x + label
        for info in scenario.sides:
            ui.label(pygame.Rect(area.x, y, label - m.gap, m.row), info.name)
            ui.choice(
                pygame.Rect(x, y, control, m.row),
                (("human", _("Player")), ("ai", _("Computer"))),
                self.players.get(info.id, "human"),
                partial(self._player, info.id),
            )
            if options := self._offered(info.id):
                level = self.levels.get(info.id, NORMAL)
                after = x + control + m.gap
                room = pygame.Rect(after, y, min(m.px(200), area.right - after), m.row)
                ui.choice(room, options, level, partial(self._level, info.id))
            y += m.row + m.px(6)
        y = self.terms(pygame.Rect(area.x, y, area.width, m.row), x, control) + m.px(4)
        text = battle_sentence(scenario, self._levels())
        ui.sheet(pygame.Rect(area.x, y, area.width, area.bottom - y), (Line(text, style="small", tone="dim"),))

    def _offered(self, side: str) -> tuple[tuple[str, str], ...]:
        """The levels to choose from for a side: all for the computer's; between two people a handicap or none."""
        if self.players.get(side) == "ai":
            return tuple((level, _("Level: {level}").format(level=kinds.level(level))) for level in LEVELS)
        if "ai" in self.players.values():
            return ()
        return ((NORMAL, _("No handicap")), ("hard", _("Handicap")))

    def _levels(self) -> dict[str, str]:
        """The levels chosen, of the sides that have a choice."""
        return {side: level for side, level in self.levels.items() if self._offered(side)}

    def _make(self) -> None:
        """Write a new scenario among the player's own, choose it, and say where it is."""
        self.keep_seed()
        try:
            id_, folder = library.make_scenario()
        except Unmade as error:
            self.made = "", str(error)
        except OSError as error:
            self.made = "", _("The scenario could not be written: {why}").format(why=error.strerror or error)
        else:
            told = _("This one is yours. It lies in {folder}: change scenario.toml there, and map.tmx with Tiled.")
            self.made = id_, told.format(folder=folder)
            self.listed = library.scenarios()
            self.chosen = next((i for i, item in enumerate(self.listed) if item.id == id_), 0)
            self.fault = 0
            self._default_players()
        self.rebuild()

    def _about(self) -> list[Row]:
        made, told = self.made
        # What was made is told while it is chosen, and at once if it does not stand in the list.
        if told and (made not in [item.id for item in self.listed] or self.listed[self.chosen].id == made):
            return [Line(told, tone="gold" if made else "warn"), Gap(8), *self._of_scenario()]
        return self._of_scenario()

    def _of_scenario(self) -> list[Row]:
        if not self.listed:
            return [Line(_("No scenario was found. `khalkhin list` says where they are looked for."), tone="warn")]
        item = self.listed[self.chosen]
        if item.scenario is None:
            return [
                Heading(item.title),
                Gap(),
                Line(_("This scenario has faults and cannot be played:"), tone="warn"),
                *(
                    Line(f"{n}. {text}", style="small", action=ShowFault(n), marked=n == self.fault)
                    for n, text in enumerate(item.problems, 1)
                ),
            ]
        s = item.scenario
        return [
            Heading(s.title),
            Line(days_text(s), item.origin, tone="dim"),
            Gap(4),
            Line(" ".join(s.description.split())),
            Gap(8),
            *(
                row
                for info in s.sides
                for row in (
                    Line(f"{info.name}  ({', '.join(info.nations)})" if info.nations else info.name, style="bold"),
                    Line(first_sentences(info.briefing), tone="dim"),
                    Gap(6),
                )
            ),
        ]

    def _choose(self, index: int) -> None:
        self.keep_seed()
        self.chosen, self.fault = index, 0
        self._default_players()
        self.rebuild()

    def _player(self, side: str, who: str) -> None:
        self.keep_seed()
        self.players[side] = who
        self.levels.pop(side, None)
        self.rebuild()

    def _level(self, side: str, level: str) -> None:
        self.keep_seed()
        self.levels[side] = level
        self.rebuild()

    def _begin(self) -> Next | None:
        self.keep_seed()
        if self.scenario is None:
            return None
        return to_battle(library.begin(self.scenario, self.players, self.seed, self.fog, self._levels()))

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        self.backdrop.draw(surface)
        framed(surface, self.frame)
        surface.blit(
            m.font("title").render(_("New battle"), True, theme.INK_LIGHT),
            (self.frame.x + m.px(24), self.frame.y + m.px(20)),
        )
        self.ui.draw(surface)
        if self.picture is not None:
            surface.blit(*self.picture)
            pygame.draw.rect(surface, theme.LINE, self.picture[1], 1)
