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

from khalkhin.cli.arguments import positive
from khalkhin.cli.common import scenario_named
from khalkhin.cli.console import print_json, print_table
from khalkhin.cli.failures import Failure
from khalkhin.play.measure import counts, growth
from khalkhin.play.measure.bench import Figure, measure
from khalkhin.storage.whole import write_whole
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenario", default="double_envelopment")
    parser.add_argument(
        "--growth", action="store_true", help=_("how supply grows with the map and the armies, instead")
    )
    parser.add_argument("--counts", type=positive, metavar="TURNS", help=_("count the work of so many turns, instead"))
    parser.add_argument("--keep", type=Path, metavar="FILE", help=_("with --counts: write them to a file of battles"))
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="FILE",
        help=_("count the battles of such a file again, and tell what is more work or less; fails where it is more"),
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
            _(r.what),
            f"{r.value:.4g} {r.unit}",
            "" if r.loops is None else f"{r.loops:.3g}",
            f"≤ {r.promise:g} {r.unit}",
            _("kept") if r.kept else _("missed"),
        )
        for r in rows
    ]
    heads = (_("what"), _("measured"), _("in calibration loops"), _("promise"), "")
    print_table("khalkhin bench", heads, told)
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
            raise Failure(
                _("{file} cannot be written: {why}").format(file=a.keep, why=error.strerror or error)
            ) from error
    if a.json:
        print_json({"counts": found})
    else:
        told = [(_(what), str(n)) for what, n in found.items()]
        print_table("khalkhin bench --counts", (_("what"), _("counted")), told)
    return 0


def _kept(path: Path) -> dict[str, dict[str, int]]:
    try:
        return counts.read(path)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise Failure(_("{file} cannot be compared with: {why}").format(file=path, why=why)) from error


def _compare(a: argparse.Namespace) -> int:
    """Count every battle of a file again, each in a process of its own, where nothing has been found before."""
    battles, rows = {}, []
    for scenario, kept in _kept(a.compare).items():
        words = [sys.executable, "-m", "khalkhin", "bench", "--scenario", scenario]
        run = subprocess.run(
            [*words, "--counts", str(kept[counts.TURNS]), "--json"], capture_output=True, encoding="utf-8"
        )
        if run.returncode:
            raise Failure(_("{scenario} could not be counted: {why}").format(scenario=scenario, why=run.stderr.strip()))
        found = json.loads(run.stdout)["counts"]
        changed = counts.changes(found, kept)
        battles[scenario] = {"counts": found, "changes": changed}
        for what, n in found.items():
            by = changed.get(what, 0)
            rows.append((scenario, _(what), str(n), str(kept.get(what, "")), _change(by) if what in kept else ""))
    if a.json:
        print_json(battles)
    else:
        heads = (_("battle"), _("what"), _("counted"), _("before"), "")
        print_table("khalkhin bench --compare", heads, rows)
    return 1 if any(by > 0 for battle in battles.values() for by in battle["changes"].values()) else 0


def _change(by: int) -> str:
    if not by:
        return _("same")
    return (_("{n} more") if by > 0 else _("{n} less")).format(n=abs(by))


def _growth(a: argparse.Namespace) -> int:
    rows = [asdict(row) for row in growth.measure()]
    if a.json:
        print_json({"growth": rows})
        return 0

    told = [[f"{v:.1f}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows]
    heads = [_(growth.HEADS[name]) for name in rows[0]]
    print_table(_("Supply of a side, ms (median)"), heads, told, right=True)
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
        raise Failure(
            _("the window could not be measured: {why}").format(why="".join(run.stderr.strip().splitlines()[-1:]))
        )
    return [Figure(**row) for row in json.loads(run.stdout)]
