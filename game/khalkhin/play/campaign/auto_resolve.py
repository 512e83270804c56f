"""The staffs of both sides fight a battle to its end, in a process of its own, and write its journal.

The journal grows in a file that no list shows and takes a name when the battle is over; letting go before leaves
nothing behind. A battle that people have begun is finished from where it stands, in a copy of its journal.
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
from khalkhin.play.measure.arena import moves
from khalkhin.play.session.journal import Header, Journal, JournalError, Record, read, restore
from khalkhin.play.session.saves import new_paths
from khalkhin.play.storage.whole import publish, sweep, unfinished


class StandIn:
    """Begin with :meth:`begin`, look with :meth:`poll`; when `done`, the battle is in the file `target`."""

    def __init__(
        self, scenario: Scenario, players: Mapping[str, str], header: Header, folder: Path, begun: Record | None
    ) -> None:
        self.target: Path | None = None
        mark = begun.last_mark() if begun is not None else None
        self.turn = 1 if mark is None or mark.mark is None else int(mark.mark.get("turn", 1))
        self.turns = len(scenario.calendar)
        self.done = False
        self._stem = scenario.id
        self._part = unfinished(folder)
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: Any = context.Process(
            target=_serve,
            args=(theirs, scenario, dict(players), header, None if begun is None else begun.path, self._part),
            daemon=True,
            name="both staffs",
        )
        self._process.start()
        theirs.close()

    @classmethod
    def begin(
        cls, scenario: Scenario, players: Mapping[str, str], header: Header, folder: Path, begun: Record | None = None
    ) -> StandIn:
        """Set the staffs to work, from the start or from where a record ends; the journal comes to a folder. Raises:
        JournalError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JournalError(
                f"Cannot write in {folder}: {error.strerror or error}. Free some space and try again."
            ) from error
        sweep(folder)
        return cls(scenario, players, header, folder, begun)

    def poll(self) -> bool:
        """Take what has been told of since the last time; whether the battle is over. Never waits. Raises: JournalError
        when the process has stopped or the journal cannot be written."""
        over = False
        try:
            while self.target is None and self._pipe.poll():
                told = self._pipe.recv()
                if isinstance(told, str):
                    raise JournalError(told)
                self.turn = abs(told)
                over = told < 0
        except (EOFError, OSError) as error:
            self.close()
            raise JournalError("The staffs have stopped before the battle was over. Let them begin again.") from error
        if over:
            self._process.join(2)
            try:
                self.target = publish(self._part, new_paths(self._stem, self._part.parent))
            except OSError as error:
                raise JournalError(f"Cannot write in {self._part.parent}: {error.strerror or error}.") from error
            self.done = True
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


def _begun(part: Path, scenario: Scenario, header: Header, begun: Path | None) -> tuple[Journal, GameState]:
    """The journal of the staffs' battle and the state they find. Raises: JournalError."""
    record = None if begun is None else read(begun)
    state, notice = _from_where(scenario, header, record)
    if record is None or notice:
        return Journal.create(part, replace(header, handicaps=state.handicaps), state), state
    try:
        content = record.path.read_bytes()[: record.length]
    except OSError as error:
        raise JournalError(f"Cannot read {record.path}: {error.strerror or error}.") from error
    return Journal.copy([part], content, record.checksum), state


def _serve(
    pipe: Connection, scenario: Scenario, players: Mapping[str, str], header: Header, begun: Path | None, part: Path
) -> None:
    """The process: orders are written as they are given; every turn is told, the last one as a negative number."""
    try:
        journal, state = _begun(part, scenario, header, begun)
        for order, after in moves(state, players):
            journal.order(order, after)
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
