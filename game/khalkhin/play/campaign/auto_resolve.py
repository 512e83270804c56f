"""The staffs of both sides fight a battle to its end, in a process of its own, and write its journal.

The journal grows in a file that no list shows and takes a name when the battle is over; letting go before leaves
nothing behind. A battle that people have begun is finished from where it stands, in a copy of its journal.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from khalkhin.core.engine import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.measure.arena import moves
from khalkhin.play.processes.child import Child, News, Said
from khalkhin.play.processes.serving import Parent
from khalkhin.play.session.journal import Header, Journal, JournalError, Record, good_lines, read, restore
from khalkhin.play.session.saves import new_paths
from khalkhin.storage.whole import publish, sweep, unfinished
from khalkhin.translation import _

log = logging.getLogger(__name__)

#: How often a process that was lost is started again.
RESTARTS = 3


class StandIn:
    """Begin with :meth:`begin`, look with :meth:`poll`; when `done`, the battle is in the file `target`."""

    def __init__(
        self, scenario: Scenario, players: Mapping[str, str], header: Header, folder: Path, begun: Record | None
    ) -> None:
        self.target: Path | None = None
        mark = begun.last_mark() if begun is not None else None
        self.turn = 1 if mark is None or mark.mark is None else mark.mark.turn
        self.turns = len(scenario.calendar)
        self.done = False
        self._stem = scenario.id
        self._part = unfinished(folder)
        self._work = (scenario, dict(players), header, None if begun is None else begun.path, self._part)
        self._restarts = 0
        self._child = Child(_serve, *self._work)

    @property
    def pid(self) -> int | None:
        """The number of the process, once there is one."""
        return self._child.pid

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
                _("Cannot write in {folder}: {why}. Free some space and try again.").format(
                    folder=folder, why=error.strerror or error
                )
            ) from error
        sweep(folder)
        return cls(scenario, players, header, folder, begun)

    def poll(self) -> bool:
        """Take what has been told of since the last time; whether the battle is over. Never waits. Raises: JournalError
        when the process cannot be had or the journal cannot be written.

        A process that is lost is started again, and goes on from where its journal ends.
        """
        over = False
        while self.target is None and not over and (news := self._child.news()) is not None:
            match news:
                case Said(_, {"turn": int(turn), "over": bool(ended)}):
                    self.turn, over = turn, ended
                case Said(_, {"wrong": str(sentence)}):
                    raise JournalError(sentence)
                case _:
                    self._again(news)
        if over:
            self._child.close(wait=True)
            try:
                self.target = publish(self._part, new_paths(self._stem, self._part.parent))
            except OSError as error:
                raise JournalError(
                    _("Cannot write in {folder}: {why}.").format(folder=self._part.parent, why=error.strerror or error)
                ) from error
            self.done = True
        return self.done

    def _again(self, news: News) -> None:
        log.warning("both staffs in %s: %s", self._stem, news)
        if self._restarts >= RESTARTS:
            self.close()
            raise JournalError(_("The staffs have stopped before the battle was over. Let them begin again."))
        self._restarts += 1
        self._child.close(wait=True)
        self._child = Child(_serve, *self._work)

    def close(self) -> None:
        """End the process, whatever it is doing. A battle that is not over leaves nothing behind."""
        self._child.close(wait=True)
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)


def _from_where(scenario: Scenario, header: Header, begun: Record | None) -> tuple[GameState, str]:
    if begun is not None:
        return restore(begun, scenario)
    return initial_state(scenario, header.seed, header.fog, header.handicaps), ""


def _begun(part: Path, scenario: Scenario, header: Header, begun: Path | None) -> tuple[Journal, GameState]:
    """The journal of the staffs' battle and the state they find: a process before may have begun it. Raises:
    JournalError."""
    if part.exists():
        left = read(part)
        state, notice = restore(left, scenario)
        if not notice and not left.rewritten:
            return Journal.resume(left), state
        part.unlink(missing_ok=True)
    record = None if begun is None else read(begun)
    state, notice = _from_where(scenario, header, record)
    if record is None or notice:
        return Journal.create(part, replace(header, handicaps=state.handicaps), state), state
    try:
        content = good_lines(record)
    except OSError as error:
        raise JournalError(
            _("Cannot read {path}: {why}.").format(path=record.path, why=error.strerror or error)
        ) from error
    return Journal.copy([part], content, record.checksum), state


def _serve(
    parent: Parent, scenario: Scenario, players: Mapping[str, str], header: Header, begun: Path | None, part: Path
) -> None:
    """The process: orders are written as they are given; every turn is told, and the end."""
    try:
        journal, state = _begun(part, scenario, header, begun)
        for order, after in moves(state, players):
            journal.order(order, after)
            if after.turn != state.turn:
                parent.say({"turn": after.turn, "over": False})
            state = after
        journal.close()
        parent.say({"turn": state.turn, "over": True})
    except JournalError as error:
        parent.say({"wrong": str(error)})
