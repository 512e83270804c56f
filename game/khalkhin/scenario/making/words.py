"""The words that Tiled offers to choose from: sides, nations, unit types, kinds of ground, qualities, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from khalkhin.core.model.rules import Rules
from khalkhin.scenario.tables.rules_tables import UNKNOWN
from khalkhin.scenario.tmx.object_classes import LABELS, QUALITIES

#: The sides and nations of the shipped scenarios, and which nations fight for which side.
NATIONS: Mapping[str, tuple[str, ...]] = {"soviet": ("USSR", "Mongolia"), "japanese": ("Japan", "Manchukuo")}
#: How the ids of unit types of the second side begin; the others are the first side's.
_SECOND = ("jp-", "manchukuo-", "border-")


@dataclass(frozen=True, slots=True)
class Words:
    """What can be chosen in a scenario: its sides and nations, and the ids of its unit types and kinds of ground."""

    sides: tuple[str, ...]
    nations: tuple[str, ...]
    unit_types: tuple[str, ...]
    terrains: tuple[str, ...]

    @classmethod
    def of(cls, rules: Rules, sides: Iterable[str] = NATIONS, nations: Iterable[str] | None = None) -> Words:
        """The words of a scenario with these rules; without sides and nations, those of the shipped ones."""
        if nations is None:
            nations = (nation for those in NATIONS.values() for nation in those)
        types = tuple(id_ for id_ in rules.unit_types if id_ != UNKNOWN)
        return cls(tuple(sides), tuple(nations), types, tuple(rules.terrain))

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The lists by name. Where nothing is chosen yet, or nothing need be, the first word is blank."""
        return {
            "side": ("", *self.sides),
            "unit_type": ("", *self.unit_types),
            "terrain": ("", *self.terrains),
            "nation": ("", *self.nations),
            "quality": QUALITIES,
            "label_kind": LABELS,
        }


def side_of(unit_type: str) -> str:
    """The side that a shipped unit type fights for."""
    first, second = NATIONS
    return second if unit_type.startswith(_SECOND) else first


def nation_of(unit_type: str) -> str:
    """The nation that a shipped unit type is of."""
    nations = NATIONS[side_of(unit_type)]
    return nations[unit_type.startswith(("manchukuo-", "mongol-"))]
