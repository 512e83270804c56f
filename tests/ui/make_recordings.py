"""Makes docs/assault.png and docs/ring.png: moving pictures of the kept August battle, recorded by the program itself.

python -m tests.ui.make_recordings [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from khalkhin.cli import main
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load

from tests.golden import playthrough

BATTLE = "double_envelopment"
#: What is recorded, by the name of its file.
RECORDED = {
    "assault": "--from 5 --around 16,15 --size 640x420 --zoom 0.8",
    "ring": "--from 1 --to 15 --days --around 16,13 --size 664x450 --zoom 0.46",
}


def journal(path: Path) -> None:
    """The kept battle as a journal."""
    kept, scenario = playthrough.read(BATTLE), load(BATTLE)
    session = Session.begin(scenario, {side.id: HUMAN for side in scenario.sides}, kept.seed, path=path)
    for order in kept.orders():
        session.submit(order)
    session.close()


def make(folder: Path) -> None:
    """Write the recordings."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "august.journal"
        journal(path)
        for name, words in RECORDED.items():
            if main(["record", str(path), str(folder / f"{name}.png"), *words.split()]):
                raise SystemExit(1)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "docs")
