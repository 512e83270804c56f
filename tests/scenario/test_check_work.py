"""What a check of a large map costs, counted: it grows with the map, whatever stands on it."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterable
from pathlib import Path

import pytest
from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import Mobility, Weight
from khalkhin.scenario import checks, issues

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
    assert "the nearest river or stream lies between" in dry[0]
    wet = 14 * 58 * 2
    assert len(fords) > 400 and asked <= 2 * issues.ONE_BY_ONE * wet


def test_only_so_many_names_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path)
    grow(files, 60)
    put(files, "units", (unit(1000 + i, 9 + i % 50, 9 + i // 50) for i in range(2000)))
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
    assert 2000 < compared <= issues.COMPARED
