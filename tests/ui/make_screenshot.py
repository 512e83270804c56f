"""Makes docs/screenshot.png: the August battle with an assault being planned.

python -m tests.ui.make_screenshot [FILE]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pygame
from khalkhin.core.combat.combat import Forecast
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog

from tests.golden import playthrough
from tests.narrow import the
from tests.ui.driver import Driver

BATTLE = "double_envelopment"
#: What the assault should be: units and guns enough to be worth looking at, and a chance that is good and no certainty.
UNITS, GUNS, CHANCE = 4, 2, (0.6, 0.95)


def promising(session: Session) -> int:
    """Play the kept battle as far as an assault by day that promises something. Returns the hex that is assaulted."""
    for order in playthrough.read(BATTLE).orders():
        state = session.view(session.active).state
        if isinstance(order, Assault) and not state.night and len(order.attackers) >= UNITS and len(order.guns) >= GUNS:
            odds = assault_forecast(state, order)
            if isinstance(odds, Forecast) and CHANCE[0] <= odds.falls <= CHANCE[1]:
                return the(session.scenario.board.index(*order.target))
        session.submit(order)
    raise SystemExit("no assault of the kept battle is worth a picture")


def main(path: Path) -> None:
    """Set the scene and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        scenario, journal = load(BATTLE), Path(folder) / "shot.journal"
        players = {side.id: HUMAN for side in scenario.sides}
        session = Session.begin(scenario, players, playthrough.read(BATTLE).seed, path=journal)
        target = promising(session)
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
