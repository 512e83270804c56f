"""The ground the legend's samples stand on: a small map with a place for each kind of ground, and pictures of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.fog.view import View
from khalkhin.core.model.rules import HexsideKind, Light, Road, Rules
from khalkhin.core.model.scenario import DepotSpec, Label, Objective, Scenario, SideInfo, TurnInfo
from khalkhin.core.model.state import GameState, Holding, Store
from khalkhin.core.model.units import Unit, UnitSpec
from khalkhin.ui.map import palette
from khalkhin.ui.map.counters import CounterBook, CounterKey, margin
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.map.palette import TERRAIN, Lettering
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.theme import Metrics

#: Width and height of a sample at 100 %, and the side of a counter's.
MAP, COUNTER = (104, 74), 60
OURS, THEIRS = "soviet", "japanese"
#: Hexes a place is wide, and high.
WIDE, HIGH = 6, 5
SIDES = (
    SideInfo(OURS, "Soviet", ("USSR", "Mongolia")),
    SideInfo(THEIRS, "Japanese", ("Japan", "Manchukuo")),
)
#: Hexsides that run through the middle of a place, by its name.
WATER: Mapping[str, HexsideKind] = MappingProxyType(
    {kind.value: kind for kind in HexsideKind if kind is not HexsideKind.OPEN}
)
ROADS: Mapping[str, Road] = MappingProxyType({road.name.lower(): road for road in Road if road is not Road.NONE})
#: Kinds of names on the map; each has a place with a name of the kind.
NAMED = ("place", "river", "region", "heights")
PLACES = (*TERRAIN, *WATER, *ROADS, "border", "objective", *(f"name-{kind}" for kind in NAMED))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the sample map: the hex in its middle, those round it from the north on, and the hexside to the south
    of its middle."""

    mid: int
    around: tuple[int, ...]
    side: int


def _plain(spot: Spot) -> MapScene:
    return MapScene(counters=False)


def _as_it_is(state: GameState, spot: Spot) -> GameState:
    return state


@dataclass(frozen=True, slots=True)
class OnMap:
    """A sample on the map: the place it is shown at, what is laid over it and changed there, whether it is not seen,
    and whether it is about the hexside to the south (`at_side`)."""

    scene: Callable[[Spot], MapScene] = _plain
    change: Callable[[GameState, Spot], GameState] = _as_it_is
    ground: str = "steppe"
    unseen: bool = False
    at_side: bool = False


@dataclass(frozen=True, slots=True)
class OnCounter:
    """A sample of a counter."""

    look: CounterKey


class SampleMap:
    """Makes pictures of samples at one scale. The map is made when it is first needed."""

    def __init__(self, rules: Rules, m: Metrics, *, silhouettes: bool = False) -> None:
        self._rules, self._m = rules, m
        self._book = CounterBook(Lettering())
        self._book.silhouettes = silhouettes
        self._made: tuple[MapView, GameState] | None = None

    def picture(self, sample: OnMap | OnCounter) -> pygame.Surface:
        """A sample as the map draws it, on paper."""
        return self._counter(sample.look) if isinstance(sample, OnCounter) else self._part(sample)

    def _counter(self, look: CounterKey) -> pygame.Surface:
        size = self._m.px(COUNTER)
        stamp = self._book.stamp(replace(look, livery=palette.as_now(look.livery)), size)
        out = pygame.Surface((size + 2 * margin(size), size + 2 * margin(size)))
        out.fill(theme.PAPER)
        out.blit(stamp, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
        return out

    def _part(self, sample: OnMap) -> pygame.Surface:
        size = self._m.px(MAP[0]), self._m.px(MAP[1])
        if self._made is None:
            state = sample_state(self._rules)
            view = MapView(state.scenario, size, scale=self._m.scale)
            view.silhouettes = self._book.silhouettes
            view.camera.zoom_to(self._m.scale)
            self._made = view, state
        view, state = self._made
        board = state.scenario.board
        spot = spot_of(board, sample.ground)
        everything = (1 << board.size) - 1
        unseen = sum(1 << h for h in range(board.size) if h // board.width >= HIGH // 2) if sample.unseen else 0
        shown = View(OURS, sample.change(state, spot), everything & ~unseen, {})
        (x, y), (_x, south) = view.camera.centre(spot.mid), view.camera.centre(spot.mid + board.width)
        view.camera.look(x, (y + south) // 2 if sample.at_side else y)
        out = pygame.Surface(size)
        view.draw(out, shown, sample.scene(spot), complete=True)
        pygame.draw.rect(out, theme.PAPER_EDGE, out.get_rect(), 1)
        return out


def spot_of(board: Board, place: str) -> Spot:
    """Where a place of the sample map is. Raises: ValueError for an unknown one."""
    mid = (HIGH // 2) * board.width + PLACES.index(place) * WIDE + WIDE // 2
    around = board.neighbours[mid]
    return Spot(mid, around, board.sides[mid][around.index(mid + board.width)])


def sample_state(rules: Rules) -> GameState:
    """The sample map at the start of a day, with two units and a store far from all places."""
    width = WIDE * len(PLACES)
    layout = Layout()
    bare = Board.build(width, HIGH, layout, ["steppe"] * (width * HIGH), rules)
    middles = {place: spot_of(bare, place).mid for place in PLACES}
    ground = ["steppe"] * bare.size
    for place in TERRAIN:
        for h in (middles[place], *bare.neighbours[middles[place]]):
            ground[h] = place
    sides: dict[tuple[int, int], HexsideKind] = {}
    claims: list[tuple[int, int]] = []
    roads: dict[tuple[int, int], Road] = {}
    for place in (*WATER, *ROADS, "border", "name-river"):
        first = PLACES.index(place) * WIDE
        for col in range(first, first + WIDE):
            h = (HIGH // 2) * width + col
            for d, n in enumerate(bare.neighbours[h]):
                if n // width == HIGH // 2 + 1:
                    if place in WATER or place == "name-river":
                        sides[h, d] = WATER.get(place, HexsideKind.RIVER)
                    elif place == "border":
                        claims.append((h, d))
                elif place in ROADS and n % width == col + 1 and n // width == HIGH // 2:
                    roads[h, d] = ROADS[place]
    board = Board.build(width, HIGH, layout, ground, rules, sides, roads, {OURS: claims})
    engineers = next(t for t in rules.unit_types.values() if t.symbol == "engineer")
    infantry = next(t for t in rules.unit_types.values() if t.symbol == "infantry")
    specs = (
        UnitSpec("a", "24th Infantry Regiment", OURS, infantry, nation="USSR", steps=4, index=0),
        UnitSpec("b", "7th Engineers", OURS, engineers, nation="USSR", steps=2, index=1),
    )
    scenario = Scenario(
        "legend",
        "",
        "",
        SIDES,
        tuple(TurnInfo("1939-08-20", "06:00", light) for light in (Light.DAY, Light.NIGHT)),
        board,
        rules,
        specs,
        tuple(Unit(spec, 0, spec.steps) for spec in specs),
        {},
        (),
        (DepotSpec("", OURS, 0),),
        (Objective("", middles["objective"], OURS, 30, 30),),
        rules.victory,
        labels=tuple(Label(text, middles[f"name-{kind}"], kind) for kind, text in zip(NAMED, NAMES, strict=True)),
    )
    return GameState(scenario, 0, 1, OURS, scenario.units, {}, {}, (), (Holding(OURS),), {})


#: Names that show how names are written, of a place, a river, a region, heights.
NAMES = ("Sumber", "Halha", "Sands", "Remizov")


def with_store(state: GameState, spot: Spot, store: Store, *, dump: bool = False) -> GameState:
    """A store at a place; `dump`: one that was made during the battle."""
    far = replace(store, hex=0)
    return replace(state, stores=(far, replace(store, hex=spot.mid)) if dump else (replace(store, hex=spot.mid),))


def standing(state: GameState, spot: Spot) -> GameState:
    """The infantry in the middle of a place."""
    return replace(state, units=(replace(state.units[0], hex=spot.mid), *state.units[1:]), at={spot.mid: (0,)})
