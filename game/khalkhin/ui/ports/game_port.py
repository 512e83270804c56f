"""What the battle scene needs of a game: the players' table. :mod:`khalkhin.ui.ports.library` sets one for a
session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.core.takeback import Lesson
from khalkhin.play.campaign.carry_over import Carry
from khalkhin.play.intentions.intentions import Intention, Intentions, March
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.play.session.seats import Seats
from khalkhin.play.session.session import NoUndo
from khalkhin.play.session.trouble import Remedy, Trouble
from khalkhin.play.session.unread import Unread, Witnessed


class GamePort(Protocol):
    """A battle under way, as the window deals with it: views out, orders in."""

    @property
    def scenario(self) -> Scenario: ...

    @property
    def carry(self) -> Carry | None:
        """What a battle of a campaign was made of; None for a battle by itself."""
        ...

    @property
    def humans(self) -> tuple[str, ...]:
        """Sides commanded at this window, in order of play."""
        ...

    @property
    def people(self) -> tuple[str, ...]:
        """Sides whose seats are people's at this window, in order of play, whoever commands them now."""
        ...

    @property
    def seats(self) -> Seats:
        """Who commands those sides now, and what opens their seats."""
        ...

    def hand(self, side: str, player: str, turns: int = 0) -> None:
        """Have a side of people's commanded by a computer `player` for so many turns of its own, or until it is taken
        back if 0; or take it back, by "human". Raises: JournalError, and then nothing has changed."""
        ...

    def lock(self, side: str, word: str) -> None:
        """Give a side's seat a code word, or none if it is empty. Raises: JournalError."""
        ...

    def open_without(self, side: str) -> None:
        """Open a side's seat without its code word, which is gone with it; both sides will be told. Raises:
        JournalError."""
        ...

    @property
    def active(self) -> str:
        """The side to give orders."""
        ...

    @property
    def over(self) -> bool: ...

    @property
    def notice(self) -> str:
        """A sentence the players should read, such as of a file that was damaged. Else empty."""
        ...

    @property
    def path(self) -> Path | None:
        """The file of the battle's journal; None where none is kept."""
        ...

    @property
    def trouble(self) -> Trouble | None:
        """Why the computer does not play on; None while all is well."""
        ...

    def remedy(self, chosen: Remedy) -> None:
        """Do what was chosen about the trouble."""
        ...

    def view(self, side: str) -> View:
        """What a side knows now."""
        ...

    def submit(self, order: Order, march: March | None = None) -> tuple[Event, ...]:
        """Carry out an order of the active side: the leg of a `march`, which its unit goes on with, or one given by
        hand, which ends what was intended for its units. Raises: IllegalOrder, or JournalError when it cannot be
        written down; in either case nothing has changed."""
        ...

    def intentions(self, side: str) -> Intentions:
        """What the player of a side intends for its units that are on the map."""
        ...

    def intend(self, unit: str, what: Intention | None) -> None:
        """Intend something for a unit, or nothing any more. Raises: JournalError, and then nothing has changed."""
        ...

    def plan_of(self, side: str) -> Plan | None:
        """The plan that a side has kept, with what has been given of it since."""
        ...

    def keep_plan(self, side: str, plan: Plan | None) -> None:
        """Keep a side's plan in place of the one before, or none any more. Raises: JournalError, and then nothing has
        changed."""
        ...

    def left_off(self, side: str) -> View:
        """What a side knew when it last ended its turn, or when the battle began for it."""
        ...

    def visible(self, events: tuple[Event, ...], side: str) -> tuple[Event, ...]:
        """What a side witnessed of the last order's events."""
        ...

    def unread(self) -> Mapping[str, Unread]:
        """What each side at this window has not read yet of a battle that was taken up again. Asked once."""
        ...

    def poll(self) -> tuple[Order, tuple[Event, ...]] | None:
        """The computer's next order, carried out, if it has thought of one; never waits. While there is trouble,
        nothing comes. Raises: JournalError."""
        ...

    def undo_reason(self) -> Lesson | NoUndo | None:
        """Why the last order cannot be taken back; None if it can."""
        ...

    def undo(self) -> None:
        """Take the last order back."""
        ...

    @property
    def undone(self) -> int:
        """How many orders were taken back since the last new one, and can be given again."""
        ...

    def redo(self) -> tuple[Order, tuple[Event, ...]]:
        """Give the order again that was taken back last. Raises: RuntimeError if there is none, JournalError."""
        ...

    def can_watch(self, side: str) -> bool:
        """Whether there is anything to watch again of what happened since a side ended its turn."""
        ...

    def again(self, side: str) -> Iterator[Witnessed]:
        """What a side witnessed since it ended its turn, order by order, played once more."""
        ...

    def save(self) -> str:
        """Save the game; the answer is a sentence that says where, or what went wrong."""
        ...

    def give_up(self) -> None:
        """End the battle now: it counts as it stands. Raises: JournalError if that cannot be written down, and then
        it goes on."""
        ...

    def final_state(self) -> GameState:
        """Everything, for the end of the battle. Raises: RuntimeError while it goes on."""
        ...

    def close(self) -> None:
        """Let the computer's process and the files go."""
        ...

    def abandon(self) -> None:
        """Close a battle that was left before it began, and keep nothing of it."""
        ...
