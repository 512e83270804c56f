"""Orders that were given together, as one thing that the player did: taken back together, and given again together."""

from __future__ import annotations


class Together:
    """How many orders each thing that the player did was, the last one last; and of those taken back."""

    def __init__(self) -> None:
        self._done: list[int] = []
        self._undone: list[int] = []
        self._open = False

    def begin(self) -> None:
        """What is given until :meth:`end` belongs together."""
        self._open = True
        self._done.append(0)

    def end(self) -> None:
        """See :meth:`begin`."""
        self._open = False
        if self._done and not self._done[-1]:
            self._done.pop()

    def given(self) -> None:
        """An order was given."""
        if not self._open:
            self._done.append(0)
        self._done[-1] += 1
        self._undone.clear()

    def last(self) -> int:
        """How many orders are to be taken back together; 1 where nothing is known of any."""
        return self._done[-1] if self._done else 1

    def taken_back(self, orders: int) -> None:
        """So many of the last ones were."""
        if not orders:
            return
        left = self.last() - orders
        if self._done:
            self._done.pop()
        if left > 0:
            self._done.append(left)
        self._undone.append(orders)

    def next(self) -> int:
        """How many orders are to be given again together."""
        return self._undone[-1] if self._undone else 1

    def given_again(self, orders: int) -> None:
        """So many of those taken back last were."""
        left = self.next() - orders
        if self._undone:
            self._undone.pop()
        if left > 0:
            self._undone.append(left)
        if orders:
            self._done.append(orders)

    def clear(self) -> None:
        """Nothing before this can be taken back."""
        self._done.clear()
        self._undone.clear()
