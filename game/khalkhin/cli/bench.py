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
    parser.add_argument("--keep", type=Path, metavar="FILE", help="with --counts: write them to a file of battles")
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="FILE",
        help="count the battles of such a file again, and tell what is more work or less; fails where it is more",
    )
    parser.add_argument("--json", action="store_true")


def run(a: argparse.Namespace) -> int:
    if a.compare is not None:
        return _compare(a)
    if a.counts is not None:
        return _counts(a)
    if a.growth:
        return _growth(a)

    rows = [*measure(scenario_named(a.scenario)), *_window_figures(a.scenario)]
    if a.json:
        print_json({"figures": [{**asdict(r), "kept": r.kept, "loops": r.loops} for r in rows]})
        return 0

    told = [
        (
            r.what,
            f"{r.value:.4g} {r.unit}",
            "" if r.loops is None else f"{r.loops:.3g}",
            f"≤ {r.promise:g} {r.unit}",
            "kept" if r.kept else "missed",
        )
        for r in rows
    ]
    print_table("khalkhin bench", ("what", "measured", "in calibration loops", "promise", ""), told)
    return 0


def _counts(a: argparse.Namespace) -> int:
    """Count the work of one battle in this process, and keep it if asked."""
    found = counts.count(scenario_named(a.scenario), a.counts)
    if a.keep is not None:
        others = _kept(a.keep) if a.keep.exists() else {}
        text = json.dumps({**others, a.scenario: {counts.TURNS: a.counts, **found}}, indent=1)
        try:
            write_whole(a.keep, f"{text}\n".encode())
        except OSError as error:
            raise Failure(f"{a.keep} cannot be written: {error.strerror or error}") from error
    if a.json:
        print_json({"counts": found})
    else:
        print_table("khalkhin bench --counts", ("what", "counted"), [(what, str(n)) for what, n in found.items()])
    return 0


def _kept(path: Path) -> dict[str, dict[str, int]]:
    try:
        return counts.read(path)
    except (OSError, ValueError) as error:
        raise Failure(f"{path} cannot be compared with: {error}") from error


def _compare(a: argparse.Namespace) -> int:
    """Count every battle of a file again, each in a process of its own, where nothing has been found before."""
    battles, rows = {}, []
    for scenario, kept in _kept(a.compare).items():
        words = [sys.executable, "-m", "khalkhin", "bench", "--scenario", scenario]
        run = subprocess.run(
            [*words, "--counts", str(kept[counts.TURNS]), "--json"], capture_output=True, encoding="utf-8"
        )
        if run.returncode:
            raise Failure(f"{scenario} could not be counted: {run.stderr.strip()}")
        found = json.loads(run.stdout)["counts"]
        changed = counts.changes(found, kept)
        battles[scenario] = {"counts": found, "changes": changed}
        for what, n in found.items():
            by = changed.get(what, 0)
            told = "" if what not in kept else "same" if not by else f"{abs(by)} {'more' if by > 0 else 'less'}"
            rows.append((scenario, what, str(n), str(kept.get(what, "")), told))
    if a.json:
        print_json(battles)
    else:
        print_table("khalkhin bench --compare", ("battle", "what", "counted", "before", ""), rows)
    return 1 if any(by > 0 for battle in battles.values() for by in battle["changes"].values()) else 0


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
