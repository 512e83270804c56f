"""Kills the game at random moments (SIGKILL) while it writes, and looks what is left.

    python -m tests.harness.kills [--runs 2000] [--seed 1] [--kind journal,begin,campaign,settings,staffs]

Each run is a process that plays, begins battles, or changes a campaign or settings, and tells every success through a
pipe. After its death everything it has told of must be in the file, at most one step more, and the file must be good;
the process after it goes on from there. Campaigns and settings must be there at every moment. Prints a line for each
kind; exit code 1 if anything was lost, damaged or left lying about.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.auto_resolve import StandIn
from khalkhin.play.campaign.campaign import Progress
from khalkhin.play.session import saves
from khalkhin.play.session.journal import Header, JournalError, read
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings, load_settings, save_settings
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.storage.whole import sweep

from tests import guard
from tests.harness import smallwar, tries

#: Seconds after its start within which a process is killed; the shorter ones meet it beginning.
LONGEST = 0.3
#: Processes that go on with one battle, one after the other.
CHAIN = 25


@dataclass(slots=True)
class Count(tries.Count):
    """What came of the kills: `told` successes, of them `in_flight` more were in the file than told."""

    kills: int = 0
    told: int = 0
    in_flight: int = 0
    torn: int = 0
    drafts: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.kills} kills, {self.told} successes told, {self.in_flight} more in the files, "
            f"{self.torn} torn ends and {self.drafts} drafts left and cleared; {len(self.faults)} faults"
        )


Tell = Callable[[str], None]


def killed(work: Callable[[Tell], None], after: float, watch: Callable[[], None] | None = None) -> list[str]:
    """What a process told before it was killed, so many seconds after its start. `watch` is called all the while."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ours)
            work(lambda text: _all(theirs, f"{text}\n".encode()))
        except BaseException as error:
            _all(theirs, f"!{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(0)
    os.close(theirs)
    for _ in guard.meanwhile(after, pause=0.0 if watch else after):
        if watch is not None:
            watch()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(ours, "rb") as pipe:
        lines = pipe.read().decode().split("\n")
    return lines[:-1]


def _all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _broken(told: list[str]) -> list[str]:
    return [line for line in told if line.startswith("!")]


def _left(folder: Path, count: Count) -> None:
    """Drafts that are left are cleared by the next write; here by its broom alone."""
    count.drafts += len([*folder.glob("*draft")])
    sweep(folder)
    count.faults += [f"{p} stays" for p in folder.glob("*draft")]


def journal(folder: Path, runs: int, dice: Random) -> Count:
    """A battle is begun, played, and gone on with by one process after the other."""
    count = Count("journal")
    scenario = smallwar.scenario(turns=60)
    path, accepted = folder / "none", list[str]()
    for run in range(runs):
        if run % CHAIN == 0:
            path, accepted = folder / f"battle-{run:06d}.journal", []
        seed = dice.randrange(1 << 30)

        def play(tell: Tell, path: Path = path, seed: int = seed) -> None:
            chance = Random(seed)
            if path.exists():
                session = Session.open(path, scenario)
                tell(f"?{session.notice}" if session.notice else "=")
            else:
                session = Session.begin(scenario, smallwar.BOTH, seed, path=path, fog=False)
                tell("=")
            while not session.over:
                tell(smallwar.give(session, chance))

        told = killed(play, dice.uniform(0.0, LONGEST))
        count.kills += 1
        count.faults += [f"{path}: {line}" for line in told if line.startswith(("!", "?"))]
        accepted += [line for line in told if line != "=" and not line.startswith(("!", "?"))]
        count.told += len(told)
        if not path.exists():
            if told:
                count.faults.append(f"{path} is gone")
            continue
        try:
            count.faults += smallwar.faults(path, accepted, scenario)
            record = read(path)
        except Exception as error:
            count.faults.append(f"{path}: {type(error).__name__}: {error}")
            continue
        written = smallwar.texts(record)
        count.torn += record.torn
        count.in_flight += len(written) - len(accepted)
        if len(written) - len(accepted) > 1:
            count.faults.append(f"{path} has {len(written) - len(accepted)} orders more than were given")
        accepted = written
        _left(folder, count)
        if path.stat().st_size > 600_000:
            path = folder / f"battle-{run:06d}-more.journal"
            accepted = []
    return count


def begin(folder: Path, runs: int, dice: Random) -> Count:
    """New battles are begun one after the other, and one order given in each."""
    count = Count("begin")
    scenario = smallwar.scenario()
    for run in range(runs):
        home = folder / f"{run % 50:02d}"

        def start(tell: Tell, home: Path = home) -> None:
            while True:
                path = saves.new_path("small", home)
                session = Session.begin(scenario, smallwar.BOTH, 1, path=path, fog=False)
                session.submit(EndTurn())
                session.close()
                tell(path.name)

        told = killed(start, dice.uniform(0.0, LONGEST / 2))
        count.kills += 1
        count.told += len(told)
        count.faults += _broken(told)
        found = saves.listed(home)
        count.in_flight += len(found) - len(told)
        if missing := {t for t in told if not t.startswith("!")} - {s.path.name for s in found}:
            count.faults.append(f"{missing} are gone")
        for save in found:
            if save.problem:
                count.faults.append(f"{save.path}: {save.problem}")
                continue
            session = Session.open(save.path, scenario)
            if session.notice or (save.path.name in told and session.active != "japanese"):
                count.faults.append(f"{save.path}: {session.notice or 'its order is lost'}")
            session.close()
            save.path.unlink()
        if home.exists():
            _left(home, count)
    return count


def _there(path: Path, count: Count) -> Callable[[], None]:
    """Looks whether a file is there, as it must be at every moment."""

    def look() -> None:
        if not os.path.lexists(path):
            count.faults.append(f"{path} was absent for a moment")

    return look


def campaign(folder: Path, runs: int, dice: Random) -> Count:
    """A campaign is changed again and again."""
    count = Count("campaign")
    book = load_campaign()
    first = book.stages[0].id
    path = campaigns.create(Progress({"soviet": "human", "japanese": "staff"}, 1, stage=first, journal="0"), folder)
    at = 0

    for _ in range(runs):

        def change(tell: Tell, at: int = at) -> None:
            for n in range(at + 1, at + 100_000):
                campaigns.change(path, book, smallwar.named(n))
                tell(str(n))

        told = killed(change, dice.uniform(0.0, LONGEST / 2), _there(path, count))
        count.kills += 1
        count.told += len(told)
        count.faults += _broken(told)
        reached = max((int(t) for t in told if not t.startswith("!")), default=at)
        (kept,) = campaigns.listed(folder)
        if kept.progress is None or int(kept.progress.journal) not in (reached, reached + 1):
            count.faults.append(f"{path} after {reached}: {kept.problem or kept.progress}")
            break
        at = int(kept.progress.journal)
        count.in_flight += at - reached
        _left(folder, count)
    return count


def settings(folder: Path, runs: int, dice: Random) -> Count:
    """Settings are changed again and again."""
    count = Count("settings")
    path = folder / "settings.json"
    save_settings(Settings(speed=0.0), path)
    at = 0.0

    for _ in range(runs):

        def change(tell: Tell, at: float = at) -> None:
            for n in range(1, 100_000):
                before, now = load_settings(path), Settings(speed=(at * 1024 + n) % 4096 / 1024)
                if left := save_settings(now, path, before=before):
                    raise OSError(left)
                tell(str(now.speed))

        told = killed(change, dice.uniform(0.0, LONGEST / 2), _there(path, count))
        count.kills += 1
        count.told += len(told)
        count.faults += _broken(told)
        reached = float(told[-1]) if told and not told[-1].startswith("!") else at
        found = load_settings(path).speed
        if found not in (reached, (reached * 1024 + 1) % 4096 / 1024):
            count.faults.append(f"{path}: {found} after {reached}")
        count.in_flight += found != reached
        at = found
        _left(folder, count)
    return count


def _drafts(folder: Path) -> list[Path]:
    """The drafts that stay in a folder when it is swept."""
    sweep(folder)
    return [*folder.glob("*draft")]


def staffs(folder: Path, runs: int, dice: Random) -> Count:
    """The staffs of both sides fight a battle; the game is killed meanwhile."""
    count = Count("staffs")
    scenario = smallwar.scenario(turns=40)
    players = dict.fromkeys(smallwar.BOTH, "staff")
    header = Header(scenario.id, scenario.title, scenario.digest, 1, True, players)

    def fight(tell: Tell) -> None:
        work = StandIn.begin(scenario, players, header, folder)
        while not work.poll():
            time.sleep(0.001)
        assert work.target is not None
        tell(work.target.name)
        work.close()

    for _ in range(runs):
        told = killed(fight, dice.uniform(0.5, 6.0))
        count.kills += 1
        count.told += len(told)
        count.faults += _broken(told)
        # The process of the staffs ends with the game's, soon after.
        try:
            guard.until(lambda: not _drafts(folder), f"an end of the drafts in {folder}")
        except AssertionError as error:
            count.faults.append(str(error))
        for path in folder.glob("*.journal"):
            try:
                record = read(path)
                if record.damage or record.torn or not record.entries[-1].mark:
                    count.faults.append(f"{path} is not whole")
                count.faults += smallwar.faults(path, [], scenario)
            except JournalError as error:
                count.faults.append(str(error))
            path.unlink()
    return count


KINDS: dict[str, tries.Kind] = {
    "journal": journal,
    "begin": begin,
    "campaign": campaign,
    "settings": settings,
    "staffs": staffs,
}
#: How many of a hundred kills each kind gets.
SHARES = {"journal": 50, "begin": 20, "campaign": 20, "settings": 9, "staffs": 1}


def _share(chosen: Sequence[str], kind: str, asked: int) -> int:
    return round(asked * SHARES[kind] / sum(SHARES[k] for k in chosen))


def main(words: list[str] | None = None) -> int:
    return tries.main("kills", __doc__, KINDS, 2000, words, _share)


if __name__ == "__main__":
    sys.exit(main())
