"""Strategies: a file's hints in the place of a scenario's; every fault of a file with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from khalkhin.core.model.scenario import Axis
from khalkhin.scenario import ScenarioError, check, load
from khalkhin.scenario.catalog import locate
from khalkhin.scenario.strategies import axes, shipped, strategy, with_hints

AUGUST = load("double_envelopment")
FOLDER = locate(AUGUST.id)
PLACE = AUGUST.board.place


def written(folder: Path, text: str) -> str:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_august_comes_with_five_that_send_every_formation_somewhere() -> None:
    found = {name: strategy(AUGUST, "soviet", name, FOLDER) for name in shipped(FOLDER)}
    assert sorted(found) == ["broad-front", "double-envelopment", "frontal", "north-wing", "south-wing"]
    assert len(set(map(repr, found.values()))) == 5
    own = {u.formation for u in AUGUST.order_of_battle if u.side == "soviet"}
    for hints in found.values():
        sent = [f for a in hints.axes for f in a.formations]
        assert len(sent) == len(set(sent)) and set(sent) == own - {"1st Army Group", "Army Transport"}


def test_the_double_envelopment_is_what_augusts_own_hints_say() -> None:
    """Manners among them: a file is read as a scenario is."""
    assert strategy(AUGUST, "soviet", "double-envelopment", FOLDER) == AUGUST.side("soviet").hints


def test_a_file_takes_the_place_of_all_hints_of_a_side(tmp_path: Path) -> None:
    text = """
    posture = "attack"
    [[axes]]
    name = "one"
    formations = ["Reserve"]
    through = ["Central Bridge", [15, 14], "Nomonhan Burd Obo"]
    """
    hints = strategy(AUGUST, "soviet", written(tmp_path, text), FOLDER)
    assert not hints.reserves and not hints.hold
    (way,) = hints.axes
    assert [PLACE(h) for h in way.hexes] == [(12, 16), (15, 14), (19, 13)]
    changed = with_hints(AUGUST, "soviet", hints)
    assert changed.side("soviet").hints == hints and changed.side("japanese") is AUGUST.side("japanese")


def test_axes_on_the_command_line_leave_the_other_hints() -> None:
    hints = axes(AUGUST, "soviet", ["South Group, Reserve: Southern Bridge > Nomonhan Burd Obo"])
    assert hints.reserves == AUGUST.side("soviet").hints.reserves
    (way,) = hints.axes
    assert isinstance(way, Axis) and way.formations == {"South Group", "Reserve"}
    assert [PLACE(h) for h in way.hexes] == [(17, 22), (18, 22), (19, 13)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('reserves = ["Reserves"]', 'plan.toml:1: "Reserves" is no formation of this side — did you mean "Reserve"?'),
        ('hold = ["Fui"]', 'plan.toml:1: "Fui" is no objective'),
        (
            '\n[[axes]]\nname = "n"\nformations = ["Nobody"]\nthrough = ["Sumber"]',
            'plan.toml:4: "Nobody" is no formation',
        ),
        (
            '[[axes]]\nname = "n"\nformations = ["Reserve"]\nthrough = ["Sumbr"]',
            'plan.toml:4: "Sumbr" is no place of the map',
        ),
        ('[[axes]]\nname = "n"\nformations = ["Reserve"]\nthrough = [[99, 1]]', 'plan.toml:4: "[99, 1]" is no place'),
        ('post = "attack"', 'plan.toml:1: unknown key "post" — did you mean "posture"?'),
        ("posture = 'flight'", 'posture is "flight"'),
    ],
)
def test_every_fault_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ScenarioError) as fault:
        strategy(AUGUST, "soviet", written(tmp_path, text), FOLDER)
    assert told in str(fault.value)


def test_what_is_no_strategy_and_no_axis_is_told() -> None:
    with pytest.raises(ScenarioError, match=r'no strategy or file of this name — did you mean "frontal"\?'):
        strategy(AUGUST, "soviet", "frontl", FOLDER)
    with pytest.raises(ScenarioError, match="write FORMATION, FORMATION: PLACE > PLACE"):
        axes(AUGUST, "soviet", ["Reserve"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("axes = [", "strategies/mine.toml:"),
        ('[[axes]]\nname = "n"\nformations = ["Reserv"]\nthrough = ["Village"]', '"Reserv" is no formation'),
        ('[[axes]]\nname = "n"\nformations = ["7th Division"]\nthrough = ["Nomonhan"]', "did you mean"),
        ('[[axes]]\nname = "n"\nformations = ["7th Division"]\nthrough = ["Nomonhan Burd Obo"]', ""),
    ],
)
def test_a_check_looks_at_the_strategies_in_the_folder_too(tmp_path: Path, text: str, told: str) -> None:
    """As those of the side whose formations they name."""
    folder = tmp_path / "mine"
    shutil.copytree(FOLDER, folder)
    (folder / "strategies" / "mine.toml").write_text(text, encoding="utf-8")
    issues = [str(issue) for issue in check(folder) if issue.is_error]
    assert all("strategies/mine.toml" in issue for issue in issues)
    assert (not issues) if not told else any(told in issue for issue in issues)
