"""Arrows and first steps of briefings: read, checked, in every shipped scenario, and nothing that play hangs on."""

from __future__ import annotations

from pathlib import Path

import pytest
from khalkhin.core.model.scenario import PlanArrow, Scenario
from khalkhin.scenario import load
from khalkhin.scenario.catalog import folders
from khalkhin.scenario.making import new

from tests.scenario.maker import Files, write

SHIPPED = [id_ for id_, _folder, shipped in folders() if shipped]


def planned(tmp_path: Path, rows: str) -> Files:
    """The small scenario with keys for its first side."""
    files = write(tmp_path)
    files.change("toml", 'briefing = "Take the settlement."\n', f'briefing = "Take the settlement."\n{rows}\n')
    return files


def test_arrows_become_hexes_and_steps_lines(tmp_path: Path) -> None:
    rows = (
        'first_steps = ["Look  round.", """Think\ntwice."""]\n'
        'plan = [ { name = "the road", through = [[0, 2], "Sumber bridge", "Nomonhan"] },\n'
        '  { name = "home", through = ["Nomonhan", "Sumber bridge", [0, 2]] } ]'
    )
    scenario = load(planned(tmp_path, rows).folder)
    side = scenario.side("soviet")
    assert side.first_steps == ("Look round.", "Think twice.")
    out, home = side.plan
    assert out.name == "the road" and out.hexes[0] == scenario.board.index(0, 2)
    columns = [scenario.board.place(hex_)[0] for hex_ in out.hexes]
    assert columns == sorted(columns) and len(columns) == 4, "over a crossing it goes from the near side to the far one"
    assert home.hexes == out.hexes[::-1]
    assert scenario.side("japanese").plan == () == scenario.side("japanese").first_steps


def test_what_is_only_read_changes_nothing_that_is_played(tmp_path: Path) -> None:
    bare = load(write(tmp_path / "a").folder)
    rows = 'first_steps = ["Think."]\nplan = [ { name = "x", through = [[0, 2], [1, 2]] } ]'
    told = load(planned(tmp_path / "b", rows).folder)
    assert told.side("soviet").plan and told.digest == bare.digest


@pytest.mark.parametrize(
    ("rows", "where", "cure"),
    [
        ('plan = [ { name = "x", through = [[0, 2], "Sumber brige"] } ]', "no place is named", "Sumber bridge"),
        ('plan = [ { name = "x", through = [[0, 2], [99, 2]] } ]', "(99, 2) lies outside the map", "on the map"),
        (
            'plan = [ { name = "x", through = [[0, 2], [0, 2]] } ]',
            'the arrow "x" leads nowhere',
            "two different places",
        ),
        ('plan = [ { name = "x", through = [[0, 2]] } ]', "through", ""),
        ('plan = [ { nam = "x", through = [[0, 2], [1, 2]] } ]', "nam", "name"),
        ("plan = [ { through = [[0, 2], [1, 2]] } ]", "name", ""),
        ('plan = "forward"', "plan", ""),
        ("first_steps = [1]", "first_steps", ""),
        ('first_steps = [""]', "first_steps", ""),
        ('first_steps = ["a", "b", "c", "d", "e", "f", "g"]', "first_steps", ""),
        (f'first_steps = ["{"x" * 301}"]', "first_steps", ""),
        ('frist_steps = ["Think."]', "frist_steps", "first_steps"),
    ],
)
def test_bad_plans_are_told_with_their_place_and_a_cure(rows: str, where: str, cure: str, tmp_path: Path) -> None:
    errors = [issue for issue in planned(tmp_path, rows).issues() if issue.is_error]
    assert len(errors) == 1, errors
    told = str(errors[0])
    assert "scenario.toml:" in told and where in told and cure in told, told


def told_of(scenario: Scenario) -> None:
    """That each side has what a briefing needs."""
    for side in scenario.sides:
        assert 3 <= len(side.first_steps) <= 5, (scenario.id, side.id)
        assert all(step[-1] in ".!?" and len(step) <= 200 for step in side.first_steps)
        assert side.plan and all(isinstance(arrow, PlanArrow) and len(arrow.hexes) > 1 for arrow in side.plan)


@pytest.mark.parametrize("id_", SHIPPED)
def test_every_shipped_scenario_has_plans_and_first_steps_for_both_sides(id_: str) -> None:
    told_of(load(id_))


def test_a_new_scenario_begins_with_them(tmp_path: Path) -> None:
    told_of(load(new.create("mine", tmp_path, *new.USUAL, new.layout())))
