"""Makes the maps of the battles from the country and the armies.

python maps/make/build.py            all of them
python maps/make/build.py the_64th   one
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "game"), str(Path(__file__).resolve().parent)]

from august import DOUBLE_ENVELOPMENT  # noqa: E402
from battlefield import Battlefield  # noqa: E402
from july import TWO_PRONGS  # noqa: E402
from may import GRAZING_RIGHTS, THE_64TH  # noqa: E402
from rear import ROAD_FROM_BORZYA  # noqa: E402

BATTLES = {b.folder: b for b in (GRAZING_RIGHTS, THE_64TH, TWO_PRONGS, ROAD_FROM_BORZYA, DOUBLE_ENVELOPMENT)}


def main(names: list[str]) -> None:
    for name in names or list(BATTLES):
        target = ROOT / "maps" / name / "map.tmx"
        target.parent.mkdir(exist_ok=True)
        target.write_text(Battlefield(BATTLES[name]).text(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
