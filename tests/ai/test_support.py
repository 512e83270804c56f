"""The guns and bombers that the computer sends with its assaults: none beyond the limit, where they add nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from khalkhin import paths
from khalkhin.ai import fights
from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.situation import Situation, Weights, read
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import assault_forecast as forecast
from khalkhin.core.orders.orders import Assault
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside

from tests.golden.playthrough import read as playthrough
from tests.scenarios import Row, small_scenario

RIFLES: Row = ("a", "rifle-regiment", "soviet", (4, 2), {"steps": 3})
HOLDER: Row = ("d", "jp-infantry-battalion", "japanese", (4, 3), {"steps": 4})
GUNS = [("g", "field-artillery", "soviet", (4, 1)), ("h", "heavy-artillery", "soviet", (3, 1))]


def situation(bombers: int) -> Situation:
    scenario = small_scenario(
        ["." * 9] * 7,
        [RIFLES, HOLDER, *GUNS],
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        airfields=[("Tamsag", "soviet", 0, bombers)],
    )
    seen = view(initial_state(scenario, 1, fog=False), "soviet")
    return read(seen, plan=appreciate(seen))


@pytest.mark.parametrize("bombers", [0, 4])
def test_what_adds_nothing_stays_at_home(bombers: int) -> None:
    """Three steps of rifles may be helped by six; either battery brings more than that."""
    now = situation(bombers)
    order = fights.supported(now, Weights(), Assault((4, 3), ("a",), ("g", "h")))
    assert len(order.guns) == 1 and order.sorties == 0
    assert forecast(now.state, order).support == forecast(now.state, order).limit


def idle(state: GameState, order: Assault) -> list[str]:
    """What could be left out of an assault without its support being any weaker."""
    whole = forecast(state, order).support
    fewer = {gun: replace(order, guns=tuple(g for g in order.guns if g != gun)) for gun in order.guns}
    if order.sorties:
        fewer["a sortie"] = replace(order, sorties=order.sorties - 1)
    return [what for what, other in fewer.items() if forecast(state, other).support == whole]


@pytest.mark.parametrize("name", [folder.name for folder in inside(paths.maps_dir())])
def test_no_gun_and_no_sortie_is_wasted_in_a_whole_battle(name: str) -> None:
    kept = playthrough(name)
    state, sent = initial_state(load(name), kept.seed), 0
    for order in kept.orders():
        if isinstance(order, Assault):
            sent += len(order.guns) + order.sorties
            assert not idle(view(state, state.active).state, order), f"turn {state.turn}: {order}"
        state, _ = apply(state, order)
    assert sent or name in {"road_from_borzya", "grazing_rights"}, "these may be fought without guns"
