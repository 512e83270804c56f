"""A campaign as a folder, to be packed: two battles on the small map, with a theatre, and tiles that both share.

`write` makes it; what else a pack can carry is added by the tests of that.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from khalkhin.scenario import check
from khalkhin.scenario.campaigns import check_campaign

from tests.scenario import maker

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import pygame

CAMPAIGN = """\
format = 1
title = "The winter, December 1939"
description = "Two battles for a frozen bridge."

[theatre]
picture = "theatre.png"
places = [
  { name = "Frozen lake", at = [300, 250], kind = "hill", side = "b" },
  { name = "Railhead", at = [820, 700], kind = "railhead", side = "l" },
]

[introductions]
soviet = "The river bears trucks."
japanese = "The river bears nothing."

[[stages]]
id = "snow"
scenario = "first_snow"
at = [400, 420]
[[stages.next]]
to = "epilogue"
if = [ { held = { "Nomonhan" = "soviet" } } ]
text = "Nomonhan has fallen in the snow."
[[stages.next]]
to = "thaw"
text = "The ice creaks."

[[stages]]
id = "thaw"
scenario = "thaw"
at = [640, 560]
[[stages.next]]
to = "epilogue"
text = "The ice breaks."

[[epilogues]]
title = "Spring"
text = "The cranes come back."
"""


@dataclass(frozen=True)
class Winter:
    """The campaign's folder."""

    folder: Path

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text that is there in a file."""
        maker.exchange(self.folder / name, old, new)

    def told(self) -> list[str]:
        """All issues, with the folder left out."""
        issues = (*check(self.folder), *check_campaign(self.folder))
        return [str(issue).replace(f"{self.folder.as_posix()}/", "") for issue in issues]


def picture(path: Path, size: tuple[int, int], colour: tuple[int, int, int] = (120, 140, 120)) -> None:
    """A plain picture with a frame and a bar across."""
    sheet = pygame.Surface(size, pygame.SRCALPHA)
    sheet.fill(colour)
    pygame.draw.rect(sheet, (20, 20, 20), sheet.get_rect(), max(1, size[0] // 16))
    pygame.draw.line(sheet, (230, 230, 230), (0, size[1] // 2), (size[0], size[1] // 3), max(1, size[1] // 20))
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(sheet, str(path))


def write(root: Path) -> Winter:
    """Write the campaign under ``root/winter``."""
    files = maker.write(root / "made")
    folder = root / "winter"
    (folder / "tiles").mkdir(parents=True)
    shutil.copy(files.tsx, folder / "tiles" / "terrain.tsx")
    picture(folder / "tiles" / "terrain.png", (576, 56))
    picture(folder / "theatre.png", (900, 700), (226, 222, 206))
    (folder / "campaign.toml").write_text(CAMPAIGN, encoding="utf-8")
    table = files.toml.read_text(encoding="utf-8").replace("turns = 6", "turns = 3")
    table = table.replace('weather = [ { turns = [3, 4], weather = "rain" } ]', "")
    for name, title in (("first_snow", "First snow"), ("thaw", "Thaw")):
        there = folder / name
        there.mkdir()
        (there / "scenario.toml").write_text(table.replace('"Small scenario"', f'"{title}"'), encoding="utf-8")
        map_ = maker.map_text().replace("../tilesets/terrain.tsx", "../tiles/terrain.tsx")
        (there / "map.tmx").write_text(map_, encoding="utf-8")
    return Winter(folder)
