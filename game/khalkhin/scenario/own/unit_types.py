"""Unit types for all scenarios of a campaign, or for one: ``units.toml``, beside those in scenario.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from khalkhin.core.model.rules import UnitType
from khalkhin.foreign_text import quoted
from khalkhin.formats import UNITS
from khalkhin.scenario.issues import Report
from khalkhin.scenario.own.shelves import own_tables
from khalkhin.scenario.tables.rules_tables import UNKNOWN, Id, UnitTypeRow, unit_type, unit_type_row
from khalkhin.scenario.tables.toml_models import Model, Table, parse
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.translation import _

FILE = "units.toml"
#: What is in doubt when a table could not be read: nobody knows which unit types there are.
UNREAD = "units.toml"
#: The most unit types that one file has.
MOST = 200


class UnitTypesTable(Model):
    format: int
    unit_types: Annotated[dict[Id, dict[str, Any]], Field(max_length=MOST)] = Field(default_factory=dict)


def shared_types(
    folder: Path,
    roots: Roots,
    types: Mapping[str, UnitType],
    usual: Mapping[str, Any],
    symbols: Collection[str],
    report: Report,
) -> dict[str, UnitType]:
    """Unit types, with those of the files that a scenario has beside it and in its campaign."""
    known = dict(types)
    for found in own_tables(folder, FILE, _("the table of unit types"), UNITS, UnitTypesTable, roots, report):
        if found is None:
            report.doubted.add(UNREAD)
            report.unexamined(_("whether there are the unit types that units have"))
            continue
        table, rows = found
        known = with_types(known, rows.unit_types, table, usual, symbols, report)
    return known


def with_types(
    types: Mapping[str, UnitType],
    rows: Mapping[str, Mapping[str, Any]],
    table: Table,
    usual: Mapping[str, Any],
    symbols: Collection[str],
    report: Report,
) -> dict[str, UnitType]:
    """Unit types with the rows of a table: each changes what it names of one that there is, or makes a new one, which
    has what is usual where it says nothing."""
    out = dict(types)
    for id_, changes in rows.items():
        base = unit_type_row(out[id_]) if id_ in out else usual
        if id_ not in out and (slip := _slip(id_, changes, usual, types, report)):
            about = _("there is no unit type {name} to change").format(name=quoted(id_))
            report.error(table.where("unit_types", id_), about, slip)
            # Units of this type are not reported as well.
            out[id_] = replace(out[UNKNOWN], id=id_)
            continue
        given = {"symbols": frozenset(symbols)}
        row = parse(UnitTypeRow, table, report, {**base, **changes}, ("unit_types", id_), given)
        if row is not None:
            out[id_] = unit_type(row, id_)
        elif id_ not in out:
            # Units of this type are not reported as well.
            out[id_] = replace(out[UNKNOWN], id=id_)
    return out


def _slip(
    name: str, row: Mapping[str, Any], usual: Mapping[str, Any], types: Mapping[str, UnitType], report: Report
) -> str:
    """A cure for a row that changes a unit type whose name is misspelt; empty for one that is to be a new type: it says
    half of what one must and more, or has a name that is like no other."""
    needed = [key for key, field in UnitTypeRow.model_fields.items() if field.is_required() and key not in usual]
    if 2 * sum(key in row for key in needed) >= len(needed):
        return ""
    near = report.hint(name, [t for t in types if t != UNKNOWN])
    return near.text if near.near else ""
