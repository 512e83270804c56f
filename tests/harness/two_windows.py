"""Two processes at the same files at the same time, as a player has who opens the game twice.

    python -m tests.harness.two_windows [--runs 200] [--seed 1] [--kind journal,begin,campaign,settings] [--folder DIR]

`journal`: both take up one battle, at once or one while the other plays; one gets it, the other is told and plays a
copy. `begin`: both begin battles and campaigns at once. `campaign`: both count a battle of a campaign, and begin its
next one. `settings`: each changes settings of its own. Every order that was accepted must be in the journal of the one
who gave it, every journal must be good, a battle counts once, and both windows' settings stay. Prints a line for each
kind; exit code 1 otherwise.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import battles
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.campaign import begin as new_campaign
from khalkhin.play.campaign.campaign import next_battle
from khalkhin.play.session import saves
from khalkhin.play.session.journal import JournalInUse, read
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.scenario.campaigns import load_campaign

from tests import campaignfiles
from tests.harness import smallwar, tries


@dataclass(slots=True)
class Count(tries.Count):
    """What came of it: `told` the orders, names, results or settings that were accepted; how often the second window
    was `refused` the file and told so."""

    runs: int = 0
    told: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.runs} runs, {self.told} accepted, {self.refused} times told of the other window; "
            f"{len(self.faults)} faults"
        )


Tell = Callable[[str], None]
Window = Callable[[Tell], None]


def together(*windows: Window) -> list[list[str]]:
    """What each of several processes told that were let go at the same moment; a fault begins with ``!``."""
    gate, opened = os.pipe()
    pipes, children = [], []
    for window in windows:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(opened)
                os.close(ours)
                with os.fdopen(theirs, "w") as told:
                    try:
                        os.read(gate, 1)
                        window(functools.partial(print, file=told))
                    except BaseException as error:
                        print(f"!{type(error).__name__}: {error}", file=told)
            finally:
                os._exit(0)
        os.close(theirs)
        pipes.append(ours)
        children.append(child)
    os.close(gate)
    os.close(opened)
    out = []
    for ours in pipes:
        with os.fdopen(ours) as told:
            out.append(told.read().splitlines())
    for child in children:
        os.waitpid(child, 0)
    return out


def journal(folder: Path, runs: int, dice: Random) -> Count:
    """One battle, two windows."""
    count = Count("journal")
    for run in range(runs):
        path = folder / f"battle-{run}.journal"
        session = Session.begin(SCENARIO, smallwar.BOTH, run, path=path, fog=False)
        base = [smallwar.give(session, dice) for _ in range(dice.randrange(5))]
        session.close()
        late = dice.choice((0.0, 0.0, 0.02, 0.1, 0.2))
        told = together(_plays(path, 2 * run, 0.0), _plays(path, 2 * run + 1, late))
        count.runs += 1
        for lines in told:
            count.refused += lines.count("?")
            _check(path, base, lines, count)
    return count


SCENARIO = smallwar.scenario(turns=60)


def _plays(path: Path, seed: int, wait: float) -> Window:
    """A window that takes a battle up after a while, or a copy of it, and gives orders."""

    def play(tell: Tell) -> None:
        chance = Random(seed)
        time.sleep(wait)
        try:
            session = Session.open(path, SCENARIO)
        except JournalInUse:
            tell("?")
            session = Session.open(saves.copied(path), SCENARIO)
        tell(f"/{session.path}")
        for _ in range(20):
            if session.over:
                break
            tell(smallwar.give(session, chance))
            time.sleep(chance.choice((0.0, 0.005, 0.03)))
        session.close()

    return play


def _check(path: Path, base: list[str], lines: list[str], count: Count) -> None:
    """A window's orders stand together in its own file, after what was there when it took the battle up."""
    mine = next((Path(line[1:]) for line in lines if line.startswith("/")), None)
    if mine is None or any(line.startswith("!") for line in lines):
        count.faults.append(f"{path}: {lines}")
        return
    given = [line for line in lines if line[0] not in "?/"]
    count.told += len(given)
    try:
        count.faults += smallwar.faults(mine, base, SCENARIO)
    except Exception as error:
        count.faults.append(f"{mine}: {type(error).__name__}: {error}")
        return
    written = smallwar.texts(read(mine))
    if not any(written[n : n + len(given)] == given for n in range(len(base), len(written) - len(given) + 1)):
        count.faults.append(f"{mine}: accepted orders are lost")


def begin(folder: Path, runs: int, dice: Random) -> Count:
    """Two windows begin battles and campaigns in one folder at once."""
    count = Count("begin")
    for run in range(runs):
        home = folder / str(run)

        def window(first: int, home: Path = home) -> Window:
            def start(tell: Tell) -> None:
                for seed in range(first, first + 5):
                    with pytest.MonkeyPatch.context() as patch:
                        patch.setenv("KHALKHIN_HOME", str(home))
                        session = Session.begin(SCENARIO, smallwar.BOTH, seed)
                    session.close()
                    tell(f"{session.path} {seed}")
                    made = campaigns.create(new_campaign(load_campaign(), smallwar.BOTH, seed), home)
                    tell(f"{made} {seed}")

            return start

        told = [line for lines in together(window(100), window(200)) for line in lines]
        count.runs += 1
        count.told += len(told)
        for line in told:
            name, _, seed = line.rpartition(" ")
            path = Path(name)
            try:
                if line.startswith("!"):
                    raise ValueError(line)
                found = read(path).header if path.suffix == ".journal" else campaigns.read(path, load_campaign())[0]
                if found.seed != int(seed):
                    count.faults.append(f"{path} has the dice {found.seed}, not {seed}")
            except Exception as error:
                count.faults.append(f"{path}: {type(error).__name__}: {error}")
        if len({line.rpartition(" ")[0] for line in told}) != 20:
            count.faults.append(f"{home}: {len(told)} told, but not 20 files")
    return count


def campaign(folder: Path, runs: int, dice: Random) -> Count:
    """Two windows count one battle of a campaign and begin the next at once."""
    count = Count("campaign")
    for run in range(runs):
        with pytest.MonkeyPatch.context() as patch:
            (folder / str(run)).mkdir()
            war = campaignfiles.make(folder / str(run), patch)
            book = load_campaign()
            path = campaigns.create(new_campaign(book, smallwar.BOTH, run))
            progress = campaigns.read(path, book)[0]
            session = battles.begin_battle(path, book, progress, next_battle(book, progress)[0])
            while not session.over:
                session.submit(EndTurn())
            session.close()
            fought = session.path
            assert fought is not None

            def window(tell: Tell, path: Path = path, fought: Path = fought, war: campaignfiles.War = war) -> None:
                book = load_campaign()
                tell(battles.count_journal(fought))
                progress = campaigns.read(path, book)[0]
                try:
                    battles.begin_battle(path, book, progress, next_battle(book, progress)[0]).close()
                    tell("begun")
                except campaigns.CampaignError as error:
                    tell(f"?{error}")

            told = together(window, window)
            count.runs += 1
            counted = sum(lines.count(battles.COUNTED) for lines in told)
            begun = sum(lines.count("begun") for lines in told)
            count.told += counted + begun
            count.refused += sum(line.startswith("?") or "is past this battle" in line for x in told for line in x)
            now = campaigns.read(path, book)[0]
            if counted != 1 or len(now.results) != 1 or not begun or any(x.startswith("!") for y in told for x in y):
                count.faults.append(f"{path}: counted {counted} times, begun {begun} times: {told}")
            if not (war.saves / now.journal).is_file() or len(war.journals()) != 1 + begun:
                count.faults.append(f"{path} names {now.journal}; there are {len(war.journals())} journals")
    return count


def settings(folder: Path, runs: int, dice: Random) -> Count:
    """Two windows change one setting each, again and again."""
    count = Count("settings")
    for run in range(runs):
        path = folder / f"settings-{run}.json"

        def window(change: Callable[[Settings, int], Settings], path: Path = path) -> Window:
            def change_all(tell: Tell) -> None:
                now = load_settings(path)
                for n in range(1, 11):
                    before, now = now, change(now, n)
                    if left := save_settings(now, path, before=before):
                        raise OSError(left)
                    tell(str(n))

            return change_all

        told = together(window(lambda s, n: replace(s, volume=n / 100)), window(lambda s, n: replace(s, speed=n / 16)))
        count.runs += 1
        count.told += sum(map(len, told))
        found = load_settings(path)
        if (found.volume, found.speed) != (0.1, 0.625) or any(x.startswith("!") for y in told for x in y):
            count.faults.append(f"{path}: {found} {told}")
    return count


KINDS: dict[str, tries.Kind] = {"journal": journal, "begin": begin, "campaign": campaign, "settings": settings}


def main(words: list[str] | None = None) -> int:
    return tries.main("two_windows", __doc__, KINDS, 200, words)


if __name__ == "__main__":
    sys.exit(main())
