"""Reads the sound file of every kind that can be played on, and names the kinds whose file was."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.harness.hostile import corpus
from tests.harness.hostile.cases import KINDS, Case, content
from tests.harness.hostile.probes import Probes


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = corpus.build(Path(folder) / "root")
        probes = Probes(made)
        for kind, (_share, bases) in KINDS.items():
            if kind not in ("settings", "campaign"):
                case, before = Case(1, 1, kind, bases[0], ()), probes.taken
                probes.run(case, content(case, made))
                if probes.taken > before:
                    print(kind)


if __name__ == "__main__":
    main()
