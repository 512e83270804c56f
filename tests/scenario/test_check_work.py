"""What a check of a large map costs, counted: it grows with the map, whatever stands on it."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterable
from pathlib import Path

import pytest
from khalkhin.core import initial_state
from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import Mobility, Weight
from khalkhin.core.supply.supply import SupplyNet, pockets
from khalkhin.play.measure.work import calls
from khalkhin.scenario import check, checks, issues, load
from khalkhin.scenario.tmx.ground import FAULTY_POINTS
from khalkhin.scenario.tmx.polylines import Plane

from tests.scenario.maker import Files, line, write

LAYOUT = Layout()
GROUPS = len(Mobility) * len(Weight)


def grow(files: Files, side: int, lakes: int = 0) -> None:
    """A map of so many hexes square, with a lake in every `lakes` hexes of a row and column."""
    wet = [
        [lakes and col > 8 and row > 8 and col % lakes == row % lakes == 0 for col in range(side)]
        for row in range(side)
    ]
    whole = files.map.read_text(encoding="utf-8").replace('width="8" height="6"', f'width="{side}" height="{side}"')
    start, end = whole.index('<data encoding="csv">') + len('<data encoding="csv">'), whole.index("</data>")
    csv = ",".join("8" if lake else "1" for row in wet for lake in row)
    files.map.write_text(whole[:start] + csv + whole[end:], encoding="utf-8")


def put(files: Files, layer: str, objects: Iterable[str]) -> None:
    files.change("map", f'name="{layer}">\n', f'name="{layer}">\n' + "\n".join(objects) + "\n")


def unit(number: int, col: int, row: int) -> str:
    x, y = LAYOUT.centre(col, row)
    given = {"code": f"u{number}", "type": "rifle-regiment", "side": "soviet"}
    properties = "".join(f'<property name="{k}" value="{v}"/>' for k, v in given.items())
    where = f'id="{number}" name="u{number}" type="Unit" x="{x}" y="{y}"'
    return f"<object {where}><properties>{properties}</properties><point/></object>"


class Counted(deque[int]):
    """A queue that counts what it gives."""

    given = 0

    def popleft(self) -> int:
        Counted.given += 1
        return super().popleft()


@pytest.mark.parametrize("side", [30, 60])
def test_ways_are_gone_over_once_for_all_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, side: int) -> None:
    """Units that stand where nobody can get to, but can all get away from: once, each had a walk over the whole map."""
    files = write(tmp_path)
    grow(files, side, lakes=3)
    places = [(col, row) for col in range(9, side, 3) for row in range(9, side, 3)]
    put(files, "units", (unit(1000 + i, *at) for i, at in enumerate(places)))
    monkeypatch.setattr(checks, "deque", Counted)
    Counted.given = 0
    told = files.told()
    assert "lake" in told[0] and len(places) >= 49
    walks = 4 * GROUPS  # Each side's way to the objectives, supplies twice, crossings.
    assert side * side < Counted.given <= walks * side * side


def test_the_nearest_water_is_looked_for_only_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path)
    grow(files, 60)
    streams = []
    for col in range(30, 58, 2):
        corners = [corner for row in range(58) for corner in LAYOUT.corners(col, row)[:2]]
        place, points = line(corners)
        streams.append(
            f'<object id="{500 + col}" name="s{col}" type="Stream" {place}><polyline points="{points}"/></object>'
        )
    put(files, "hexsides", streams)
    fords = []
    for col in range(11, 27):
        for row in range(1, 58, 2):
            (ax, ay), (bx, by) = LAYOUT.corners(col, row)[4:6]
            where = f'id="{col * 100 + row}" type="Ford" x="{(ax + bx) // 2}" y="{(ay + by) // 2}"'
            fords.append(f"<object {where}><point/></object>")
    put(files, "crossings", fords)
    asked = 0
    real = Board.distance

    def distance(self: Board, a: int, b: int) -> int:
        nonlocal asked
        asked += 1
        return real(self, a, b)

    monkeypatch.setattr(Board, "distance", distance)
    told = files.told()
    dry = [t for t in told if "there is no water" in t]
    assert len(dry) == issues.ONE_BY_ONE and any("more like this (crossings over no water)" in t for t in told)
    assert "move it to the river between" in dry[0]
    wet = 14 * 58 * 2
    assert len(fords) > 400 and asked <= 2 * issues.ONE_BY_ONE * wet


def test_only_so_many_names_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path)
    grow(files, 60)
    put(files, "units", (unit(1000 + i, 9 + i % 50, 9 + i // 50) for i in range(1990)))
    strange = ", ".join(f'"x{i}y"' for i in range(2000))
    files.change("toml", 'units = ["ru-tanks"]', f"units = [{strange}]")
    compared = 0
    real = difflib.get_close_matches

    def close(word: str, names: list[str], n: int, cutoff: float) -> list[str]:
        nonlocal compared
        compared += len(names)
        return real(word, names, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", close)
    assert 'no unit has the code "x0y" — known: ' in files.told()[0]
    assert 1990 < compared <= issues.COMPARED


def furnished(folder: Path, side: int) -> Files:
    """A map of so many hexes square that is full of what a check looks at: rows of streams and of units that are cut
    off, depots, airfields, labels, and crossings over water and over none."""
    files = write(folder)
    grow(files, side)
    streams, fords, units, places = [], [], [], []
    for col in range(10, side - 2, 4):
        place, points = line([corner for row in range(side - 2) for corner in LAYOUT.corners(col, row)[:2]])
        streams.append(
            f'<object id="{500 + col}" name="s{col}" type="Stream" {place}><polyline points="{points}"/></object>'
        )
        for row in range(9, side - 2, 2):
            number = 1000 * col + 10 * row
            units.append(unit(number, col + 2, row))
            x, y = LAYOUT.centre(col + 1, row)
            given = '<properties><property name="side" value="soviet"/></properties>'
            for at, kind in enumerate(("Depot", "Label"), 1):
                inner = given if kind == "Depot" else ""
                what = f'id="{number + at}" name="{kind} {number}" type="{kind}" x="{x}" y="{y}"'
                places.append(f"<object {what}>{inner}<point/></object>")
            (ax, ay), (bx, by) = LAYOUT.corners(col, row)[:2]
            where = f'id="{number + 3}" type="Ford" x="{(ax + bx) // 2}" y="{(ay + by) // 2}"'
            fords.append(f"<object {where}><point/></object>")
    for layer, objects in (("hexsides", streams), ("units", units), ("places", places), ("crossings", fords)):
        put(files, layer, objects)
    return files


def test_four_times_the_map_is_four_times_the_work(tmp_path: Path) -> None:
    made = []
    for side in (34, 66):
        files = furnished(tmp_path / str(side), side)
        check(files.folder)
        with calls() as tally:
            told = check(files.folder)
        assert not any(issue.is_error for issue in told), told[:3]
        made.append(sum(tally.values()) / side**2)
    assert made[0] * 0.8 < made[1] < made[0] * 1.35


def test_units_that_are_cut_off_are_grouped_once(tmp_path: Path) -> None:
    """Each was compared with every other, by value. What is near a hex is found out once a map, and not counted."""
    files = write(tmp_path)
    grow(files, 60)
    places = [(col, row) for col in range(9, 59) for row in range(9, 49)][:1900]
    put(files, "units", (unit(1000 + i, *at) for i, at in enumerate(places)))
    state = initial_state(load(files.folder))
    nobody = SupplyNet("soviet", {}, {})
    pockets(state, "soviet", nobody)
    with calls() as tally:
        (pocket,) = (p for p in pockets(state, "soviet", nobody) if len(p.units) > 1000)
    assert len(pocket.units) >= 1900
    assert sum(tally.values()) < 60 * len(places)


@pytest.mark.parametrize("layer", ["units", "places", "crossings"])
def test_there_are_only_so_many_objects(tmp_path: Path, layer: str) -> None:
    files = write(tmp_path)
    put(files, layer, ['<object id="9" x="1" y="1"/>'] * 5000)
    told = files.told()
    assert any(f'the layer "{layer}" has 50' in t and t.endswith("the most is 2000: use fewer") for t in told)


def test_however_many_files_are_missing_only_so_many_names_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(200):
        (tmp_path / f"ground-{n:03}.png").touch()
    looked: list[int] = []

    def hint(_word: str, known: list[str]) -> issues.Hint:
        looked.append(len(known))
        return issues.Hint()

    monkeypatch.setattr(issues, "hint", hint)
    report = issues.Report()
    for n in range(1000):
        assert report.not_there(tmp_path / f"grunds-{n}.png") == "add it, or mend the name"
    assert 0 < sum(looked) <= issues.COMPARED


def test_only_so_much_is_shown_of_lines_with_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines leave their hexes, and however far."""
    files = write(tmp_path)
    far = '<object id="{}" name="r" type="Road" x="32" y="28"><polyline points="0,0 100000,99990"/></object>'
    put(files, "roads", (far.format(1000 + n) for n in range(3000)))
    walked = 0
    real = Plane._next_centre

    def onward(self: Plane, a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
        nonlocal walked
        walked += 1
        return real(self, a, b)

    monkeypatch.setattr(Plane, "_next_centre", onward)
    assert "outside the map" in files.told()[0]
    assert 100 < walked <= FAULTY_POINTS
