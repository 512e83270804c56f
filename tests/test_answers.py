"""What comes of an answer is told before it is given, for it cannot be taken back."""

from __future__ import annotations

from typing import get_args

import pytest
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline import effect_kinds as k
from khalkhin.core.timeline.timeline import Answer
from khalkhin.scenario import catalog
from khalkhin.text.stakes.answers import consequences

SHIPPED = [name for name, _folder, shipped in catalog.folders() if shipped]
#: Kinds that need no sentence: points stand on the button, a message is read when it comes, flags are for nobody.
SILENT = (k.Message, k.ChangePoints, k.SetFlag)


def told(scenario: Scenario, side: str, *effects: k.Effect) -> str:
    return " ".join(consequences(scenario, Answer("a", "So be it.", effects), side))


@pytest.mark.parametrize("name", SHIPPED)
def test_each_answer_of_a_shipped_battle_tells_all_that_it_brings(name: str) -> None:
    scenario = catalog.load(name)
    for entry in scenario.timeline:
        for answer in entry.answers:
            loud = [e for e in answer.effects if not isinstance(e, SILENT)]
            mine = [e for e in loud if _whose(scenario, e) in ("", entry.side)]
            assert len(consequences(scenario, answer, entry.side)) >= len(mine), (entry.id, answer.id)


def _whose(scenario: Scenario, effect: k.Effect) -> str:
    """The side that an effect is about, empty for both."""
    if isinstance(effect, k.ChangeStock):
        sides = {s.name: s.side for s in scenario.sources} | {d.name: d.side for d in scenario.depots}
        return sides[effect.store]
    return str(getattr(effect, "side", ""))


def test_a_closed_area_is_named_with_its_turn() -> None:
    scenario = catalog.load("grazing_rights")
    entry = next(e for e in scenario.timeline if e.id == "horses")
    home = next(a for a in entry.answers if a.id == "home")
    text = " ".join(consequences(scenario, home, entry.side))
    assert "East bank" in text and "up to and with turn 4" in text and "+1 HQ points a turn" in text


def test_every_kind_of_effect_is_told_to_whom_it_concerns_and_to_nobody_else() -> None:
    scenario = catalog.load("double_envelopment")
    own = next(s.id for s in scenario.order_of_battle if s.side == "soviet")
    field = next(f.name for f in scenario.airfields if f.side == "soviet")
    store = next(s.name for s in scenario.sources if s.side == "soviet")
    area, hexes = next(iter(scenario.areas.items()))
    samples: tuple[k.Effect, ...] = (
        k.Reinforce((own,)),
        k.Withdraw((own,)),
        k.ChangeSorties(field, 1, -1),
        k.ChangeStock(store, -20),
        k.ChangeHqPoints("soviet", 1),
        k.ForbidArea("soviet", area, hexes, 4),
        k.ForbidMission("soviet", "raid"),
        k.AllowArea("soviet", area),
        k.AllowMission("soviet", "raid"),
        k.Hold((own,), 3),
        k.Release((own,)),
    )
    both: tuple[k.Effect, ...] = (
        k.ChangeWeather("rain", 2),
        k.WreckField(field),
        k.Suppress("soviet", 1),
        k.Surprise("soviet"),
        k.Silence("soviet", 2),
        k.End("enough"),
    )
    kinds = {type(e) for e in (*samples, *both)}
    assert kinds.isdisjoint(SILENT) and kinds.union(SILENT) == set(get_args(k.Effect))
    for effect in samples:
        assert told(scenario, "soviet", effect) and not told(scenario, "japanese", effect), effect
    for effect in both:
        assert told(scenario, "soviet", effect) and told(scenario, "japanese", effect), effect
