"""What the computer does beside assaults and marches."""

from __future__ import annotations

from game.ai import services
from game.ai.situation import read
from game.core import initial_state, view, why_illegal
from game.core.orders import Standby, Work
from game.core.state import GameState
from tests.scenarios import small_scenario


def situation(units: list, **more: object) -> tuple[GameState, object]:
    scenario = small_scenario(
        ["." * 9] * 7,
        units,
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        **more,  # type: ignore[arg-type]
    )
    state = initial_state(scenario, fog=False)
    return state, read(view(state, "soviet"))


def test_engineers_mend_a_bridge_that_is_hit() -> None:
    units = [
        ("e", "soviet-engineers", "soviet", (2, 2), {}),
        ("j", "jp-infantry-battalion", "japanese", (8, 6), {}),
    ]
    _, now = situation(units, hexsides=[((2, 2), (2, 3), "river")], crossings=[((2, 2), (2, 3), "bridge", {"hits": 2})])
    order = services.build(now)  # type: ignore[arg-type]
    assert isinstance(order, Work) and (order.unit, order.task) == ("e", "repair")


def test_guns_with_nothing_to_shoot_at_stand_by_for_the_units_before_them() -> None:
    units = [
        ("g", "field-artillery", "soviet", (2, 2), {}),
        ("s", "rifle-regiment", "soviet", (4, 2), {}),
        ("j", "jp-infantry-battalion", "japanese", (6, 3), {}),
    ]
    state, now = situation(units)
    order = services.stand_by(now)  # type: ignore[arg-type]
    assert order == Standby("g", "defence") and why_illegal(state, order) is None
