"""A new battle: the scenario, who commands each side, the dice and the fog."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pygame

from khalkhin.core.command.handicap import LEVELS, NORMAL
from khalkhin.play.cards.card import Card
from khalkhin.play.cards.results import Standing
from khalkhin.play.report.dates import date_text
from khalkhin.play.session import played
from khalkhin.scenario.making.new import Unmade
from khalkhin.text import kinds
from khalkhin.text.handicap import battle_sentence
from khalkhin.text.names import first_sentences, span_text
from khalkhin.text.sides import in_order
from khalkhin.translation import _, ngettext
from khalkhin.ui.dialogs.dialog import message, to_battle
from khalkhin.ui.dialogs.packed import Installed
from khalkhin.ui.dialogs.terms import TermsScene, level_tip
from khalkhin.ui.menus.card_list import CardList, CardRow
from khalkhin.ui.panels.faultrows import ShowFault, fault_rows
from khalkhin.ui.pictures.card_maker import CardMaker
from khalkhin.ui.pictures.faultmap import FaultMap, nowhere
from khalkhin.ui.pictures.gallery import fitted
from khalkhin.ui.ports import cards, library
from khalkhin.ui.ports.cards import Faults, ListedScenario, Shown
from khalkhin.ui.scene import Back, Next, Push, Result
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction


class NewBattleScene(TermsScene):
    """Choose a scenario by its card, who commands each side, the seed and the fog. The scenario itself is loaded when
    its battle is begun. One with faults shows them, and on what could be read of its map where they are."""

    def __init__(self, backdrop: Backdrop) -> None:
        super().__init__()
        self.backdrop = backdrop
        self.listed: tuple[ListedScenario, ...] = ()
        self.shown: dict[str, Shown] = {}
        self.faults: dict[str, Faults] = {}
        self.standings: dict[str, Standing] = {}
        self.maker = CardMaker()
        #: Something was found that is not shown yet.
        self._came = False
        self.list = CardList(self._choose, self._anew, "begin")
        self.players: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.fault = 0
        #: The id of a scenario made here, and what is to be told of it; without an id, why there is none.
        self.made = ("", "")
        self.map: FaultMap | None = None
        self.picture: tuple[pygame.Surface, pygame.Rect] | None = None
        #: The picture of a card as it was last scaled: of which, and for which room.
        self._scaled: tuple[bytes, tuple[int, int], pygame.Surface] | None = None

    def enter(self) -> Next | None:
        self._look()
        return None

    def leave(self) -> None:
        self.maker.stop()

    def _look(self, wanted: str = "") -> None:
        """Look for scenarios anew, and choose one by its id, or the one to begin with."""
        self.maker.stop()
        self.listed = cards.listed()
        self.standings = cards.standings(self.listed)
        self.faults = {}
        self.chosen = next(
            (i for i, item in enumerate(self.listed) if item.id == wanted or (not wanted and item.start_here)), 0
        )
        self.list.show(self.chosen)
        self.maker = CardMaker(self.listed)
        if self.listed:
            item = self.listed[self.chosen]
            self.shown.pop(item.id, None)  # Its files may have been changed.
            if (kept := cards.kept(item)) is not None:
                self.shown[item.id] = kept
        self._taken()

    def _taken(self) -> None:
        """The scenario that is chosen now is another: its card comes first, and who commands is as usual."""
        self.fault, self.players, self.levels = 0, {}, {}
        if self.item is None:
            return
        self.maker.first(self.item)
        self._default_players()
        if self.card is not None and self.card.faulty and self.item.id not in self.faults:
            self.maker.faults(self.item)

    def _default_players(self) -> None:
        if self.card is not None and not self.card.faulty:
            ids = [side.id for side in in_order(self.card.sides)]
            own = None if self.item is None else played.sides_of(self.app.settings.played, self.item.id, ids)
            mine = ids[:1] if own is None else own
            self.players = {side: "human" if side in mine else "ai" for side in ids}

    @property
    def chosen(self) -> int:
        """The place of the scenario that is chosen in the list."""
        return self.list.chosen

    @chosen.setter
    def chosen(self, at: int) -> None:
        self.list.chosen = at

    @property
    def item(self) -> ListedScenario | None:
        """The scenario that is chosen."""
        return self.listed[self.chosen] if self.listed else None

    @property
    def card(self) -> Card | None:
        """Its card, once it is there."""
        shown = None if self.item is None else self.shown.get(self.item.id)
        return None if shown is None else shown.card

    @property
    def playable(self) -> Card | None:
        """Its card, if it can be played."""
        return None if self.card is None or self.card.faulty else self.card

    def update(self, dt: float) -> Next | None:
        """Take what has been found meanwhile."""
        found = self.maker.poll()
        for item, what in found:
            if isinstance(what, Shown):
                self.shown[item.id] = what
            else:
                self.faults[item.id] = what
                self.shown.setdefault(item.id, Shown(Card(item.title, faulty=True), b""))
            if item is self.item:
                if not self.players:
                    self._default_players()
                if isinstance(what, Shown) and what.card.faulty:
                    self.maker.faults(item)
        self._came |= bool(found)
        if self._came and not self.ui.pressing:
            self._came = False
            self._anew()
        return None

    def _anew(self) -> None:
        self.keep_seed()
        self.rebuild()

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
        self.list.rows = tuple(self._row(item) for item in self.listed)
        self.list.build(ui, left)
        right = pygame.Rect(left.right + pad, top, inner.right - left.right - pad, foot - top - gap)
        controls = (m.row + m.px(6)) * 4 + m.px(44)
        ui.sheet_action = self._show
        self.picture = None
        self.entry = None
        playable = self.playable
        if playable is not None:
            above = pygame.Rect(right.x, right.y, right.width, right.height - controls - gap)
            ui.sheet(self._beside_picture(above), self._about())
            self._controls(pygame.Rect(right.x, right.bottom - controls, right.width, controls), playable)
        else:
            ui.sheet(self._below_faults(right), self._about())
        bw, high = m.px(150), m.row + m.px(4)
        begin = ui.button(
            pygame.Rect(inner.right - bw, foot, bw, high),
            _("Begin"),
            self._begin,
            tip=_("Begin the battle with what is chosen here."),
            look="primary",
        )
        if playable is None:
            begin.disable()
        place, told = pygame.Rect(inner.right - 2 * bw - gap, foot, bw, high), _("Back to the first menu.")
        back = ui.button(place, _("Back"), Back, tip=with_keys(told, _("Esc")))
        told = _("Makes a folder with a small scenario of your own, to be changed in the map editor Tiled.")
        place = pygame.Rect(left.x, foot, left.width, high)
        make = ui.button(place, _("Make a new scenario"), self._make, tip=told)
        for name, button in (("begin", begin), ("back", back), ("make", make)):
            ui.name(button, name)
        if self.picture is not None and playable is None:
            place, told = pygame.Rect(right.x, foot, bw, high), _("Shows the next fault on the map.")
            ui.name(ui.button(place, _("Next fault"), self._next_fault, tip=told), "fault")
        if ui.focus is None and (playable is None or not ui.focus_named("begin")):
            ui.focus_named(f"row-{self.chosen}") or ui.focus_named("back")

    def _row(self, item: ListedScenario) -> CardRow:
        """What stands in the list of a scenario."""
        shown = self.shown.get(item.id)
        if shown is None:
            return CardRow(item.title, date_text(item.date) if item.date else "")
        card = shown.card
        if card.faulty:
            return CardRow(card.title, _("has faults"))
        turns = ngettext("{date}, {n} turn", "{date}, {n} turns", card.turns)
        standing = self.standings.get(item.id)
        if standing is not None:
            mark = _("won") if standing.won else _("fought")
        else:
            mark = _("start here") if item.start_here else ""
        return CardRow(card.title, turns.format(date=date_text(card.first), n=card.turns), mark)

    def _beside_picture(self, area: pygame.Rect) -> pygame.Rect:
        """Put the card's map at the left of an area; returns what is left of it."""
        m = self.ui.m
        shown = self.shown[self.listed[self.chosen].id]
        room = area.width * 2 // 5, area.height
        if not shown.picture or area.height < m.px(90):
            return area
        if self._scaled is None or self._scaled[:2] != (shown.picture, room):
            made = fitted(shown.picture, room)
            if made is None:
                return area
            self._scaled = shown.picture, room, made
        picture = self._scaled[2]
        self.picture = picture, picture.get_rect(topleft=area.topleft)
        left = self.picture[1].right + m.gap
        return pygame.Rect(left, area.y, area.right - left, area.height)

    def _below_faults(self, area: pygame.Rect) -> pygame.Rect:
        """Put the map of a scenario with faults into the upper part of an area; returns what is left of it."""
        found = self.faults.get(self.item.id) if self.item is not None else None
        if found is None or found.partial is None or not any(i.hexes for i in found.issues):
            return area
        room = pygame.Rect(area.x, area.y, area.width, area.height * 11 // 20)
        if room.height < self.ui.m.px(90):
            return area
        if self.map is None or self.map.scenario is not found.partial or self.map.size != room.size:
            self.map = FaultMap(found.partial, found.issues, room.size)
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
        found = self.faults.get(self.listed[self.chosen].id)
        issues = () if found is None else found.issues
        self.fault = next((n for n in range(self.fault + 1, len(issues) + 1) if issues[n - 1].hexes), 0)
        self.rebuild()

    def handle(self, event: pygame.event.Event) -> Next | None:
        if self.list.handle(event, self.ui):
            return None
        return super().handle(event)

    def resumed(self, result: Result | None) -> Next | None:
        if isinstance(result, Installed):
            self._look(result.scenario)
            self.rebuild()
        return None

    def _controls(self, area: pygame.Rect, card: Card) -> None:
        ui, m = self.ui, self.ui.m
        label, control = m.px(260), m.px(220)
        y, x = area.y, area.x + label
        for info in in_order(card.sides):
            ui.label(pygame.Rect(area.x, y, label - m.gap, m.row), info.name)
            who = ui.choice(
                pygame.Rect(x, y, control, m.row),
                (("human", _("Player")), ("ai", _("Computer"))),
                self.players.get(info.id, "human"),
                partial(self._player, info.id),
                tip=_("Who commands this side: somebody at this machine, or the computer."),
            )
            ui.name(who, f"player-{info.id}")
            if options := self._offered(info.id):
                level = self.levels.get(info.id, NORMAL)
                after = x + control + m.gap
                room = pygame.Rect(after, y, min(m.px(200), area.right - after), m.row)
                given = ui.choice(room, options, level, partial(self._level, info.id), tip=level_tip())
                ui.name(given, f"level-{info.id}")
            y += m.row + m.px(6)
        y = self.terms(pygame.Rect(area.x, y, area.width, m.row), x, control) + m.px(4)
        text = battle_sentence({side.id: side.name for side in card.sides}, card.handicap, self._levels())
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
            self._look(id_)
            self.ui.focus_next(f"row-{self.chosen}")
        self.rebuild()

    def _about(self) -> list[Row]:
        made, told = self.made
        # What was made is told while it is chosen, and at once if it does not stand in the list.
        if told and (made not in [item.id for item in self.listed] or self.listed[self.chosen].id == made):
            return [Line(told, tone="gold" if made else "warn"), Gap(8), *self._of_scenario()]
        return self._of_scenario()

    def _of_scenario(self) -> list[Row]:
        item, card = self.item, self.card
        if item is None:
            return [Line(_("No scenario was found. `khalkhin list` says where they are looked for."), tone="warn")]
        if card is None:
            return [Heading(item.title), Gap(), Line(_("Its files are being read …"), tone="dim")]
        if card.faulty:
            found = self.faults.get(item.id)
            problems = () if found is None else found.problems
            lost = "" if found is None or found.partial is None else nowhere(found.partial, found.issues)
            return [
                Heading(card.title),
                Gap(),
                Line(_("This scenario has faults and cannot be played:"), tone="warn"),
                *fault_rows(problems, self.fault, lost),
            ]
        return self._of_card(item, card)

    def _of_card(self, item: ListedScenario, card: Card) -> list[Row]:
        standing = self.standings.get(item.id)
        rows: list[Row] = [
            Heading(card.title),
            Line(span_text(card.first, card.last, card.turns), cards.origin(item), tone="dim"),
        ]
        if item.start_here and standing is None:
            rows.append(Line(_("Start here: the smallest battle, and the first of the summer."), tone="gold"))
        hours = ngettext("about {n} hour", "about {n} hours", card.hours).format(n=card.hours)
        size = _("{units} units on {width} by {height} hexes")
        rows += [
            Gap(4),
            Line(card.description),
            Gap(6),
            Line(_("Time to play"), hours),
            Line(_("Size"), size.format(units=card.units, width=card.width, height=card.height)),
            Line(_("So far"), _("not fought yet") if standing is None else _so_far(standing)),
        ]
        if standing is not None:
            rows += [
                Line(side.name, _("best: {grade}").format(grade=kinds.grade(standing.best[side.id])), indent=1)
                for side in in_order(card.sides)
                if side.id in standing.best
            ]
        rows.append(Gap(8))
        for side in in_order(card.sides):
            name = f"{side.name}  ({', '.join(side.nations)})" if side.nations else side.name
            rows += [Line(name, style="bold"), Line(first_sentences(side.briefing), tone="dim"), Gap(6)]
        return rows

    def _choose(self, index: int) -> None:
        self.chosen = index
        self._taken()
        self._anew()

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
        if self.item is None or self.playable is None:
            return None
        self.maker.stop()
        scenario = cards.load(self.item)
        if isinstance(scenario, library.OpeningFault):
            return Push(message(scenario.title, scenario.text))
        if {side.id for side in scenario.sides} != set(self.players):  # Its files have been changed since.
            self._look(self.item.id)
            self.rebuild()
            return None
        mine = [side for side, who in self.players.items() if who == "human"]
        settings = self.app.settings
        self.app.change_settings(replace(settings, played=played.with_sides(settings.played, self.item.id, mine)))
        return to_battle(library.begin(scenario, self.players, self.seed, self.fog, self._levels()))

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        framed(surface, self.frame, _("New battle"), self.ui.m)
        self.ui.draw(surface)
        self.list.draw(surface, self.ui)
        if self.picture is not None:
            surface.blit(*self.picture)
            pygame.draw.rect(surface, theme.LINE, self.picture[1], 1)


def _so_far(standing: Standing) -> str:
    """How the player fared in a scenario, in few words."""
    fought = ngettext("{n} battle", "{n} battles", standing.fought).format(n=standing.fought)
    return _("{battles}, {won} won").format(battles=fought, won=standing.won)
