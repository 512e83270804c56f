"""Pixels to hexes, hexsides and steps, for every way Tiled staggers hexes, against plain drawings."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from khalkhin.core.board.hexgrid import Hexside
from khalkhin.core.board.layout import Layout
from khalkhin.scenario.tmx.polylines import OffTheLine, Plane

pytestmark = pytest.mark.usefixtures("rules_read_once")

LAYOUTS = [
    Layout("x", "odd", 64, 56, 32),
    Layout("x", "even", 64, 56, 32),
    Layout("y", "odd", 56, 64, 32),
    Layout("y", "even", 56, 64, 32),
    Layout("x", "odd", 120, 40, 30),
    Layout("y", "even", 30, 90, 60),
]
IDS = [f"{x.stagger_axis} {x.stagger_index} {x.tile_width}x{x.tile_height}" for x in LAYOUTS]
WIDTH, HEIGHT = 7, 6
PLACES = [(c, r) for r in range(HEIGHT) for c in range(WIDTH)]


def outline(layout: Layout, col: int, row: int) -> list[tuple[float, float]]:
    """The corners of a hex from its bounding box, as Tiled draws it, in no particular order of corners."""
    tw, th, s = layout.tile_width, layout.tile_height, layout.side
    if layout.stagger_axis == "x":
        cut = (tw - s) / 2
        shifted = col % 2 == (1 if layout.stagger_index == "odd" else 0)
        x, y = col * (cut + s), row * th + (th / 2 if shifted else 0)
        return [
            (x, y + th / 2),
            (x + cut, y),
            (x + cut + s, y),
            (x + tw, y + th / 2),
            (x + cut + s, y + th),
            (x + cut, y + th),
        ]
    cut = (th - s) / 2
    shifted = row % 2 == (1 if layout.stagger_index == "odd" else 0)
    x, y = col * tw + (tw / 2 if shifted else 0), row * (cut + s)
    return [
        (x + tw / 2, y),
        (x + tw, y + cut),
        (x + tw, y + cut + s),
        (x + tw / 2, y + th),
        (x, y + cut + s),
        (x, y + cut),
    ]


def inside(polygon: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a convex polygon holds a point, its edge included."""
    turns = []
    for (ax, ay), (bx, by) in itertools.pairwise([*polygon, polygon[0]]):
        turns.append((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    return all(t >= -1e-6 for t in turns) or all(t <= 1e-6 for t in turns)


def plane(layout: Layout) -> Plane:
    return Plane(layout, WIDTH, HEIGHT)


def corner_pixels(layout: Layout) -> dict[tuple[float, float], set[tuple[int, int]]]:
    """Every corner of the map and the hexes that meet there."""
    out: dict[tuple[float, float], set[tuple[int, int]]] = {}
    for place in PLACES:
        for corner in outline(layout, *place):
            out.setdefault(corner, set()).add(place)
    return out


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
@given(st.floats(-20, 1000), st.floats(-20, 600))
def test_a_pixel_lies_in_the_hex_drawn_around_it(layout: Layout, x: float, y: float) -> None:
    drawn = [p for p in PLACES if inside(outline(layout, *p), x, y)]
    found = plane(layout).hex_at((x, y))
    if found is None:
        # On the very edge of the map either will do.
        assert not any(inside(outline(layout, *p), x, y) and strictly(layout, p, x, y) for p in drawn)
    else:
        assert (found % WIDTH, found // WIDTH) in drawn


def strictly(layout: Layout, place: tuple[int, int], x: float, y: float) -> bool:
    cx, cy = layout.centre(*place)
    return inside(outline(layout, *place), x + (x - cx) * 1e-3, y + (y - cy) * 1e-3)


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_centres_and_corners_are_where_tiled_draws_them(layout: Layout) -> None:
    for place in PLACES:
        shape = outline(layout, *place)
        assert set(layout.corners(*place)) == set(shape)
        assert layout.centre(*place) == (sum(x for x, _ in shape) / 6, sum(y for _, y in shape) / 6)


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_every_pair_of_neighbouring_corners_is_the_hexside_drawn_between_them(layout: Layout) -> None:
    corners = corner_pixels(layout)
    found = {}
    for place in PLACES:
        shape = outline(layout, *place)
        for a, b in itertools.pairwise([*shape, shape[0]]):
            for ends in ((a, b), (b, a)):
                ((hex_, direction),) = plane(layout).hexsides(ends)
                here = layout.to_hex(hex_ % WIDTH, hex_ // WIDTH)
                beside = {layout.to_offset(h) for h in Hexside.of(here, direction).hexes()} & set(PLACES)
                assert beside == corners[a] & corners[b]
                found[frozenset(ends)] = Hexside.of(here, direction)
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_corners_that_are_no_neighbours_make_no_hexside(layout: Layout) -> None:
    corners = list(corner_pixels(layout))
    near = beside(layout)
    for a, b in itertools.combinations(corners[::3], 2):
        if b in near[a]:
            continue
        with pytest.raises(OffTheLine, match="is not the next corner") as off:
            plane(layout).hexsides((a, b))
        x, y = (float(v) for v in off.value.args[1].rpartition("(")[2].rstrip(")").split(","))
        assert math.dist((x, y), b) == pytest.approx(min(math.dist(c, b) for c in near[a]), abs=0.6)


def beside(layout: Layout) -> dict[tuple[float, float], set[tuple[float, float]]]:
    """The corners next to each corner, also a hex beyond the map."""
    out: dict[tuple[float, float], set[tuple[float, float]]] = {}
    for col in range(-2, WIDTH + 2):
        for row in range(-2, HEIGHT + 2):
            shape = outline(layout, col, row)
            for a, b in itertools.pairwise([*shape, shape[0]]):
                out.setdefault(a, set()).add(b)
                out.setdefault(b, set()).add(a)
    return out


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_steps_join_exactly_the_hexes_that_touch(layout: Layout) -> None:
    for a, b in itertools.permutations(PLACES, 2):
        touch = len(set(outline(layout, *a)) & set(outline(layout, *b))) == 2
        line = (layout.centre(*a), layout.centre(*b))
        if touch:
            ((hex_, direction),) = plane(layout).steps(line)
            assert (hex_ % WIDTH, hex_ // WIDTH) == a
            assert layout.to_offset(layout.to_hex(*a).neighbour(direction)) == b
        else:
            with pytest.raises(OffTheLine, match="is not in a hex next to"):
                plane(layout).steps(line)


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
@given(st.sampled_from(PLACES), st.integers(0, 5), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_a_point_near_the_middle_of_a_hexside_means_it(
    layout: Layout, place: tuple[int, int], edge: int, dx: float, dy: float
) -> None:
    shape = outline(layout, *place)
    (ax, ay), (bx, by) = shape[edge], shape[(edge + 1) % 6]
    reach = min(layout.side, layout.tile_width, layout.tile_height) / 5
    point = ((ax + bx) / 2 + dx * reach, (ay + by) / 2 + dy * reach)
    found, unsure = plane(layout).hexside_near(point)
    assert found is not None
    assert not unsure
    assert found_corners(layout, found) == {(ax, ay), (bx, by)}


def found_corners(layout: Layout, edge: tuple[int, int]) -> set[tuple[float, float]]:
    hex_, direction = edge
    corners = layout.corners(hex_ % WIDTH, hex_ // WIDTH)
    return {corners[direction - 1], corners[direction]}


@pytest.mark.parametrize("layout", LAYOUTS[:4], ids=IDS[:4])
def test_a_point_on_a_corner_means_no_hexside(layout: Layout) -> None:
    for place in ((2, 2), (3, 3)):
        for corner in outline(layout, *place):
            assert plane(layout).hexside_near(corner)[1]


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
@given(st.lists(st.tuples(st.integers(-50, 600), st.integers(-50, 500)), min_size=3, max_size=9))
def test_an_area_holds_the_centres_that_a_ray_finds_inside(layout: Layout, points: list[tuple[int, int]]) -> None:
    moved = [(x + 0.37, y + 0.41) for x, y in points]  # no corner level with a centre
    want = set()
    for i, place in enumerate(PLACES):
        x, y = layout.centre(*place)
        crossed = 0
        for (ax, ay), (bx, by) in itertools.pairwise([*moved, moved[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossed += 1
        if crossed % 2:
            want.add(i)
    assert plane(layout).inside(moved) == want


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_points_a_little_off_are_taken_for_what_they_mean(layout: Layout) -> None:
    a, b = outline(layout, 3, 3)[:2]
    off = plane(layout).tolerance * 0.9
    want = plane(layout).hexsides((a, b))
    assert plane(layout).hexsides(((a[0] + off, a[1]), (b[0], b[1] - off))) == want
    with pytest.raises(OffTheLine, match="is on no corner"):
        plane(layout).hexsides(((a[0] + 2 * off, a[1] + off), b))


def test_a_point_drawn_twice_is_one() -> None:
    layout = LAYOUTS[0]
    a, b, *_ = outline(layout, 3, 3)
    assert plane(layout).hexsides((a, a, b, b)) == plane(layout).hexsides((a, b))
    centre = layout.centre(1, 1)
    assert plane(layout).steps((centre, centre)) == []


def test_lines_may_follow_the_edge_of_the_map_and_not_leave_it() -> None:
    layout = LAYOUTS[0]
    top = layout.corners(0, 0)
    assert plane(layout).hexsides((top[5], top[0])) == [(0, 0)]
    beyond = layout.corners(0, -1)
    with pytest.raises(OffTheLine, match="outside the map"):
        plane(layout).hexsides((beyond[5], beyond[0]))
