"""The way in: which command is asked for. Exit 0: good; 1: what was asked about is bad; 2: wrong usage.

Errors are one line on stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from khalkhin import __version__, translation
from khalkhin.cli import arguments as kinds
from khalkhin.cli import console
from khalkhin.cli.failures import Failure
from khalkhin.play import logfile
from khalkhin.text import rescue
from khalkhin.translation import N_, _

#: What each command is for, to be translated. It lives in the module of its name, with `add_arguments` and `run`.
COMMANDS: Mapping[str, str] = {
    "play": N_("Open the window with a battle."),
    "list": N_("List the scenarios, and where yours go."),
    "new": N_("Make a new scenario of your own, ready to be changed and played."),
    "check": N_("Report every fault of scenarios or folders of scenarios."),
    "pack": N_("Make one file of a scenario or a campaign, for others to install."),
    "install": N_("Put a pack, or a scenario's folder, among your scenarios."),
    "remove": N_("Take an installed pack away."),
    "texts": N_("Write the texts of a scenario or a campaign into files, to be translated."),
    "puzzle": N_("List puzzles, make one of a battle, keep one from a code, or have one solved."),
    "simulate": N_("Let the computer play against itself."),
    "balance": N_("Let the computer play scenarios many times and write what came of it."),
    "arena": N_("Let the computer play one scenario many times and draw what came of it, for its maker."),
    "campaign": N_("Let the computer fight a whole campaign, and tell what was carried over."),
    "replay": N_("Play a journal again and tell what happened, or verify it."),
    "record": N_("Make a moving picture of a stretch of a battle."),
    "report": N_("Write the after-action report of a journal as a page with charts."),
    "render": N_("Draw a map, or the battle at the end of a journal, as a PNG."),
    "schema": N_("Write the JSON schemas of scenario.toml and the like, for editors."),
    "docs": N_("List the pages for makers of maps and bots, print one, or open it."),
    "rulebook": N_("Print the rules of play, with the numbers of the rules tables."),
    "perft": N_("Count the sequences of legal orders to a depth."),
    "bench": N_("Measure speed and memory beside what is promised."),
}
#: Commands that live in a room of their own, by the room.
ROOMS = {"packs": frozenset({"pack", "install", "remove", "texts"}), "series": frozenset({"arena", "balance"})}
#: What runs without a command.
DEFAULT = "play"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame would greet on standard output
    console.set_up()
    logfile.begin()
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        _use_language()
        arguments = _parsed(given)
        arguments.alone = argv is None  # whether the process is there for this command only
        code = int(arguments.run(arguments))
        _finish_output()
    except SystemExit:
        _drop_output()
        raise
    except Failure as failure:
        code = failure.code
        _complain(str(failure))
    except BrokenPipeError:
        code = 1  # Whoever read our output has gone; there is nobody to tell.
    except KeyboardInterrupt:
        code = 1
        _complain(_("stopped."))
    except Exception as error:
        code = 1
        where = logfile.failure(error, f"the command was: {' '.join(given)}")
        _complain(rescue.line(logfile.detail(error), where))
    if code:
        _drop_output()
    if argv is None and "khalkhin.ui.app" in sys.modules:
        _leave(code)
    return code


def _use_language() -> None:
    """Say everything in the language that was asked for. Raises: Failure."""
    try:
        translation.begin()
    except LookupError as error:
        raise Failure(str(error)) from error


def _leave(code: int) -> None:
    """End the program at once. The window is closed and all that was done is on the disk: nothing that a driver, a
    browser or a player's package may have left running is waited for, nor the interpreter's own tidying."""
    for output in (sys.stdout, sys.stderr):
        if output is not None:
            with contextlib.suppress(OSError, ValueError):
                output.flush()
    os._exit(code)


def _finish_output() -> None:
    """Bring out what was printed. Raises: BrokenPipeError, Failure."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(_("the output could not be written: {why}.").format(why=error.strerror or error)) from error


def _drop_output() -> None:
    """What cannot be printed must not be tried again at the very end, where it could only be a traceback."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(told: str) -> None:
    with contextlib.suppress(OSError):
        console.complain(told)


def module_of(command: str) -> str:
    """The module of a command."""
    room = next((f"{room}." for room, commands in ROOMS.items() if command in commands), "")
    return f"khalkhin.cli.{room}{command}"


class _Words(argparse.ArgumentParser):
    """The parser of a command: what it is about may stand before and after its options."""

    def __init__(self, *args: Any, **kinds: Any) -> None:
        super().__init__(*args, **kinds)
        self._inside = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As usual, but for the order of words."""
        if self._inside:
            return super().parse_known_args(args, namespace)
        self._inside = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._inside = False


def _parsed(words: list[str]) -> argparse.Namespace:
    """The arguments of a command line. Only the module of the command that it names is imported."""
    kinds.speak()
    parser = argparse.ArgumentParser(
        prog="khalkhin",
        description=_("Khalkhin Gol 1939, a hex wargame."),
        epilog=_("Without a command the game window opens."),
    )
    version = _("show program's version number and exit")
    parser.add_argument("--version", action="version", version=f"khalkhin {__version__}", help=version)
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", dest="command", parser_class=_Words)
    named = next((word for word in words if not word.startswith("-")), None)
    for name, purpose in COMMANDS.items():
        sub = commands.add_parser(name, help=_(purpose), description=_(purpose))
        if name == named:
            module = importlib.import_module(module_of(name))
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    arguments = parser.parse_args(words)
    return arguments if arguments.command else _parsed([DEFAULT])
