"""The account, the chronology and the places as data."""

from __future__ import annotations

from game.scenario import listings
from game.scenario.history import account, chronology


def test_the_account_has_all_its_facts_in_order_and_says_where_each_is_played() -> None:
    facts = account()
    assert list(facts) == [f"A{n}" for n in range(1, 25)]
    scenarios = {e.id for e in listings() if e.shipped}
    assert {f.scenario for f in facts.values()} - {""} == scenarios
    assert {f.id for f in facts.values() if not f.scenario} == {"A1", "A24"}


def test_scenarios_tell_the_facts_that_the_account_says_are_played_in_them() -> None:
    told = {e.id: {t.source for t in e.scenario.timeline} for e in listings() if e.shipped and e.scenario}
    for fact in account().values():
        assert not fact.scenario or fact.id in told[fact.scenario], fact.id


def test_the_chronology_speaks_of_facts_that_there_are() -> None:
    assert {d.fact for d in chronology()} - {""} <= set(account())
    assert chronology()[0].date == "4-11 May" and chronology()[-1].date == "15-16 September"


def test_every_place_is_told_of_once() -> None:
    names = [p.name for p in places()]
    assert len(names) == len(set(names)) and {"Nomonhan Burd Obo", "Borzya", "Hailar"} <= set(names)
