"""How conditions and effects are written in scenario.toml: the words that name them and the marks on their fields.

A class of :mod:`condition_kinds` or :mod:`effect_kinds` says with a mark what each of its fields refers to, and with a
word under which key it stands. Reading, finding names, checks and the reference for makers of scenarios follow from
that; only what a condition asks and an effect does is written elsewhere (:mod:`conditions`, :mod:`effects`), in one
place each.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args, get_type_hints

#: What a name may be the name of.
Named = Literal["side", "objective", "crossing", "store", "airfield", "area", "flag", "entry", "choice", "answer"]


@dataclass(frozen=True, slots=True)
class Ref:
    """The name of something, under the field's own name or `key`. A crossing becomes its hexside. Fields of one class
    under the same key are alternatives: the first of which the name is known has it."""

    to: Named
    key: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """Codes of units: `unit`, `units` or `formation`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Hexes: a `place` by its name or as [column, row], and those up to `within` hexes around it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One hex of a place, or -1 where none is given."""

    key: str


@dataclass(frozen=True, slots=True)
class Area:
    """The hexes of an area, or None where none is given."""


@dataclass(frozen=True, slots=True)
class HexesOf:
    """The hexes of the area that another field names; not written."""

    field: str


@dataclass(frozen=True, slots=True)
class Turns:
    """How many turns, the present one among them."""


@dataclass(frozen=True, slots=True)
class Until:
    """The last turn of something, as a turn's number or a date; 0 where none is given."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between two others."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower or an upper bound, of which at least one is given; a bound that is not given has the default."""

    key: Literal["at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words, under the field's own name or `key`."""

    words: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of so many characters at most."""

    most: int


@dataclass(frozen=True, slots=True)
class SupplyState:
    """A supply state by its name."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Conditions inside this one: several in a list, or `one`."""

    one: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the word itself says; not written."""


Mark = (
    Ref
    | Units
    | Place
    | Spot
    | Area
    | HexesOf
    | Turns
    | Until
    | Number
    | Bound
    | OneOf
    | Text
    | SupplyState
    | Parts
    | Given
)


@dataclass(frozen=True, slots=True)
class Word:
    """A key under which a condition or an effect is written.

    Its value is a table of the fields or, when `bare`, that of the only field. An `opposite` word means that the
    condition does not hold; `given` are fields that the word itself fills. Of the fields in `either`, and of those that
    stand for units, exactly one is given.
    """

    key: str
    kind: type[Any]
    bare: bool = False
    opposite: bool = False
    either: tuple[str, ...] = ()
    given: tuple[tuple[str, bool], ...] = ()


#: What the weather may be.
WEATHER = ("clear", "rain", "fog", "storm")
#: Air missions that may be forbidden.
MISSIONS = ("interdict", "scout", "bomb", "raid")
#: So much more or fewer.
CHANGE = Number(-100_000, 100_000)

K = TypeVar("K", bound=type[Any])


class Vocabulary:
    """The words of all conditions, or of all effects, in the order in which messages list them. Called, it lets the
    class below be written under a key; several classes may share a key, and a class have several."""

    def __init__(self) -> None:
        self.words: list[Word] = []

    def __call__(
        self, key: str, *, bare: bool = False, opposite: bool = False, either: tuple[str, ...] = (), **given: bool
    ) -> Callable[[K], K]:
        def enter(kind: K) -> K:
            self.words.append(Word(key, kind, bare, opposite, either, tuple(given.items())))
            return kind

        return enter


@dataclass(frozen=True, slots=True)
class MarkedField:
    """A field of a condition or an effect: its name, mark, and default (`MISSING` where it must be given)."""

    name: str
    mark: Mark
    default: Any

    @property
    def required(self) -> bool:
        return self.default is dataclasses.MISSING


_MARKED: dict[type[Any], tuple[MarkedField, ...]] = {}


def marked(kind: type[Any]) -> tuple[MarkedField, ...]:
    """The fields of a condition or an effect. Raises: TypeError for one without a mark."""
    if kind not in _MARKED:
        _MARKED[kind] = _read_marks(kind)
    return _MARKED[kind]


def _read_marks(kind: type[Any]) -> tuple[MarkedField, ...]:
    hints = get_type_hints(kind, include_extras=True)
    out = []
    for field in dataclasses.fields(kind):
        marks = [part for part in get_args(hints[field.name])[1:] if isinstance(part, Mark)]
        if len(marks) != 1:
            raise TypeError(f"{kind.__name__}.{field.name} has no mark that says how it is written")
        out.append(MarkedField(field.name, marks[0], field.default))
    return tuple(out)
