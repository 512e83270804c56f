"""Tiled's project and object types, made from the classes that the loader reads.

What Tiled shows for a property that is not set is what the game takes for it: both have it from
:mod:`khalkhin.scenario.tmx.object_classes`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from khalkhin.scenario.making.attributes import quoted
from khalkhin.scenario.making.words import Words
from khalkhin.scenario.tmx.object_classes import LINE, Member, ObjectClass, kinds, text
from khalkhin.translation import N_, _

#: The class of the tiles of ground.
TERRAIN = ObjectClass(
    "terrain",
    ("tile",),
    N_("A tile of ground."),
    "#b9a86a",
    {"terrain": Member(text, "", N_("the kind of ground"), "terrain", must=True)},
)
#: The file that Tiled 1.8 finds the classes in; later versions have them in the project.
OBJECT_TYPES = "objecttypes.xml"
PROJECT = "khalkhin.tiled-project"


def classes() -> dict[str, ObjectClass]:
    """All classes by name, that of tiles first."""
    return {"Terrain": TERRAIN, **kinds()}


def project(words: Words) -> str:
    """A project file for Tiled 1.8 and later."""
    types: list[dict[str, object]] = [
        {"name": name, "storageType": "string", "type": "enum", "values": list(values), "valuesAsFlags": False}
        for name, values in words.lists().items()
    ]
    types += [
        {
            "name": name,
            "type": "class",
            "color": f"#ff{kind.colour[1:]}",
            "drawFill": True,
            "members": [_member(key, member) for key, member in kind.members.items()],
            "useAs": ["tile"] if kind is TERRAIN else ["property", "object", "tile"],
        }
        for name, kind in classes().items()
    ]
    whole = {
        "automappingRulesFile": "",
        "commands": [
            _command(_("Check this scenario"), 'check "%mappath"', "F6"),
            _command(_("Play this scenario"), 'play "%mappath"', "F7"),
        ],
        "compatibilityVersion": 1100,
        "extensionsPath": "extensions",
        "folders": ["."],
        "objectTypesFile": OBJECT_TYPES,
        "properties": [],
        "propertyTypes": [{"id": number, **type_} for number, type_ in enumerate(types, 1)],
    }
    return json.dumps(whole, indent=4) + "\n"


def _member(name: str, member: Member) -> Mapping[str, object]:
    known = {"propertyType": member.words} if member.words else {}
    return {"name": name, "type": _type(member), "value": member.default, **known}


def _type(member: Member) -> str:
    return "int" if isinstance(member.default, int) else "string"


def _command(name: str, arguments: str, shortcut: str) -> Mapping[str, object]:
    """A command of Tiled's File menu that runs the game on the folder of the open map."""
    return {
        "arguments": arguments,
        "command": "khalkhin",
        "enabled": True,
        "name": name,
        "saveBeforeExecute": True,
        "shortcut": shortcut,
        "showOutput": True,
        "workingDirectory": "%mappath",
    }


def object_types() -> str:
    """The same classes as Tiled 1.8 reads them."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<objecttypes>"]
    for name, kind in classes().items():
        lines.append(f' <objecttype name="{name}" color="{kind.colour}"{"" if kind.members else "/"}>')
        for key, member in kind.members.items():
            known = f' propertytype="{member.words}"' if member.words else ""
            default = quoted(str(member.default))
            lines.append(f'  <property name="{key}" type="{_type(member)}"{known} default={default}/>')
        if kind.members:
            lines.append(" </objecttype>")
    return "\n".join([*lines, "</objecttypes>", ""])


def drawn_as(kind: ObjectClass) -> str:
    """How a class is drawn, for a table."""
    return "line" if kind.shapes == LINE else "point" if "point" in kind.shapes else "area"
