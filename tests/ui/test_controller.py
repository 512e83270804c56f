"""A battle's controller without a window: in a process where pygame cannot be imported at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = '''
import sys

sys.modules["pygame"] = None
sys.modules["pygame_gui"] = None

from khalkhin.core.orders.orders import EndTurn
from khalkhin.ui.battle.asks import ConfirmEnd, CoverMap, Recap
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.planning.actions import SelectUnit, Toggle
import khalkhin.ui.replay.player
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle


class Heard:
    """Keeps what the controller tells its stage."""

    def __init__(self):
        self.sounds = []

    def present(self):
        pass

    lend = present

    def sound(self, name):
        self.sounds.append(name)

    def bring(self, hex_):
        pass

    def give_back(self):
        return False

    glide = hand_over = bring


def quiet(battle):
    """Let time pass until nothing more is put before the player; what was."""
    asked = []
    for _ in range(200):
        ask = battle.update(0.5)
        if isinstance(ask, CoverMap):
            battle.took_over()
        if ask is not None:
            asked.append(ask)
    return asked


heard = Heard()
table = FakeTable(small_battle(), ("soviet", "japanese"))
battle = BattleController(table, heard)
assert battle.hidden and not battle.may_order
assert isinstance(quiet(battle)[0], CoverMap)
assert battle.may_order and battle.viewer == table.active

battle.perform(SelectUnit("su-a"))
assert battle.planner.selected == "su-a"
goal = next(h for h in battle.planner.reach().cost if h != battle.planner.unit.hex)
battle.click(goal, into=True)
assert table.changes == 1 and table.state.unit("su-a").hex == goal
assert battle.end_turn(ask=True) is None, "the turn was ended while the move was still shown"
quiet(battle)

ask = battle.end_turn(ask=True)
assert isinstance(ask, ConfirmEnd) and ask.idle
battle.end_now()
asked = quiet(battle)
assert CoverMap("japanese") in asked and battle.viewer == "japanese"
assert battle.note[0] == "", battle.note

battle.give(EndTurn())
asked = quiet(battle)
assert battle.viewer == "soviet" and battle.planner.state.turn == 2
battle.perform(Toggle("su-a"))  # no assault is planned: nothing happens
battle.undo()
assert "refuse" in heard.sounds, "the order before the enemy's turn was taken back"
assert "pygame" not in {name for name, module in sys.modules.items() if module is not None}
print("played")
'''


def test_a_battle_is_played_without_pygame() -> None:
    root = Path(__file__).parents[2]
    path = f"{root / 'game'}:{root}"
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": path, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0 and run.stdout.strip() == "played", run.stderr
