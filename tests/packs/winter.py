"""A campaign as a folder, to be packed: two battles on the small map, with a theatre, and tiles that both share.

`write` makes it, `whole` with all else that a pack can carry.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from khalkhin.cli import main
from khalkhin.scenario import check
from khalkhin.scenario.campaigns import check_campaign

from tests.packs.noises import beep
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


# ---- what else it can carry

SKI = """\
format = 1

[unit_types.ski-battalion]
name = "Ski battalion"
symbol = "skis"
stack = "combat"
mobility = "foot"
mp = 9
steps = 3
soft = 3
hard = 1
defence = 3
traits = ["infantry", "recon"]

[unit_types.tank-brigade]
mp = 5
"""
RED = (200, 30, 40)


def skis(folder: Path) -> None:
    """Ski troops with their symbol in a folder."""
    (folder / "units.toml").write_text(SKI, encoding="utf-8")
    picture(folder / "symbols" / "skis.png", (64, 48), RED)


FOREST = """\
format = 1

[terrain.forest]
name = "Pine forest"
cost = { foot = 3, wheels = 6, tracks = 6 }
elevation = 1
shift = -2
"""


def forest(war: Winter) -> None:
    """A forest where the campaign's tiles had rough ground."""
    (war.folder / "terrain.toml").write_text(FOREST, encoding="utf-8")
    war.change("tiles/terrain.tsx", 'value="rough"', 'value="forest"')


GERMAN = {
    "The winter, December 1939": "Der Winter, Dezember 1939",
    "The river bears trucks.": "Der Fluss trägt Lastwagen.",
    "The ice creaks.": "Das Eis knackt.",
    "Frozen lake": "Zugefrorener See",
    "First snow": "Erster Schnee",
    "Take the settlement.": "Nehmen Sie die Siedlung.",
    "Ski battalion": "Schibataillon",
    "24th Rifle": "24. Schützen",
    "Nomonhan": "Nomonchan",
    "36th Division": "36. Division",
    "The first strike": "Der erste Schlag",
    "The guns open fire.": "Die Geschütze eröffnen das Feuer.",
}


def whole(root: Path) -> Winter:
    """A campaign with a theatre, ski troops with their symbol, sounds and German texts."""
    war = write(root)
    skis(war.folder)
    for name in ("first_snow", "thaw"):
        war.change(f"{name}/map.tmx", 'value="rifle-regiment"', 'value="ski-battalion"')
    beep(war.folder / "sounds" / "gun.wav")
    beep(war.folder / "first_snow" / "sounds" / "truck.wav", 0.5, rate=44100, channels=2)
    assert main(["texts", str(war.folder), "--lang", "de"]) == 0
    for path in (war.folder, war.folder / "first_snow", war.folder / "thaw"):
        file = path / "texts.de.toml"
        text = file.read_text(encoding="utf-8")
        for written, said in GERMAN.items():
            text = text.replace(f'written = "{written}"\ntext = ""', f'written = "{written}"\ntext = "{said}"')
        file.write_text(text, encoding="utf-8")
    return war
