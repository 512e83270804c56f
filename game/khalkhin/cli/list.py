"""``khalkhin list``: the scenarios there are."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from khalkhin import paths
from khalkhin.cli.console import print_json, say
from khalkhin.scenario import campaigns, listings, packs
from khalkhin.translation import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _pack(folder: Path) -> dict[str, str] | None:
    """What the pack in a folder says of itself, if it is one."""
    found = packs.about(folder)
    return None if found is None else asdict(found)


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
                        "yours": not e.shipped,
                        "pack": _pack(e.folder),
                    }
                    for e in found
                ],
                "campaigns": [
                    {"id": id_, "title": title, "folder": str(folder), "pack": _pack(folder)}
                    for id_, title, folder in campaigns.listed()
                ],
                "user_maps": str(paths.user_maps_dir()),
            }
        )
        return 0
    for entry in found:
        fault = "" if entry.scenario else _("(cannot be played; see `khalkhin check`)")
        said = "" if entry.shipped else f"({packs.origin(entry.folder)})"
        say("  ".join(filter(None, (f"{entry.id:24} {entry.title}", said, fault))))
    for id_, title, folder in campaigns.listed():
        say("  ".join((f"{id_:24} {title}", _("(a campaign, {origin})").format(origin=packs.origin(folder)))))
    say(_("Your own scenarios go into {folder}").format(folder=paths.user_maps_dir()))
    return 0
