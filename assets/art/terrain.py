"""Draws the terrain tiles: maps/tilesets/terrain.png, terrain@2x.png and terrain.tsx. Run it to make them again.

    python assets/art/terrain.py

Each kind of ground is one painting that wraps round, four hexes wide and four high, cut into sixteen tiles. The hex
in column c and row r takes the tile in column c mod 4 and row r mod 4 of its ground's block: so the ground runs on
from hex to hex without seams. Any other choice looks nearly as good, for the paintings are quiet.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from canvas import Canvas, Colour, Rows, clamp, layered, noise, scatter, shaded

FOLDER = Path(__file__).resolve().parents[2] / "maps" / "tilesets"
#: A tile at double size, and the wrapping patch of four by four of them.
TILE_W, TILE_H, COLUMN = 128, 112, 96
SIDE = 4
W, H = COLUMN * SIDE, TILE_H * SIDE
INK: Colour = (84, 66, 42)
#: Ground is pale, so that dark counters stand out from it; each kind has a hue: straw, stone, sand, reed, clay.
STEPPE: tuple[Colour, ...] = ((184, 184, 124), (203, 200, 144), (217, 211, 160), (228, 220, 174))


def zipped(make: Callable[..., float], *fields: Rows) -> Rows:
    """A field made from others, value by value."""
    return [[make(*values) for values in zip(*rows, strict=True)] for rows in zip(*fields, strict=True)]


def centres() -> list[tuple[int, int]]:
    """Centres of the hexes of the patch."""
    return [
        (c * COLUMN + TILE_W // 2, r * TILE_H + TILE_H // 2 + (TILE_H // 2 if c % 2 else 0))
        for c in range(SIDE)
        for r in range(SIDE)
    ]


def spots(seed: int, count: int) -> list[tuple[float, float, float]]:
    """Places spread over the patch (one to a cell, jittered), each with a number of its own."""
    down = max(1, round(math.sqrt(count * H / W)))
    across = max(1, round(count / down))
    return [
        ((i + scatter(seed, i, j)) * W / across, (j + scatter(seed + 1, i, j)) * H / down, scatter(seed + 2, i, j))
        for j in range(down)
        for i in range(across)
    ]


def ground(stops: tuple[Colour, ...], grain: float = 0.16, drift: float = 0.6) -> Canvas:
    """Dry ground: slow drifts of colour and a fine grain. All grounds drift alike, so that they meet well."""
    slow, fine = layered(7, W, H, 3, 3, 0.55), layered(11, W, H, 48, 3, 0.8)
    canvas = Canvas(W, H)
    canvas.ramp(zipped(lambda a, b: a * drift + b * grain, slow, fine), stops)
    return canvas


def tussocks(canvas: Canvas, seed: int, count: int, dark: Colour, strength: float = 0.5) -> None:
    """Tufts of grass: a few short blades and their shade."""
    for x, y, n in spots(seed, count):
        if n < 0.3:
            continue
        size = 2.2 + n * 2.6
        canvas.oval(x + 1.4, y + 0.8, size * 0.9, size * 0.4, (92, 84, 50), 0.2, 2.0)
        for k in range(3 + int(n * 3)):
            lean = (scatter(seed + 9, int(x), k) - 0.5) * size * 1.5
            canvas.stroke(
                (x + lean * 0.3, y),
                (x + lean, y - size * (0.7 + scatter(seed + 8, int(y), k) * 0.7)),
                1.3,
                dark,
                strength,
                0.5,
            )


def steppe() -> Canvas:
    canvas = ground(STEPPE)
    tussocks(canvas, 100, 150, (116, 112, 62))
    return canvas


def upland() -> Canvas:
    """The plateau: paler, stonier, with faint form lines."""
    canvas = ground(((186, 176, 140), (202, 191, 154), (214, 203, 168), (224, 214, 182)), grain=0.2)
    form = layered(23, W, H, 3, 2, 0.35)
    canvas.light(shaded(form, 2.2))
    canvas.tint(zipped(lambda v: 0.26 * clamp(1 - abs((v * 4.5) % 1 - 0.5) * 15), form), (124, 94, 58))
    for x, y, n in spots(140, 90):
        if n > 0.45:
            canvas.oval(x + 0.8, y + 0.8, 1.8 + n, 1.3 + n * 0.5, (98, 84, 58), 0.35)
            canvas.oval(x, y, 1.5 + n, 1.1 + n * 0.5, (206, 194, 160), 0.6)
    tussocks(canvas, 160, 60, (112, 104, 62), 0.4)
    return canvas


def rough() -> Canvas:
    """Broken ground: knolls and gullies."""
    canvas = ground(((174, 158, 112), (192, 176, 128), (206, 190, 142), (218, 204, 158)), grain=0.22)
    form = layered(41, W, H, 8, 4, 0.5)
    canvas.light(zipped(lambda v: clamp(v, -0.38, 0.34), shaded(form, 2.6)))
    canvas.tint(zipped(lambda v: 0.4 * clamp(1 - abs(v) * 16), layered(43, W, H, 5, 3, 0.5)), (112, 92, 58))
    tussocks(canvas, 180, 80, (100, 94, 52), 0.5)
    return canvas


def _waves(seed: int, across: int, down: int, warp: float) -> Rows:
    """Sand blown from the north-west: long backs to the wind, short steep lee sides."""
    bend, swell = layered(seed, W, H, 4, 2, 0.45), layered(seed + 1, W, H, 3, 2, 0.5)
    out = []
    for y in range(H):
        row = []
        for x in range(W):
            at = (x * across / W + y * down / H + bend[y][x] * warp) % 1.0
            wave = at / 0.72 if at < 0.72 else (1 - at) / 0.28
            row.append(wave * wave * (3 - 2 * wave) * clamp(0.55 + swell[y][x] * 0.75, 0.05, 1.1))
        out.append(row)
    return out


def dunes() -> Canvas:
    canvas = ground(((224, 198, 132), (235, 211, 148), (242, 222, 164), (248, 232, 182)), grain=0.1, drift=0.5)
    form = _waves(61, 5, 6, 0.85)
    canvas.light(zipped(lambda v: clamp(v, -0.36, 0.4), shaded(form, 2.9)), dark=(150, 108, 58))
    tussocks(canvas, 200, 60, (122, 114, 66), 0.5)
    return canvas


def sand() -> Canvas:
    canvas = ground(((236, 216, 160), (243, 226, 174), (248, 234, 188), (252, 242, 204)), grain=0.08, drift=0.5)
    canvas.light(zipped(lambda v: clamp(v, -0.3, 0.35), shaded(_waves(71, 3, 4, 1.0), 2.6)), dark=(160, 124, 72))
    canvas.light(zipped(lambda v: clamp(v, -0.14, 0.16), shaded(_waves(81, 22, 26, 1.6), 0.28)), dark=(150, 118, 74))
    return canvas


def marsh() -> Canvas:
    canvas = ground(((150, 176, 116), (166, 188, 130), (180, 198, 144), (196, 206, 158)), grain=0.22)
    wet = layered(91, W, H, 10, 3, 0.5)
    canvas.tint(zipped(lambda v: 0.45 * clamp((v - 0.2) * 6), wet), (110, 146, 84))
    canvas.tint(zipped(lambda v: 0.85 * clamp((v - 0.36) * 9), wet), (104, 168, 200))
    canvas.tint(zipped(lambda v: 0.5 * clamp((v - 0.58) * 5), wet), (150, 200, 222))
    for x, y, n in spots(220, 130):
        if n < 0.25 or wet[int(y) % H][int(x) % W] > 0.42:
            continue
        for k in range(4):
            lean = (k - 1.5) * 1.7 + (scatter(221, int(x), k) - 0.5)
            canvas.stroke(
                (x + lean * 0.5, y), (x + lean * 1.2, y - 5 - n * 4 + abs(k - 1.5)), 1.3, (74, 92, 44), 0.72, 0.5
            )
        canvas.stroke((x - 5, y + 0.8), (x + 5, y + 0.8), 1.1, (84, 104, 84), 0.35)
    return canvas


def _hill(x0: int, y0: int) -> tuple[float, float, float, float]:
    """The lie of the hill in a hex: direction of its ridge, half length, half breadth, height."""
    n, k, m = scatter(102, x0, y0), scatter(103, x0, y0), scatter(104, x0, y0)
    return n * math.pi, 54 + k * 12, 34 + m * 12, 0.8 + k * 0.25


def heights() -> Canvas:
    """A ridge in every hex, in hill shading and hachures."""
    canvas = ground(((186, 156, 104), (201, 173, 122), (214, 189, 140), (225, 204, 160)), grain=0.18)
    rugged = layered(101, W, H, 9, 4, 0.55)
    form = [[v * 0.17 for v in row] for row in rugged]
    for x0, y0 in centres():
        turn, long, broad, high = _hill(x0, y0)
        ux, uy = math.cos(turn), math.sin(turn)
        for dy in range(-70, 71):
            row, bumps = form[(y0 + dy) % H], rugged[(y0 + dy) % H]
            for dx in range(-70, 71):
                x = (x0 + dx) % W
                along, off = dx * ux + dy * uy, dy * ux - dx * uy + bumps[x] * 7
                near = 1 - math.hypot(along / long, off / broad)
                if near > 0:
                    row[x] += (1 - (1 - near) ** 2.2) * near * high * 1.25
    canvas.tint(zipped(lambda v: clamp(v * 0.42), form), (158, 122, 76))
    canvas.light(zipped(lambda v: clamp(v * 1.1, -0.46, 0.44), shaded(form, 4.2)), dark=(104, 70, 40))
    for x0, y0 in centres():
        turn, long, broad, _ = _hill(x0, y0)
        ux, uy = math.cos(turn), math.sin(turn)
        for k in range(34):
            at = (k + 0.6 * scatter(105, k, x0 * 7 + y0)) * 2 * math.pi / 34
            reach = 0.52 + 0.14 * scatter(106, k, x0 + y0)
            cx, cy = math.cos(at), math.sin(at)
            a, b = (
                (x0 + cx * long * r * ux - cy * broad * r * uy, y0 + cx * long * r * uy + cy * broad * r * ux)
                for r in (reach, reach + 0.3)
            )
            slope = math.atan2(b[1] - a[1], b[0] - a[0])
            shade = 0.5 + 0.5 * math.cos(slope - math.pi / 4)
            canvas.stroke(a, b, 1.3 + shade * 1.5, INK, 0.16 + shade * 0.42, 0.5)
    return canvas


def _house(canvas: Canvas, x: float, y: float, wide: float, deep: float) -> None:
    canvas.polygon(
        [(x + 2, y + 3), (x + wide + 4, y + 3), (x + wide + 4, y + deep + 4), (x + 2, y + deep + 4)], (70, 58, 42), 0.38
    )
    canvas.polygon([(x, y), (x + wide, y), (x + wide, y + deep / 2), (x, y + deep / 2)], (176, 112, 78))
    canvas.polygon([(x, y + deep / 2), (x + wide, y + deep / 2), (x + wide, y + deep), (x, y + deep)], (138, 80, 56))
    canvas.stroke((x, y + deep / 2), (x + wide, y + deep / 2), 1.0, (206, 148, 110), 0.8)


def _yurt(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.oval(x + r * 0.5, y + r * 0.45, r * 1.1, r * 0.85, (70, 60, 42), 0.42, 1.6)
    canvas.oval(x, y, r, r * 0.92, (128, 112, 84))
    canvas.oval(x, y, r - 1.1, r * 0.92 - 1.1, (240, 233, 214))
    canvas.oval(x + r * 0.3, y + r * 0.3, r * 0.6, r * 0.5, (206, 194, 168), 0.75, 2.0)
    canvas.oval(x, y - r * 0.08, r * 0.26, r * 0.22, (120, 92, 62), 0.9)


def settlement() -> Canvas:
    """Trodden ground with a few yurts and low houses in the middle of every hex."""
    canvas = ground(STEPPE)
    tussocks(canvas, 100, 150, (116, 112, 62))
    for n, (x, y) in enumerate(centres()):
        canvas.oval(x, y, 46, 38, (206, 186, 140), 0.75, 14.0)
        canvas.stroke((x - 40, y + 8), (x + 38, y - 2), 4.5, (222, 204, 160), 0.7)
        canvas.stroke((x + 4, y + 4), (x - 6, y + 36), 3.5, (222, 204, 160), 0.6)
        swap = 1 if n % 2 else -1
        _house(canvas, x - 10 + 14 * swap, y - 22, 22, 13)
        _house(canvas, x - 8 - 20 * swap, y - 16 + (n % 3) * 2, 15, 11)
        _house(canvas, x - 9 + 18 * swap, y + 10, 17, 11)
        for k in range(4):
            turn, radius = scatter(230, n, k) * 0.8 + k * 1.3, 5.6 + scatter(231, n, k) * 1.4
            _yurt(canvas, x - 16 * swap + math.cos(turn) * 15, y + 18 + math.sin(turn) * 9, radius)
    return canvas


def lake() -> Canvas:
    canvas = Canvas(W, H)
    slow, fine = layered(7, W, H, 3, 3, 0.55), noise(111, W, H, 24, 96)
    canvas.ramp(
        zipped(lambda a, b: a * 0.6 + b * 0.1, slow, fine),
        ((84, 148, 196), (96, 160, 206), (110, 171, 214), (126, 182, 220)),
    )
    for x, y, n in spots(240, 110):
        if n > 0.35:
            canvas.stroke((x - 4 - n * 7, y), (x + 4 + n * 7, y), 1.2, (196, 226, 240), 0.4, 0.7)
    return canvas


#: The kinds of ground in the order of their blocks, three blocks to a row.
PAINTINGS: dict[str, Callable[[], Canvas]] = {
    "steppe": steppe,
    "upland": upland,
    "rough": rough,
    "dunes": dunes,
    "sand": sand,
    "marsh": marsh,
    "heights": heights,
    "settlement": settlement,
    "lake": lake,
}


def in_hex(x: int, y: int, scale: int) -> bool:
    """Whether a pixel of a tile belongs to the hex: its outline and a pixel more, so that no gaps show."""
    wide, high, slant = 64 * scale, 56 * scale, 16 * scale
    dx, dy = abs(x + 0.5 - wide / 2), abs(y + 0.5 - high / 2)
    return dy <= high / 2 and dx <= wide / 2 - slant * dy / (high / 2) + 1


def tiles(painting: Canvas, scale: int) -> dict[tuple[int, int], bytes]:
    """A painting's sixteen tiles as RGBA, by column and row of the block."""
    wide, high = 64 * scale, 56 * scale
    cover = [[in_hex(x, y, scale) for x in range(wide)] for y in range(high)]
    out = {}
    for c in range(SIDE):
        for r in range(SIDE):
            left, top = c * 48 * scale, r * high + (high // 2 if c % 2 else 0)
            out[c, r] = b"".join(
                bytes((*painting.pixel(left + x, top + y), 255)) if cover[y][x] else b"\0\0\0\0"
                for y in range(high)
                for x in range(wide)
            )
    return out


def tsx() -> str:
    """The tileset's description for Tiled and the game."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tileset version="1.10" tiledversion="1.10.2" name="terrain" tilewidth="64" tileheight="56" '
        f'tilecount="{len(PAINTINGS) * SIDE * SIDE}" columns="{3 * SIDE}">',
        f' <image source="terrain.png" width="{3 * SIDE * 64}" height="{3 * SIDE * 56}"/>',
    ]
    names = list(PAINTINGS)
    for number in range(len(names) * SIDE * SIDE):
        row, col = divmod(number, 3 * SIDE)
        out += [
            f' <tile id="{number}" type="Terrain">',
            "  <properties>",
            f'   <property name="terrain" value="{names[row // SIDE * 3 + col // SIDE]}"/>',
            "  </properties>",
            " </tile>",
        ]
    return "\n".join([*out, "</tileset>\n"])


def main() -> None:
    import pygame

    sheets = {
        1: pygame.Surface((3 * SIDE * 64, 3 * SIDE * 56), pygame.SRCALPHA, 32),
        2: pygame.Surface((3 * SIDE * 128, 3 * SIDE * 112), pygame.SRCALPHA, 32),
    }
    for n, paint in enumerate(PAINTINGS.values()):
        double = paint()
        for scale, picture in ((2, double), (1, double.halved())):
            size = (64 * scale, 56 * scale)
            for (c, r), data in tiles(picture, scale).items():
                at = ((n % 3 * SIDE + c) * size[0], (n // 3 * SIDE + r) * size[1])
                sheets[scale].blit(pygame.image.frombytes(data, size, "RGBA"), at)
    FOLDER.mkdir(parents=True, exist_ok=True)
    pygame.image.save(sheets[1], str(FOLDER / "terrain.png"))
    pygame.image.save(sheets[2], str(FOLDER / "terrain@2x.png"))
    (FOLDER / "terrain.tsx").write_text(tsx(), encoding="utf-8")


if __name__ == "__main__":
    main()
