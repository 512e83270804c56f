"""Maps of scenarios with faults: what could be read of them, with rings on what the faults are about, numbered as in
their list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario.issues import Issue, Severity
from khalkhin.storage.whole import write_pieces
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.camera import ZOOMS, Camera
from khalkhin.ui.map.mapview import MapScene, MapView
from khalkhin.ui.pictures.picture import draw_whole, prepare, whole
from khalkhin.ui.pictures.png import png
from khalkhin.ui.widgets.row_list import wrap
from khalkhin.ui.widgets.theme import Metrics

RING, RIM, PAPER = (214, 40, 40), (30, 8, 8), (252, 244, 230)
#: The zoom at which one fault is looked at.
NEAR = 1.0
#: The most hexes that are ringed for one fault: a whole lake of unknown ground needs no more.
RINGED = 40
#: The longest side of a picture in pixels.
LONGEST = 3000


def numbers(scenario: Scenario, issues: Sequence[Issue]) -> dict[int, list[int]]:
    """The numbers of the faults about each hex, from 1 on, by its index."""
    board = scenario.board
    out: dict[int, list[int]] = {}
    for n, issue in enumerate(issues, 1):
        for col, row in issue.hexes[:RINGED]:
            if 0 <= col < board.width and 0 <= row < board.height:
                there = out.setdefault(row * board.width + col, [])
                if n not in there:
                    there.append(n)
    return out


def nowhere(scenario: Scenario, issues: Sequence[Issue]) -> str:
    """Which faults have no place on the map, and no ring, as a sentence; empty if all have one. What was not examined
    is no fault."""
    there = {n for them in numbers(scenario, issues).values() for n in them}
    missing = [n for n, issue in enumerate(issues, 1) if n not in there and issue.severity is not Severity.NOTE]
    if not missing:
        return ""
    return ngettext(
        "{n} fault has no place on the map, and no ring: number {which}.",
        "{n} faults have no place on the map, and no ring: numbers {which}.",
        len(missing),
    ).format(n=len(missing), which=", ".join(map(str, missing)))


class FaultMap:
    """A part of the map of a scenario with faults, as large as `size`; `look_at` brings a fault into its middle."""

    def __init__(self, scenario: Scenario, issues: Sequence[Issue], size: tuple[int, int]) -> None:
        prepare()
        self.scenario, self.size = scenario, size
        self.found = numbers(scenario, issues)
        self._shown = whole(initial_state(scenario))
        self._view = MapView(scenario, size)
        self._view.camera.zoom_to_fit()

    def look_at(self, number: int | None) -> None:
        """Show the hexes of a fault by its number from near, or the whole map."""
        camera = self._view.camera
        there = next((hex_ for hex_, them in self.found.items() if number in them), None)
        if there is None:
            camera.zoom_to_fit()
        else:
            camera.zoom_to(NEAR)
            camera.centre_on(there)

    def draw(self, chosen: int | None = None) -> pygame.Surface:
        """The picture; the rings of a `chosen` fault are thicker."""
        picture = pygame.Surface(self._view.camera.size)
        self._view.draw(picture, self._shown, MapScene(names=True, grid=True, counters=True), complete=True)
        rings(picture, self._view.camera, self.found, chosen)
        return picture


def rings(picture: pygame.Surface, camera: Camera, found: dict[int, list[int]], chosen: int | None = None) -> None:
    """Draw a ring with its numbers about each faulty hex."""
    radius = max(9, round(30 * camera.zoom))
    font = Metrics(max(1.0, 1.2 * camera.zoom)).font("bold")
    for hex_, them in found.items():
        at = camera.position(hex_)
        thick = 6 if chosen in them else 3
        pygame.draw.circle(picture, RIM, at, radius + 1, thick + 2)
        pygame.draw.circle(picture, RING, at, radius, thick)
    for hex_, them in found.items():  # Over all rings, so that none hides a number.
        x, y = camera.position(hex_)
        text = font.render(", ".join(map(str, them)), True, PAPER)
        plate = text.get_rect().inflate(8, 2)
        plate.center = x, y - radius
        plate.clamp_ip(picture.get_rect())
        pygame.draw.rect(picture, RING, plate, border_radius=5)
        pygame.draw.rect(picture, RIM, plate, 1, border_radius=5)
        picture.blit(text, text.get_rect(center=plate.center))


def write_faults(scenario: Scenario, issues: Sequence[Issue], path: Path) -> tuple[int, int]:
    """Write a picture of the whole map with the faults on it; returns its size. Raises: OSError."""
    prepare()
    shown = whole(initial_state(scenario))
    camera = Camera(scenario.board.layout, scenario.board.width, scenario.board.height, (64, 64))
    sizes = {z: max(camera.map_size) * z / camera.zoom for z in ZOOMS}
    zoom = max((z for z, long in sizes.items() if long <= LONGEST), default=ZOOMS[0])
    picture = draw_whole(shown, MapScene(), zoom)
    camera.zoom_to(zoom)
    camera.resize(camera.map_size)
    rings(picture, camera, numbers(scenario, issues))
    picture = _captioned(picture, nowhere(scenario, issues))
    try:
        write_pieces(path, lambda: png(picture.get_size(), iter((picture,))))
    except (OSError, pygame.error) as error:
        told = _("cannot write {path}: {why}")
        raise OSError(told.format(path=path, why=getattr(error, "strerror", None) or error)) from error
    return picture.get_size()


def _captioned(picture: pygame.Surface, told: str) -> pygame.Surface:
    """A picture with a sentence below it; the same if there is nothing to say."""
    if not told:
        return picture
    width, height = picture.get_size()
    font = Metrics(max(1.2, width / 1000)).font("normal")
    lines = wrap(told, font, width - 20)
    out = pygame.Surface((width, height + len(lines) * font.get_linesize() + 16))
    out.fill(PAPER)
    out.blit(picture, (0, 0))
    for n, line in enumerate(lines):
        out.blit(font.render(line, True, RIM), (10, height + 8 + n * font.get_linesize()))
    return out
