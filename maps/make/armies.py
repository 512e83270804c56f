"""Rows of an order of battle, as the maps give them."""

from __future__ import annotations

from dataclasses import dataclass

Km = tuple[float, float]

#: Parts of the names of unit types that share a hex with a fighting unit.
_SUPPORT = ("artillery", "howitzer", "battery", "engineer", "-hq", "flame", "anti-tank", "guns")


@dataclass(frozen=True)
class Row:
    """A unit as the map gives it. `bank` is the bank it stands on: "west" (the river's left bank) or "east"."""

    code: str
    name: str
    type: str
    formation: str
    at: Km
    bank: str
    steps: int | None = None
    quality: str = "regular"
    nation: str = ""
    leader: str = ""
    entrenchment: int = 0

    @property
    def stack(self) -> str:
        """What it shares a hex with: one combat and one support unit stand together, columns with anybody."""
        if "column" in self.type:
            return "column"
        return "support" if any(part in self.type for part in _SUPPORT) else "combat"


def soviet(code: str, name: str, kind: str, formation: str, at: Km, bank: str = "west", **more: object) -> Row:
    return Row(code, name, kind, formation, at, bank, nation="USSR", **more)  # type: ignore[arg-type]


def mongol(code: str, name: str, kind: str, formation: str, at: Km, bank: str = "east", **more: object) -> Row:
    return Row(code, name, kind, formation, at, bank, nation="Mongolia", **more)  # type: ignore[arg-type]


def japanese(code: str, name: str, kind: str, formation: str, at: Km, bank: str = "east", **more: object) -> Row:
    return Row(code, name, kind, formation, at, bank, nation="Japan", **more)  # type: ignore[arg-type]


def manchukuoan(code: str, name: str, kind: str, formation: str, at: Km, bank: str = "east", **more: object) -> Row:
    return Row(code, name, kind, formation, at, bank, nation="Manchukuo", **more)  # type: ignore[arg-type]
