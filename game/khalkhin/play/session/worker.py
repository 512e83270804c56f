"""The computer's players in a process of their own, so that the window never waits for them.

The process keeps the battle's state itself and is told the orders that are given, a short line each. When it is asked
it makes the view of the side to move, shows its player nothing else, and answers with an order's text. A question
carries the digest of our state: where the process has come to another it says so, and is sent the whole state.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from khalkhin import ai
from khalkhin.core import IllegalOrder, OrderSyntaxError, apply, parse_order, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.play.processes.child import Child, Loss, Lost, Said
from khalkhin.play.processes.serving import Message, Parent
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.trouble import Fault

log = logging.getLogger(__name__)


class WorkerFault(Exception):
    """The computer's process has not given the order it was asked for. `detail` is for the log."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the process may be silent once it is asked, in seconds by a clock, and how often it is started again for
    the same order before a player is asked what is to be done."""

    seconds: float = 60.0
    restarts: int = 2
    clock: Callable[[], float] = time.monotonic


PATIENCE = Patience()
#: The most that one look adds to the time waited, in seconds: a machine that slept is not the process's fault.
_LOOK = 1.0
#: How a process is lost, as a fault of the computer.
_LOSSES: Mapping[Loss, Fault] = {
    Loss.NOT_STARTED: Fault.NOT_STARTED,
    Loss.ENDED: Fault.STOPPED,
    Loss.FAILED: Fault.STOPPED,
    Loss.NONSENSE: Fault.NONSENSE,
}


class AiWorker:
    """Ask with :meth:`ask`, look with :meth:`poll`, end with :meth:`close`; none of them waits. The process is started
    when first asked, in the background. Whoever carries out orders tells of them by :meth:`given` and
    :meth:`undone`."""

    def __init__(
        self, scenario: Scenario, players: Mapping[str, str], seed: int, patience: Patience = PATIENCE
    ) -> None:
        self.thinking = False
        self.patience = patience
        #: How often the process was found to differ and was sent the whole state.
        self.mended = 0
        self._start = (scenario, dict(players), seed)
        self._child: Child | None = None
        self._state: GameState | None = None
        self._asked = 0
        self._differed = False
        self._waited = 0.0
        self._looked = 0.0

    @property
    def pid(self) -> int | None:
        """The number of the process, if there is one."""
        return None if self._child is None else self._child.pid

    def ask(self, state: GameState) -> None:
        """Ask for the active side's next order."""
        if self._child is None:
            self._child = Child(serve, *self._start)
            self._child.say({"state": encode(state)})
        self._state = state
        self._asked += 1
        self._child.say({"ask": self._asked, "digest": state.digest()})
        self.thinking = True
        self._differed = False
        self.wait_on()

    def given(self, order: Order) -> None:
        """Tell of an order that was carried out."""
        if self._child is not None:
            self._child.say({"order": str(order)})

    def undone(self) -> None:
        """Tell that the last order was taken back."""
        if self._child is not None:
            self._child.say({"undo": 1})

    def wait_on(self) -> None:
        """Begin the time anew in which an answer must come."""
        self._waited, self._looked = 0.0, self.patience.clock()

    def poll(self) -> Order | None:
        """The order asked for, if it has come. Raises: WorkerFault; after any but SILENT the process is no more."""
        child = self._child
        if not self.thinking or child is None:
            return None
        try:
            while (news := child.news()) is not None:
                match news:
                    case Lost(_, loss, detail):
                        raise WorkerFault(_LOSSES[loss], detail)
                    case Said(_, message):
                        order = self._answer(child, message)
                        if order is not None:
                            self.thinking = False
                            return order
        except WorkerFault:
            self.close()
            raise
        now = self.patience.clock()
        self._waited += min(now - self._looked, _LOOK)
        self._looked = now
        if self._waited > self.patience.seconds:
            raise WorkerFault(Fault.SILENT, f"no answer in {self.patience.seconds:g} seconds")
        return None

    def _answer(self, child: Child, message: Message) -> Order | None:
        """The order of an answer; None if the process must be sent the state first. Raises: WorkerFault."""
        match message:
            case {"to": self._asked, "order": str(text)}:
                try:
                    return parse_order(text)
                except OrderSyntaxError as error:
                    raise WorkerFault(Fault.NONSENSE, f"{text:.200}: {error}") from error
            case {"to": self._asked, "differs": str(digest)} if not self._differed:
                assert self._state is not None
                ours = self._state.digest()
                log.warning("the computer's process was at %.20s, the battle at %s", digest, ours)
                self.mended += 1
                self._differed = True
                child.say({"state": encode(self._state)})
                child.say({"ask": self._asked, "digest": ours})
                return None
        raise WorkerFault(Fault.NONSENSE, f"{message!r:.200}")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self.thinking = False
        child, self._child = self._child, None
        if child is not None:
            child.close()


def serve(parent: Parent, scenario: Scenario, names: Mapping[str, str], seed: int) -> None:
    """The process: follow the battle, and answer for the side to move."""
    players = {side: ai.make(name, seed) for side, name in names.items()}
    battle = Follower(scenario)
    for message in parent:
        match message:
            case {"ask": number, "digest": digest}:
                state = battle.state
                if state is None or state.digest() != digest:
                    parent.say({"to": number, "differs": "" if state is None else state.digest()})
                else:
                    order = players[state.active].next_order(view(state, state.active))
                    parent.say({"to": number, "order": str(order)})
            case _:
                battle.follow(message)


class Follower:
    """A battle followed by what is told of it. `state` is None from the first thing on that cannot be, until a whole
    state comes."""

    def __init__(self, scenario: Scenario) -> None:
        self.state: GameState | None = None
        self._scenario = scenario
        self._before: list[GameState] = []

    def follow(self, message: Message) -> None:
        """Take in a message: a whole state, an order, or an order taken back."""
        match message:
            case {"state": snapshot}:
                self._before.clear()
                self.state = decode(self._scenario, snapshot)
            case {"order": str(text)} if self.state is not None:
                order = parse_order(text)
                if isinstance(order, EndTurn):
                    self._before.clear()  # nothing before the end of a turn can be taken back
                self._before.append(self.state)
                try:
                    self.state, _ = apply(self.state, order)
                except IllegalOrder:
                    self.state = None
            case {"undo": _}:
                self.state = self._before.pop() if self._before else None
