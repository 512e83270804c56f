"""A battle of computer against computer, and what many of them come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import mean
from typing import Any

from khalkhin import ai
from khalkhin.core import IllegalOrder, View, apply, initial_state, view
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.core.victory import outcome, steps_lost
from khalkhin.play.measure.chronicle.chronicle import chronicle
from khalkhin.play.measure.chronicle.records import Chronicle
from khalkhin.play.measure.chronicle.steps import GivenOrder
from khalkhin.play.measure.tunnel.records import Trace
from khalkhin.play.measure.tunnel.tracer import Tracer
from khalkhin.play.session.journal import Header, Journal, JournalError
from khalkhin.storage.whole import publish, unfinished
from khalkhin.translation import _

#: More orders than any side's turn can hold; a player that gives more has its turn ended for it.
MAX_ORDERS = 1000


class PlayerFault(Exception):
    """A computer player failed in a battle. The message is a sentence."""

    #: The refusal of an order that the rules do not allow, and where it was given.
    illegal: IllegalOrder | None = None
    state: GameState | None = None

    def __init__(self, player: str, side: str, turn: int, why: str) -> None:
        super().__init__(player, side, turn, why)
        self.player, self.side, self.turn, self.why = player, side, turn, why

    def __str__(self) -> str:
        told = _("The player {player} failed as {side} on turn {turn}: {why}")
        return told.format(player=repr(self.player), side=self.side, turn=self.turn, why=self.why)


@dataclass(frozen=True, slots=True)
class Result:
    """One battle. Mappings are by side; `pocketed` is the turn a side's first large pocket was closed. `chronicle` and
    `trace` are there where they were asked for."""

    seed: int
    players: Mapping[str, str]
    winner: str | None
    grades: Mapping[str, int]
    points: Mapping[str, int]
    lost: Mapping[str, int]
    pocketed: Mapping[str, int]
    turns: int
    orders: int
    reason: str
    digest: str
    digests: tuple[str, ...] = field(default=(), repr=False)
    chronicle: Chronicle | None = field(default=None, repr=False)
    trace: Trace | None = field(default=None, repr=False)

    @property
    def cut_short(self) -> bool:
        """Whether it was broken off: nobody won it, and grades and points are those of that moment."""
        return self.reason == EndReason.BROKEN_OFF

    def to_json(self) -> dict[str, Any]:
        told = {**asdict(self), "digests": list(self.digests)}
        if self.chronicle is None:
            del told["chronicle"]
        if self.trace is None:
            del told["trace"]
        return told


def moves(state: GameState, players: Mapping[str, str], turns: int | None = None) -> Iterator[tuple[Order, GameState]]:
    """A battle of computers from a state on, order by order with the state after it, to its end or through so many
    turns."""
    for step in battle(state, players, turns):
        yield step.order, step.after


def battle(state: GameState, players: Mapping[str, str], turns: int | None = None) -> Iterator[GivenOrder]:
    """The same with all that happened."""
    seed = state.seed
    minds = {side: ai.make(name, seed) for side, name in players.items()}
    given = 0
    while not state.over and (turns is None or state.turn <= turns):
        seen = view(state, state.active)
        if given < MAX_ORDERS:
            step = _answer(players[state.active], minds[state.active], seen, state)
        else:
            step = _step(state, ai.close_turn(seen, seed))
        state = step.after
        given = 0 if isinstance(step.order, EndTurn) else given + 1
        yield step


def _step(state: GameState, order: Order) -> GivenOrder:
    after, events = apply(state, order)
    return GivenOrder(state, order, events, after)


def _answer(name: str, mind: ai.Player, seen: View, state: GameState) -> GivenOrder:
    """A player's next order and what it does. Raises: PlayerFault for whatever the player does wrong."""
    where = state.active, state.turn
    try:
        order = mind.next_order(seen)
    except Exception as error:  # a player may be of any package
        raise PlayerFault(name, *where, f"{type(error).__name__}: {error}") from error
    if not isinstance(order, Order):
        raise PlayerFault(name, *where, _("it gave {order}, which is no order").format(order=repr(order)))
    try:
        return _step(state, order)
    except IllegalOrder as refused:
        fault = PlayerFault(name, *where, _("it gave `{order}`, which the rules do not allow.").format(order=order))
        fault.illegal, fault.state = refused, state
        raise fault from refused


def play_state(scenario: Scenario, players: Mapping[str, str], seed: int, *, fog: bool = True) -> GameState:
    """The state in which a battle of computers ends."""
    state = initial_state(scenario, seed, fog)
    for _order, after in moves(state, players):
        state = after
    return state


def play_game(
    scenario: Scenario,
    players: Mapping[str, str],
    seed: int,
    *,
    fog: bool = True,
    turns: int | None = None,
    journal: Path | None = None,
    handicaps: Mapping[str, Handicap] | None = None,
    beat: Callable[[], None] | None = None,
    detail: bool = False,
    trace: bool = False,
) -> Result:
    """One battle to its end, or for so many turns. `journal` is a folder for its journal, which comes there when it is
    whole; `beat` is called at each order; `detail` asks for its chronicle, `trace` for its trace. Raises: PlayerFault,
    JournalError."""
    state = initial_state(scenario, seed, fog, handicaps)
    writer = None
    if journal is not None:
        writer = Journal.create(unfinished(journal), header(scenario, players, seed, fog, state.handicaps), state)
    digests = [state.digest()]
    count = 0
    told: list[GivenOrder] = []
    tracer = Tracer(state) if trace else None
    try:
        for step in battle(state, players, turns):
            state = step.after
            count += 1
            if detail:
                told.append(step)
            if tracer is not None:
                tracer.see(step)
            if writer is not None:
                writer.order(step.order, state)
            if isinstance(step.order, EndTurn) or state.over:
                digests.append(state.digest())
            if beat is not None:
                beat()
    finally:
        if writer is not None:
            writer.close()
    if writer is not None and journal is not None:
        _publish(writer.path, journal_path(journal, scenario, seed))
    result = _result(state, players, seed, count, tuple(digests))
    if told:
        result = replace(result, chronicle=chronicle(told))
    return result if tracer is None else replace(result, trace=tracer.trace(state))


def header(
    scenario: Scenario, players: Mapping[str, str], seed: int, fog: bool, handicaps: Mapping[str, Handicap]
) -> Header:
    """What the journal of a battle begins with."""
    return Header(scenario.id, scenario.title, scenario.digest, seed, fog, players, handicaps)


def journal_path(folder: Path, scenario: Scenario, seed: int) -> Path:
    """Where the journal of a battle goes."""
    return folder / f"{scenario.id}-{seed:05d}.journal"


def _publish(draft: Path, path: Path) -> None:
    """Give a whole journal its name. The same may be there: the battle was fought before. Raises: JournalError."""
    try:
        publish(draft, [path])
    except FileExistsError as error:
        if path.read_bytes() != draft.read_bytes():
            draft.unlink()
            raise JournalError(
                _("{file} is there and is the journal of another battle. Name an empty folder.").format(file=path)
            ) from error
        draft.unlink()
    except OSError as error:
        raise JournalError(_("Cannot write {path}: {why}.").format(path=path, why=error.strerror or error)) from error


def _result(state: GameState, players: Mapping[str, str], seed: int, orders: int, digests: tuple[str, ...]) -> Result:
    end = state.outcome or outcome(state, EndReason.BROKEN_OFF)
    sides = [s.id for s in state.scenario.sides]
    return Result(
        seed,
        dict(players),
        end.winner,
        dict(end.grades),
        dict(end.points),
        {s: steps_lost(state, s) for s in sides},
        dict(state.pocketed),
        state.turn,
        orders,
        end.reason,
        state.digest(),
        digests,
    )


def plain(grade: Grade) -> str:
    """A grade as a key of figures."""
    return grade.name.lower().replace("_", " ")


def summary(scenario: Scenario, results: list[Result]) -> dict[str, Any]:
    """Winners, grades, mean steps lost and the days pockets closed, over many battles. Those that were cut short have
    no winner and are no draw; who was ahead in them is told apart."""
    sides = [s.id for s in scenario.sides]
    days: dict[str, Counter[str]] = {s: Counter() for s in sides}
    for result in results:
        for side, turn in result.pocketed.items():
            days[side][scenario.calendar[turn - 1].date] += 1
    return {
        "scenario": scenario.id,
        "games": len(results),
        "cut_short": sum(r.cut_short for r in results),
        "ahead": {s: sum(r.cut_short and r.points[s] > 0 for r in results) for s in sides},
        "winners": {s: sum(r.winner == s for r in results) for s in sides}
        | {"draw": sum(r.winner is None and not r.cut_short for r in results)},
        "grades": {s: {plain(g): sum(r.grades[s] == g for r in results) for g in Grade} for s in sides},
        "steps_lost": {s: round(mean(r.lost[s] for r in results), 1) if results else 0 for s in sides},
        "points": {s: round(mean(r.points[s] for r in results), 1) if results else 0 for s in sides},
        "pocket_closed": {s: dict(sorted(days[s].items())) for s in sides},
        "pocketed_games": {s: sum(s in r.pocketed for r in results) for s in sides},
    }
