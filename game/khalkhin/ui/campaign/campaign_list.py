"""The screen where a campaign is begun, or a kept one is gone on with or deleted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pygame

from khalkhin.core.command.handicap import LEVELS, NORMAL
from khalkhin.play.cards.results import Standing
from khalkhin.scenario.campaigns import Campaign
from khalkhin.text import kinds
from khalkhin.text.names import span_text
from khalkhin.translation import _, ngettext
from khalkhin.ui.destinations import ToCampaign
from khalkhin.ui.dialogs.dialog import Confirmed, Dialog, DialogButton, message
from khalkhin.ui.dialogs.terms import TermsScene, level_tip
from khalkhin.ui.pictures.gallery import Framed, Gallery
from khalkhin.ui.ports import campaign_port, cards, library
from khalkhin.ui.scene import Back, Go, Next, Push, Result
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.backdrop import Backdrop, framed
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: The player's side when two play at one machine.
BOTH = "both"


class CampaignsScene(TermsScene):
    """A new campaign first, then the kept ones, newest first."""

    def __init__(self, backdrop: Backdrop | None = None) -> None:
        super().__init__()
        self.backdrop = backdrop or Backdrop()
        self.offers: tuple[campaign_port.CampaignOffer, ...] = ()
        self.sides: dict[str, str] = {}
        self.kept: tuple[campaign_port.ListedCampaign, ...] = ()
        self.chosen = -1
        self.first = 0
        self.side = ""
        self.level = NORMAL
        self.battles: dict[str, cards.ListedScenario] = {}
        self.standings: dict[str, Standing] = {}
        self.gallery = Gallery()
        self.pictures: list[Framed] = []
        #: A card has come that is not shown yet.
        self._came = False

    def enter(self) -> Next | None:
        self.offers = campaign_port.offers()
        campaigns = [offer.campaign for offer in self.offers if offer.campaign is not None]
        items = cards.named(dict.fromkeys(stage.scenario for each in campaigns for stage in each.stages))
        self.battles = {item.id: item for item in items}
        self.standings = cards.standings(items)
        self.gallery = Gallery(items)
        self._take_offer()
        self.kept = campaign_port.listed()
        return None

    def leave(self) -> None:
        self.gallery.stop()

    def update(self, dt: float) -> Next | None:
        """Show the maps that have come."""
        self._came |= self.gallery.poll()
        if self._came and not self.ui.pressing:
            self._came = False
            self.keep_seed()
            self.rebuild()
        return None

    @property
    def listed(self) -> campaign_port.ListedCampaign | None:
        """The kept campaign that is chosen; None for a new one."""
        return self.kept[self.chosen] if self.chosen >= 0 else None

    @property
    def offer(self) -> campaign_port.CampaignOffer:
        """The new campaign that is chosen, or the first one."""
        return self.offers[-1 - self.chosen if self.chosen < 0 else 0]

    @property
    def campaign(self) -> Campaign | None:
        return self.offer.campaign

    @property
    def _rest(self) -> tuple[int, ...]:
        """What is listed beneath the first row, by what `chosen` calls it: other new campaigns, then the kept ones."""
        return (*(-1 - n for n in range(1, len(self.offers))), *range(len(self.kept)))

    def _take_offer(self) -> None:
        """Offer the sides of the campaign that is chosen."""
        self.sides = {} if self.campaign is None else campaign_port.sides(self.campaign)
        if self.side not in (*self.sides, BOTH) or not self.side:
            self.side = next(iter(self.sides), "")

    # ------------------------------------------------------------------ controls

    def build(self) -> None:
        ui, m = self.ui, self.ui.m
        w, h = ui.size
        pad, tall, gap = m.px(24), m.px(38), m.px(6)
        self.frame = pygame.Rect(0, 0, min(w - 2 * pad, m.px(1100)), min(h - 2 * pad, m.px(700)))
        self.frame.center = (w // 2, h // 2)
        inner = self.frame.inflate(-2 * pad, -2 * pad)
        top, foot = inner.y + m.px(46), inner.bottom - m.row - m.px(4)
        left = pygame.Rect(inner.x, top, inner.width * 9 // 20, foot - top - m.gap)
        self._row(pygame.Rect(left.x, left.y, left.width, tall), _("A new campaign"), -1)
        self.room = max(1, (left.height - tall - gap) // (tall + gap))
        self.first = max(0, min(self.first, len(self._rest) - self.room))
        y = left.y + tall + gap
        for i in self._rest[self.first : self.first + self.room]:
            title = self.kept[i].title if i >= 0 else _("New: {title}").format(title=self.offers[-1 - i].title)
            self._row(pygame.Rect(left.x, y, left.width, tall), title, i)
            y += tall + gap
        right = pygame.Rect(left.right + pad, top, inner.right - left.right - pad, left.height)
        lines = 3 if self.side == BOTH else 4
        controls = (m.row + gap) * lines if self.listed is None and self.campaign is not None else 0
        above = pygame.Rect(right.x, right.y, right.width, right.height - controls)
        ui.sheet(self._below_pictures(above), self._about())
        if controls:
            self._controls(pygame.Rect(right.x, right.bottom - controls + gap, right.width, controls))
        self._foot(inner, foot)
        if ui.focus is None:
            ui.set_focus(ui.order[0])

    def _below_pictures(self, area: pygame.Rect) -> pygame.Rect:
        """Put the maps of a new campaign's battles into the upper part of an area, in their order, where there is
        room; returns what is left of it."""
        m, room = self.ui.m, pygame.Rect(area.x, area.y, area.width, area.height * 3 // 10)
        self.pictures = []
        if self.listed is not None or self.campaign is None or room.height < m.px(70):
            return area
        self.pictures = self.gallery.row(_battles(self.campaign), room, m.px(6))
        top = room.bottom + m.gap
        return pygame.Rect(area.x, top, area.width, area.bottom - top)

    def _row(self, rect: pygame.Rect, text: str, index: int) -> None:
        button = self.ui.button(
            rect, text, partial(self._choose, index), tip=_("Tells about it at the right."), look="row"
        )
        if index == self.chosen:
            button.select()

    def _controls(self, area: pygame.Rect) -> None:
        ui, m = self.ui, self.ui.m
        step, label = m.row + m.px(6), m.px(150)
        x, y, width = area.x + label, area.y, min(m.px(310), area.width - label)
        ui.label(pygame.Rect(area.x, y, label - m.gap, m.row), _("You command"))
        options = (*self.sides.items(), (BOTH, _("Both (two players)")))
        ui.choice(
            pygame.Rect(x, y, width, m.row),
            options,
            self.side,
            self._take_side,
            tip=_("Which side you command; the computer has the other."),
        )
        y += step
        if self.side != BOTH:
            ui.label(pygame.Rect(area.x, y, label - m.gap, m.row), _("The computer"))
            levels = tuple((level, _("Level: {level}").format(level=kinds.level(level))) for level in LEVELS)
            ui.choice(pygame.Rect(x, y, width, m.row), levels, self.level, self._take_level, tip=level_tip())
            y += step
        self.terms(pygame.Rect(area.x, y, area.width, m.row), x, width)

    def _foot(self, inner: pygame.Rect, y: int) -> None:
        ui, m = self.ui, self.ui.m
        bw, high = m.px(130), m.row + m.px(4)
        item = self.listed
        go = _("Begin") if item is None else _("Go on") if not item.spare else _("Take the state before")
        wide = max(bw, m.width(go, "bold") + m.px(30))
        forward_tip = _("Begin a new campaign.") if item is None else _("Take this campaign up where it was left.")
        forward = ui.button(
            pygame.Rect(inner.right - wide, y, wide, high), go, self._forward, look="primary", tip=forward_tip
        )
        ui.name(forward, "forward")
        if self.campaign is None or (item is not None and item.problem and not item.spare):
            forward.disable()
        ui.button(
            pygame.Rect(inner.right - wide - m.gap - bw, y, bw, high),
            _("Back"),
            Back,
            tip=with_keys(_("Back to the first menu."), _("Esc")),
        )
        x = inner.x
        if item is not None:
            ui.button(
                pygame.Rect(x, y, bw, high),
                _("Delete"),
                self._ask_delete,
                tip=_("Delete this campaign; you are asked first."),
            )
            x += bw + m.gap
        if len(self._rest) > self.room:
            small = m.px(96)
            before, after = pygame.Rect(x, y, small, high), pygame.Rect(x + small + m.gap, y, small, high)
            earlier = ui.button(before, _("Earlier"), partial(self._page, 1), tip=_("Shows older campaigns."))
            later = ui.button(after, _("Later"), partial(self._page, -1), tip=_("Shows newer campaigns."))
            if self.first + self.room >= len(self._rest):
                earlier.disable()
            if self.first == 0:
                later.disable()

    def _about(self) -> list[Row]:
        item = self.listed
        if item is None:
            if self.campaign is None:
                return [Heading(_("A new campaign")), Gap(), Line(self.offer.fault, tone="warn")]
            return [
                Heading(self.campaign.title),
                *([Line(self.offer.origin, tone="dim")] if self.offer.origin else []),
                Gap(4),
                Line(self.campaign.description),
                Gap(8),
                *self._of_battles(self.campaign),
                Gap(8),
                Line(_("It is kept by itself: between battles, and within one after every order."), tone="dim"),
            ]
        rows: list[Row] = [Heading(item.title), *(Line(text, value) for text, value in item.facts)]
        if item.problem:
            rows += [Gap(), Line(item.problem, tone="warn")]
        if item.spare:
            told = _(
                "The state before the last is beside it and can be taken. The damaged file is set aside, not removed."
            )
            rows += [Gap(), Line(told)]
        return [*rows, Gap(), Line(item.path.name, tone="dim", style="small")]

    def _of_battles(self, campaign: Campaign) -> list[Row]:
        """The battles of a campaign: when they are, how long, and how the player has fared in them so far."""
        names = _battles(campaign)
        found = [card for card in map(self.gallery.card, names) if card is not None]
        out: list[Row] = [Line(_("Battles"), str(len(names)), style="bold")]
        if found and len(found) == len(names):
            hours = sum(card.hours for card in found)
            told = ngettext("about {n} hour", "about {n} hours", hours).format(n=hours)
            out.append(Line(_("Time to play, if all are fought"), told))
        for name in names:
            card, item = self.gallery.card(name), self.battles.get(name)
            title = card.title if card is not None else item.title if item is not None else name
            standing = self.standings.get(name)
            so_far = _("not fought yet") if standing is None else _("won") if standing.won else _("fought")
            out.append(Line(title, so_far, indent=1, value_tone="dim" if standing is None else "good"))
            if card is not None:
                span = span_text(card.first, card.last, card.turns)
                out.append(Line(span, tone="dim", style="small", indent=2))
        return out

    # ------------------------------------------------------------------ what they do

    def _choose(self, index: int) -> Next | None:
        if index == self.chosen and index >= 0 and not self.kept[index].problem:
            return self._forward()
        if index == self.chosen and self.ui.lead_on("forward"):
            return None
        self.keep_seed()
        self.chosen = index
        if index < 0:
            self._take_offer()
        self.ui.set_focus(self.ui.order[0 if index == -1 else self._rest.index(index) - self.first + 1])
        self.rebuild()
        return None

    def _page(self, step: int) -> None:
        self.first = max(0, min(self.first + step * self.room, len(self._rest) - self.room))
        self.rebuild()

    def _take_side(self, side: str) -> None:
        self.keep_seed()
        self.side = side
        self.rebuild()

    def _take_level(self, level: str) -> None:
        self.keep_seed()
        self.level = level
        self.rebuild()

    def _forward(self) -> Next | None:
        item = self.listed
        if item is None:
            self.keep_seed()
            who = {side: "human" if self.side in (side, BOTH) else "ai" for side in self.sides}
            return _to(campaign_port.start(who, self.seed, self.fog, self.level, self.offer.id))
        if not item.spare:
            return _to(item.path)
        left = campaign_port.rescue(item.path)
        self._list_again()
        return Push(message(_("The campaign is as it was"), left)) if left else None

    def _ask_delete(self) -> Next:
        assert self.listed is not None
        return Push(
            Dialog(
                _("Delete this campaign?"),
                (Line(self.listed.title), Line(_("Its battles stay among the saved games."), tone="dim")),
                (DialogButton(_("Delete"), Confirmed()), DialogButton(_("Keep it"), primary=True)),
                width=460,
            )
        )

    def resumed(self, result: Result | None) -> Next | None:
        if isinstance(result, Confirmed) and self.listed is not None:
            left = campaign_port.delete(self.listed.path)
            self._list_again()
            if left:
                return Push(message(_("The campaign is still there"), left))
        return None

    def _list_again(self) -> None:
        self.kept = campaign_port.listed()
        self.chosen = min(self.chosen, len(self.kept) - 1)
        self.rebuild()

    def draw(self, surface: pygame.Surface) -> None:
        self.backdrop.draw(surface)
        framed(surface, self.frame, _("Campaign"), self.ui.m)
        self.ui.draw(surface)
        for picture, place in self.pictures:
            surface.blit(picture, place)
            pygame.draw.rect(surface, theme.LINE, place, 1)


def _battles(campaign: Campaign) -> tuple[str, ...]:
    """The scenarios of a campaign's battles in their order, each once."""
    return tuple(dict.fromkeys(stage.scenario for stage in campaign.stages))


def _to(what: Path | library.OpeningFault) -> Next:
    """The campaign's map, or a message why there is none."""
    if isinstance(what, library.OpeningFault):
        return Push(message(what.title, what.text))
    found = campaign_port.open_campaign(what)
    if isinstance(found, library.OpeningFault):
        return Push(message(found.title, found.text))
    return Go(ToCampaign(found))
