"""One battle under way: who plays, the state, the journal, taking back, the computer's turns."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import assert_never

from khalkhin import __version__, ai
from khalkhin.core import IllegalOrder, View, apply, initial_state, view
from khalkhin.core.events.events import Event
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.core.takeback import Lesson, learnt
from khalkhin.core.victory import given_up
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.intentions.intentions import Intention, Intentions, March, changed, without
from khalkhin.play.rehearsal.plan import Dropped, Plan, PlanRow, Plans, noting, taking
from khalkhin.play.session import saves
from khalkhin.play.session.again import Again
from khalkhin.play.session.journal import (
    Header,
    Journal,
    JournalChanged,
    JournalError,
    JournalInUse,
    Record,
    read,
    restore,
)
from khalkhin.play.session.seat_rows import HUMAN as HUMAN
from khalkhin.play.session.seat_rows import Handed, Row, Word
from khalkhin.play.session.seats import Seats, word_row
from khalkhin.play.session.trouble import Fault, Remedy, Trouble
from khalkhin.play.session.unread import Unread, Witnessed, recent, unread
from khalkhin.play.session.worker import PATIENCE, AiWorker, Patience, WorkerFault
from khalkhin.translation import _

log = logging.getLogger(__name__)

#: How often a journal is read anew that other windows play meanwhile.
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """An order that was carried out: the states around it and its events, and what was intended before."""

    order: Order
    before: GameState
    after: GameState
    events: tuple[Event, ...]
    intended: Intentions = field(default_factory=dict)


class NoUndo(Enum):
    """Why nothing can be taken back, whatever was ordered last."""

    NOTHING = "nothing"  # no order has been given this turn
    COMPUTER = "computer"  # the computer plays now


class CannotUndo(ValueError):
    """The last order stays; `reason` says why."""

    def __init__(self, reason: Lesson | NoUndo) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Session:
    """Begin with :meth:`begin` or :meth:`open`. `players` says "human" or names a computer player for each side;
    `carry` says what a battle of a campaign was made of, `patience` how long the computer is waited for."""

    def __init__(
        self,
        scenario: Scenario,
        players: Mapping[str, str],
        state: GameState,
        journal: Journal | None,
        notice: str = "",
        carry: Carry | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        self.scenario = scenario
        self.carry = carry
        self.players = dict(players)
        self.notice = notice
        self._state = state
        self._journal = journal
        self._path = None if journal is None else journal.path
        self._steps: list[CarriedOut] = []
        self._last: CarriedOut | None = None
        self.seats = Seats()
        self._patience = patience
        self._worker = self._hired()
        #: What keeps the computer from playing, until :meth:`remedy` says what is to be done about it.
        self.trouble: Trouble | None = None
        self._faults = 0
        #: The last turns of the journal it was opened from, until somebody has asked what is unread in them.
        self._opened: Record | None = None
        self._again = Again.begun(state)
        #: Orders that were taken back, the last one last, and can be given again; with the march each was a leg of.
        self._undone: list[tuple[Order, March | None]] = []
        #: What is intended for units of either side.
        self._intended: Intentions = {}
        #: What is planned by either side.
        self._plans: Plans = {}
        #: Those whom the computer commands, as its process was told of them.
        self._computers: dict[str, str]
        #: The computer's side whose present turn a player has taken over, and the one whose turn is to end.
        self._taken = self._ending = ""

    @classmethod
    def begin(
        cls,
        scenario: Scenario,
        players: Mapping[str, str],
        seed: int,
        *,
        fog: bool = True,
        path: Path | None = None,
        record: bool = True,
        carry: Carry | None = None,
        handicaps: Mapping[str, Handicap] | None = None,
        patience: Patience = PATIENCE,
    ) -> Session:
        """A new battle; its journal goes to `path` or a new file among the saves. `handicaps` are by side. Raises:
        JournalError."""
        state = initial_state(scenario, seed, fog, handicaps)
        named = {side.id: side.name for side in scenario.sides}
        header = Header(
            scenario.id,
            scenario.title,
            scenario.digest,
            seed,
            fog,
            players,
            state.handicaps,
            carry=carry,
            sides=named,
        )
        where = [path] if path is not None else saves.new_paths(scenario.id)
        journal = Journal.create_first(where, header, state) if record else None
        return cls(scenario, players, state, journal, carry=carry, patience=patience)

    @classmethod
    def open(cls, path: Path, scenario: Scenario) -> Session:
        """Take up a battle from its journal. Raises: JournalInUse if it is being played elsewhere, JournalError.

        A journal that is damaged, or made with another version of the scenario, is left as it is; the battle goes on
        in a new file, and `notice` says so.
        """
        for _look in range(_LOOKS):
            record = read(path)
            state, notice = restore(record, scenario)
            header = record.header
            if not notice:
                try:
                    journal = _resumed(record, state)
                except JournalChanged:
                    continue
                session = cls(scenario, header.players, state, journal, _older(record, journal), header.counts_for)
                session._seated(Seats.of(record.entries))
                session._opened = recent(record, session.people)
                session._intended = record.intentions()
                session._plans = record.plans()
                session._again = Again.taken_up(record, state, session.people)
                return session
            fresh = replace(
                header,
                title=scenario.title,
                digest=scenario.digest,
                handicaps=state.handicaps,
                game=__version__,
            )
            journal = Journal.create_first(saves.new_paths(scenario.id), fresh, state)
            kept = _("The old file is kept; this battle is written to {file}.").format(file=journal.path.name)
            notice = f"{notice} {kept}"
            if header.carry is not None:
                anew = _("It can also be begun anew from the campaign's map.")
                notice = f"{notice} {anew}"
            session = cls(scenario, header.players, state, journal, notice, header.counts_for)
            seats = Seats.of(record.entries)
            for row in seats.rows:
                journal.seat(row)
            session._seated(seats)
            return session
        raise JournalInUse(_("{file} is being played in another window.").format(file=path.name))

    # ------------------------------------------------------------------ looking

    @property
    def humans(self) -> tuple[str, ...]:
        """Sides commanded by people, in order of play; a side that was taken over is one of them for that turn, and one
        that was given to the computer is not, until it is taken back."""
        return tuple(s.id for s in self.scenario.sides if self._commander(s.id) == HUMAN or s.id == self._taken)

    @property
    def people(self) -> tuple[str, ...]:
        """Sides whose seats are people's, in order of play, whoever commands them now."""
        return tuple(s.id for s in self.scenario.sides if self.players.get(s.id, HUMAN) == HUMAN)

    def _commander(self, side: str) -> str:
        handed = self.seats.handed(side)
        return self.players.get(side, HUMAN) if handed is None else handed.player

    @property
    def active(self) -> str:
        return self._state.active

    @property
    def over(self) -> bool:
        return self._state.over

    @property
    def path(self) -> Path | None:
        """The journal's file, or None where none is kept; it stays when the battle is closed."""
        return self._path

    def view(self, side: str) -> View:
        """What a side knows now."""
        return view(self._state, side)

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        """What a side witnessed of the last order's events."""
        if self._last is None:
            return ()
        return visible_events(events, self._last.before, self._last.after, side)

    def everything(self) -> GameState:
        """The whole position, for those who go on from it in another way; no player is shown it."""
        return self._state

    def intentions(self, side: str) -> Intentions:
        """What its player intends for units of a side that are on the map."""
        return of_side(self._state, self._intended, side)

    def plan_of(self, side: str) -> Plan | None:
        """The plan that a side has kept, with what has been given of it since."""
        return self._plans.get(side)

    def left_off(self, side: str) -> View:
        """What a side knew when it last ended its turn, or when the battle began for it."""
        return view(self._again.since(side, self.scenario) or self._state, side)

    def unread(self) -> Mapping[str, Unread]:
        """What each human side has not read yet of a battle that was taken up again; asked a second time, and of a
        battle just begun, nothing."""
        record, self._opened = self._opened, None
        return {} if record is None else unread(record, self.scenario, self.people)

    def can_watch(self, side: str) -> bool:
        """Whether there is anything to watch again of what happened since a side ended its turn."""
        return self._again.has(side)

    def again(self, side: str) -> Iterator[Witnessed]:
        """What a side witnessed since it ended its turn, order by order, played once more."""
        return self._again.play(side, self.scenario)

    def final_state(self) -> GameState:
        """The whole state, once nothing is secret any more. Raises: RuntimeError while the battle goes on."""
        if not self.over:
            raise RuntimeError("the battle is not over")
        return self._state

    # ------------------------------------------------------------------ giving orders

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        """Carry out an order of the active side: the leg of a `march`, which its unit goes on with, or one given by
        hand, which ends what was intended for its units. Raises: IllegalOrder, or JournalError if it cannot be written
        down; in either case nothing has changed."""
        events = self._carry_out(order, march)
        self._undone.clear()
        return events

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit, or nothing any more. Raises: JournalError, and then nothing has changed."""
        now = without(self._intended, (unit,))
        self._note(now if what is None else {**now, unit: what})

    def keep_plan(self, side: str, plan: Plan | None) -> None:
        """Keep a side's plan in place of the one before, or none any more. Raises: JournalError, and then nothing has
        changed."""
        row: PlanRow = Dropped(side) if plan is None or not plan.orders else plan
        if self._journal is not None:
            self._journal.plan(row)
        self._plans = taking(self._plans, row)

    def _note(self, now: Intentions) -> None:
        rows = changed(self._intended, now)
        if rows and self._journal is not None:
            self._journal.intend(rows)
        self._intended = now

    def _carry_out(self, order: Order, march: March | None) -> tuple[Event, ...]:
        before, intended = self._state, self._intended
        after, events = apply(before, order)
        units = order.units()
        now = without(intended, units)
        if march is not None:
            now = {**now, **dict.fromkeys(units, march)}
        if self._journal is not None:
            self._journal.order(order, after, changed(intended, now))
        self._state, self._intended = after, now
        self._plans = noting(self._plans, before.active, order, before.turn)
        self._last = CarriedOut(order, before, after, events, intended)
        if self._worker is not None:
            self._worker.given(order)
        if isinstance(order, EndTurn):
            self._steps.clear()  # Nothing before the end of a turn can be taken back.
            self._taken = self._ending = ""
            self.seats.ended(before.active)
            self._rehired()
        self._steps.append(self._last)
        self._again.given(order, before, after)
        return events

    def undo_reason(self) -> Lesson | NoUndo | None:
        """Why the last order cannot be taken back: what its side has learnt by it, among others; None if it can."""
        if not self._steps:
            return NoUndo.NOTHING
        if self.active not in self.humans:
            return NoUndo.COMPUTER
        last = self._steps[-1]
        return learnt(last.order, last.before, last.after, last.events, last.before.active)

    def undo(self) -> None:
        """Take the last order back. Raises: CannotUndo, JournalError."""
        if reason := self.undo_reason():
            raise CannotUndo(reason)
        taken = self._steps[-1]
        if self._journal is not None:
            self._journal.undo(changed(self._intended, taken.intended))
        self._steps.pop()
        legs = (self._intended.get(unit) for unit in taken.order.units())
        march = next((what for what in legs if isinstance(what, March)), None)
        self._state, self._intended = taken.before, taken.intended
        self._plans = noting(self._plans, self.active, taken.order, self._state.turn, back=True)
        self._last = None
        self._undone.append((taken.order, march))
        self._again.taken_back(taken.before)
        if self._worker is not None:
            self._worker.undone()

    @property
    def undone(self) -> int:
        """How many orders were taken back since the last new one, and can be given again."""
        return len(self._undone)

    def redo(self) -> tuple[Order, tuple[Event, ...]]:
        """Give the order again that was taken back last. Raises: RuntimeError if there is none; JournalError, and then
        nothing has changed."""
        if not self._undone:
            raise RuntimeError("no order was taken back")
        order, march = self._undone[-1]
        events = self._carry_out(order, march)
        self._undone.pop()
        return order, events

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        """The computer's next order, carried out, if it has thought of one; never waits. Raises: JournalError.

        A process that dies, or answers with what is no order, is started again and goes on from where the battle
        stands. One that cannot be started, is silent for too long or fails again and again is `trouble`: nothing
        comes then until :meth:`remedy` says what is to be done.
        """
        worker = self._worker
        if self.over or self.active in self.humans or worker is None or self.trouble is not None:
            return None
        if self._ending:
            order = ai.close_turn(self.view(self.active), self._state.seed)
            return order, self.submit(order)
        try:
            found = worker.poll()
            if found is None:
                if not worker.thinking:
                    worker.ask(self._state)
                return None
            events = self.submit(found)
        except WorkerFault as fault:
            self._failed(fault)
        except JournalError:
            raise
        except Exception as error:  # refused, or more than the rules can bear: the battle must go on
            log.warning("the computer's order %s", found, exc_info=not isinstance(error, IllegalOrder))
            self._failed(WorkerFault(Fault.REFUSED, str(error)))
        else:
            self._faults = 0
            return found, events
        return None

    def _failed(self, failure: WorkerFault) -> None:
        """Let the process be started anew, or have a player say what is to be done."""
        assert self._worker is not None
        self._faults += 1
        log.warning("the computer, %s: %s, %s", self.active, failure.fault.name, failure.detail)
        hopeless = failure.fault in (Fault.NOT_STARTED, Fault.SILENT)
        if hopeless or self._faults > self._worker.patience.restarts:
            remedies = tuple(r for r in Remedy if r is not Remedy.WAIT or failure.fault is Fault.SILENT)
            self.trouble = Trouble(self.active, failure.fault, remedies)
        if failure.fault is not Fault.SILENT:
            self._worker.close()

    def remedy(self, chosen: Remedy) -> None:
        """Do what was chosen about the `trouble`; without any, nothing."""
        if self.trouble is None or self._worker is None:
            return
        self.trouble = None
        self._faults = 0
        if chosen is Remedy.WAIT:
            self._worker.wait_on()
            return
        self._worker.close()
        match chosen:
            case Remedy.TAKE_OVER:
                self._taken = self.active
                self._steps.clear()  # The computer's own orders are not taken back for it.
            case Remedy.END_TURN:
                self._ending = self.active
            case Remedy.AGAIN:
                pass  # It is started when it is asked again.
            case _:
                assert_never(chosen)

    # ------------------------------------------------------------------ the seats at the table

    def _seated(self, seats: Seats) -> None:
        """Take up what a journal says of the seats."""
        self.seats = seats
        self._rehired()

    def hand(self, side: str, player: str, turns: int = 0) -> None:
        """Have a side whose seat is a person's commanded by the computer (the name of a `player`) from now on, for so
        many turns of its own or until it is taken back if 0; or take it back, by "human". Handicaps stay as they are.
        Raises: JournalError, and then nothing has changed."""
        if side not in self.people:
            raise ValueError(f"{side} has no seat here")
        self._write_down(Handed(side, player, turns))
        self.trouble = None
        self._faults = 0
        self._steps.clear()  # Nobody takes back what another has ordered.
        self._undone.clear()
        self._rehired()

    def lock(self, side: str, word: str) -> None:
        """Give a side's seat a code word, or none if it is empty. Raises: JournalError."""
        self._write_down(word_row(side, word))

    def open_without(self, side: str) -> None:
        """Open a side's seat without its code word, which is gone with it; both sides will be told. Raises:
        JournalError."""
        self._write_down(Word(side, forgotten=True))

    def _write_down(self, row: Row) -> None:
        if self._journal is not None:
            self._journal.seat(row)
        self.seats.take(row)

    def _hired(self) -> AiWorker | None:
        """The computer's process for those sides that it commands now; it is started when it is asked."""
        commanders = {s.id: self._commander(s.id) for s in self.scenario.sides}
        self._computers = {side: name for side, name in commanders.items() if name != HUMAN}
        return AiWorker(self.scenario, self._computers, self._state.seed, self._patience) if self._computers else None

    def _rehired(self) -> None:
        """Another process, if the computer commands other sides than before."""
        old, before = self._worker, self._computers
        new = self._hired()
        if self._computers == before:
            return
        self._worker = new
        if old is not None:
            old.close()

    def give_up(self) -> None:
        """End the battle: it counts as it stands, and its journal says that it is over. Raises: JournalError, and then
        it goes on."""
        if self.over:
            return
        after = given_up(self._state)
        if self._journal is not None:
            self._journal.mark(after)
        self._state = after
        self._steps.clear()
        self._undone.clear()

    # ------------------------------------------------------------------ keeping

    def save(self) -> str:
        """Keep a copy of the battle as it is now; the answer is a sentence that says where, or what went wrong. Where
        the battle's own file was changed by others, it goes on in the copy."""
        if self._journal is None:
            return _("This battle keeps no journal.")
        if not self._journal.astray:
            return saves.keep(self._journal, self._state)
        try:
            self._journal = self._journal.moved(saves.new_paths(self.scenario.id))
        except JournalError as error:
            return _("The battle could not be saved. {why}").format(why=error)
        self._path = self._journal.path
        return _("Saved as {file}; the battle goes on in it.").format(file=self._path.name)

    def close(self) -> None:
        """Let the computer's process and the journal go."""
        if self._worker is not None:
            self._worker.close()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def abandon(self) -> None:
        """Close a battle that was left before it began: it is no saved game. A file that cannot be removed stays."""
        self.close()
        if self._path is not None:
            saves.delete(self._path)


def of_side(state: GameState, intended: Intentions, side: str) -> Intentions:
    """Intentions for units of a side that are on the map."""
    units = {unit.id for unit in state.side_units(side)}
    return {unit: what for unit, what in intended.items() if unit in units}


def _older(record: Record, journal: Journal) -> str:
    """A sentence where a battle in an older format goes on in a new file; empty otherwise."""
    if not record.rewritten:
        return ""
    told = _("An older version of the game wrote {old}, which is kept. This battle goes on in {new}.")
    return told.format(old=record.path.name, new=journal.path.name)


def _resumed(record: Record, state: GameState) -> Journal:
    """A journal to go on with; for one in an older format a new one with all that it has. Where the game was stopped
    just before the mark of the first turn or of the end was written, it is written now. Raises: JournalChanged,
    JournalInUse, JournalError."""
    if record.rewritten:
        journal = Journal.copy(saves.new_paths(record.header.scenario), record.rewritten, record.checksum)
    else:
        journal = Journal.resume(record)
    try:
        if record.last_mark() is None or (state.over and record.entries[-1].mark is None):
            journal.mark(state)
    except JournalError:
        journal.close()
        raise
    return journal
