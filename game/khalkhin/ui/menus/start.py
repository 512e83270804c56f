"""The screens before a battle: start, new battle, briefing, load."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pygame

from khalkhin.core.command.handicap import LEVELS, NORMAL, battle_sentence
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.report.dates import date_text
from khalkhin.ui.battle.game_port import Table
from khalkhin.ui.battle.helppage import help_page
from khalkhin.ui.campaign.campaign_list import CampaignsScene
from khalkhin.ui.history.screen import HistoryScene
from khalkhin.ui.menus import library
from khalkhin.ui.menus.backdrop import Backdrop, framed
from khalkhin.ui.menus.menus import SettingsScene
from khalkhin.ui.menus.terms import TermsScene
from khalkhin.ui.panels.aims import briefing_rows, handicap_rows
from khalkhin.ui.panels.describe import first_sentences
from khalkhin.ui.scene import Back, Go, Next, Push, Quit, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.dialog import Answer, Dialog, message
from khalkhin.ui.widgets.row_list import Gap, Heading, Line, Row, draw_rows


def first_scene(
    scenario: str | None, side: str | None, seed: int | None, load: str | None, level: str = NORMAL
) -> Scene:
    """The start screen, or what the command line asked for. Faults become a message over the start screen."""
    start = StartScene()
    if load is not None:
        start.then = library.open_save(Path(load))
    elif scenario is not None:
        start.then = library.open_battle(scenario, side, seed, level)
    return start


class StartScene(Scene):
    """Title and the ways on."""

    def __init__(self) -> None:
        self.backdrop = Backdrop()
        self.then: Any = None

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        x, width, tall = m.px(72), m.px(290), m.px(44)
        entries = (
            ("New battle", lambda: Push(NewBattleScene(self.backdrop))),
            ("Campaign", lambda: Push(CampaignsScene(self.backdrop))),
            ("Load a game", lambda: Push(LoadScene(self.backdrop))),
            ("Settings", lambda: Push(SettingsScene())),
            ("History", lambda: Push(HistoryScene())),
            ("Mouse and keys", lambda: Push(help_page())),
            ("Quit", Quit),
        )
        y = min(ui.size[1] // 2 - m.px(40), ui.size[1] - m.px(12) - len(entries) * (tall + m.px(10)))
        for text, action in entries:
            ui.button(pygame.Rect(x, y, width, tall), text, action, look="menu")
            y += tall + m.px(10)
        ui.set_focus(ui.order[0])

    def update(self, dt: float) -> Next | None:
        if self.then is None:
            return None
        what, self.then = self.then, None
        return to_battle(what)

    def escape(self) -> Next | None:
        return Push(
            Dialog("Leave the game?", (), (Answer("Leave", "quit", pygame.K_y, True), Answer("Stay")), width=380)
        )

    def resumed(self, result: Any) -> Next | None:
        return Quit() if result == "quit" else None

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        self.backdrop.draw(surface)
        x, y = m.px(72), self.ui.size[1] // 2 - m.px(210)
        title = m.font("banner").render("Khalkhin Gol 1939", True, theme.INK_LIGHT)
        surface.blit(title, (x, y))
        y += title.get_height()
        pygame.draw.line(surface, theme.GOLD, (x, y + m.px(4)), (x + title.get_width(), y + m.px(4)), m.px(2))
        text = m.font("big").render("The battles on the Halha, May to September", True, theme.INK_DIM)
        surface.blit(text, (x, y + m.px(14)))
        self.ui.draw(surface)


class NewBattleScene(TermsScene):
    """Choose a scenario, who commands each side, the seed and the fog."""

    def __init__(self, backdrop: Backdrop) -> None:
        super().__init__()
        self.backdrop = backdrop
        self.listed: tuple[library.Listed, ...] = ()
        self.chosen = 0
        self.players: dict[str, str] = {}
        self.levels: dict[str, str] = {}

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
        ui.sheet(pygame.Rect(right.x, right.y, right.width, right.height - controls - gap), self._about())
        if self.scenario is not None:
            self._controls(pygame.Rect(right.x, right.bottom - controls, right.width, controls), self.scenario)
        bw = m.px(150)
        begin = ui.button(
            pygame.Rect(inner.right - bw, foot, bw, m.row + m.px(4)), "Begin", self._begin, look="primary"
        )
        if self.scenario is None:
            begin.disable()
        ui.button(pygame.Rect(inner.right - 2 * bw - gap, foot, bw, m.row + m.px(4)), "Back", Back)
        if ui.focus is None:
            ui.set_focus(begin if begin.is_enabled else ui.order[-1])

    def _controls(self, area: pygame.Rect, scenario: Scenario) -> None:
        ui, m = self.ui, self.ui.m
        label, control = m.px(246), m.px(220)
        y, x = area.y, area.x + label
        for info in scenario.sides:
            ui.label(pygame.Rect(area.x, y, label - m.gap, m.row), info.name)
            ui.choice(
                pygame.Rect(x, y, control, m.row),
                (("human", "Player"), ("ai", "Computer")),
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
            return tuple((level, f"Level: {level}") for level in LEVELS)
        if "ai" in self.players.values():
            return ()
        return ((NORMAL, "No handicap"), ("hard", "Handicap"))

    def _levels(self) -> dict[str, str]:
        """The levels chosen, of the sides that have a choice."""
        return {side: level for side, level in self.levels.items() if self._offered(side)}

    def _about(self) -> list[Row]:
        if not self.listed:
            return [Line("No scenario was found. `khalkhin list` says where they are looked for.", tone="warn")]
        item = self.listed[self.chosen]
        if item.scenario is None:
            return [
                Heading(item.title),
                Gap(),
                Line("This scenario has faults and cannot be played:", tone="warn"),
                *(Line(text, style="small") for text in item.problems),
            ]
        s = item.scenario
        days = f"{date_text(s.calendar[0].date)} to {date_text(s.calendar[-1].date)}, {len(s.calendar)} turns"
        return [
            Heading(s.title),
            Line(days, tone="dim"),
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
        self.chosen = index
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
            m.font("title").render("New battle", True, theme.INK_LIGHT),
            (self.frame.x + m.px(24), self.frame.y + m.px(20)),
        )
        self.ui.draw(surface)


class LoadScene(Scene):
    """Saved games, newest first."""

    def __init__(self, backdrop: Backdrop | None = None) -> None:
        self.backdrop = backdrop or Backdrop()
        self.saves: tuple[library.Saved, ...] = ()
        self.chosen = 0
        self.first = 0

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
                save.title,
                partial(self._choose, i),
                look="row",
            )
            if i == self.chosen:
                button.select()
        ui.sheet(pygame.Rect(inner.x + width + pad, top, inner.width - width - pad, foot - top - m.gap), self._about())
        bw, y = m.px(130), foot
        able = bool(self.saves) and not self.saves[self.chosen].problem
        load = ui.button(pygame.Rect(inner.right - bw, y, bw, m.row + m.px(4)), "Load", self._load, look="primary")
        if not able:
            load.disable()
        back = ui.button(pygame.Rect(inner.right - 2 * bw - m.gap, y, bw, m.row + m.px(4)), "Back", Back)
        if self.saves:
            ui.button(pygame.Rect(inner.x, y, bw, m.row + m.px(4)), "Delete", self._delete)
        if len(self.saves) > self.room:
            earlier = ui.button(
                pygame.Rect(inner.x + bw + m.gap, y, bw, m.row + m.px(4)), "Earlier", lambda: self._page(1)
            )
            later = ui.button(
                pygame.Rect(inner.x + 2 * (bw + m.gap), y, bw, m.row + m.px(4)), "Later", lambda: self._page(-1)
            )
            if self.first + self.room >= len(self.saves):
                earlier.disable()
            if self.first == 0:
                later.disable()
        if ui.focus is None:
            ui.set_focus(ui.order[0] if self.saves else back)

    def _about(self) -> list[Row]:
        if not self.saves:
            return [Line("There is no saved game yet.", tone="dim")]
        save = self.saves[self.chosen]
        rows: list[Row] = [Heading(save.title), *(Line(text, value) for text, value in save.facts)]
        if save.problem:
            rows += [Gap(), Line(save.problem, tone="warn")]
        rows += [Gap(), Line(save.path.name, tone="dim", style="small")]
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
        return to_battle(library.open_save(self.saves[self.chosen].path))

    def _delete(self) -> Next:
        name = self.saves[self.chosen].title
        return Push(
            Dialog(
                "Delete this game?",
                (Line(name),),
                (Answer("Delete", "delete", None, True), Answer("Keep it")),
                width=460,
            )
        )

    def resumed(self, result: Any) -> Next | None:
        if result == "delete":
            left = library.delete_save(self.saves[self.chosen].path)
            self.saves = library.saves()
            self.chosen = max(0, min(self.chosen, len(self.saves) - 1))
            self.rebuild()
            if left:
                return Push(message("The game is still there", left))
        return None

    def draw(self, surface: pygame.Surface) -> None:
        m = self.ui.m
        self.backdrop.draw(surface)
        framed(surface, self.frame)
        surface.blit(
            m.font("title").render("Load a game", True, theme.INK_LIGHT),
            (self.frame.x + m.px(24), self.frame.y + m.px(20)),
        )
        self.ui.draw(surface)


class BriefingScene(Scene):
    """What the side to play first should know, before its map is shown."""

    def __init__(self, session: Table, sides: tuple[str, ...]) -> None:
        self.session = session
        self.sides = sides
        self.begun = False
        self.backdrop = Backdrop()

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad = m.px(30)
        scenario: Scenario = self.session.scenario
        rows: list[Row] = [
            Heading(scenario.title),
            Line(f"{date_text(scenario.calendar[0].date)}, {scenario.calendar[0].clock}", tone="dim"),
            Gap(6),
        ]
        for side in self.sides:
            rows += [*briefing_rows(scenario, side), Gap(10)]
        rows += handicap_rows(self.session.view(self.sides[0]).state, self.sides[0])
        feet = m.row + m.px(14)
        width = min(w - m.px(48), m.px(860))
        wanted = draw_rows(rows, width - 2 * pad - m.px(12), m, paper=True).picture.get_height()
        height = min(h - m.px(48), wanted + 2 * pad + feet)
        self.frame = pygame.Rect(0, 0, width, height)
        self.frame.center = (w // 2, h // 2)
        panel = ui.panel(self.frame, paper=True)
        ui.sheet(pygame.Rect(pad, pad, width - 2 * pad, height - 2 * pad - feet), rows, paper=True, container=panel)
        bw = m.px(160)
        ui.button(
            pygame.Rect(width - pad - bw, height - pad - m.row, bw, m.row),
            "To the map",
            self._go,
            look="paper_primary",
            container=panel,
        )
        ui.button(
            pygame.Rect(width - pad - 2 * bw - m.gap, height - pad - m.row, bw, m.row),
            "Back",
            self.escape,
            look="paper",
            container=panel,
        )
        ui.set_focus(ui.order[0])

    def _go(self) -> Next:
        from khalkhin.ui.battle.battle import BattleScene

        self.begun = True
        return Go(BattleScene(self.session))

    def escape(self) -> Next | None:
        from khalkhin.ui.campaign.screen import way_back

        return Go(way_back(self.session))

    def leave(self) -> None:
        if not self.begun:
            self.session.close()

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        self.ui.draw(surface)


def to_battle(what: Any) -> Next:
    """The battle (or its briefing), or a message saying why there is none."""
    from khalkhin.ui.battle.battle import BattleScene

    match what:
        case library.Fault(title, text):
            return Push(message(title, text))
        case library.Opened(session, fresh):
            humans = session.humans
            if fresh and humans:
                return Go(BriefingScene(session, humans[:1] if len(humans) > 1 else humans))
            return Go(BattleScene(session))
    raise TypeError(what)
