"""How fast the map is drawn, for `khalkhin bench`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pygame

from khalkhin.core.board.board import Board
from khalkhin.core.engine import initial_state
from khalkhin.core.explain import AssaultMark
from khalkhin.core.fog.view import View, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.measure.bench import loop
from khalkhin.scenario import load
from khalkhin.translation import N_
from khalkhin.ui.map.camera import Camera
from khalkhin.ui.map.map_contents import Outline
from khalkhin.ui.map.mapview import MapScene, MapView, ReachMark
from khalkhin.ui.map.tiles import TilePictures
from khalkhin.ui.panels import layers
from khalkhin.ui.pictures.picture import prepare

#: Frames in which the window fills and that are not counted.
FILLING = 30


@dataclass(frozen=True, slots=True)
class PanningFigures:
    """Milliseconds per frame while panning, megabytes of pictures kept at the end, and frames in which some ground
    was still coarse."""

    frames: int
    median_ms: float
    p99_ms: float
    worst_ms: float
    cache_mb: float
    coarse_frames: int


def benchmark_panning(
    scenario: Scenario | GameState,
    size: tuple[int, int] = (1920, 1080),
    *,
    frames: int = 600,
    zoom: float = 1.0,
    speed: int = 18,
    tileset: TilePictures | None = None,
) -> PanningFigures:
    """Pan across a map with every overlay on and time each frame (without a window).

    `speed` is pixels per frame. The first half second, in which the window fills, is not counted.
    """
    prepare()
    state = scenario if isinstance(scenario, GameState) else initial_state(scenario)
    seen = view(state, state.active)
    return pan(seen, everything(seen), size, frames=frames, zoom=zoom, speed=speed, tileset=tileset)


def everything(seen: View) -> MapScene:
    """A scene with every overlay there is: supply, reach, a pocket, targets, fog."""
    state, board = seen.state, seen.state.scenario.board
    own = list(state.side_units(seen.side))
    start = own[0].hex if own else board.size // 2
    near = board.within(start, 5)
    return MapScene(
        selected_hex=start,
        hover=near[-1],
        reach={
            h: ReachMark(
                2 * board.distance(start, h),
                AssaultMark.ALONE if h % 3 == 0 else AssaultMark.NONE,
                h % 4 > 0,
                h % 2 == 0,
            )
            for h in near[1:]
        },
        path=tuple(h for h in near[:2]),
        outlines=(Outline(frozenset(board.within(near[-1], 2)), text="Pocket"),),
        targets={near[1]: "3:1"},
        supply=layers.supply_overlay(seen, seen.side),
        layers=tuple(layer for kind in layers.OverlayKind for layer in layers.layers(seen, kind)[1]),
    )


def pan(
    seen: View,
    scene: MapScene,
    size: tuple[int, int],
    *,
    frames: int,
    zoom: float,
    speed: int,
    tileset: TilePictures | None = None,
) -> PanningFigures:
    """Time `frames` frames of a camera that goes back and forth over the map."""
    target = pygame.Surface(size)
    drawer = MapView(seen.state.scenario, size, tileset=tileset)
    drawer.camera.zoom_to(zoom)
    times = []
    coarse = 0
    for i, _ in enumerate(islice(travel(drawer.camera, speed), FILLING + frames)):
        start = time.perf_counter()
        drawer.draw(target, seen, scene)
        if i >= FILLING:
            times.append((time.perf_counter() - start) * 1000)
            coarse += not drawer.finished
    times.sort()
    return PanningFigures(
        frames,
        round(statistics.median(times), 2),
        round(times[int(len(times) * 0.99)], 2),
        round(times[-1], 2),
        round(drawer.kept_bytes / (1 << 20), 1),
        coarse,
    )


def travel(camera: Camera, speed: int) -> Iterator[None]:
    """Moves a camera back and forth over the map, a step of `speed` pixels each round, for ever."""
    dx, dy = speed, max(1, speed // 2)
    while True:
        before = camera.offset
        camera.pan(dx, dy)
        if camera.offset[0] == before[0]:
            dx = -dx
        if camera.offset[1] == before[1]:
            dy = -dy
        yield


def wide(scenario: Scenario, width: int = 200, height: int = 200) -> Scenario:
    """A bare map of that size with a scenario's ground and water repeated, to see how drawing grows."""
    small = scenario.board
    origin = [small.index(c % small.width, r % small.height) or 0 for r in range(height) for c in range(width)]
    sides = {(i, d): small.kind(small.sides[o][d]) for i, o in enumerate(origin) for d in range(6)}
    ways = {(i, d): road for i, o in enumerate(origin) for d, road in enumerate(small.roads[o]) if road}
    board = Board.build(width, height, small.layout, [small.terrain[o].id for o in origin], scenario.rules, sides, ways)
    return replace(
        scenario,
        board=board,
        order_of_battle=(),
        units=(),
        crossings={},
        sources=(),
        depots=(),
        objectives=(),
        labels=(),
        areas={},
        timeline=(),
    )


#: A program that opens the window and draws its first frames.
_FIRST_FRAMES = """
import sys
from khalkhin.play.session.settings import Settings
from khalkhin.ui.app import App, first
from khalkhin.ui.scene import Go
app = App(Settings(), size=(1280, 720))
app.apply(Go(first(sys.argv[1] or None, None, 1, None)))
for _ in range(int(sys.argv[2])):
    app.step(0.016)
app.close()
"""

#: A program that opens a battle, answers its messages, looks at the map everywhere at every scale and with every
#: overlay, lets two turns pass, looks again, and tells the most memory in kilobytes that it had at any moment.
_OPENED = """
import sys, time
from itertools import islice
import pygame
from khalkhin.play.session.settings import Settings
from khalkhin.ui.app import App, first
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.panels import layers
from khalkhin.ui.pictures.bench import peak, travel
from khalkhin.ui.scene import Go

app = App(Settings(speed=0.0, volume=0.0), size=(int(sys.argv[2]), int(sys.argv[3])))
app.apply(Go(first(sys.argv[1], None, 1, None)))

def step(times):
    for _ in range(times):
        app.dirty = True
        app.step(0.016)

def whole():
    end = time.monotonic() + 20
    step(1)
    while not scene.map.whole and time.monotonic() < end:
        step(1)

def answered():
    end = time.monotonic() + 300
    quiet = 0
    while quiet < 20 and time.monotonic() < end:
        step(1)
        if isinstance(app.top, BattleScene):
            quiet += 1
            continue
        quiet = 0
        if isinstance(app.top, Dialog):
            app.apply(app.top.escape())
        else:
            for kind in (pygame.KEYDOWN, pygame.KEYUP):
                pygame.event.post(pygame.event.Event(kind, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))

answered()
scene = app.top
"""

_PRESSED = """
import statistics

def press(key, mod):
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        pygame.event.post(pygame.event.Event(kind, key=key, mod=mod, unicode="", scancode=0))
    begun = time.perf_counter()
    app.step(0.016)
    return time.perf_counter() - begun

from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import BINDINGS
from khalkhin.ui.scene import Back

# These write a file, or hand the turn on: what they take is not the window's.
left = (Command.END_TURN, Command.SAVE, Command.REREAD)
taken = {}

def click(name, hex_, button):
    if hex_ is None:
        return
    x, y = scene.map.view.position(hex_)
    at = x + scene.map_rect.x, y + scene.map_rect.y
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
    step(2)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=at, button=button))
    begun = time.perf_counter()
    app.step(0.016)
    taken.setdefault(name, []).append(time.perf_counter() - begun)
    cleared()

def cleared():
    step(3)
    while app.top is not scene:
        app.apply(Back())
        step(1)

def inside(hexes):
    places = ((h, scene.map.view.position(h)) for h in hexes)
    w, h = scene.map.view.size
    return [hex_ for hex_, (x, y) in places if 40 < x < w - 40 and 40 < y < h - 40]

step(40)
for _ in range(3):
    for key, mod, command in BINDINGS:
        if command not in left:
            taken.setdefault(command, []).append(press(key, mod))
            cleared()
scene.overlays.choice.kind = None
press(pygame.K_HOME, 0)
cleared()
planner = scene.battle.planner
for unit in [u.id for u in planner.state.side_units(planner.side) if u.on_map and inside([u.hex])][:8]:
    here = planner.state.unit(unit).hex
    click("a click on a unit", here, 1)
    scene.battle.select(unit)
    step(2)
    reach = planner.reach()
    free = [] if reach is None else inside(h for h in reach.cost if h not in planner.state.at)
    click("a click to move", max(free, key=lambda h: reach.cost[h], default=None), 3)
    planner = scene.battle.planner
for enemy in inside(u.hex for u in planner.state.known_enemies(planner.side))[:4]:
    click("a click on an enemy", enemy, 1)
    click("a click to assault", enemy, 3)
print(1000 * max(statistics.median(times) for times in taken.values()))
app.close()
"""

_PLAYED = """
import time

def look():
    camera = scene.map.view.camera
    for zoom in (*ZOOMS, 1.0):
        camera.zoom_to(zoom)
        whole()
        for _ in islice(travel(camera, 150), 12):
            step(1)
        whole()

look()
for kind in (*layers.OverlayKind, None):
    scene.overlays.choice.kind = kind
    whole()
for _ in range(2):
    planner, end = scene.battle.planner, time.monotonic() + 300
    turn, side = planner.state.turn, planner.state.active
    while scene.battle.planner.state.turn == turn and time.monotonic() < end:
        if app.top is not scene:
            answered()
        elif scene.battle.may_order and scene.battle.planner.state.active == side:
            scene.battle.end_now()
        step(3)
        time.sleep(0.005)
    answered()
look()
print(peak())
app.close()
"""

#: Windows in which a battle's memory is measured, with what is promised of it in megabytes: the ground that
#: is shown is in memory three times: as it was painted, with what lies over it, and in the window.
_WINDOWS = (
    (N_("memory in a battle at 1280 x 720"), (1280, 720), 150),
    (N_("memory in a battle at 1920 x 1080"), (1920, 1080), 150),
    (N_("memory in a battle at 2560 x 1440"), (2560, 1440), 180),
)


def peak() -> int:
    """The most memory, in kilobytes, that this process has had at any moment; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.is_file():  # the usual figure may be that of the process which began this one
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def _run(program: str, *given: object, **environ: str) -> str:
    """What a program says that is run in a process and with user folders of its own."""
    with tempfile.TemporaryDirectory() as home:
        run = subprocess.run(
            [sys.executable, "-c", program, *map(str, given)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "KHALKHIN_HOME": home, **environ},
        )
    return run.stdout


def _first_frame(scenario: str, frames: int) -> float:
    """Seconds from nothing to the first frames: the median of three. The interpreter has read the sources once and
    kept what it made of them, as where the game is installed, even if it is told to keep nothing."""
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        environ = {"PYTHONPYCACHEPREFIX": kept, "PYTHONDONTWRITEBYTECODE": ""}
        _run(_FIRST_FRAMES, scenario, frames, **environ)
        for _ in range(3):
            start = time.perf_counter()
            _run(_FIRST_FRAMES, scenario, frames, **environ)
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def memory(scenario: str, size: tuple[int, int]) -> float:
    """The most megabytes that a window of a size has while a battle is played in it."""
    return int(_run(_OPENED + _PLAYED, scenario, *size).split()[-1]) / 1024


def reaction(scenario: str) -> float:
    """Milliseconds from the press of a key, or a click, in a battle to the frame that shows what it did, of the slowest
    kind: every key of the battle, and clicks on units, to move, on enemies and to assault; the median of each."""
    return float(_run(_OPENED + _PRESSED, scenario, 1280, 720).split()[-1])


def figures(ref: str) -> list[dict[str, object]]:
    """The window's figures beside their promises, as rows of what, value, unit, promise and calibration loop."""
    scenario = load(ref)
    menu = _first_frame("", 1)
    battle = _first_frame(ref, 3)
    near = benchmark_panning(scenario)
    far = benchmark_panning(wide(scenario), frames=400)
    rows = (
        (N_("start to menu"), menu, "s", 0.5),
        (N_("start to a battle"), battle, "s", 0.9),
        (N_("press of a key, or a click, to its frame, slowest"), reaction(ref), "ms", 100),
        (N_("frame while panning at 1080p, median"), near.median_ms, "ms", 6),
        (N_("the same, 99th percentile"), near.p99_ms, "ms", 12),
        (N_("frame on a 200 x 200 map, median"), far.median_ms, "ms", 6),
        (N_("the same, 99th percentile"), far.p99_ms, "ms", 12),
        *((what, memory(ref, size), "MB", promise) for what, size, promise in _WINDOWS),
    )
    once = loop()
    return [dict(zip(("what", "value", "unit", "promise", "loop"), (*row, once), strict=True)) for row in rows]


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1])))
