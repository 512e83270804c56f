"""What harnesses share that try one thing many times, in several kinds: what is counted, the command line, the folder
they work in, and what is printed."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


@dataclass(slots=True)
class Count:
    """What came of the tries of one kind; a harness says more of it in a class of its own."""

    kind: str
    faults: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return bool(self.faults)


#: Tries a kind so many times, in a folder of its own.
Kind = Callable[[Path, int, Random], Count]
#: How many tries a kind gets: of those that are chosen, the kind, and how many were asked for.
Share = Callable[[Sequence[str], str, int], int]


def main(
    name: str,
    doc: str | None,
    kinds: Mapping[str, Kind],
    runs: int,
    words: list[str] | None = None,
    share: Share = lambda chosen, kind, asked: asked,
) -> int:
    """The program of a harness: a line for each kind, and its first faults; exit code 1 if there were any."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.harness.{name}", description=doc)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default=",".join(kinds), help="one or more of them, by commas")
    parser.add_argument("--folder", type=Path, help="where files are made; default: a temporary folder")
    a = parser.parse_args(words)
    chosen = a.kind.split(",")
    if unknown := [kind for kind in chosen if kind not in kinds]:
        parser.error(f"there is no kind {unknown[0]!r}; there are {', '.join(kinds)}")
    print(f"seed {a.seed}")
    bad = False
    # A process that was killed while it was starting may still make its folder afterwards.
    with tempfile.TemporaryDirectory(dir=a.folder, ignore_cleanup_errors=True) as folder:
        for kind in chosen:
            home = Path(folder) / kind
            home.mkdir()
            count = kinds[kind](home, max(1, share(chosen, kind, a.runs)), Random(f"{a.seed} {kind}"))
            print(count, flush=True)
            for fault in count.faults[:20]:
                print(f"  {fault}")
            bad = bad or count.bad
    return int(bad)
