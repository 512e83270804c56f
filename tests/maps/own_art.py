"""A map with ground and decor of its own, for both axes and both indices, to be drawn by the game and by Tiled.

What Tiled makes of it is kept in tests/maps/drawn_by_tiled; to make it again, where Tiled is installed:

    python -m tests.maps.own_art
"""

from __future__ import annotations

import base64
import gzip
import os
import re
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path
from random import Random

import pygame
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario.making import new
from khalkhin.ui.map.artwork import Artist

from tests.narrow import the

#: Where the tiles of the decor begin, and Tiled's bits: mirrored across, mirrored up and down.
DECOR, ACROSS, DOWN = 400, 0x80000000, 0x40000000
KEPT = Path(__file__).parent / "drawn_by_tiled"
LAYOUTS = [(axis, index) for axis in "xy" for index in ("odd", "even")]


#: What is laid on hexes by turns.
LAID = (0, DECOR, 0, DECOR + 1 | ACROSS, 500, DECOR | DOWN, 0)


def write(home: Path, axis: str, index: str) -> Path:
    """Write the map of an axis as a scenario that can be played, and give its folder."""
    laid = [LAID[(col * 3 + row * 5) % len(LAID)] for row in range(9) for col in range(12)]
    return _written(home, axis, new.layout(axis, index), 12, laid)


def strange(home: Path, layout: Layout, columns: int, rows: int, how: str, random: Random) -> Path:
    """The same by chance, for hexes of any shape, with layers written in one of Tiled's ways."""
    laid = [random.choice((*LAID, DECOR + 1, 500 | ACROSS | DOWN)) for _hex in range(columns * rows)]
    folder = _written(home, "strange", layout, columns, laid)
    file = folder / "map.tmx"
    text = re.sub(
        r'<data encoding="csv">\n(.*?)\n</data>',
        lambda found: _data([int(number) for number in found[1].split(",")], how),
        file.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    file.write_text(text, encoding="utf-8")
    return folder


def _data(numbers: list[int], how: str) -> str:
    raw = struct.pack(f"<{len(numbers)}I", *numbers)
    match how:
        case "csv":
            return f'<data encoding="csv">{",".join(map(str, numbers))}</data>'
        case "base64":
            return f'<data encoding="base64">{base64.b64encode(raw).decode()}</data>'
        case _:
            squeezed = zlib.compress(raw) if how == "zlib" else gzip.compress(raw)
            return f'<data encoding="base64" compression="{how}">\n   {base64.b64encode(squeezed).decode()}\n  </data>'


def _written(home: Path, name: str, layout: Layout, columns: int, laid: list[int]) -> Path:
    """A scenario of so many columns, with these tiles laid on its hexes."""
    rows = len(laid) // columns
    folder = new.create(name, home, columns, rows, layout)
    wide, high = layout.tile_width, layout.tile_height
    _picture(folder / "own.png", 3, wide, high, spacing=2, margin=1)
    _picture(folder / "trees.png", 2, 40, 90, clear=True)
    _picture(folder / "rock.png", 1, 24, 20)
    tiles = "".join(
        f'<tile id="{n}"><properties><property name="terrain" value="steppe"/></properties></tile>' for n in range(3)
    )
    (folder / "own.tsx").write_text(
        f'<tileset name="own" tilewidth="{wide}" tileheight="{high}" spacing="2" margin="1" tilecount="3" columns="3">'
        f'<image source="own.png" width="{3 * (wide + 2)}" height="{high + 2}"/>{tiles}</tileset>',
        encoding="utf-8",
    )
    (folder / "trees.tsx").write_text(
        '<tileset name="trees" tilewidth="40" tileheight="90" tilecount="2" columns="2"><tileoffset x="3" y="-5"/>'
        '<image source="trees.png" width="80" height="90"/></tileset>',
        encoding="utf-8",
    )
    (folder / "rocks.tsx").write_text(
        '<tileset name="rocks" tilewidth="24" tileheight="20" tilecount="1" columns="0">'
        '<tile id="0"><image source="rock.png" width="24" height="20"/></tile></tileset>',
        encoding="utf-8",
    )
    file = folder / "map.tmx"
    text = file.read_text(encoding="utf-8")
    more = f'<tileset firstgid="{DECOR}" source="trees.tsx"/><tileset firstgid="500" source="rocks.tsx"/>'
    text = text.replace('"tilesets/terrain.tsx"/>', '"own.tsx"/>').replace(' <layer id="1"', f'{more}<layer id="1"', 1)
    ground, decor = re.findall(r'<data encoding="csv">\n(.*?)\n</data>', text, re.DOTALL)
    text = text.replace(ground, re.sub(r"\d+", lambda n: str(int(n[0]) % 3 + 1), ground), 1)
    lines = [",".join(map(str, laid[row * columns :][:columns])) for row in range(rows)]
    text = text.replace(f"\n{decor}\n", "\n" + ",\n".join(lines) + "\n", 1)
    file.write_text(text, encoding="utf-8")
    return folder


def _picture(
    file: Path, tiles: int, wide: int, high: int, spacing: int = 0, margin: int = 0, clear: bool = False
) -> None:
    """A sheet of tiles without symmetry: a coloured field with a bar and a corner. `clear` ones have no field."""
    sheet = pygame.Surface((tiles * (wide + spacing), high + 2 * margin), pygame.SRCALPHA)
    for number in range(tiles):
        x = margin + number * (wide + spacing)
        if not clear:
            sheet.fill((60 + 60 * number, 120, 200 - 50 * number), (x, margin, wide, high))
        sheet.fill((200, 40 + 80 * number, 40), (x + 4, margin + 6, wide // 2, high // 5))
        sheet.fill((20, 160, 60 * number), (x + wide * 2 // 3, margin + high // 2, wide // 4, high // 2 - 3))
    pygame.image.save(sheet, file)


def veiled(folder: Path) -> None:
    """Let the decor lie in a group, half seen and tinted by both, and leave a colour of its pictures out."""
    file = folder / "map.tmx"
    layers = re.split(r"(?= <(?:layer|objectgroup) )", file.read_text(encoding="utf-8"))
    (at,) = (n for n, layer in enumerate(layers) if 'name="decor"' in layer)
    decor = layers[at].replace('name="decor"', 'name="decor" opacity="0.7" tintcolor="#80c0ff"')
    group = '<group id="900" name="trees and rocks" opacity="0.8" tintcolor="#ffff80">'
    layers[at] = f"{group}{decor}</group>"
    file.write_text("".join(layers), encoding="utf-8")
    trees = folder / "trees.tsx"
    text = trees.read_text(encoding="utf-8")
    trees.write_text(text.replace('"trees.png"', '"trees.png" trans="c82828"'), encoding="utf-8")


def drawn(scenario: Scenario, level: float = 1.0, layout: Layout | None = None) -> pygame.Surface:
    """The artwork of a map alone, `level` times as large as in a layout (as in Tiled, where none is given)."""
    board = scenario.board
    layout = layout or board.layout
    wide, high = layout.size(board.width, board.height)
    out = pygame.Surface((round(wide * level), round(high * level)), pygame.SRCALPHA)
    Artist(board, layout, the(scenario.art)).draw(out, level, 0, 0)
    return out


def pixels(picture: pygame.Surface) -> bytes:
    """Red, green and blue of a picture on white."""
    out = pygame.Surface(picture.get_size())
    out.fill((255, 255, 255))
    out.blit(picture, (0, 0))
    return pygame.image.tobytes(out, "RGB")


def unlike(one: pygame.Surface, other: pygame.Surface) -> int:
    """How far two pictures of one size are apart where they are furthest, 0 to 255."""
    return max(abs(a - b) for a, b in zip(pixels(one), pixels(other), strict=True))


def mostly_unlike(one: pygame.Surface, other: pygame.Surface) -> float:
    """How far two pictures of one size are apart on an average, 0 to 255."""
    there = pixels(one)
    return sum(abs(a - b) for a, b in zip(there, pixels(other), strict=True)) / len(there)


def drawn_by_tiled(folder: Path, picture: Path) -> None:
    """Have Tiled draw the ground and decor of a scenario's map."""
    asked = ["tmxrasterizer", "--show-layer", "terrain", "--show-layer", "decor", "--no-smoothing"]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([*asked, str(folder / "map.tmx"), str(picture)], env=quiet, capture_output=True, check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for axis, index in LAYOUTS:
            (Path(home) / index).mkdir(exist_ok=True)
            made = write(Path(home) / index, axis, index)
            drawn_by_tiled(made, KEPT / f"{axis}-{index}.png")
        veiled(made)
        drawn_by_tiled(made, KEPT / "veiled.png")
