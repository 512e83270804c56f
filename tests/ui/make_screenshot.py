"""Makes docs/screenshot.png: the August battle with an assault being planned.

python -m tests.ui.make_screenshot [FILE]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pygame
from khalkhin.core import apply, initial_state, view
from khalkhin.core.combat.combat import Forecast
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault, Order
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog

from tests.golden import playthrough
from tests.narrow import a, the
from tests.ui.driver import Driver

BATTLE = "double_envelopment"
#: What the assault should be: a chance that is good and no certainty, and as many units and guns as there are.
CHANCE = (0.6, 0.95)


def promising(state: GameState, orders: Sequence[Order]) -> int:
    """The most worth looking at of the assaults by day in a battle, by its place among the orders. Raises: SystemExit
    if none promises anything."""
    found: list[tuple[int, int, int]] = []
    for n, order in enumerate(orders):
        if isinstance(order, Assault) and not state.night:
            odds = assault_forecast(view(state, state.active).state, order)
            if isinstance(odds, Forecast) and CHANCE[0] <= odds.falls <= CHANCE[1]:
                found.append((len(order.attackers) + len(order.guns), len(order.guns), -n))
        state, _events = apply(state, order)
    if not found:
        raise SystemExit("no assault of the kept battle is worth a picture")
    return -max(found)[2]


def main(path: Path) -> None:
    """Set the scene and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        scenario, journal = load(BATTLE), Path(folder) / "shot.journal"
        players = {side.id: HUMAN for side in scenario.sides}
        kept = playthrough.read(BATTLE)
        session = Session.begin(scenario, players, kept.seed, path=journal)
        orders = list(kept.orders())
        at = promising(initial_state(scenario, kept.seed), orders)
        for order in orders[:at]:
            session.submit(order)
        target = the(scenario.board.index(*a(Assault, orders[at]).target))
        driver = Driver(Settings(speed=0.0, volume=0.0), (1280, 720))
        driver.show(BattleScene(session))
        while not isinstance(driver.top, BattleScene) or driver.top.battle.pending or driver.top.battle.hidden:
            driver.key(
                pygame.K_RETURN
                if isinstance(driver.top, Dialog) or not isinstance(driver.top, BattleScene)
                else pygame.K_SPACE
            )
        scene = driver.top
        shown = the(scene.map.view)
        shown.camera.centre_on(target)
        x, y = shown.position(target)
        driver.click((x + scene.map_rect.x, y + scene.map_rect.y), 3)
        driver.step(30)
        driver.shot(path)
        driver.close()
        session.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "docs" / "screenshot.png")
