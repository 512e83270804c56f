"""What a staff says of a turn it played, as values that go between processes, and how it is found.

The turn is played again from its mark: before each order of the journal the same player, begun anew, is shown the same
view and says what it orders and what it weighed. What it says is so what it did, as long as it is the player it was;
where it now orders otherwise than the journal has it, it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from khalkhin import ai
from khalkhin.ai.plan import Task as Task
from khalkhin.ai.staff import StaffPlayer
from khalkhin.ai.thoughts import Assaulting as Assaulting
from khalkhin.ai.thoughts import Marching as Marching
from khalkhin.ai.thoughts import Thought
from khalkhin.ai.thoughts import Weighed as Weighed
from khalkhin.core import apply, parse_order, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.session.seat_rows import HUMAN
from khalkhin.play.session.snapshot import decode_line


@dataclass(frozen=True, slots=True)
class Question:
    """What a staff is asked about: a turn of a side by its mark's line, the orders that stand, who gave each ("human"
    or a player's name), and the seed that players are made with."""

    mark: bytes
    orders: tuple[str, ...]
    commanders: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Mission:
    """What a formation was to do (a name of :class:`khalkhin.ai.plan.Task`), and the hexes it concerned, in order."""

    formation: str
    task: str
    hexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One order of the journal: its number in the turn from 0, its text, what the staff says it orders there, and what
    it weighed, if it weighed anything."""

    number: int
    order: str
    says: str
    assault: Assaulting | None = None
    march: Marching | None = None

    @property
    def agrees(self) -> bool:
        """Whether the staff orders what the journal has."""
        return self.order == self.says


@dataclass(frozen=True, slots=True)
class Account:
    """What the staff of a side says of a turn. `plans` tells whether its player makes plans at all; `missions` are its
    operational plan, `pocketed` hexes of enemies it took to be shut in, `posts` units that were to hold a hex, `ring`
    units sent to close a ring, `leaving` those that were to get out, `reserve` those kept back; the decisions are in
    the order in which they were taken."""

    side: str
    turn: int
    player: str
    plans: bool
    missions: tuple[Mission, ...] = ()
    pocketed: tuple[int, ...] = ()
    posts: tuple[tuple[str, int], ...] = ()
    ring: tuple[tuple[str, int], ...] = ()
    leaving: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def left(self) -> Weighed | None:
        """The best assault of all that were weighed in the turn and not given in it, by what it was worth beyond what
        it had to be; None where nothing was left."""
        given = {d.assault.chosen.target for d in self.decisions if d.assault is not None}
        last: dict[int, Weighed] = {}
        for decision in self.decisions:
            for other in () if decision.assault is None else decision.assault.others:
                last[other.target] = other
        left = [other for target, other in last.items() if target not in given]
        return max(left, key=lambda w: (w.value - w.margin, -w.target), default=None)


def find(question: Question, scenario: Scenario, said: Callable[[int], object] = lambda n: None) -> Account:
    """Ask the staff about a turn. `said` is told how many orders have been gone through. Raises: whatever a journal
    that does not fit its rules brings about, as IllegalOrder, OrderSyntaxError, SnapshotError; NoPlayer."""
    state = decode_line(scenario, question.mark)
    side, turn = state.active, state.turn
    names = [name for name in question.commanders if name != HUMAN]
    player = ai.make(names[0], question.seed) if names else None
    decisions: list[Decision] = []
    opening: StaffPlayer | None = None
    for number, (text, commander) in enumerate(zip(question.orders, question.commanders, strict=True)):
        if player is not None and commander != HUMAN:
            says = str(player.next_order(view(state, side)))
            thought = player.thought if isinstance(player, StaffPlayer) else None
            decisions.append(_decision(number, text, says, thought))
            opening = player if isinstance(player, StaffPlayer) else None
        state, _ = apply(state, parse_order(text))
        said(number + 1)
    account = Account(side, turn, names[0] if names else HUMAN, plans=opening is not None, decisions=tuple(decisions))
    return account if opening is None else _with_plan(account, opening)


def _decision(number: int, order: str, says: str, thought: Thought) -> Decision:
    match thought:
        case Assaulting():
            return Decision(number, order, says, assault=thought)
        case Marching():
            return Decision(number, order, says, march=thought)
        case None:
            return Decision(number, order, says)


def _with_plan(account: Account, staff: StaffPlayer) -> Account:
    """An account with what the staff made of its view when the turn began."""
    found = staff.appreciation
    return replace(
        account,
        missions=tuple(
            Mission(name, mission.task.value, mission.hexes) for name, mission in found.operations.missions.items()
        ),
        pocketed=tuple(sorted(found.operations.pocketed)),
        posts=_sorted(found.posts.items()),
        ring=_sorted(found.closers.items()),
        leaving=tuple(sorted(found.leaving)),
        reserve=tuple(sorted(found.reserve)),
    )


def _sorted(pairs: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(pairs))
