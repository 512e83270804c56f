"""The command line of the harness (see the package)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.harness.hostile.cases import KINDS

HERE = Path(__file__).resolve().parents[3]
#: Files that one process reads before another takes its place.
BATCH = 500


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.harness.hostile", description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first file")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS), help="of these kinds only")
    parser.add_argument("--only", type=int, action="append", metavar="N", help="read this file again")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="shrink files that a fault was found with and keep them"
    )
    parser.add_argument("--window", type=int, default=40, help="show the window with one file of so many")
    parser.add_argument("--untimed", action="store_true", help="seconds are no fault: for tests, which assert no clock")
    a = parser.parse_args(argv)
    run = Run(a)
    print(f"seed {a.seed}, {len(a.only or ()) or a.files} files")
    run.go()
    kinds = ", ".join(f"{n} {kind}" for kind, n in run.kinds.items())
    print(
        f"{run.done} files read ({kinds}; {run.signed} of them journals and campaigns with right checksums; "
        f"{run.taken} could be played on); at most {run.seconds:.2f} s of CPU and {run.megabytes:.0f} MB for one"
    )
    print(f"{len(run.faults)} faults" + "".join(f"\n  {n} × {what}" for what, n in Counter(run.faults).most_common(40)))
    return 1 if run.faults else 0


class Run:
    """Batches of files in processes, a few at a time, and what came of them."""

    def __init__(self, a: argparse.Namespace) -> None:
        self.a = a
        self.done = self.signed = self.taken = 0
        self.kinds: Counter[str] = Counter()
        self.faults: list[str] = []
        self.seconds = self.megabytes = 0.0

    def go(self) -> None:
        a = self.a
        with tempfile.TemporaryDirectory() as folder:
            starts = [0] if a.only else list(range(a.first, a.first + a.files, BATCH))
            running: list[tuple[subprocess.Popen[str], Path, int, int]] = []
            while starts or running:
                while starts and len(running) < a.jobs:
                    first = starts.pop(0)
                    running.append(self._begin(first, min(BATCH, a.first + a.files - first), Path(folder)))
                process, at, first, count = running.pop(0)
                out, err = process.communicate()
                if self._take(out) < count and process.returncode != 0 and not a.only:
                    stopped = int(at.read_text() or first) if at.exists() else first
                    self._fault(stopped, "?", f"the process ended with {process.returncode}: {err[-300:]!r}")
                    left = first + count - stopped - 1
                    if left > 0 and at.exists():
                        running.append(self._begin(stopped + 1, left, Path(folder)))

    def _begin(self, first: int, count: int, folder: Path) -> tuple[subprocess.Popen[str], Path, int, int]:
        a = self.a
        at = folder / f"at-{first}"
        job = {
            "seed": a.seed, "first": first, "count": count, "only": a.only, "kinds": a.kinds.split(","), "at": str(at),
            "keep": str(a.keep.resolve()) if a.keep else "", "window": a.window,
            "timed": not a.untimed,
        }  # fmt: skip
        environment = {
            **os.environ,
            "SDL_VIDEODRIVER": "dummy",
            "SDL_AUDIODRIVER": "dummy",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.hostile.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, cwd=HERE, env=environment,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        process.stdin = None
        return process, at, first, count

    def _take(self, out: str) -> int:
        """What a process told; the number of files that it came through."""
        done = 0
        for line in out.splitlines():
            if not line.startswith("{"):
                continue
            told = json.loads(line)
            if "fault" in told:
                self._fault(told["number"], told["kind"], told["fault"])
            else:
                done = told["done"]
                self.done += done
                self.signed += told["signed"]
                self.taken += told["taken"]
                self.kinds.update(told["kinds"])
                self.seconds = max(self.seconds, told["seconds"])
                self.megabytes = max(self.megabytes, told["megabytes"])
        return done

    def _fault(self, number: int, kind: str, fault: str) -> None:
        self.faults.append(f"{kind}: {fault}"[:160])
        print(f"  file {number} ({kind}): {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
