"""Scenes of what a battle's controller puts before the player."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.orders.orders import Order
from khalkhin.play.puzzles.game import PuzzleGame
from khalkhin.play.rehearsal.game import Rehearsal
from khalkhin.text.amounts import and_more
from khalkhin.text.names import side_name, turn_text
from khalkhin.text.stakes.answers import consequences
from khalkhin.translation import _
from khalkhin.ui.battle import rehearsing
from khalkhin.ui.battle.asks import (
    Ask,
    Briefing,
    ConfirmEnd,
    ConfirmExit,
    CoverMap,
    Decide,
    InTrouble,
    Note,
    OpenArmyTable,
    OpenMenu,
    OpenPlan,
    OpenSearch,
    OpenSupply,
    Over,
    Recap,
    Telegram,
    Unwritten,
)
from khalkhin.ui.battle.command import Command, RunCommand
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.keys import key_name, tip
from khalkhin.ui.battle.results import (
    Anew,
    AskSeats,
    AskSurrender,
    EndTheTurn,
    Hush,
    Leave,
    LeaveMap,
    OpenArmy,
    QuitGame,
    ReadBriefing,
    Save,
    Show,
    Surrender,
    WatchFilm,
)
from khalkhin.ui.battle.supplyscreen import SupplyScene
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.battle.turn_end import HandOver, summary
from khalkhin.ui.desk.army_screen import ArmyScene
from khalkhin.ui.desk.finding import Found, What
from khalkhin.ui.desk.results import Led
from khalkhin.ui.desk.search import SearchScene
from khalkhin.ui.destinations import ToBriefing, ToEnd, ToHistory, ToSaves, ToSettings
from khalkhin.ui.dialogs import puzzle, telegram
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton, message, paragraphs
from khalkhin.ui.dialogs.menu import MenuEntry, MenuScene
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.panels.unfinished import ALL, COUNTED, TITLES, NotAgain, ShowArmy
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit
from khalkhin.ui.scene import Back, Go, Next, Push, Scene
from khalkhin.ui.widgets.keyboard import with_keys
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row, RowAction

#: Lines of a matter that are listed before the turn is ended.
LISTED = 5


def put(ask: Ask, battle: BattleController) -> Next:
    """What happens next in the window: the end of the battle, or a screen over it."""
    match ask:
        case Over() if isinstance(battle.session, PuzzleGame):
            return Push(puzzle.ending(battle.session))
        case Over():
            return Go(ToEnd(battle.session, battle.viewer))
        case Briefing(side):
            return Push(ToBriefing(battle.session, side))
        case _:
            return Push(_scene(ask, battle))


def _scene(ask: Ask, battle: BattleController) -> Scene:
    state = battle.planner.state
    match ask:
        case Telegram(entry, dateline):
            return telegram.telegram(entry, dateline)
        case Note(title, text):
            return message(title, text)
        case Unwritten(why):
            answers = (DialogButton(_("Try again"), primary=True), DialogButton(_("Leave for the menu"), Leave()))
            return Dialog(_("The battle cannot be written down"), paragraphs(why), answers)
        case InTrouble(trouble):
            return TroubleScene(trouble, side_name(state, trouble.side))
        case Recap():
            return summary(battle.planner.view, ask, battle.recap_line)
        case Decide(entry):
            follows = [consequences(state.scenario, answer, entry.side) for answer in entry.answers]
            return DecisionScene(entry, turn_text(state), follows)
        case CoverMap(side):
            return HandOver(battle.session, side)
        case ConfirmEnd():
            return _confirm_end(ask)
        case ConfirmExit(unit, name):
            gone = (Line(_("It will not come back in this battle.")),)
            answers = (DialogButton(_("Leave"), LeaveMap(unit)), DialogButton(_("Stay"), primary=True))
            return Dialog(_("{unit} leaves the map?").format(unit=name), gone, answers, width=420)
        case OpenSupply():
            return supply(battle)
        case OpenArmyTable():
            battle.hurry()
            return ArmyScene(battle.planner, battle.army_look)
        case OpenSearch():
            battle.hurry()
            return SearchScene(battle.planner, _commands())
        case OpenPlan():
            battle.hurry()
            return rehearsing.kept_plan(battle)
        case OpenMenu():
            return menu(battle)
        case Over() | Briefing():
            raise ValueError("the end of a battle and a briefing are destinations")
        case _:
            assert_never(ask)


def _commands() -> tuple[Found, ...]:
    """What keys do, to be found by name."""
    return tuple(
        Found(What.COMMAND, _(command.value), key_name(command), RunCommand(command))
        for command in Command
        if command is not Command.SEARCH
    )


def _confirm_end(ask: ConfirmEnd) -> WalkedDialog:
    """What is left undone, each line leading to its place; each matter can be told not to come again."""
    rows: list[Row] = []
    for concern in ask.left:
        count = str(len(concern.lines)) if concern.matter in COUNTED else ""
        rows.append(Heading(_(TITLES[concern.matter]), count))
        rows += concern.lines[:LISTED]
        if len(concern.lines) > LISTED:
            more = and_more(len(concern.lines) - LISTED)
            rows.append(Line(more, tone="dim", indent=1, action=ALL.get(concern.matter)))
        again = Line(
            _("Leave this out of the list from now on"), tone="dim", style="small", action=NotAgain(concern.matter)
        )
        rows += [again, Gap(4)]
    answers = (DialogButton(_("End turn"), EndTheTurn()), DialogButton(_("Not yet"), primary=True))
    tick = (_("Skip this list from now on"), False)
    return WalkedDialog(_("End the turn?"), rows, answers, _led, width=560, tick=tick)


def _led(action: RowAction, line: int) -> Next | None:
    match action:
        case LookAt() | SelectUnit():
            return Back(Show(action))
        case OpenRoster():
            return Back(Led(action))
        case ShowArmy():
            return Back(OpenArmy())
        case NotAgain(matter):
            return Back(Hush(matter))
    return None


def supply(battle: BattleController) -> SupplyScene:
    """The supply screen; orders given there go the way of all orders."""

    def give(order: Order) -> str:
        battle.give(order)
        battle.hurry()
        return battle.note[0] if battle.note[1] == "warn" else ""

    def undo() -> str:
        battle.undo()
        return battle.note[0]

    battle.hurry()
    return SupplyScene(lambda: battle.planner.view, give, undo, battle.may_order)


def menu(battle: BattleController) -> MenuScene:
    """The battle's menu; every battle can be left, to be taken up later, or given up."""
    session = battle.session
    if isinstance(session, PuzzleGame):
        return puzzle_menu(session)
    if isinstance(session, Rehearsal):
        return rehearsing.menu()
    kept = session.path is not None
    mine = session.carry is None and not session.over and session.active == battle.viewer
    told = _("What you are to do from here is asked of you, and can be given to others.")
    keep = (MenuEntry(_("Keep this position as a puzzle"), puzzle.KeepScene(battle.planner.view), told),)
    seats = (MenuEntry(_("Who plays each side"), AskSeats(), _("Give a side to the computer, or take it back.")),)
    later = _("Every order is kept: go on another time.") if kept else _("This battle is not kept.")
    leave = (
        MenuEntry(_("Save and leave") if kept else _("Leave for the menu"), Leave(), later),
        MenuEntry(_("Give up this battle"), AskSurrender(), _("End it as it stands; you are asked first.")),
    )
    film = (MenuEntry(_("Watch it from the start"), WatchFilm(), _("See what happened, from the first turn on.")),)
    return MenuScene(
        _("Khalkhin Gol 1939"),
        (
            MenuEntry(_("Back to the map"), None, with_keys(_("Closes this menu."), _("Esc"))),
            MenuEntry(_("Briefing"), ReadBriefing(), _("What your side is to do, once more.")),
            *(seats if battle.viewer in session.people and not session.over else ()),
            *(film if kept else ()),
            *(keep if mine else ()),
            MenuEntry(_("History"), ToHistory(), with_keys(_("What happened in 1939."), key_name(Command.HISTORY))),
            MenuEntry(_("Rehearse"), Led(RunCommand(Command.REHEARSE)), tip(Command.REHEARSE)),
            MenuEntry(_("Save"), Save(), with_keys(_("Save the game."), key_name(Command.SAVE))),
            MenuEntry(_("Load a game"), ToSaves(session.path), _("Go on with another battle; this one is kept.")),
            MenuEntry(_("Settings"), ToSettings(), _("Size of text, sound, speed and what you are asked.")),
            *leave,
            MenuEntry(_("Save and quit") if kept else _("Quit"), QuitGame(), later),
        ),
    )


def puzzle_menu(game: PuzzleGame) -> MenuScene:
    """The menu of a puzzle."""
    return MenuScene(
        game.puzzle.title,
        (
            MenuEntry(_("Back to the map"), None, with_keys(_("Closes this menu."), _("Esc"))),
            MenuEntry(_("What is to be done"), ReadBriefing(), _("The puzzle's task, once more.")),
            MenuEntry(_("From the beginning"), Anew(), _("Begin the puzzle again.")),
            MenuEntry(_("Settings"), ToSettings(), _("Size of text, sound, speed and what you are asked.")),
            MenuEntry(_("Leave for the puzzles"), Leave(), _("To the list of puzzles.")),
            MenuEntry(_("Quit"), QuitGame(), _("Leave the game.")),
        ),
    )


def surrender(campaign: bool = False) -> Dialog:
    """Whether a battle, of a campaign or not, is to be given up."""
    if campaign:
        counts = _("It is over for both sides and counts in the campaign as it stands now.")
    else:
        counts = _("It is over for both sides and is judged as it stands now.")
    later = _("To go on with it later, save and leave instead: every order is kept.")
    rows = (Line(counts), Line(later, tone="dim"))
    answers = (DialogButton(_("Give it up"), Surrender()), DialogButton(_("Fight on"), primary=True))
    return Dialog(_("Give up this battle?"), rows, answers, width=460)
