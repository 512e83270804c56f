"""The account, the chronology, the orders of battle, the places and the supply as data."""

from __future__ import annotations

import pytest
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import listings
from khalkhin.scenario.tables.history import account, battles, chronology, country, supply


@pytest.fixture(scope="module")
def shipped() -> dict[str, Scenario]:
    return {e.id: e.scenario for e in listings() if e.shipped and e.scenario}


def test_the_account_has_all_its_facts_in_order_and_says_where_each_is_played(shipped: dict[str, Scenario]) -> None:
    facts = account()
    assert list(facts) == [f"A{n}" for n in range(1, 25)]
    assert {f.scenario for f in facts.values()} - {""} == set(shipped)
    assert {f.id for f in facts.values() if not f.scenario} == {"A1", "A24"}


def test_scenarios_tell_the_facts_that_the_account_says_are_played_in_them(shipped: dict[str, Scenario]) -> None:
    told = {id_: {t.source for t in scenario.timeline} for id_, scenario in shipped.items()}
    for fact in account().values():
        assert not fact.scenario or fact.id in told[fact.scenario], fact.id


def test_every_way_a_fact_can_go_in_a_battle_is_compared_with_history(shipped: dict[str, Scenario]) -> None:
    settled = {(t.source, t.fate) for s in shipped.values() for t in s.timeline if t.fate and t.source}
    assert len(settled) > 30
    # What nothing has settled when the battle is over was prevented.
    possible = settled | {(fact, "prevented") for fact, _ in settled}
    worded = {(f.id, w) for f in account().values() for w in ("happened", "prevented", "turned") if f.compared(w)}
    assert worded == possible
    assert all(account()[fact].compared(fate).startswith("In history") for fact, fate in possible)


def test_historians_are_heard_wherever_they_tell_it_otherwise() -> None:
    heard = {f.id for f in account().values() if f.historians}
    assert heard >= {"A2", "A5", "A6", "A8", "A9", "A10", "A15", "A17", "A19", "A21", "A22", "A23"}


def test_the_chronology_speaks_of_facts_that_there_are() -> None:
    assert {d.fact for d in chronology()} - {""} <= set(account())
    assert chronology()[0].date == "4-11 May" and chronology()[-1].date == "15-16 September"
    assert list(dict.fromkeys(d.month for d in chronology())) == ["May", "June", "July", "August", "September"]


def test_every_place_is_told_of_once_and_lies_where_it_should() -> None:
    places = country().places
    names = [p.name for p in places]
    assert len(names) == len(set(names)) and {"Nomonhan Burd Obo", "Borzya", "Hailar"} <= set(names)
    at = {p.name: p.at for p in places}
    river = next(c for c in country().courses if c.name == "Khalkhin Gol").points
    assert (0.0, 0.0) in river and at["Nomonhan Burd Obo"][0] > 0 > at["Bain-Tsagan"][0]
    far = {name: (x * x + y * y) ** 0.5 for name, (x, y) in at.items()}
    assert 105 < far["Tamsag-Bulak"] < 112 and 185 < far["Hailar"] < 192 and 80 < far["Handagai"] < 95


def test_every_scenario_has_an_order_of_battle_of_both_sides(shipped: dict[str, Scenario]) -> None:
    assert [b.scenario for b in battles()] == sorted(shipped, key=lambda id_: shipped[id_].calendar[0].date)
    for battle in battles():
        for army in battle.armies:
            names = [f.name for f in army.forces]
            assert len(names) >= 3 and len(names) == len(set(names)), battle.title


def test_the_supply_of_both_sides_stands_side_by_side() -> None:
    words = {m.what: m for m in supply().means}
    assert "Borzya" in words["Railhead"].soviet and "Hailar" in words["Railhead"].japanese
    assert "1,724" in words["Trucks"].soviet and supply().remarks
