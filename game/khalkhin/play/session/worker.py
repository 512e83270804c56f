"""The computer player in a process of its own, so that the window never waits for it.

The process holds the scenario and one player per side. A question is a snapshot of the battle and the side to move; the
process makes that side's view of it, gives its player nothing else, and answers with an order's text.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from khalkhin import ai
from khalkhin.core import OrderSyntaxError, parse_order, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.play.session.snapshot import decode, encode


class WorkerDied(Exception):
    """The computer player's process has ended or sent nonsense. The message is a sentence."""


class AiWorker:
    """Ask with :meth:`ask`, look with :meth:`poll`, end with :meth:`close`. The process is started when first asked."""

    def __init__(self, scenario: Scenario, players: Mapping[str, str], seed: int) -> None:
        self._start = (scenario, dict(players), seed)
        self._process: Any = None
        self._pipe: Connection | None = None
        self.thinking = False

    def ask(self, state: GameState) -> None:
        """Ask for the active side's next order."""
        if self._process is None or not self._process.is_alive():
            self._launch()
        assert self._pipe is not None
        try:
            self._pipe.send((encode(state), state.active))
        except (OSError, ValueError) as error:
            self.close()
            raise WorkerDied("The computer player has stopped; its turn is ended for it.") from error
        self.thinking = True

    def poll(self) -> Order | None:
        """The order asked for, if it has come. Raises: WorkerDied."""
        if not self.thinking or self._pipe is None:
            return None
        try:
            if not self._pipe.poll():
                if self._process.is_alive():
                    return None
                if not self._pipe.poll():
                    raise EOFError
            answer = self._pipe.recv()
            order = parse_order(answer)
        except (EOFError, OSError, OrderSyntaxError, TypeError) as error:
            self.close()
            raise WorkerDied("The computer player has stopped; its turn is ended for it.") from error
        self.thinking = False
        return order

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, *self._start), daemon=True, name="computer player")
        self._process.start()
        theirs.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self.thinking = False
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.terminate()
            self._process.join(2)
            self._process = None


def _serve(pipe: Connection, scenario: Scenario, names: Mapping[str, str], seed: int) -> None:

    players = {side: ai.make(name, seed) for side, name in names.items()}
    while True:
        try:
            snapshot, side = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(str(players[side].next_order(view(decode(scenario, snapshot), side))))
