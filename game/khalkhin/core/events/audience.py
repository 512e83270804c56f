"""Who hears of an event: declared once, in the event's own class.

An event is told whole to those it names (`to`). Others may witness it where it happens (`seen`): they get it with the
fields in `blank` emptied. Units that a hearer cannot identify are hidden in the fields `ids`, for everybody alike. An
event that names nobody and has no witnesses is told to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Public:
    """Both sides."""


@dataclass(frozen=True, slots=True)
class Side:
    """The side that a field names; with `or_both`, both sides where the field is empty."""

    field: str
    or_both: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """The side whose unit a field names (of several, the first)."""

    field: str


@dataclass(frozen=True, slots=True)
class Mover:
    """The side whose turn it was."""


@dataclass(frozen=True, slots=True)
class CrossingOwner:
    """The side that held the crossing at the hexside in a field before the event."""

    field: str


@dataclass(frozen=True, slots=True)
class WhenOneOf:
    """Both sides, where a field has one of some values."""

    field: str
    values: frozenset[str]


Hearer = Public | Side | Owner | Mover | CrossingOwner | WhenOneOf


@dataclass(frozen=True, slots=True)
class Seen:
    """Who observes the hex in a field; with `only_if`, where that field is true."""

    field: str
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class SeenBeside:
    """Who observes one of the two hexes beside the hexside in a field."""

    field: str


@dataclass(frozen=True, slots=True)
class Along:
    """Who observes part of the way in a field: they get the way from the first hex they observe to the last."""

    field: str


Witness = Seen | SeenBeside | Along


@dataclass(frozen=True, slots=True)
class Audience:
    """See the module. `contact` names the field of the hex where an empty id stands for a contact."""

    to: tuple[Hearer, ...] = ()
    seen: Witness | None = None
    ids: tuple[str, ...] = ()
    blank: Mapping[str, object] = field(default_factory=dict)
    contact: str = ""

    def fields(self) -> set[str]:
        """The fields of the event that the audience speaks of."""
        parts = (*self.to, *((self.seen,) if self.seen is not None else ()))
        named = {name for part in parts for name in (getattr(part, "field", ""), getattr(part, "only_if", ""))}
        return (named | {*self.ids, *self.blank, self.contact}) - {""}


def heard(
    *to: Hearer,
    seen: Witness | None = None,
    ids: tuple[str, ...] = (),
    blank: Mapping[str, object] | None = None,
    contact: str = "",
) -> Audience:
    """An audience, as event classes write it."""
    return Audience(to, seen, ids, blank or {}, contact)


class Happening:
    """What every event class is built on. Raises TypeError, when it is defined, for a class that does not say who hears
    of it, or speaks of fields that it does not have."""

    __slots__ = ()
    audience: ClassVar[Audience]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        said = cls.__dict__.get("audience")
        if not isinstance(said, Audience):
            raise TypeError(f"the event {cls.__name__} does not say who hears of it")
        unknown = said.fields() - set(cls.__annotations__)
        if unknown:
            raise TypeError(f"the audience of {cls.__name__} speaks of {sorted(unknown)}, which it does not have")
