"""``khalkhin play``: the window with a battle; ``khalkhin`` alone opens it at the start menu."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from khalkhin.cli.arguments import natural
from khalkhin.cli.console import complain, say
from khalkhin.cli.failures import Failure, Misuse
from khalkhin.translation import _

if TYPE_CHECKING:
    from khalkhin.core.model.scenario import Scenario


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", nargs="?", help=_("a scenario's id or folder"))
    parser.add_argument(
        "--side", help=_("the side you command (its id), or 'both' for two players; default: the first")
    )
    parser.add_argument("--seed", type=natural, help=_("the dice; default: a new number"))
    parser.add_argument("--level", help=_("how hard the computer is to beat: easy, normal or hard; default: normal"))
    parser.add_argument("--load", type=Path, metavar="FILE", help=_("a journal to take up"))
    parser.add_argument(
        "--watch", action="store_true", help=_("read the scenario again whenever its files are saved; F5 reads it once")
    )


def run(a: argparse.Namespace) -> int:
    if not _display():
        raise Failure(
            _("there is no display to open a window on; `khalkhin simulate` and `khalkhin render` need none.")
        )
    if a.watch and a.scenario is None:
        raise Misuse(_("--watch is for a scenario that you edit: name its folder."))
    if a.watch:
        _wait(a.scenario)
    loaded = _check(a) if a.level is not None or (a.scenario and a.side not in (None, "both")) else None
    if a.load is not None and not a.load.is_file():
        raise Failure(_("{file} is not a file; `--load` takes a journal of a battle.").format(file=a.load))
    from khalkhin.ui.app import run

    return run(a.scenario, a.side, a.seed, a.load, a.level or "normal", loaded, watch=a.watch, alone=a.alone)


def _display() -> bool:
    """Whether a window can be expected to open."""
    if sys.platform in ("win32", "darwin") or os.environ.get("SDL_VIDEODRIVER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait(scenario: str) -> None:
    """While a scenario that is edited has faults, tell them, anew whenever its files were saved. What is not there is
    told by whoever wants it."""
    from khalkhin.play.watch.eye import Eye, stamp
    from khalkhin.play.watch.watcher import PAUSE, read_edit
    from khalkhin.scenario import ScenarioError
    from khalkhin.scenario.catalog import locate

    try:
        folder = locate(scenario)
    except ScenarioError:
        return
    now = stamp(folder)
    eye = Eye(now)
    while (folder / "scenario.toml").exists():
        edit = read_edit(folder)
        if edit.scenario is not None:
            return
        for issue in edit.issues:
            say(issue)
        complain(_("The window opens when this is mended and saved; Ctrl+C ends."))
        while not eye.due(now):
            time.sleep(PAUSE)
            now = stamp(folder)
        eye.has_read(now)


def _check(a: argparse.Namespace) -> Scenario | None:
    """Whether the side and the level are such as there are; the scenario, if it was read for that. Raises: Failure."""
    from khalkhin.cli.common import levels_named, scenario_named

    loaded = None
    if a.scenario and a.side not in (None, "both"):
        loaded = scenario_named(a.scenario)
        sides = [s.id for s in loaded.sides]
        if a.side not in sides:
            raise Misuse(
                _("no side is called {side}; choose {sides}, or both.").format(
                    side=repr(a.side), sides=_(" or ").join(sides)
                )
            )
    if a.level is not None:
        levels_named(a.level, 1)
        if a.scenario is None or a.side == "both":
            raise Misuse(_("--level is for a battle against the computer: name a scenario, and one side or none."))
    return loaded
