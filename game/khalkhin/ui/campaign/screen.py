"""The campaign's map: the battles and the road between them, what is told of each, and the way into the next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pygame

from khalkhin.scenario import catalog
from khalkhin.scenario.campaigns import Stage
from khalkhin.translation import _
from khalkhin.ui.campaign import pages as campaignpages
from khalkhin.ui.campaign import seals as campaignmarks
from khalkhin.ui.campaign.auto_resolve_screen import Fought, ResolveScene, Stopped
from khalkhin.ui.campaign.own_theatre import theatre_of
from khalkhin.ui.campaign.seals import BattleSeal
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, message, to_battle
from khalkhin.ui.ports import campaign_port, library
from khalkhin.ui.scene import Go, Next, Push, Result, Scene
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Line, Row
from khalkhin.ui.widgets.tooltip import Slip

#: The pages that are no battles.
BEGINNING, END = "beginning", "end"


@dataclass(frozen=True, slots=True)
class BeginAnew(Result):
    """Begin the battle again from its first turn."""


@dataclass(frozen=True, slots=True)
class LetStaffs(Result):
    """Let the computer fight the battle for both sides."""


class CampaignScene(Scene):
    """A campaign between its battles."""

    def __init__(self, under: campaign_port.Under) -> None:
        self.under = under
        self.theatre = theatre_of(under.campaign)
        self.viewer = under.humans[0] if under.humans else next(iter(under.campaign.introductions))
        self.page = self._present()
        self.pointed = ""
        self.mouse = (0, 0)
        self._slip = Slip()
        self.pending = [message(_("A note on this campaign"), under.notice)] if under.notice else []
        self.titles = {s.id: catalog.title_of(s.scenario) for s in under.campaign.stages}

    def _present(self) -> str:
        """The page to open at: what is to be done or read now."""
        progress = self.under.progress
        if progress.over:
            return END
        return progress.stage if progress.results or self.under.begun else BEGINNING

    @property
    def pages(self) -> tuple[str, ...]:
        stages = tuple(s.id for s in self.under.campaign.stages)
        return (BEGINNING, *stages, *((END,) if self.under.progress.over else ()))

    # ------------------------------------------------------------------ controls

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        width = max(m.px(340), min(m.px(420), w * 32 // 100))
        self.map_rect = pygame.Rect(0, 0, w - width, h)
        self.side_rect = pygame.Rect(w - width, 0, width, h)
        self.theatre.resize(self.map_rect.size, m)
        pad, gap = m.px(14), m.px(6)
        area = self.side_rect.inflate(-2 * pad, -2 * pad)
        y = self._pager(area)
        if len(self.under.humans) > 1:
            names = self.under.names
            options = tuple(
                (side, _("Told to {side}").format(side=names.get(side, side))) for side in self.under.humans
            )
            ui.choice(
                pygame.Rect(area.x, y, area.width, m.row),
                options,
                self.viewer,
                self._tell,
                tip=_("Whose messages are shown."),
            )
            y += m.row + gap
        bottom = self._commands(area)
        ui.sheet(pygame.Rect(area.x, y + gap, area.width, bottom - y - 2 * gap), self._rows())
        ui.hotkeys[pygame.K_LEFT] = partial(self._turn, -1)
        ui.hotkeys[pygame.K_RIGHT] = partial(self._turn, 1)

    def _pager(self, area: pygame.Rect) -> int:
        """The head of the panel: which page this is, with arrows to the others."""
        ui, m = self.ui, self.ui.m
        bw = m.px(44)
        ui.button(
            pygame.Rect(area.x, area.y, bw, m.row),
            "‹",
            partial(self._turn, -1),
            tip=with_keys(_("The battle before."), "←"),
        )
        ui.button(
            pygame.Rect(area.right - bw, area.y, bw, m.row),
            "›",
            partial(self._turn, 1),
            tip=with_keys(_("The next battle."), "→"),
        )
        name = {BEGINNING: _("Before the first battle"), END: _("How it ended")}.get(self.page)
        if name is None:
            number = [s.id for s in self.under.campaign.stages].index(self.page) + 1
            name = _("Battle {number} of {all}").format(number=number, all=len(self.under.campaign.stages))
        head = pygame.Rect(0, area.y, m.width(name) + m.px(12), m.row)
        head.centerx = area.centerx
        ui.label(head, name)
        return area.y + m.row + m.px(6)

    def _commands(self, area: pygame.Rect) -> int:
        """The buttons at the foot; the answer is where they begin."""
        ui, m, under = self.ui, self.ui.m, self.under
        high, gap = m.row + m.px(4), m.px(6)
        half = (area.width - gap) // 2
        y = area.bottom - high
        away = with_keys(_("Back to the first menu; the campaign is kept."), _("Esc"))
        place = pygame.Rect(area.x, y, area.width, high)
        leave = ui.button(place, _("To the start"), self.escape, tip=away, focus=False)
        if under.scenario is None:
            buttons = [leave]
        else:
            title = under.scenario.title
            fight, go_on = _("Fight {battle}").format(battle=title), _("Go on with {battle}").format(battle=title)
            staffs = _("The computer plays the battle for both sides; the campaign goes on with what comes of it.")
            anew = _("Give up what was done in this battle and begin it again; you are asked first.")
            second = y - high - gap
            y = second - high - gap
            whole, left = pygame.Rect(area.x, second, area.width, high), pygame.Rect(area.x, second, half, high)
            first = pygame.Rect(area.x, y, area.width, high)
            if under.begun is None:
                buttons = [
                    ui.button(
                        first, fight, self._fight, look="primary", tip=_("Begin this battle on the map."), focus=False
                    ),
                    ui.button(whole, _("Let the staffs fight it"), self._ask_staffs, tip=staffs, focus=False),
                    leave,
                ]
            else:
                right = left.move(half + gap, 0)
                buttons = [
                    ui.button(
                        first,
                        go_on,
                        self._go_on,
                        look="primary",
                        tip=_("Take the battle up where it was left."),
                        focus=False,
                    ),
                    ui.button(left, _("The staffs finish it"), self._ask_staffs, tip=staffs, focus=False),
                    ui.button(right, _("Begin it anew"), self._ask_anew, tip=anew, focus=False),
                    leave,
                ]
        ui.order += buttons
        if ui.focus is None:
            ui.set_focus(buttons[0])
        return y

    def _rows(self) -> list[Row]:
        match self.page:
            case "beginning":
                return campaignpages.beginning(self.under, self.viewer)
            case "end":
                return campaignpages.end(self.under)
            case stage:
                return campaignpages.stage_page(self.under, self.under.campaign.stage(stage), self.viewer)

    # ------------------------------------------------------------------ what they do

    def _turn(self, step: int) -> None:
        pages = self.pages
        self._open(pages[(pages.index(self.page) + step) % len(pages)])

    def _open(self, page: str) -> None:
        if page != self.page:
            self.page = page
            self.app.sounds.play("page")
            self.rebuild()

    def _tell(self, side: str) -> None:
        self.viewer = side
        self.rebuild()

    def _fight(self) -> Next:
        return to_battle(campaign_port.fight(self.under))

    def _go_on(self) -> Next:
        return to_battle(campaign_port.go_on(self.under))

    def _ask_anew(self) -> Next:
        rows = (
            Line(_("It begins again from its first turn, with the same dice.")),
            Line(
                _("What you have fought of it stays among the saved games; load it to go on from there instead."),
                tone="dim",
            ),
        )
        return Push(
            Dialog(
                _("Begin this battle anew?"),
                rows,
                (DialogButton(_("Begin it anew"), BeginAnew()), DialogButton(_("Not now"), primary=True)),
            )
        )

    def _ask_staffs(self) -> Next:
        begun = self.under.begun is not None
        start = _("The computer commands both sides from the start.")
        rows = (
            Line(_("The computer commands both sides from where the battle stands.") if begun else start),
            Line(_("What comes of it counts, as if you had fought it yourself."), tone="dim"),
        )
        title = _("Let the staffs finish this battle?") if begun else _("Let the staffs fight this battle?")
        return Push(
            Dialog(title, rows, (DialogButton(_("Let them"), LetStaffs()), DialogButton(_("Not now"), primary=True)))
        )

    def covered(self) -> None:
        super().covered()
        self.mouse, self.pointed = (-1, -1), ""

    def uncovered(self) -> None:
        self._point(self.app.pointer)

    def resumed(self, result: Result | None) -> Next | None:
        match result:
            case BeginAnew():
                return self._fight()
            case LetStaffs():
                work = campaign_port.stand_in(self.under)
                if isinstance(work, library.OpeningFault):
                    return Push(message(work.title, work.text))
                assert self.under.scenario is not None
                return Push(ResolveScene(work, self.under.scenario))
            case Fought(journal):
                told = campaign_port.count_journal(journal)
                return self._after(told)
            case Stopped(told):
                return Push(message(_("The battle is not decided"), told))
        return None

    def _after(self, told: str) -> Next:
        """The map again after a battle: at what came of it."""
        fought = self.under.progress.stage
        found = campaign_port.open_campaign(self.under.path)
        if isinstance(found, library.OpeningFault):
            return Push(message(found.title, f"{told} {found.text}"))
        scene = CampaignScene(found)
        if any(r.stage == fought for r in found.progress.results):
            scene.page = fought
        else:
            scene.pending.append(message(_("The battle is not counted"), told))
        return Go(scene)

    def escape(self) -> Next | None:
        return Go(ToStart())

    # ------------------------------------------------------------------ the map

    def update(self, dt: float) -> Next | None:
        return Push(self.pending.pop(0)) if self.pending else None

    def handle(self, event: pygame.event.Event) -> Next | None:
        if event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and (stage := self._stage_at(event.pos)):
            self._open(stage)
            return None
        return super().handle(event)

    def _point(self, pos: tuple[int, int]) -> None:
        self.mouse, self.pointed = pos, self._stage_at(pos)

    def _stage_at(self, pos: tuple[int, int]) -> str:
        """The battle under the mouse, "" if there is none."""
        reach = campaignmarks.radius(self.ui.m) + self.ui.m.px(3)
        for stage in reversed(self.under.campaign.stages):
            x, y = self._place(stage)
            if (pos[0] - x) ** 2 + (pos[1] - y) ** 2 <= reach * reach:
                return stage.id
        return ""

    def _place(self, stage: Stage) -> tuple[int, int]:
        x, y = self.theatre.place(stage.at)
        return x + self.map_rect.x, y + self.map_rect.y

    def marks(self) -> list[BattleSeal]:
        """The battles as they are marked on the map, in their order."""
        progress = self.under.progress
        winners = {r.stage: r.winner or "" for r in progress.results}
        out = []
        for i, stage in enumerate(self.under.campaign.stages, 1):
            state = "fought" if stage.id in winners else "next" if stage.id == progress.stage else "open"
            shown = stage.id in (self.page, self.pointed)
            title = self.titles[stage.id] if shown or state == "next" else ""
            place = self._place(stage)
            out.append(BattleSeal(str(i), place, state, winners.get(stage.id, ""), title, stage.id == self.page))
        return out

    def draw(self, surface: pygame.Surface) -> None:
        self.theatre.draw(surface, self.map_rect.topleft)
        self.theatre.cartouche(surface, self.map_rect.topleft, self.under.campaign.title)
        surface.set_clip(self.map_rect)
        campaignmarks.draw(surface, self.marks(), self.ui.m)
        surface.set_clip(None)
        self._draw_place(surface)
        surface.fill(theme.PANEL, self.side_rect)
        pygame.draw.line(surface, theme.LINE, self.side_rect.topleft, self.side_rect.bottomleft)
        self.ui.draw(surface)

    def _draw_place(self, surface: pygame.Surface) -> None:
        """A slip beside the town or hill under the mouse."""
        if self.pointed or not self.map_rect.collidepoint(self.mouse):
            return
        x, y = self.mouse
        rows = campaignpages.place_rows(name) if (name := self.theatre.town_at(self.mouse)) else ()
        if rows:
            box = self._slip.picture(rows, self.ui.m)
            away = self.ui.m.px(16)
            place = box.get_rect(topleft=(x + away, y + away)).clamp(self.map_rect.inflate(-away, -away))
            surface.blit(box, place)
