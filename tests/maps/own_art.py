"""A map with ground and decor of its own, for both axes, to be drawn by the game and by Tiled.

What Tiled makes of it is kept in tests/maps/drawn_by_tiled; to make it again:

    python -m tests.maps.own_art DIR
    tmxrasterizer --show-layer terrain --show-layer decor DIR/x/map.tmx tests/maps/drawn_by_tiled/x.png     (and y)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pygame
from khalkhin.scenario.making import new

#: Where the tiles of the decor begin, and Tiled's bits: mirrored across, mirrored up and down.
DECOR, ACROSS, DOWN = 400, 0x80000000, 0x40000000
KEPT = Path(__file__).parent / "drawn_by_tiled"


def write(home: Path, axis: str, index: str) -> Path:
    """Write the map of an axis as a scenario that can be played, and give its folder."""
    layout = new.layout(axis, index)
    folder = new.create(axis, home, 12, 9, layout)
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
    laid = [0, DECOR, 0, DECOR + 1 | ACROSS, 500, DECOR | DOWN, 0]
    rows = [",".join(str(laid[(col * 3 + row * 5) % len(laid)]) for col in range(12)) for row in range(9)]
    text = text.replace(f"\n{decor}\n", "\n" + ",\n".join(rows) + "\n", 1)
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


if __name__ == "__main__":
    for each in (("x", "odd"), ("y", "even")):
        print(write(Path(sys.argv[1]), *each))
