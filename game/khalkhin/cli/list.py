"""``khalkhin list``: the scenarios there are."""

from __future__ import annotations

import argparse

from khalkhin import paths
from khalkhin.cli.console import print_json, say
from khalkhin.scenario import listings
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(a: argparse.Namespace) -> int:

    found = listings()
    if a.json:
        print_json(
            {
                "scenarios": [
                    {
                        "id": e.id,
                        "title": e.title,
                        "folder": str(e.folder),
                        "ok": e.scenario is not None,
                        "issues": [str(i) for i in e.issues],
                    }
                    for e in found
                ],
                "user_maps": str(paths.user_maps_dir()),
            }
        )
        return 0
    for entry in found:
        fault = "" if entry.scenario else _("(cannot be played; see `khalkhin check`)")
        say(f"{entry.id:24} {entry.title}  {fault}".rstrip())
    say(_("Your own scenarios go into {folder}").format(folder=paths.user_maps_dir()))
    return 0
