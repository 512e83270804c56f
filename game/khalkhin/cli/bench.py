"""``khalkhin bench``: speed and memory beside what is promised; work counted beside what it was."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from khalkhin.cli.common import scenario_named
from khalkhin.cli.console import print_json, print_table
from khalkhin.cli.failures import Failure
from khalkhin.play.measure import counts, growth
from khalkhin.play.measure.bench import Figure, measure
from khalkhin.play.storage.whole import write_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenario", default="double_envelopment")
    parser.add_argument("--growth", action="store_true", help="how supply grows with the map and the armies, instead")
    parser.add_argument("--counts", type=int, metavar="TURNS", help="count the work of so many turns, instead")
    parser.add_argument("--check", type=Path, metavar="FILE", help="with --counts: fail if it is more than in a file")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="with --counts: write them to a file")
    parser.add_argument("--json", action="store_true")


def run(a: argparse.Namespace) -> int:
    if a.counts is not None:
        return _counts(a)
    if a.growth:
        return _growth(a)

    rows = [*measure(scenario_named(a.scenario)), *_window_figures(a.scenario)]
    if a.json:
        print_json(
            {
                "figures": [
                    {"what": r.what, "value": r.value, "unit": r.unit, "promise": r.promise, "kept": r.kept}
                    for r in rows
                ]
            }
        )
        return 0

    told = [
        (r.what, f"{r.value:.4g} {r.unit}", f"≤ {r.promise:g} {r.unit}", "kept" if r.kept else "missed") for r in rows
    ]
    print_table("khalkhin bench", ("what", "measured", "promise", ""), told)
    return 0


def _counts(a: argparse.Namespace) -> int:
    try:
        kept = {} if a.check is None else counts.read(a.check)
    except (OSError, ValueError) as error:
        raise Failure(f"{a.check} cannot be compared with: {error}") from error
    found = counts.count(scenario_named(a.scenario), a.counts)
    more = counts.more(found, kept)
    if a.keep is not None:
        try:
            write_whole(a.keep, f"{json.dumps(found, indent=1)}\n".encode())
        except OSError as error:
            raise Failure(f"{a.keep} cannot be written: {error.strerror or error}") from error
    if a.json:
        print_json({"counts": found, "more": more})
    else:
        rows = [
            (what, str(n), str(kept.get(what, "")), "" if what not in kept else "more" if what in more else "kept")
            for what, n in found.items()
        ]
        print_table("khalkhin bench --counts", ("what", "counted", "before", ""), rows)
    return 1 if more else 0


def _growth(a: argparse.Namespace) -> int:

    rows = [asdict(row) for row in growth.measure()]
    if a.json:
        print_json({"growth": rows})
        return 0

    told = [[f"{v:.1f}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows]
    print_table("Supply of a side, ms (median)", list(rows[0]), told, right=True)
    return 0


def _window_figures(ref: str) -> list[Any]:
    """Start of the window and frames while panning, in processes of their own."""

    environment = {
        **os.environ,
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    }
    run = subprocess.run(
        [sys.executable, "-m", "khalkhin.ui.pictures.bench", ref], env=environment, capture_output=True, text=True
    )
    if run.returncode:
        raise Failure(f"the window could not be measured: {run.stderr.strip().splitlines()[-1:]}")
    return [Figure(**row) for row in json.loads(run.stdout)]
