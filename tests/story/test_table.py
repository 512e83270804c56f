"""The table of facts is whole: each fact is told and played, each entry that decides one has its test."""

from __future__ import annotations

import importlib

from khalkhin.scenario import listings
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.scenario.tables.history import account

from tests.story.table import EPILOGUES, FATES, GIVEN, MODULES, PAGE, claims, page, told


def test_every_fact_has_a_row_with_a_scenario_an_entry_and_a_test() -> None:
    assert len(account()) == 24
    spoken, shown = {t.fact for t in told()}, {c.fact for c in claims()}
    assert sorted(account()) == sorted(spoken) == sorted(shown)


def test_every_test_of_the_table_exists_and_shows_an_entry_that_exists() -> None:
    entries = {(t.fact, t.entry) for t in told()}
    for claim in claims():
        assert (claim.fact, claim.entry) in entries, f"{claim.test}: {claim.fact} has no entry {claim.entry}"
        module = importlib.import_module(f"tests.story.{claim.module}")
        assert claim.module in MODULES and callable(getattr(module, claim.test)), claim.test
        assert claim.test.startswith("test_")


def test_every_entry_that_decides_a_fact_is_brought_about_by_a_test() -> None:
    shown = {(c.fact, c.entry) for c in claims()}
    missing = [t.entry for t in told() if t.fate and (t.fact, t.entry) not in shown]
    assert not missing, f"write a test in tests/story for {', '.join(missing)}"


def test_every_fact_can_happen_and_be_prevented_but_those_that_are_given() -> None:
    for fact in account():
        fates = {t.fate for t in told() if t.fact == fact}
        assert fates <= {"", *FATES}
        if fact in GIVEN:
            assert fates == {""}, f"{fact} can be decided after all"
        else:
            assert "happened" in fates and fates & {"prevented", "turned"}, fact


def test_what_historians_say_is_told_with_the_fact_it_is_said_of() -> None:
    entries = [e for x in listings() if x.shipped and x.scenario for e in x.scenario.timeline if e.historians]
    noted = {fact.id for fact in account().values() if fact.historians}
    assert len(noted) > 10 and noted <= {e.source for e in entries}


def test_every_epilogue_says_what_it_means_for_the_last_fact() -> None:
    assert {e.title for e in load_campaign().epilogues} == set(EPILOGUES)


def test_the_page_is_as_the_data_and_the_tests_have_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.story.make"
    assert sum(line.startswith("| A") for line in page().splitlines()) == 24
