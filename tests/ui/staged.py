"""Windows with a battle in a position, whose messages have been read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from khalkhin.core.model.state import GameState
from khalkhin.ui.battle.battle import BattleScene

from tests.narrow import a
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.test_battle import settle

Maker = Callable[..., tuple[Driver, FakeTable, BattleScene]]


@contextmanager
def staged() -> Iterator[Maker]:
    """Makes such windows, and closes them in the end."""
    made: list[Driver] = []

    def make(
        size: tuple[int, int] = (1280, 720),
        scale: float = 1.0,
        humans: tuple[str, ...] = ("soviet",),
        state: GameState | None = None,
    ) -> tuple[Driver, FakeTable, BattleScene]:
        d = Driver(quiet(ui_scale=scale), size)
        made.append(d)
        state = state or posed.pose()
        game = FakeTable(state.scenario, humans)
        game.state = game._before = state
        d.show(BattleScene(game))
        settle(d)
        return d, game, a(BattleScene, d.app.scenes[0])

    yield make
    for d in made:
        d.close()
