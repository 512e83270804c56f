"""Finds the cards of scenarios while the list can be used: those that are kept in a thread, which only reads, and the
others one at a time in a process that draws them. Both end when there is nothing left to do."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from khalkhin.play import logfile
from khalkhin.ui.pictures.card_drawer import CardDrawer, Undrawn
from khalkhin.ui.ports import cards
from khalkhin.ui.ports.cards import Faults, ListedScenario, Shown

Found = Shown | Faults
#: What its thread is called.
NAME = "cards"


class CardMaker:
    """Give it scenarios and the one that is wanted first, and take what it has found with :meth:`poll`."""

    def __init__(self, items: Iterable[ListedScenario] = ()) -> None:
        self._lock = threading.Lock()
        self._waiting: list[ListedScenario] = list(items)
        self._unkept: list[ListedScenario] = []
        self._undrawn: list[ListedScenario] = []
        self._faulty: list[ListedScenario] = []
        self._found: list[tuple[ListedScenario, Found]] = []
        self._drawer = CardDrawer()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def first(self, item: ListedScenario) -> None:
        """Let a scenario come before the others, if it still waits."""
        with self._lock:
            for row in (self._waiting, self._unkept):
                if item in row:
                    row.remove(item)
                    row.insert(0, item)

    def faults(self, item: ListedScenario) -> None:
        """Find out what is wrong with a scenario, before all else."""
        with self._lock:
            self._faulty = [item]

    def poll(self) -> list[tuple[ListedScenario, Found]]:
        """What has been found since it was asked last. Goes on with what waits."""
        if self._stopped:
            return []
        self._draw()
        with self._lock:
            found, self._found = self._found, []
            waits = bool(self._faulty or self._waiting or self._undrawn)
        if waits and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._work, name=NAME, daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # The machine has no thread left to give: one is found now.
                self._thread = None
                self._one()
        return found

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped = True
        self._drawer.close()

    def _draw(self) -> None:
        """Take the card that has been drawn, and have the next one drawn."""
        drawn = self._drawer.poll()
        with self._lock:
            match drawn:
                case None:
                    pass
                case Undrawn(item):
                    self._undrawn.append(item)
                case item, shown:
                    self._found.append((item, shown))
            following = self._unkept.pop(0) if self._drawer.free and self._unkept else None
        if following is not None:
            self._drawer.draw(following)
        elif self._drawer.free and self._thread is not None and not self._thread.is_alive():
            self._drawer.close()

    def _work(self) -> None:
        while not self._stopped and self._one():
            pass

    def _one(self) -> bool:
        """Find one; whether there was one to find."""
        with self._lock:
            rows = ((self._faulty, _faults), (self._waiting, _kept), (self._undrawn, cards.facts))
            row, look = next(((row, look) for row, look in rows if row), (None, None))
            if row is None or look is None:
                return False
            item = row.pop(0)
        try:
            found = look(item)
        except Exception as error:  # One scenario that cannot be shown does not keep the others from it.
            found = Faults((logfile.failure(error, f"the card of {item.id} was made"),), (), None)
        with self._lock:
            if found is None:
                self._unkept.append(item)
            else:
                self._found.append((item, found))
        return True


def _faults(item: ListedScenario) -> Found:
    return cards.faults(item)


def _kept(item: ListedScenario) -> Found | None:
    return cards.kept(item)
