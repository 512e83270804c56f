"""Ground of a scenario's own: ``terrain.toml``, whose kinds are named by tiles of the scenario's own tilesets.

A table adds kinds and changes none: what the game's own ground costs stands in the rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from khalkhin.core.model.rules import Terrain
from khalkhin.foreign_text import quoted
from khalkhin.formats import TERRAIN
from khalkhin.scenario.issues import Report
from khalkhin.scenario.own.shelves import own_tables
from khalkhin.scenario.tables.rules_tables import Id, TerrainRow, value
from khalkhin.scenario.tables.toml_models import Model, parse
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.translation import _

FILE = "terrain.toml"
#: What is in doubt when a table could not be read, or has a name that it may not have: nobody knows then which kinds of
#: ground there are.
UNREAD = "terrain.toml"
#: The most kinds of ground that one file has.
MOST = 40


class GroundTable(Model):
    format: int
    terrain: Annotated[dict[Id, dict[str, Any]], Field(max_length=MOST)] = Field(default_factory=dict)


def with_terrains(
    folder: Path, roots: Roots, shipped: Mapping[str, Terrain], usual: Mapping[str, Any], report: Report
) -> dict[str, Terrain]:
    """The kinds of ground, with those of the files that a scenario has beside it and in its campaign."""
    out = dict(shipped)
    for found in own_tables(folder, FILE, _("the table of ground"), TERRAIN, GroundTable, roots, report):
        if found is None:
            report.doubted.add(UNREAD)
            continue
        table, rows = found
        for id_, given in rows.terrain.items():
            if id_ in shipped:
                told = _("the game has a kind of ground that is called {name}").format(name=quoted(id_))
                report.error(table.where("terrain", id_), told, _("give yours another name, here and in the tileset"))
                report.doubted.add(UNREAD)
                continue
            row = parse(TerrainRow, table, report, {**usual, **given}, ("terrain", id_))
            if row is not None:
                out[id_] = value(Terrain, {"id": id_, **row.model_dump()})
            else:
                # Hexes with this ground are not reported as well.
                out[id_] = value(Terrain, {"id": id_, "name": id_, "cost": dict.fromkeys(_MOBILITIES, 1), **usual})
    return out


_MOBILITIES = ("foot", "horse", "wheels", "tracks")
