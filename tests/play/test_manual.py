"""The rulebook: every place filled, every number from the tables, the page in docs in step with the command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.core.model.rules import TRAITS
from khalkhin.text.manual import filled, page

from tests.scenarios import rules

DOCS = Path(__file__).parents[2] / "docs" / "rulebook.md"


def test_the_page_in_docs_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook"]) == 0
    assert capsys.readouterr().out == DOCS.read_text("utf-8"), "run: khalkhin rulebook > docs/rulebook.md"


def test_every_place_is_filled_and_every_row_is_there() -> None:
    text = page(rules())
    assert "{{" not in text
    names = [
        *(t.name for t in rules().terrain.values()),
        *(u.name for k, u in rules().unit_types.items() if k != "unknown"),
    ]
    assert all(f"| {name} |" in text for name in names)
    assert all(f"**{trait}**" in text for u in rules().unit_types.values() for trait in u.traits if trait in TRAITS)


def test_a_number_changed_in_the_tables_changes_the_page() -> None:
    changed = replace(rules(), supply=replace(rules().supply, range=77))
    assert "within 77 movement points of trucks" in " ".join(page(changed).split())
    assert filled(changed, "{{supply.range}} {{combat.shifts.river}}") == f"77 {rules().combat.shifts['river']}"


def test_a_place_that_names_nothing_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled(rules(), "{{supply.rnage}}")
