"""What happened since a side last ended its turn, kept so that it can be played once more and watched: where it began,
and the orders since. Of what its side did not know nothing comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khalkhin.core import IllegalOrder, OrderSyntaxError, apply, parse_order
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Order
from khalkhin.play.session.journal import Record
from khalkhin.play.session.journal_turns import turns_of
from khalkhin.play.session.snapshot import decode_line
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.play.session.unread import Witnessed, witnessed


@dataclass(slots=True)
class Since:
    """Where a side's last turn ended, or the battle began for it: a state, or the line of a journal that has it; and
    the other side's orders since."""

    start: GameState | bytes
    orders: list[Order] = field(default_factory=list)


class Again:
    """What each side of a battle can watch again. Told of every order by :meth:`given` and :meth:`taken_back`."""

    def __init__(self, since: Mapping[str, Since]) -> None:
        self._since = dict(since)

    @classmethod
    def begun(cls, state: GameState) -> Again:
        """Of a battle that begins, or is taken up, with a state."""
        return cls({side.id: Since(state) for side in state.scenario.sides})

    @classmethod
    def taken_up(cls, record: Record, state: GameState, sides: Sequence[str]) -> Again:
        """Of a battle that is taken up from its journal, for these sides; `state` is where it stands."""
        turns = turns_of(record.entries)
        known = cls.begun(state)
        for side in sides:
            ended = [i for i, turn in enumerate(turns[1:], 1) if turns[i - 1].mark.side == side]
            rest = turns[max(ended, default=0) :]
            if not rest:
                continue
            try:
                orders = [parse_order(text) for turn in rest if turn.mark.side != side for text in turn.orders]
            except OrderSyntaxError:
                continue
            known._since[side] = Since(rest[0].mark.raw, orders)
        return known

    def given(self, order: Order, before: GameState, after: GameState) -> None:
        """An order was carried out."""
        for side, since in self._since.items():
            if side != before.active:
                since.orders.append(order)
        if isinstance(order, EndTurn):
            self._since[before.active] = Since(after)

    def taken_back(self, before: GameState) -> None:
        """The last order, given in this state, was taken back."""
        for side, since in self._since.items():
            if side != before.active and since.orders:
                since.orders.pop()

    def since(self, side: str, scenario: Scenario) -> GameState | None:
        """Where a side's last turn ended, or the battle began for it; None where its journal cannot tell."""
        start = self._since[side].start
        try:
            return start if isinstance(start, GameState) else decode_line(scenario, start)
        except SnapshotError:
            return None

    def has(self, side: str) -> bool:
        """Whether anything was ordered since the side ended its turn."""
        return bool(self._since[side].orders)

    def play(self, side: str, scenario: Scenario) -> Iterator[Witnessed]:
        """What the side witnessed, order by order; it ends early where the orders can no longer be given."""
        since = self._since[side]
        try:
            state = since.start if isinstance(since.start, GameState) else decode_line(scenario, since.start)
            for order in tuple(since.orders):
                after, events = apply(state, order)
                yield from witnessed(side, state, after, events)
                state = after
        except (IllegalOrder, SnapshotError):
            return
