"""Makes maps/khalkhin.tiled-project: the classes of docs/making-maps.md with their properties, for Tiled to offer.

python maps/make/project.py
"""

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "khalkhin.tiled-project"

ENUMS: dict[str, list[str]] = {
    "side": ["soviet", "japanese"],
    "quality": ["raw", "regular", "veteran", "elite"],
    "label_kind": ["place", "river", "heights", "region"],
}
#: Class: colour, and its members as name -> (default, enum or "").
CLASSES: dict[str, tuple[str, dict[str, tuple[str | int, str]]]] = {
    "Terrain": ("#ffb9a86a", {"terrain": ("steppe", "")}),
    "River": ("#ff2f6f9f", {}),
    "Stream": ("#ff5b9cc4", {}),
    "Escarpment": ("#ff5a3c22", {}),
    "Border": ("#ffa02020", {"claim": ("soviet", "side")}),
    "Road": ("#ff6e4a28", {}),
    "Track": ("#ff9a7448", {}),
    "Ford": ("#ff4f9a8c", {"owner": ("", ""), "hits": (0, ""), "mined": ("", "")}),
    "Bridge": ("#ff202020", {"owner": ("", ""), "hits": (0, ""), "mined": ("", "")}),
    "Pontoon": ("#ff505050", {"owner": ("", ""), "hits": (0, ""), "mined": ("", "")}),
    "Unit": (
        "#ffa03020",
        {
            "code": ("", ""),
            "type": ("rifle-regiment", ""),
            "side": ("soviet", "side"),
            "formation": ("", ""),
            "nation": ("", ""),
            "quality": ("regular", "quality"),
            "steps": (0, ""),
            "entrenchment": (0, ""),
            "leader": ("", ""),
        },
    ),
    "Objective": ("#ffd8a020", {"side": ("soviet", "side"), "worth": (10, ""), "final_worth": (5, "")}),
    "SupplySource": ("#ff207020", {"side": ("soviet", "side"), "per_turn": (50, ""), "stock": (0, "")}),
    "Depot": ("#ff409040", {"side": ("soviet", "side"), "stock": (100, "")}),
    "Airfield": ("#ff4060a0", {"side": ("soviet", "side"), "fighters": (4, ""), "bombers": (2, "")}),
    "Area": ("#ff707070", {}),
    "Label": ("#ff303030", {"kind": ("place", "label_kind")}),
}


def text() -> str:
    """The project file."""
    types: list[dict[str, object]] = []
    for name, values in ENUMS.items():
        types.append(
            {
                "id": len(types) + 1,
                "name": name,
                "storageType": "string",
                "type": "enum",
                "values": values,
                "valuesAsFlags": False,
            }
        )
    for name, (colour, members) in CLASSES.items():
        listed = []
        for member, (value, enum) in members.items():
            listed.append(
                {
                    "name": member,
                    "type": "int" if isinstance(value, int) else "string",
                    "value": value,
                    **({"propertyType": enum} if enum else {}),
                }
            )
        types.append(
            {
                "id": len(types) + 1,
                "name": name,
                "type": "class",
                "color": colour,
                "drawFill": True,
                "members": listed,
                "useAs": ["property", "object", "tile"],
            }
        )
    project = {
        "automappingRulesFile": "",
        "commands": [],
        "compatibilityVersion": 1100,
        "extensionsPath": "extensions",
        "folders": ["."],
        "properties": [],
        "propertyTypes": types,
    }
    return json.dumps(project, indent=4) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
