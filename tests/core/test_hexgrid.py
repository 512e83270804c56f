from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st
from khalkhin.core.board.hexgrid import Hex, Hexside, Vertex, lines, opposite, ring, spiral

hexes = st.builds(Hex, st.integers(-8, 8), st.integers(-8, 8))


def walking_distances(start: Hex, limit: int) -> dict[Hex, int]:
    found = {start: 0}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        if found[at] == limit:
            continue
        for n in at.neighbours():
            if n not in found:
                found[n] = found[at] + 1
                queue.append(n)
    return found


def test_distance_is_the_shortest_walk() -> None:
    for hex_, steps in walking_distances(Hex(2, -1), 6).items():
        assert Hex(2, -1).distance(hex_) == steps


def test_rings_and_spirals_are_the_hexes_at_their_distance() -> None:
    walked = walking_distances(Hex(1, 1), 5)
    for radius in range(6):
        assert sorted(ring(Hex(1, 1), radius)) == sorted(h for h, d in walked.items() if d == radius)
    assert sorted(spiral(Hex(1, 1), 5)) == sorted(walked)


@given(hexes, st.integers(0, 5))
def test_a_hexside_has_one_name_from_both_sides(hex_: Hex, direction: int) -> None:
    there = Hexside.of(hex_.neighbour(direction), opposite(direction))
    assert Hexside.of(hex_, direction) == there
    assert set(there.hexes()) == {hex_, hex_.neighbour(direction)}
    for vertex in there.vertices():
        assert {hex_, hex_.neighbour(direction)} < set(vertex.hexes)


@given(hexes, st.integers(0, 5))
def test_a_vertex_has_one_name_from_all_three_hexes(hex_: Hex, corner: int) -> None:
    vertex = Vertex.of(hex_, corner)
    assert sum(Vertex.of(h, c) == vertex for h in vertex.hexes for c in range(6)) == 3


@given(hexes, hexes)
def test_lines_are_shortest_ways_and_the_same_backwards(a: Hex, b: Hex) -> None:
    there, back = lines(a, b), lines(b, a)
    for line in there:
        assert line[0] == a and line[-1] == b and len(line) == a.distance(b) + 1
        assert all(p.distance(q) == 1 for p, q in zip(line, line[1:], strict=False))
    assert {frozenset(line) for line in there} == {frozenset(line) for line in back}


def test_a_line_along_a_hexside_has_two_readings() -> None:
    first, second = lines(Hex(0, 0), Hex(1, 1))
    assert {first[1], second[1]} == {Hex(1, 0), Hex(0, 1)}
