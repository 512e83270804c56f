"""A rehearsal in the window: the band that marks it, its menu, what is asked at its end; and the plan that was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.translation import _, ngettext
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.keys import key_name
from khalkhin.ui.battle.results import DropPlan, GivePlanned, KeepPlan, LeaveRehearsal, QuitGame, RehearsePlan, Show
from khalkhin.ui.destinations import ToHelp, ToSettings
from khalkhin.ui.dialogs.dialog import DialogButton
from khalkhin.ui.dialogs.menu import MenuEntry, MenuScene
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.panels import planrows
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.scene import Back, Next
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.row_list import shorten
from khalkhin.ui.widgets.rows import Gap, Line, Row, RowAction
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.widgets import Ui


class Band:
    """The band over the map of a rehearsal, and the frame about it."""

    def __init__(self, game: Rehearsal, battle: BattleController) -> None:
        self.game, self.battle = game, battle
        #: Whether the player has been told that it is over.
        self.told = False
        self.button: UIButton | None = None

    @staticmethod
    def height(m: Metrics) -> int:
        """How high the band is."""
        return m.row + m.px(8)

    def build(self, ui: Ui, area: pygame.Rect, command: Callable[[Command], object]) -> None:
        """Make the controls in a strip of the window."""
        self.ui, self.area, m = ui, area, ui.m
        text = f"{_('End the rehearsal')}  ·  {key_name(Command.REHEARSE)}"
        wide = min(m.width(text, "bold") + m.px(26), area.width // 2)
        place = pygame.Rect(area.right - wide - m.px(6), area.y + m.px(4), wide, m.row)
        told = with_keys(
            _("See what you have planned; keep it beside the battle, or throw it away."), key_name(Command.REHEARSE)
        )
        self.button = ui.button(place, text, partial(command, Command.REHEARSE), tip=told, look="primary", focus=False)
        self._room = pygame.Rect(area.x + m.px(14), area.y, place.x - area.x - m.px(24), area.height)

    def words(self) -> tuple[str, ...]:
        """What the band says: which turn it is, and what is taken for granted, in full and in short."""
        game = self.game
        if game.over:
            return _("Rehearsal: it is over"), _("Nothing of it has happened.")
        turn = _("Rehearsal: turn {turn} of {turns}").format(turn=game.turn, turns=game.turns)
        return (
            turn,
            _("The enemy you know of stands still, every throw is the middle one (7 of two dice)."),
            _("The enemy stands still; every throw is a 7."),
        )

    def draw(self, surface: pygame.Surface) -> None:
        """The band with its words."""
        m, area, room = self.ui.m, self.area, self._room
        surface.fill(theme.REHEARSED, area)
        step = m.px(14)
        before = surface.get_clip()
        surface.set_clip(area)
        for x in range(area.x - area.height, area.right, step):  # It is told by its hatching as well as by its colour.
            pygame.draw.line(surface, theme.REHEARSED_EDGE, (x, area.bottom), (x + area.height, area.top), 1)
        surface.set_clip(before)
        first, *second = self.words()
        bold, small = m.font("bold"), m.font("small")
        x = room.x
        for texts, font in (([first], bold), (second, small)):
            left = room.right - x - m.px(8)
            if left < m.px(32):
                break
            text = next((text for text in texts if font.size(text)[0] <= left), texts[-1])
            drawn = font.render(shorten(text, font, left), True, theme.INK_LIGHT)
            box = drawn.get_rect(midleft=(x + m.px(4), area.centery)).inflate(m.px(8), m.px(2))
            surface.fill(theme.REHEARSED, box)
            surface.blit(drawn, drawn.get_rect(center=box.center))
            x = box.right + m.px(10)

    def draw_frame(self, surface: pygame.Surface, area: pygame.Rect) -> None:
        """The frame about the map."""
        pygame.draw.rect(surface, theme.REHEARSED_EDGE, area, max(2, self.ui.m.px(4)))

    @property
    def plan(self) -> Plan:
        """What has been rehearsed."""
        return self.game.plan


def _led(action: RowAction, line: int) -> Next | None:
    match action:
        case LookAt() | SelectUnit():
            return Back(Show(action))
    return None


def ending(game: Rehearsal, kept: bool) -> WalkedDialog:
    """The end of a rehearsal: what was planned, and what becomes of it. `kept` tells of a plan that is kept already."""
    rows: list[Row] = []
    plan = game.plan
    if any(isinstance(step.order, EndTurn) for step in game.past) or plan.orders:
        rows += planrows.rows(game.start, plan)
    else:
        rows.append(Line(_("No order was given."), tone="dim"))
    if plan.orders:
        told = _("This is how it goes if the enemy you know of stands and every throw is the middle one.")
        rows.append(Line(told, tone="dim", style="small"))
    if kept and plan.orders:
        rows.append(Line(_("Keeping it takes the place of the plan you have."), tone="warn", style="small"))
    away = DialogButton(_("Throw it away"), LeaveRehearsal(), tip=_("Back to the battle; nothing is kept."))
    stay = DialogButton(_("Look at the map") if game.over else _("Go on rehearsing"), primary=not plan.orders)
    keep = DialogButton(
        _("Keep it as a plan"), KeepPlan(plan), primary=True, tip=_("Back to the battle, with this list beside it.")
    )
    answers = (keep, away, stay) if plan.orders else (away, stay)
    return WalkedDialog(_("What you have rehearsed"), rows, answers, _led, width=680)


def kept_plan(battle: BattleController) -> WalkedDialog:
    """The plan that is kept, as it stands now."""
    plan = battle.kept
    close = DialogButton(_("Close"), primary=True)
    if plan is None:
        told = _("You have kept no plan. Rehearse your next turns ({key}) and keep what comes of it.")
        rows: list[Row] = [Line(told.format(key=key_name(Command.REHEARSE)))]
        return WalkedDialog(_("Your plan"), rows, (close,), _led)
    view = battle.planner.view
    rows = planrows.rows(view, plan)
    said = planrows.summary(plan, view.state.turn)
    if said:
        rows = [Line(said), Gap(4), *rows]
    drop = DialogButton(_("Drop the plan"), DropPlan(), tip=_("The list is thrown away; nothing else changes."))
    give = f"{_('Give the next')}  ·  {key_name(Command.NEXT_PLANNED)}"
    told = _("Gives the next order that is planned for this turn; of an assault it shows the odds first.")
    anew = DialogButton(_("Rehearse anew"), KeepPlan(None), tip=_("What comes of it can take the plan's place."))
    following = (DialogButton(give, GivePlanned(), tip=told),) if battle.may_order else ()
    told = _("Gives what can be given of it in a rehearsal, turn by turn, and you go on from there.")
    onward = DialogButton(_("Go on with it"), RehearsePlan(), tip=told)
    following = (*following, onward, anew) if battle.may_order else ()
    return WalkedDialog(_("Your plan"), rows, (*following, drop, close), _led, width=680)


def menu() -> MenuScene:
    """The menu of a rehearsal."""
    ends = with_keys(_("See what you have planned; keep it, or throw it away."), key_name(Command.REHEARSE))
    return MenuScene(
        _("Rehearsal"),
        (
            MenuEntry(_("Back to the map"), None, with_keys(_("Closes this menu."), _("Esc"))),
            MenuEntry(_("End the rehearsal"), KeepPlan(None), ends),
            MenuEntry(_("Mouse and keys"), ToHelp(), _("How the game is played by mouse and by keys.")),
            MenuEntry(_("Settings"), ToSettings(), _("Size of text, sound, speed and what you are asked.")),
            MenuEntry(_("Quit"), QuitGame(), _("Leave the game; the battle is kept, the rehearsal is not.")),
        ),
    )


def told(plan: Plan | None) -> tuple[str, str]:
    """What is said when a rehearsal is over, and the tone."""
    if plan is None:
        return _("The rehearsal is thrown away: nothing of it has happened."), "dim"
    n = len(plan.orders)
    text = ngettext("A plan of {n} order is kept. {key} shows it.", "A plan of {n} orders is kept. {key} shows it.", n)
    return text.format(n=n, key=key_name(Command.PLAN)), "good"


def followed(given: int, left: int) -> tuple[str, str]:
    """What is said when a rehearsal begins with the orders of a plan: how many were given, how many could not be."""
    if not left:
        text = ngettext("{n} order of your plan is given here.", "{n} orders of your plan are given here.", given)
        return text.format(n=given), "good"
    text = ngettext(
        "{n} order of your plan is given here; {left} could not be.",
        "{n} orders of your plan are given here; {left} could not be.",
        given,
    )
    return text.format(n=given, left=left), "warn"
