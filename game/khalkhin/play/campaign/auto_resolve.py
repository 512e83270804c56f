"""The staffs of both sides fight a battle to its end, in a process of its own, and write its journal.

The journal grows in a file that no list shows, ``<name>.part``, and takes its name when the battle is over; letting go
before leaves nothing behind. A battle that people have begun is finished from where it stands, in a copy of its
journal.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from khalkhin.core.engine import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.measure.arena import moves
from khalkhin.play.session.journal import Header, Journal, JournalError, Record, read, restore


class StandIn:
    """Begin with :meth:`begin`, look with :meth:`poll`; when `done`, the battle is in the file `target`."""

    def __init__(self, scenario: Scenario, players: Mapping[str, str], part: Path, target: Path, turn: int) -> None:
        self.target = target
        self.turn = turn
        self.turns = len(scenario.calendar)
        self.done = False
        self._part = part
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: Any = context.Process(
            target=_serve, args=(theirs, scenario, dict(players), part), daemon=True, name="both staffs"
        )
        self._process.start()
        theirs.close()

    @classmethod
    def begin(
        cls, scenario: Scenario, players: Mapping[str, str], header: Header, target: Path, begun: Record | None = None
    ) -> StandIn:
        """Set the staffs to work, from the start or from where a record ends. Raises: JournalError."""
        part = target.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            state, notice = _from_where(scenario, header, begun)
            if begun is not None and not notice:
                part.write_bytes(begun.path.read_bytes()[: begun.length])
            else:
                Journal.create(part, replace(header, handicaps=state.handicaps), state).close()
        except OSError as error:
            raise JournalError(
                f"Cannot write {part}: {error.strerror or error}. Free some space and try again."
            ) from error
        return cls(scenario, players, part, target, state.turn)

    def poll(self) -> bool:
        """Take what has been told of since the last time; whether the battle is over. Never waits. Raises: JournalError
        when the process has stopped or the journal cannot be written."""
        try:
            while not self.done and self._pipe.poll():
                told = self._pipe.recv()
                if isinstance(told, str):
                    raise JournalError(told)
                self.turn = abs(told)
                self.done = told < 0
        except (EOFError, OSError) as error:
            self.close()
            raise JournalError("The staffs have stopped before the battle was over. Let them begin again.") from error
        if self.done and self._part.exists():
            self._process.join(2)
            try:
                self._part.replace(self.target)
            except OSError as error:
                raise JournalError(f"Cannot write {self.target}: {error.strerror or error}.") from error
        return self.done

    def close(self) -> None:
        """End the process, whatever it is doing. A battle that is not over leaves nothing behind."""
        self._pipe.close()
        self._process.kill()
        self._process.join(2)
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)


def _from_where(scenario: Scenario, header: Header, begun: Record | None) -> tuple[GameState, str]:
    if begun is not None:
        return restore(begun, scenario)
    return initial_state(scenario, header.seed, header.fog, header.handicaps), ""


def _serve(pipe: Connection, scenario: Scenario, players: Mapping[str, str], path: Path) -> None:
    """The process: orders are written as they are given; every turn is told, the last one as a negative number."""

    try:
        record = read(path)
        state, _ = restore(record, scenario)
        journal = Journal.resume(record)
        for order, after in moves(state, players):
            journal.order(order)
            if isinstance(order, EndTurn) or after.over:
                journal.mark(after)
            if after.turn != state.turn:
                pipe.send(after.turn)
            state = after
        journal.close()
        pipe.send(-state.turn)
    except JournalError as error:
        with contextlib.suppress(OSError):
            pipe.send(str(error))
    except OSError:
        return  # The window has gone.
