"""Plays battles in the window while the computer's process is killed, stopped, starved or made to babble.

    python -m tests.harness.worker_faults [KIND ...] [--runs 100] [--first 1] [--jobs 2]

Each run is a window of its own with a battle against the computer, whose process meets with a fault at a moment that
the seed decides; what the window asks is answered by clicks. The battle has gone on if the computer's turn ends, the
player's comes, and the computer's next turn ends too. The window is closed then, or while the computer is at work.

Prints for each kind in how many runs the battle went on, what the window asked, and how long after closing it the
program and its processes were gone, in seconds. Exit code 1 if a battle did not go on, its journal is not sound or a
process stayed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import pygame
from khalkhin import ai
from khalkhin.cli.entry import _leave
from khalkhin.play import logfile
from khalkhin.play.session import worker
from khalkhin.play.session.journal import JournalError, ReplayError, read, replay
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings
from khalkhin.play.session.trouble import Remedy
from khalkhin.play.session.worker import AiWorker, Patience
from khalkhin.scenario import load
from khalkhin.text import trouble as words
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToMap
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.rescue import RescueScene
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.report.end import EndScene

from tests import guard
from tests.play import souring
from tests.ui.driver import Driver

ROOT = Path(__file__).parents[2]
SCENARIO = "grazing_rights"
KINDS = ("kill", "stop", "start", "unstartable", "garbage")
#: Seconds for which the computer may be silent.
PATIENCE = 6.0
#: Users without processes of their own, one a run, for limits on their number: the superuser has no such limits.
NOBODY = 61_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run: `why` the battle did not go on, if so; seconds from closing the window to the end."""

    why: str
    exit: float = 0.0
    asked: tuple[str, ...] = ()


class Run:
    """One window, its player and the fault."""

    def __init__(self, kind: str, seed: int) -> None:
        self.kind = kind
        self.rng = random.Random(f"{kind} {seed}")
        self.seed = seed
        self.asked: list[str] = []
        self.pids: set[int] = set()
        #: Questions to the computer before the fault, and its turns that have ended.
        self.before, self.turns = self.rng.randrange(1, 5), 0
        self.harmed = False
        self.leave_at_work = self.rng.random() < 0.5
        # On a busy machine the computer may be silent, and be started again, before there is any fault.
        self.most = resource.getrlimit(resource.RLIMIT_NPROC)

    def play(self, home: Path) -> None:
        """Play the run; a line of JSON tells of it. Raises: AssertionError if the battle does not go on."""
        battle = load(SCENARIO)
        computer, human = (s.id for s in battle.sides)
        patience = Patience(PATIENCE, restarts=1)
        self.session = Session.begin(
            battle, {computer: "staff", human: HUMAN}, self.seed, path=home / "b.journal", patience=patience
        )
        assert self.session._worker is not None
        self.worker: AiWorker = self.session._worker
        self._prepare()
        self.driver = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False))
        self.driver.app.attempt(lambda: self.driver.show(ToMap(self.session)))
        where = lambda: f"the end of the computer's turns, at {type(self.driver.top).__name__}"  # noqa: E731
        for _ in guard.waiting(lambda: self._gone_on(human), where, pause=0.0):
            self._meet_fault()
            self._answer(human)
            self.driver.app.attempt(partial(self.driver.app.step, 0.02))
        closed = time.monotonic()
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        while self.driver.app.code is None:
            self.driver.app.attempt(partial(self.driver.app.step, 0.02))
        self.driver.close()
        print(json.dumps({"closed": closed, "asked": self.asked, "pids": sorted(self.pids)}), flush=True)

    def _gone_on(self, human: str) -> bool:
        """Whether the computer has ended two turns; or one more is under way, if the window is to be closed then and
        nobody has taken over for good."""
        if self.turns >= 2 and isinstance(self.driver.top, EndScene):
            return True
        if not self.leave_at_work or self.turns < 2:
            return self.turns >= 2
        if self.session.active == human or not self.worker.thinking or self.worker.pid is None:
            return False
        self.pids.add(self.worker.pid)
        if self.kind == "stop":
            os.kill(self.worker.pid, signal.SIGSTOP)
        return True

    # -- the fault

    def _prepare(self) -> None:
        match self.kind:
            case "start":
                times = self.rng.randrange(1, 6)
                threading.Thread(target=self._kill_at_start, args=(times,), daemon=True).start()
            case "garbage":
                self.spoilt = self.rng.randrange(1, 6)
                good = self.rng.randrange(0, 3)
                worker.serve = partial(souring.soured, good, self.rng.choice(souring.GARBAGE))
            case "unstartable" if self.before == 1:
                self._starve()

    def _meet_fault(self) -> None:
        pid = self.worker.pid
        if pid is not None and pid not in self.pids:
            self.pids.add(pid)
            if self.kind == "garbage" and len(self.pids) >= self.spoilt:
                worker.serve = souring.SERVE
        if self.harmed or pid is None or not self.worker.thinking or self.worker._asked < self.before:
            return
        match self.kind:
            case "kill":
                self.harmed = True
                os.kill(pid, signal.SIGKILL)
            case "stop":
                self.harmed = True
                os.kill(pid, signal.SIGSTOP)
            case "unstartable":
                self._starve()
                os.kill(pid, signal.SIGKILL)

    def _kill_at_start(self, times: int) -> None:
        """Kill processes as soon as they are there, before they can have read what they are to do."""
        killed: set[int] = set()
        while len(killed) < times:
            pid = self.worker.pid
            if pid is not None and pid not in killed:
                killed.add(pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.0002)

    def _starve(self) -> None:
        """No process to be had from now on: not even a thread, or just one."""
        self.harmed = True
        pid = self.worker.pid
        # The process is killed next, and the two threads that speak with it end.
        going = 0 if pid is None else len(list(Path(f"/proc/{pid}/task").iterdir())) + 2
        limit = _tasks() - going + self.rng.randrange(2)
        resource.setrlimit(resource.RLIMIT_NPROC, (limit, self.most[1]))

    # -- the player

    def _answer(self, human: str) -> None:
        d, top = self.driver, self.driver.top
        match top:
            case RescueScene():
                raise AssertionError(f"the last resort came up: {d.texts()}")
            case EndScene():
                raise AssertionError("the battle was over before the computer had ended its turns")
            case TroubleScene():
                self._remedy()
            case HandOver():
                d.click_text("I am ready")
            case BriefingScene():  # of the side that was taken over
                d.click_text("To the map")
            case DecisionScene():
                d.key(pygame.K_1)
            case Dialog():
                d.key(pygame.K_RETURN)
            case BattleScene() if top.battle.may_order:
                if self.session.active == human:
                    self.turns += 1
                if self.session.active != human or self.turns < 2 or self.leave_at_work:
                    top.battle.give(ai.close_turn(self.session.view(self.session.active), self.seed))

    def _remedy(self) -> None:
        assert self.session.trouble is not None
        chosen = self.rng.choice(self.session.trouble.remedies)
        if chosen is Remedy.AGAIN and self.kind == "unstartable":
            resource.setrlimit(resource.RLIMIT_NPROC, self.most)
        self.asked.append(f"{self.session.trouble.fault.name}: {chosen.name}")
        self.driver.click_text(words.label(chosen))


def _tasks() -> int:
    """The processes and threads that this user has."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.getuid():
                count += len(list((folder / "task").iterdir()))
    return count


def run(kind: str, seed: int) -> Outcome:
    """One run, in a process of its own that is looked after from here."""
    with _home(seed) as (home, before):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "game"), str(ROOT)]),
            "KHALKHIN_HOME": str(home),
            "PYGAME_HIDE_SUPPORT_PROMPT": "1",
            "SDL_VIDEODRIVER": "dummy",
            "SDL_AUDIODRIVER": "dummy",
        }
        command = [*before, sys.executable, "-m", __spec__.name if __name__ == "__main__" else __name__]
        with subprocess.Popen(
            [*command, "--play", str(home), kind, "--first", str(seed)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as window:
            try:
                told, wrong = window.communicate(timeout=2 * guard.SECONDS)
            except subprocess.TimeoutExpired:
                window.kill()
                return Outcome("it does not end")
        if window.returncode or not told.startswith("{"):
            return Outcome(f"exit code {window.returncode}: {wrong[-600:]}")
        facts = json.loads(told)
        try:
            # What was told to end needs its turn on the processor for it.
            guard.until(lambda: not any(map(_alive, facts["pids"])), "the end of every process of the computer's")
        except AssertionError as error:
            return Outcome(str(error))
        gone = time.monotonic()
        try:
            given = sum(1 for played in replay(read(home / "b.journal"), load(SCENARIO)) if played.entry.order)
        except (JournalError, ReplayError) as error:
            return Outcome(str(error))
        return Outcome("" if given else "no order was given", gone - facts["closed"], tuple(facts["asked"]))


@contextlib.contextmanager
def _home(seed: int) -> Iterator[tuple[Path, list[str]]]:
    """A folder for a user without processes of its own, and how to become that user where we are the superuser."""
    folder = Path(tempfile.mkdtemp())
    try:
        if os.geteuid() != 0:
            yield folder, []
        else:
            user = NOBODY + (101 * os.getpid() + seed) % 4000  # another one for who tries at the same time
            os.chown(folder, user, user)
            may_read = "+dac_read_search"  # wherever the interpreter is
            yield (
                folder,
                [
                    *("setpriv", f"--reuid={user}", "--clear-groups"),
                    *(f"--inh-caps=-all,{may_read}", f"--ambient-caps=-all,{may_read}"),
                ],
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], metavar="KIND")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--play", type=Path, help=argparse.SUPPRESS)
    a = parser.parse_args(argv)
    if a.play is not None:
        logfile.begin()
        Run(a.kinds[0], a.first).play(a.play)
        _leave(0)  # as the program does when its window is closed
    bad = 0
    for kind in a.kinds or KINDS:
        seeds = range(a.first, a.first + a.runs)
        with ThreadPoolExecutor(a.jobs) as pool:
            outcomes = dict(zip(seeds, pool.map(partial(run, kind), seeds), strict=True))
        good = [o for o in outcomes.values() if not o.why]
        times = [o.exit for o in good] or [0.0]
        asked = Counter(question for o in good for question in o.asked)
        print(
            f"{kind}: the battle went on in {len(good)} of {len(outcomes)}; "
            f"gone after closing: median {median(times):.2f} s, at most {max(times):.2f} s"
        )
        print("    " + (", ".join(f"{n} × {what}" for what, n in sorted(asked.items())) or "the player was not asked"))
        for seed, outcome in outcomes.items():
            if outcome.why:
                bad += 1
                print(f"    seed {seed}: {outcome.why}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
