"""Templates for Tiled: a unit of every type and a place of every kind, as tile objects with the game's own counters.

The tileset `counters.tsx` has a tile for each, in the order of :func:`pieces`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from khalkhin.core.model.rules import Rules
from khalkhin.scenario.making.attributes import quoted
from khalkhin.scenario.making.words import NATIONS, Words, nation_of, side_of
from khalkhin.scenario.tmx.object_classes import kinds

#: Pixels of a tile of counters, and tiles in a row.
TILE, COLUMNS = 52, 8
TILESET = "counters.tsx"
PICTURE = "counters.png"
#: The one that has no tile.
LABEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<template>
 <object name="Name" type="Label">
  <point/>
 </object>
</template>
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One template: the name of its file, the class and name of its object, and what it says."""

    file: str
    kind: str
    name: str
    says: Mapping[str, str | int] = field(default_factory=dict)


def pieces(rules: Rules) -> list[Piece]:
    """All that templates are made for, in the order of their tiles."""
    return [*_units(rules), *_places(), *(Piece(kind.lower(), kind, kind) for kind in ("Ford", "Bridge", "Pontoon"))]


def _units(rules: Rules) -> Iterator[Piece]:
    for id_ in Words.of(rules).unit_types:
        says = {"type": id_, "side": side_of(id_), "nation": nation_of(id_)}
        yield Piece(id_, "Unit", rules.unit_types[id_].name, says)


def _places() -> Iterator[Piece]:
    """Places of each side, with figures to begin from."""
    for side in NATIONS:
        yield Piece(f"objective-{side}", "Objective", "Objective", {"side": side, "worth": 20, "final_worth": 10})
        yield Piece(f"source-{side}", "SupplySource", "Road head", {"side": side, "per_turn": 40, "stock": 40})
        yield Piece(f"depot-{side}", "Depot", "Depot", {"side": side, "stock": 40})
        yield Piece(f"airfield-{side}", "Airfield", "Airfield", {"side": side, "fighters": 2, "bombers": 1})


def template(piece: Piece, number: int) -> str:
    """The template file of a piece whose tile has the number `number`, from 0 on."""
    members = kinds()[piece.kind].members
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<template>",
        f' <tileset firstgid="1" source="../tilesets/{TILESET}"/>',
        f" <object name={quoted(piece.name)} type={quoted(piece.kind)} "
        f'gid="{number + 1}" width="{TILE}" height="{TILE}">',
    ]
    if piece.says:
        lines.append("  <properties>")
        lines += [f"   {property_line(key, value, members[key].words)}" for key, value in sorted(piece.says.items())]
        lines.append("  </properties>")
    return "\n".join([*lines, " </object>", "</template>", ""])


def property_line(name: str, value: str | int, words: str = "") -> str:
    """A property as Tiled writes it; `words` names the list that it is chosen from."""
    typed = ' type="int"' if isinstance(value, int) else ""
    known = f' propertytype="{words}"' if words else ""
    return f'<property name="{name}"{typed}{known} value={quoted(str(value))}/>'


def tileset(rules: Rules) -> str:
    """The tileset of counters."""
    named = pieces(rules)
    wide, high = TILE * COLUMNS, TILE * -(-len(named) // COLUMNS)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tileset version="1.10" tiledversion="1.10.2" name="counters" tilewidth="{TILE}" tileheight="{TILE}" '
        f'tilecount="{COLUMNS * -(-len(named) // COLUMNS)}" columns="{COLUMNS}" objectalignment="center">',
        f' <image source="{PICTURE}" width="{wide}" height="{high}"/>',
        "</tileset>",
        "",
    ]
    return "\n".join(lines)


def files(rules: Rules) -> dict[str, str]:
    """Every template and the tileset, by their names in a folder of maps."""
    made = {f"templates/{p.file}.tx": template(p, number) for number, p in enumerate(pieces(rules))}
    return {f"tilesets/{TILESET}": tileset(rules), "templates/label.tx": LABEL, **made}
