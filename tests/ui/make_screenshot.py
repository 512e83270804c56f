"""Makes docs/screenshot.png: the August battle with an assault being planned.

python -m tests.ui.make_screenshot [FILE]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pygame
from khalkhin.core import explain
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Move
from khalkhin.play.session.session import Session
from khalkhin.play.session.settings import Settings
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog

from tests.narrow import the
from tests.ui.driver import Driver


def gather(session: Session, side: str, most: int = 3) -> int:
    """Move up to `most` units beside the enemy that most of them can reach and still assault. Returns its hex."""
    best: tuple[int, int, list[tuple[str, int]]] = (-1, -1, [])
    state = session.view(side).state
    for enemy in state.known_enemies(side):
        plan = _approach(state, side, enemy.hex, most)
        if (len(plan), enemy.hex) > best[:2]:
            best = len(plan), enemy.hex, plan
    for unit, hex_ in best[2]:
        if the(session.view(side).state.unit(unit)).hex != hex_:
            session.submit(Move(unit, state.scenario.board.place(hex_)))
    return best[1]


def _approach(state: GameState, side: str, target: int, most: int) -> list[tuple[str, int]]:
    board = state.scenario.board
    free = [n for n in board.neighbours[target] if n >= 0]
    plan: list[tuple[str, int]] = []
    for unit in state.side_units(side):
        if not unit.is_combat or unit.spec.type.range or len(plan) == most:
            continue
        if unit.hex in free:
            plan.append((unit.id, unit.hex))
            free.remove(unit.hex)
            continue
        marks = explain.reach_marks(state, unit)
        ways = [n for n in free if n in marks and marks[n].assault is explain.AssaultMark.ALONE and n not in state.at]
        if ways:
            plan.append((unit.id, ways[0]))
            free.remove(ways[0])
    return plan


def main(path: Path) -> None:
    """Set the scene and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session.begin(
            load("double_envelopment"), {"soviet": "human", "japanese": "human"}, 7, path=Path(folder) / "shot.journal"
        )
        target = gather(session, "soviet")
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
