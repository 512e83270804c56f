"""Wherever a side is chosen the sides stand in one order, and the player's is the one he had last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from khalkhin.play.session import played
from khalkhin.play.session.settings import Settings, load_settings
from khalkhin.text.sides import in_order
from khalkhin.ui.destinations import ToNewBattle
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.scene import Next
from pygame_gui.elements import UILabel

from tests.narrow import a
from tests.scenarios import small_scenario
from tests.ui.driver import Driver, quiet


@pytest.fixture
def d() -> Iterator[Driver]:
    made = Driver(quiet())
    yield made
    made.close()


def new_battle(d: Driver) -> NewBattleScene:
    d.show(ToNewBattle())
    scene = a(NewBattleScene, d.top)
    d.until(lambda: len(scene.shown) == len(scene.listed), "all cards")
    return scene


def test_the_sides_of_every_battle_are_listed_in_one_order(d: Driver) -> None:
    """Whoever moves first."""
    scene = new_battle(d)
    orders, firsts = set(), set()
    for index in range(len(scene.listed)):
        scene._choose(index)
        d.step(2)
        card = scene.playable
        assert card is not None
        names = {side.name: side.id for side in card.sides}
        labels = [(e.rect.y, e.text) for e in d.elements() if isinstance(e, UILabel) and e.text in names]
        orders.add(tuple(names[text] for _, text in sorted(labels)))
        firsts.add(card.sides[0].id)
    assert orders == {("soviet", "japanese")} and firsts == {"soviet", "japanese"}


def test_a_battle_of_others_has_its_own_order() -> None:
    first, second = small_scenario(["....."] * 5, []).sides
    assert in_order((second, first)) == in_order((first, second)) == (first, second)


def test_the_side_that_was_had_last_is_offered_again(d: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khalkhin.ui.menus.new_battle.to_battle", lambda _opened: None)
    monkeypatch.setattr("khalkhin.ui.menus.new_battle.library.begin", lambda *_asked: None)

    def chosen(id_: str) -> dict[str, str]:
        scene = new_battle(d)
        scene._choose([item.id for item in scene.listed].index(id_))
        return dict(scene.players)

    def begin(id_: str, **players: str) -> Next | None:
        scene = new_battle(d)
        scene._choose([item.id for item in scene.listed].index(id_))
        for side, who in players.items():
            scene._player(side, who)
        return scene._begin()

    assert chosen("the_64th") == {"soviet": "human", "japanese": "ai"}
    begin("the_64th", soviet="ai", japanese="human")
    assert chosen("the_64th") == {"soviet": "ai", "japanese": "human"}
    assert chosen("two_prongs") == {"soviet": "ai", "japanese": "human"}, "had last in any battle"
    begin("two_prongs", soviet="human", japanese="human")
    assert chosen("two_prongs") == {"soviet": "human", "japanese": "human"}
    assert chosen("the_64th") == {"soviet": "ai", "japanese": "human"}
    assert (
        load_settings().played == d.app.settings.played == (("the_64th", "japanese"), ("two_prongs", "soviet+japanese"))
    )


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ((), None),
        ((("x", "red"),), None),
        ((("x", "red"), ("y", "blue")), None),
        ((("x", ""),), ()),
        ((("x", "soviet"), ("y", "red")), ("soviet",)),
        ((("y", "japanese"),), ("japanese",)),
    ],
)
def test_what_was_had_in_another_battle_counts_where_that_side_is_there(
    kept: played.Pairs, told: tuple[str, ...] | None
) -> None:
    assert played.sides_of(kept, "x", ("soviet", "japanese")) == told


def test_only_the_last_battles_are_kept() -> None:
    kept: played.Pairs = ()
    for n in range(60):
        kept = played.with_sides(kept, f"battle-{n}", ("soviet",))
    kept = played.with_sides(kept, "battle-59", ("japanese",))
    assert len(kept) == 40 and kept[-1] == ("battle-59", "japanese") and len(dict(kept)) == 40
    assert played.with_sides(kept, "x" * 61, ("soviet",)) == kept
    assert Settings().played == ()
