"""A series of battles of computer against computer, a battle a seed, by several processes.

The results are the same for any number of them. A battle whose process is lost is fought again; results are passed on
as they come, and may be kept so that a series that was stopped goes on where it was.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from khalkhin.core import IllegalOrder, OrderSyntaxError, apply, initial_state, parse_order
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.arena import PlayerFault, Result, header, journal_path, play_game
from khalkhin.play.measure.kept import ResultStore, key, result_from
from khalkhin.play.processes.child import Child, Loss, Lost, News, Said
from khalkhin.play.processes.serving import Parent
from khalkhin.play.session.journal import JournalError, read
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.translation import _

log = logging.getLogger(__name__)

#: How often a battle is fought anew whose process was lost.
RETRIES = 3
#: Seconds without an order after which a process counts as lost, and those between two signs of life.
SILENCE, BEAT = 600.0, 1.0


class BattleLost(Exception):
    """A battle ends the process that fights it, each time. The message is a sentence."""

    def __init__(self, seed: int, detail: str) -> None:
        super().__init__(seed, detail)
        self.seed, self.detail = seed, detail

    def __str__(self) -> str:
        told = _("The battle of seed {seed} ends the process that fights it each time it is tried ({detail}).")
        return told.format(seed=self.seed, detail=self.detail)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the battles of a series have in common. `journal` is a folder for their journals; `detail` asks for
    chronicles, `trace` for traces."""

    scenario: Scenario
    players: Mapping[str, str]
    fog: bool = True
    turns: int | None = None
    journal: Path | None = None
    handicaps: Mapping[str, Handicap] | None = None
    detail: bool = False
    trace: bool = False

    def play(self, seed: int, beat: Callable[[], None] | None = None) -> Result:
        """One of them; `beat` is called at each order."""
        return play_game(
            self.scenario,
            self.players,
            seed,
            fog=self.fog,
            turns=self.turns,
            journal=self.journal,
            handicaps=self.handicaps,
            beat=beat,
            detail=self.detail,
            trace=self.trace,
        )

    def look(self, seeds: Iterable[int]) -> None:
        """Whether the journals of these battles can go where they are to go. Raises: JournalError."""
        if self.journal is None:
            return
        for seed in seeds:
            path = journal_path(self.journal, self.scenario, seed)
            state = initial_state(self.scenario, seed, self.fog, self.handicaps)
            ours = header(self.scenario, self.players, seed, self.fog, state.handicaps)
            if path.exists() and read(path).header != ours:
                raise JournalError(
                    _("{file} is there and is the journal of another battle. Name an empty folder.").format(file=path)
                )

    def key(self) -> str:
        """What names the battles, by all that decides how they go and what is left of them."""
        where = None if self.journal is None else str(self.journal.resolve())
        return key(self.scenario, self.players, self.fog, self.turns, self.handicaps, where, self.detail, self.trace)


#: What fights battles by their seeds and gives the results as they come.
Fight = Callable[[Terms, Sequence[int]], Iterator[Result]]


def play_many(
    scenario: Scenario,
    players: Mapping[str, str],
    seeds: Iterable[int],
    *,
    jobs: int = 1,
    fog: bool = True,
    turns: int | None = None,
    journal: Path | None = None,
    handicaps: Mapping[str, Handicap] | None = None,
    progress: Callable[[Result], None] | None = None,
    kept: ResultStore | None = None,
    detail: bool = False,
    trace: bool = False,
    elsewhere: Fight | None = None,
) -> list[Result]:
    """A battle per seed, in the order of the seeds; those that are `kept` already are not fought again. With
    `elsewhere` that fights them, not this machine's processes. Raises: PlayerFault, JournalError, BattleLost."""
    terms = Terms(scenario, players, fog, turns, journal, handicaps, detail, trace)
    named = terms.key()
    wanted = list(seeds)
    found = {} if kept is None else kept.found(named, wanted)
    for result in found.values():
        if progress:
            progress(result)
    left = [seed for seed in wanted if seed not in found]
    terms.look(left)
    if elsewhere is not None:
        fought = elsewhere(terms, left)
    else:
        fought = map(terms.play, left) if jobs <= 1 else fight(terms, left, jobs)
    for result in fought:
        found[result.seed] = result
        if kept is not None:
            kept.add(named, result)
        if progress:
            progress(result)
    return [found[seed] for seed in wanted]


def fight(
    terms: Terms, seeds: Iterable[int], jobs: int, clock: Callable[[], float] = time.monotonic
) -> Iterator[Result]:
    """Battles by so many processes, as they end. Raises: PlayerFault, JournalError, BattleLost."""
    work = _Work(terms, seeds, jobs, clock)
    try:
        yield from work.results()
    finally:
        work.close()


class _Work:
    """The processes at work: who fights which battle, and since when nothing was heard of it."""

    def __init__(self, terms: Terms, seeds: Iterable[int], jobs: int, clock: Callable[[], float]) -> None:
        self._terms = terms
        self._waiting = deque(seeds)
        self._jobs = min(jobs, len(self._waiting))
        self._clock = clock
        self._inbox: SimpleQueue[News] = SimpleQueue()
        self._battles: dict[Child, int] = {}
        self._heard: dict[Child, float] = {}
        self._lost: Counter[int] = Counter()

    def results(self) -> Iterator[Result]:
        while self._waiting or self._battles:
            while self._waiting and len(self._battles) < self._jobs:
                self._give(Child(_serve, self._terms, inbox=self._inbox))
            if not self._battles:  # Not one process can be had.
                yield self._terms.play(self._waiting.popleft())
                continue
            try:
                news = self._inbox.get(timeout=1.0)
            except Empty:
                self._miss()
                continue
            if news.child in self._battles:
                result = self._take(news)
                if result is not None:
                    yield result

    def close(self) -> None:
        for child in self._battles:
            child.close()

    def _give(self, child: Child) -> None:
        self._battles[child] = self._waiting.popleft()
        self._heard[child] = self._clock()
        child.say({"seed": self._battles[child]})

    def _take(self, news: News) -> Result | None:
        self._heard[news.child] = self._clock()
        match news:
            case Lost(child, Loss.NOT_STARTED, detail):
                log.warning("one process less for battles: %s", detail)
                self._jobs -= 1
                self._waiting.appendleft(self._gone(child))
            case Lost(child, _, detail):
                self._again(child, detail)
            case Said(child, {"result": dict(told)}) if told.get("seed") == self._battles[child]:
                del self._battles[child]
                if self._waiting:
                    self._give(child)
                else:
                    child.close()
                return result_from(told)
            case Said(child, message) if message:
                if "result" in message or heard(self._terms, message) is None:
                    self._again(child, f"{message!r:.200}")
        return None

    def _miss(self) -> None:
        """Give up processes that have not been heard of for long."""
        for child, heard in list(self._heard.items()):
            if child in self._battles and self._clock() - heard > SILENCE:
                self._again(child, f"no order in {SILENCE:g} seconds")

    def _again(self, child: Child, detail: str) -> None:
        seed = self._gone(child)
        log.warning("the process at the battle of seed %d was lost: %s", seed, detail)
        self._lost[seed] += 1
        if self._lost[seed] > RETRIES:
            raise BattleLost(seed, detail)
        self._waiting.appendleft(seed)

    def _gone(self, child: Child) -> int:
        child.close(wait=True)
        del self._heard[child]
        return self._battles.pop(child)


def heard(terms: Terms, message: Mapping[str, Any]) -> Result | None:
    """The result in what :func:`telling` said of a battle; None where it is no such message. Raises: PlayerFault,
    JournalError as they were there."""
    match message:
        case {"result": dict(found)}:
            return result_from(found)
        case {"player": [str(name), str(side), int(turn), str(why)], "refused": refused}:
            raise _refused(PlayerFault(name, side, turn, why), terms.scenario, refused)
        case {"journal": str(sentence)}:
            raise JournalError(sentence)
    return None


def _refused(fault: PlayerFault, scenario: Scenario, refused: Any) -> PlayerFault:
    """The fault with the refusal of the order that was given, if one was: it is given once more where it was."""
    match refused:
        case [str(order), snapshot]:
            with contextlib.suppress(SnapshotError, OrderSyntaxError):
                state = decode(scenario, snapshot)
                try:
                    apply(state, parse_order(order))
                except IllegalOrder as illegal:
                    fault.illegal, fault.state = illegal, state
    return fault


def _serve(parent: Parent, terms: Terms) -> None:
    """The process: a battle for every seed that is asked for. An empty message is a sign of life."""
    for message in parent:
        parent.say(telling(terms, message["seed"], _beating(parent)))


def _beating(parent: Parent) -> Callable[[], None]:
    """Something to call at each order, which says now and then that there is still life."""
    last = time.monotonic()

    def beat() -> None:
        nonlocal last
        if time.monotonic() - last > BEAT:
            last = time.monotonic()
            parent.say({})

    return beat


def telling(terms: Terms, seed: int, beat: Callable[[], None] | None = None) -> Mapping[str, Any]:
    """A battle and what came of it, for another process: see :func:`heard`."""
    try:
        return {"result": terms.play(seed, beat).to_json()}
    except PlayerFault as fault:
        refused = None
        if fault.illegal is not None and fault.state is not None:
            refused = [str(fault.illegal.order), encode(fault.state)]
        return {"player": [fault.player, fault.side, fault.turn, fault.why], "refused": refused}
    except JournalError as error:
        return {"journal": str(error)}
