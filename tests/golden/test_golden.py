"""Every scenario has a playthrough, and played again it is the same order by order."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.core import GameError, apply, initial_state
from khalkhin.play.session.journal import Header, Journal
from khalkhin.scenario import load
from khalkhin.scenario.catalog import inside

from tests.golden.playthrough import AGAIN, FOLDER, path_of, perform, read

SCENARIOS = [folder.name for folder in inside(paths.maps_dir())]
LARGEST = 150_000
#: Of the longest battle the first turns are played again each time, and the whole of it in the long form.
SAMPLED = {"double_envelopment": 6}
LONG_TOO = [
    pytest.param(name, whole, marks=[pytest.mark.slow] if whole and name in SAMPLED else [], id=f"{name}{words}")
    for name in SCENARIOS
    for whole, words in ((True, ""), (False, "-sampled"))
    if whole or name in SAMPLED
]


def test_every_scenario_has_a_playthrough_and_each_has_its_scenario() -> None:
    assert SCENARIOS
    assert sorted(p.stem for p in FOLDER.glob("*.txt")) == sorted(SCENARIOS), AGAIN


@pytest.mark.parametrize(("name", "whole"), LONG_TOO)
def test_the_same_orders_lead_to_the_same_battle(name: str, whole: bool) -> None:
    kept, scenario = read(name), load(name)
    assert kept.digest == scenario.digest, f"maps/{name} has changed since its playthrough was made; {AGAIN}"
    made = perform(scenario, kept.seed, kept.players, kept.orders())
    number = 0
    try:
        for number, (was, now) in enumerate(zip_longest(kept.lines, made), 1):
            if not whole and was is not None and was.startswith(f"turn {SAMPLED[name] + 1} "):
                return
            assert was == now, f"{path_of(name)}:{number}: {AGAIN}"
    except GameError as refusal:
        pytest.fail(f"{path_of(name)}:{number + 1}: {refusal}; {AGAIN}")
    assert whole, "the sample is longer than the battle"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_playthrough_is_a_whole_battle_and_no_larger_than_it_should_be(name: str) -> None:
    kept = read(name)
    assert kept.scenario == name and path_of(name).stat().st_size < LARGEST
    turns = [line.split()[1:3] for line in kept.lines if line.startswith("turn ")]
    sides = [side.id for side in load(name).sides]
    assert turns[0] == ["1", sides[0]] and {side for _, side in turns} == set(sides)
    assert any(line.startswith("* over: ") for line in kept.lines)
    told = [line for line in kept.lines if line.startswith("* fired ")]
    assert len(told) > len(turns) / 4, "hardly anything of the story was told"


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] if n in SAMPLED else []) for n in SCENARIOS])
def test_the_journal_of_a_playthrough_verifies(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, scenario = read(name), load(name)
    state = initial_state(scenario, kept.seed)
    header = Header(scenario.id, scenario.title, scenario.digest, kept.seed, True, kept.players)
    path = tmp_path / f"{name}.journal"
    journal = Journal.create(path, header, state)
    for order in kept.orders():
        state, _ = apply(state, order)
        journal.order(order, state)
    journal.close()
    assert main(["replay", str(path), "--verify"]) == 0, capsys.readouterr().err
