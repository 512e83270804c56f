"""Makes the maps of the battles from the country and the armies.

python maps/make/build.py                all of them, and those of the lessons and puzzles
python maps/make/build.py the_64th       one
python maps/make/build.py first_battle   a lesson's
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "game"), str(Path(__file__).resolve().parent)]

import lessons  # noqa: E402
import puzzles  # noqa: E402
from august import DOUBLE_ENVELOPMENT  # noqa: E402
from battlefield import Battlefield  # noqa: E402
from july import TWO_PRONGS  # noqa: E402
from may import GRAZING_RIGHTS, THE_64TH  # noqa: E402
from rear import ROAD_FROM_BORZYA  # noqa: E402

BATTLES = {b.folder: b for b in (GRAZING_RIGHTS, THE_64TH, TWO_PRONGS, ROAD_FROM_BORZYA, DOUBLE_ENVELOPMENT)}


def main(names: list[str]) -> None:
    for name in names or [*BATTLES, *lessons.LESSONS, *puzzles.PUZZLES]:
        if name in BATTLES:
            _write(ROOT / "maps" / name, Battlefield(BATTLES[name]).text())
        elif name in puzzles.PUZZLES:
            _write(ROOT / "maps" / "puzzles" / name, lessons.text(puzzles.PUZZLES[name]))
        else:
            _write(ROOT / "maps" / "lessons" / name, lessons.text(lessons.LESSONS[name]))


def _write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "map.tmx").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
