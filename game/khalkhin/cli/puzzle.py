"""``khalkhin puzzle``: puzzles listed, shown, made of a battle, kept from a code, solved."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.cli.arguments import positive
from khalkhin.cli.common import add_scenario, fault_line, one_line, scenario_of_journal
from khalkhin.cli.console import complain, print_table, say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.play.puzzles import code as codes
from khalkhin.play.puzzles import progress, shelf, solver
from khalkhin.play.puzzles.puzzle import STANDING, AttemptEnd, Puzzle
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import JournalError, ReplayError, read
from khalkhin.regular_files import read_regular
from khalkhin.scenario import ScenarioError
from khalkhin.text import puzzles as words
from khalkhin.translation import _, ngettext

#: Other dice that a solution is tried with.
DICE = 20
WHAT = ("list", "show", "solve", "add", "make")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        default="list",
        metavar="WHAT",
        help=_("list, show, solve, add or make; or the journal of a battle to make one of"),
    )
    parser.add_argument(
        "which", nargs="?", metavar="PUZZLE", help=_("a puzzle's id or folder, its code, or a file with that")
    )
    parser.add_argument("--positions", type=positive, metavar="N", help=_("solve: how many positions to look at"))
    parser.add_argument("--enemy", metavar="PLAYER", help=_("who answers: standing, or a computer player"))
    parser.add_argument("--turn", type=positive, metavar="N", help=_("make: the turn that the puzzle begins with"))
    parser.add_argument("--side", default="", help=_("make: whose turn it is; default: the player's"))
    parser.add_argument(
        "--goal", action="append", metavar="CONDITION", help=_("make: what is to hold, as in a timeline")
    )
    parser.add_argument("--turns", type=positive, default=2, metavar="N", help=_("make: in how many turns; default: 2"))
    parser.add_argument("--hold", action="store_true", help=_("make: it is to hold when all turns are over"))
    parser.add_argument("--title", default="", help=_("make: what it is called"))
    parser.add_argument("--text", default="", help=_("make: what the player is told"))
    add_scenario(parser)


def run(a: argparse.Namespace) -> int:
    try:
        match a.what:
            case "list":
                return _list()
            case "show":
                return _show(_named(a.which))
            case "solve":
                return _solve(_named(a.which), a)
            case "add":
                return _add(_named(a.which))
            case "make":
                return _make(a.which, a)
            case _ if Path(a.what).is_file():
                return _make(a.what, a)
            case _:
                raise Misuse(
                    _("{what} is none of {known}, nor a journal.").format(
                        what=repr(a.what), known=", ".join(map(repr, WHAT))
                    )
                )
    except ScenarioError as error:
        raise Failure(one_line(error.issues)) from error
    except JournalError as error:
        raise Failure(str(error)) from error
    except ReplayError as error:
        raise Failure(fault_line(error)) from error
    except OSError as error:
        raise Failure(_("the puzzle could not be kept: {why}.").format(why=error.strerror or error)) from error


def _named(which: str | None) -> Puzzle:
    if which is None:
        raise Misuse(_("name a puzzle, or give its code; `khalkhin puzzle` lists them."))
    if codes.is_code(which):
        return codes.puzzle_of(which)
    if Path(which).is_file():
        try:
            text = read_regular(Path(which), 2 * codes.MAX_CODE).decode("ascii", "replace")
        except OSError as error:
            raise Failure(_("{file} cannot be read: {why}.").format(file=which, why=error.strerror or error)) from error
        return codes.puzzle_of(text)
    return shelf.load(which)


def _list() -> int:
    kept = progress.load()
    rows = []
    for item in shelf.listings():
        if item.puzzle is None:
            rows.append((item.id, one_line(item.issues), ""))
        else:
            result = kept.get(progress.key(item.puzzle), progress.PuzzleRecord())
            rows.append((item.id, item.puzzle.title, words.result_text(result)))
    print_table(_("Puzzles"), (_("id"), _("title"), _("you")), rows)
    say(_("They are played in the window, under “Puzzles”."))
    return 0


def _show(puzzle: Puzzle) -> int:
    say(puzzle.title)
    say()
    say(words.briefing(puzzle))
    if puzzle.base:
        _say_code(puzzle)
    return 0


def _say_code(puzzle: Puzzle) -> None:
    """Print the code of a puzzle, after what has to go with it."""
    if told := words.needed(puzzle):
        say()
        say(told)
    say()
    say(codes.code_of(puzzle))


def _tell(n: int) -> None:
    """How many positions have been looked at so far."""
    complain(ngettext("{n} position", "{n} positions", n).format(n=f"{n:,}"))


def _solve(puzzle: Puzzle, a: argparse.Namespace) -> int:
    if a.enemy is not None:
        puzzle = shelf.against(puzzle, a.enemy)
    found = solver.solve(puzzle, a.positions or solver.BUDGET, _tell)
    say(words.found_text(found))
    if found.finding is not solver.Finding.CAN:
        return 1
    for order in found.orders:
        say(f"  {order}")
    same = sum(solver.tried(puzzle, found.orders, seed) is AttemptEnd.SOLVED for seed in range(1, DICE + 1))
    say(_("The same orders do it with {n} of {all} other dice.").format(n=same, all=DICE))
    return 0


def _add(puzzle: Puzzle) -> int:
    if not puzzle.base:
        raise Misuse(_("only a code is added; a folder goes to {home}.").format(home=shelf.home()))
    say(_("{title} is kept in {folder}.").format(title=puzzle.title, folder=shelf.keep(puzzle)))
    return 0


def _make(journal: str | None, a: argparse.Namespace) -> int:
    if journal is None or a.turn is None or not a.goal:
        raise Misuse(_("name a journal, --turn and --goal."))
    record = read(Path(journal))
    film = Film(record, scenario_of_journal(record.header, a.scenario))
    state = shelf.at_turn(film, a.turn, a.side)
    title = a.title or _("{battle}, turn {turn}").format(battle=film.scenario.title, turn=state.turn)
    goal = shelf.goals(a.goal)
    puzzle = shelf.made(
        state, record.header.scenario, title, a.text, goal, a.turns, enemy=a.enemy or STANDING, hold=a.hold
    )
    say(_("{title} is kept in {folder}.").format(title=puzzle.title, folder=shelf.keep(puzzle)))
    for line in (*words.goal_lines(puzzle), words.terms(puzzle)):
        say(line)
    _say_code(puzzle)
    return 0
