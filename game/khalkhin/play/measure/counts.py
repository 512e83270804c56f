"""How much work the rules and the computer player do: the same on any machine, for `khalkhin bench --counts`.

Count in a fresh process: what is found once is kept with a map, and another battle on it may have found it before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from khalkhin.core import initial_state
from khalkhin.core.board.shortest_paths import search
from khalkhin.core.model import fast_replace
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.supply import mincut
from khalkhin.core.supply.supply import trace
from khalkhin.play.measure.arena import moves
from khalkhin.play.measure.work import Measure, counted
from khalkhin.play.processes.serving import encoded
from khalkhin.play.session.snapshot import encode
from khalkhin.translation import N_, _

MEASURES = (
    Measure(N_("searches for ways"), search),
    Measure(N_("hexes settled by searches"), search, lambda field: len(field.settled)),
    Measure(N_("supply nets traced"), trace),
    Measure(N_("smallest cuts sought"), mincut.throat),
    Measure(N_("states made"), GameState.__init__),
    Measure(N_("states made"), fast_replace.replace, lambda made: isinstance(made, GameState)),
)


def count(scenario: Scenario, turns: int, seed: int = 1) -> dict[str, int]:
    """The work of so many turns of computers against each other."""
    state = start = initial_state(scenario, seed)
    orders, told = 0, 0
    with counted(*MEASURES) as tally:
        for order, after in moves(state, {s.id: "staff" for s in scenario.sides}, turns):
            orders += 1
            told += len(encoded({"order": str(order)}))
            state = after
    return {
        N_("orders"): orders,
        **tally,
        N_("bytes of a state for the computer's process"): len(encoded({"state": encode(start)})),
        N_("bytes of orders for the computer's process"): told,
    }


#: What is kept of a battle: how many turns of it were counted, and the counts.
TURNS = "turns"


def read(path: Path) -> dict[str, dict[str, int]]:
    """Counts that were kept in a file, by scenario, :data:`TURNS` among them. Raises: OSError, ValueError."""
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not all(_counts(battle) for battle in found.values()):
        raise ValueError(_("it has no counts in it"))
    return found


def _counts(battle: object) -> bool:
    return isinstance(battle, dict) and TURNS in battle and all(type(n) is int and n >= 0 for n in battle.values())


def changes(found: Mapping[str, int], kept: Mapping[str, int]) -> dict[str, int]:
    """What has become more work than it was, or less (below zero), and by how much; what is counted in one of the two
    alone is left out."""
    return {what: n - kept[what] for what, n in found.items() if what in kept and n != kept[what]}
