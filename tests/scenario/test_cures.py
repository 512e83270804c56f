"""Cures that work: what they say is done, and nothing is told any more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from khalkhin import paths
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import build, check, load
from khalkhin.scenario.checks import RoadStep, check_scenario
from khalkhin.scenario.issues import Issue, Report, hint

from tests.narrow import the
from tests.scenario.maker import write

MOVE = re.compile(r"move it to the (?:river|stream) between \((\d+), (\d+)\) and \((\d+), (\d+)\)")


class Kept:
    """A scenario as it was read, with the roads that its checks were given."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.roads: list[RoadStep] = []

        def keep(
            scenario: Scenario, file: str, origins: Mapping[tuple[str, str], str], report: Report, roads: list[RoadStep]
        ) -> None:
            self.roads = roads
            check_scenario(scenario, file, origins, report, roads)

        monkeypatch.setattr(build, "check_scenario", keep)
        self.scenario = load(folder)

    def told(self, crossings: dict[int, Crossing]) -> list[Issue]:
        report = Report()
        origins = {("hexside", str(at)): f"hexside {at}" for at in crossings}
        scenario = replace(self.scenario, crossings=crossings)
        check_scenario(scenario, "map.tmx", origins, report, self.roads)
        return list(report.finish())

    def cured(self, crossings: dict[int, Crossing]) -> list[Issue]:
        """What is told once every crossing lies where its cure sends it."""
        board, out = self.scenario.board, dict(crossings)
        for issue in self.told(crossings):
            if issue.is_error and issue.where.startswith("hexside "):
                told = the(MOVE.search(issue.hint))
                a, b, c, d = map(int, told.groups())
                banks = {b * board.width + a, d * board.width + c}
                there = next(h for h in board.hexsides if set(board.hexside_hexes(h)) == banks)
                assert there not in out
                out[there] = replace(out.pop(int(issue.where.split()[1])), hexside=there)
        return self.told(out)


def strayed(kept: Kept, at: int, near: int) -> list[int]:
    """The hexsides over no water within some hexes of a crossing, between hexes that can be entered."""
    board = kept.scenario.board
    here = board.hexside_hexes(at)[0]
    found = []
    for hex_ in range(board.width * board.height):
        if board.distance(hex_, here) <= near and board.terrain[hex_].cost:
            for direction in range(3):
                hexside = hex_ * 6 + direction
                beyond = board.hexside_hexes(hexside)[1]
                if beyond > hex_ and board.terrain[beyond].cost and hexside not in board.hexsides:
                    found.append(hexside)
    return found


def at(crossing: Crossing, hexside: int) -> dict[int, Crossing]:
    return {hexside: replace(crossing, hexside=hexside)}


def test_a_crossing_moved_as_its_cure_says_is_not_told_of_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(write(tmp_path).folder, monkeypatch)
    right = dict(kept.scenario.crossings)
    before = kept.told(right)
    tried = 0
    for old, crossing in right.items():
        others = {h: c for h, c in right.items() if h != old}
        for dry in strayed(kept, old, 99):
            assert kept.cured(others | at(crossing, dry)) == before
            tried += 1
    assert tried > 80
    # All of them at once.
    places = Random(3).sample(strayed(kept, min(right), 99), 40)
    for a, b in zip(places[:20], places[20:], strict=True):
        one, two = right.values()
        assert kept.cured(at(one, a) | at(two, b)) == before


@pytest.mark.parametrize("name", ["double_envelopment", "the_64th", "two_prongs"])
def test_crossings_of_shipped_maps_that_have_slipped_find_their_way_back(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(paths.maps_dir() / name, monkeypatch)
    right = dict(kept.scenario.crossings)
    before = kept.told(right)
    rng = Random(5)
    for old in rng.sample(sorted(right), min(4, len(right))):
        others = {h: c for h, c in right.items() if h != old}
        dry = rng.choice(strayed(kept, old, 2))
        assert kept.cured(others | at(right[old], dry)) == before


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("The village", ["The hill", "Village"], "Village"),
        ("Village", ["The hill", "The village", "Villages"], "The village"),
        ("rifle-regiment", ["jp-rifle-regiment", "rifles"], "jp-rifle-regiment"),
        ("East bonk", ["East bank", "East"], "East bank"),
        ("ru-24", ["ru-2", "ru-245"], "ru-245"),
    ],
)
def test_a_name_with_a_word_more_or_less_is_what_was_meant(word: str, known: list[str], meant: str) -> None:
    assert hint(word, known).near == meant


def test_a_folder_goes_by_its_name_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path)
    files.change("toml", "turns = 6", "turns = 0")
    monkeypatch.chdir(files.folder)
    notes = [issue.where for issue in check(".") if not issue.is_error]
    assert notes == ["small"]
