"""What every field of a state may be in a snapshot: the kinds of fields, with their ranges, by dataclass.

The state's own dataclasses say of which parts it consists; this table says what a number or a text in them means. A
field of a number or a text that is not in it cannot be read, so that none goes unchecked.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, Field, TypeAdapter, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as cs

from khalkhin.core.command.handicap import LIMIT
from khalkhin.core.model.crossings import Crossing, Record
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Grade, Scenario
from khalkhin.core.model.state import (
    LATER,
    STATE_FIELDS,
    Airfield,
    Award,
    Ban,
    GameState,
    Ghost,
    Holding,
    KnownLosses,
    Outcome,
    Sightings,
    SortiesLeft,
    Store,
)
from khalkhin.core.model.units import STANDBY, Job, Level, Unit, UnitSpec
from khalkhin.core.timeline.written import MISSIONS, WEATHER
from khalkhin.play.file_fields import Count, Points, Seed, Steps, Turn, Word, plain

#: The type of the error when a snapshot names a unit that is not in the order of battle.
NO_UNIT: Final = "no_unit"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a snapshot is read against: its scenario, with what is looked up in it often."""

    scenario: Scenario
    specs: Mapping[str, UnitSpec]
    sides: frozenset[str]
    size: int

    @classmethod
    def of(cls, scenario: Scenario) -> Terms:
        specs = {spec.id: spec for spec in scenario.order_of_battle}
        return cls(scenario, specs, frozenset(s.id for s in scenario.sides), scenario.board.size)


def _terms(info: ValidationInfo) -> Terms:
    assert isinstance(info.context, Terms)
    return info.context


def _spec(name: str, info: ValidationInfo) -> UnitSpec:
    spec = _terms(info).specs.get(name)
    if spec is None:
        raise PydanticCustomError(NO_UNIT, "is no unit of the scenario")
    return spec


def _known_unit(name: str, info: ValidationInfo) -> str:
    return _spec(name, info).id


def _side(name: str, info: ValidationInfo) -> str:
    if name not in _terms(info).sides:
        raise ValueError("is no side")
    return name


def _side_or_nobody(name: str, info: ValidationInfo) -> str:
    return name and _side(name, info)


def _on_map(hex_: int, info: ValidationInfo) -> int:
    if not 0 <= hex_ < _terms(info).size:
        raise ValueError("is not on the map")
    return hex_


def _place(hex_: int, info: ValidationInfo) -> int:
    return hex_ if hex_ in OFF_THE_MAP else _on_map(hex_, info)


def _hexside(hexside: int, info: ValidationInfo) -> int:
    """A hexside between two hexes of the map, under the lower of its two names."""
    board = _terms(info).scenario.board
    near, far = divmod(hexside, 6)
    if not (0 <= near < board.size and board.sides[near][far] == hexside and board.neighbours[near][far] >= 0):
        raise ValueError("is no hexside between two hexes")
    return hexside


def _one_of(*words: str) -> AfterValidator:
    def known(word: str) -> str:
        if word not in words:
            raise ValueError("is none of the words there are")
        return word

    return AfterValidator(known)


#: Where a unit of a battle can be but on the map (what one side does not see is no place of a whole state).
OFF_THE_MAP = frozenset({-1, -2, -3, -5})

Hex = Annotated[int, AfterValidator(_on_map)]
Place = Annotated[int, AfterValidator(_place)]
#: An airfield lies on the map or off it.
Base = Annotated[int, AfterValidator(lambda hex_, info: hex_ if hex_ == -1 else _on_map(hex_, info))]
Hexside = Annotated[int, AfterValidator(_hexside)]
SideId = Annotated[str, AfterValidator(_side)]
AnySide = Annotated[str, AfterValidator(_side_or_nobody)]
UnitId = Annotated[str, AfterValidator(_known_unit)]
UnitIndex = Annotated[int, Field(ge=0, le=100_000)]
#: What an attack was aimed at: a number that only tells targets apart.
Target = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
#: A turn of the battle or beyond its end; 0 for none.
Until = Annotated[int, Field(ge=0, le=100_000)]
Small = Annotated[int, Field(ge=0, le=1000)]
Sortie = Annotated[int, Field(ge=0, le=10_000)]
Figure = Annotated[int, Field(ge=0, le=LIMIT)]

#: Kinds of the fields whose type alone says too little.
KINDS: Mapping[type, Mapping[str, object]] = {
    Unit: {
        "hex": Place,
        "steps": Steps,
        "suppressed": Steps,
        "entrenchment": Annotated[int, Field(ge=0, le=3)],
        "store": Annotated[int, Field(ge=-1, le=100_000)],
        "cargo": Count,
        "haul": tuple[Hex, Hex] | None,
        "mp": Small,
        "unsupplied": Small,
        "standby": Annotated[str, _one_of(*STANDBY)],
    },
    Job: {"hexside": Hexside, "done": Small},
    Crossing: {
        "name": Word,
        "hexside": Hexside,
        "owner": AnySide,
        "hits": Annotated[int, Field(ge=0, le=100)],
        "used": Count,
        "supply_used": Count,
        "mined": AnySide,
    },
    Record: {"turn": Until, "side": AnySide, "what": Word, "amount": Points, "supply": Count},
    Store: {
        "name": Word,
        "side": SideId,
        "hex": Hex,
        "stock": Count,
        "priority": Annotated[int, Field(ge=0, le=3)],
        "wanted": Count,
    },
    Airfield: {"name": Word, "side": SideId, "hex": Base, "fighters": Sortie, "bombers": Sortie, "wrecked": Until},
    SortiesLeft: {"fighters": Sortie, "bombers": Sortie},
    Holding: {"side": SideId, "since": Until},
    Ghost: {"hex": Hex, "turn": Until},
    KnownLosses: {"left": Steps, "lost": Points, "nameless": Count},
    Sightings: {
        "levels": tuple[Annotated[int, Field(ge=min(Level), le=max(Level))], ...],
        "ghosts": Mapping[UnitIndex, Ghost],
        "decoys": Mapping[Hex, Until],
        "scouted": frozenset[Hex],
    },
    Outcome: {
        "points": Mapping[SideId, Points],
        "grades": Mapping[SideId, Annotated[int, Field(ge=0, lt=len(Grade))]],
        "winner": SideId | None,
        "reason": Annotated[str, Field(max_length=8000), AfterValidator(plain)],
    },
    Ban: {
        "side": SideId,
        "area": Word,
        "hexes": frozenset[Hex],
        "mission": Annotated[str, _one_of("", *MISSIONS)],
        "until": Until,
    },
    Award: {"entry": Word, "side": SideId, "points": Points, "reader": AnySide},
    Handicap: {"columns": Figure, "hq_points": Figure, "supply": Figure, "drafts": Figure},
    GameState: {
        "seed": Seed,
        "turn": Turn,
        "active": SideId,
        "crossings": Mapping[Hexside, Crossing],
        "sightings": Mapping[SideId, Sightings],
        "attacks": Mapping[Target, Count],
        "surprise": Mapping[SideId, Until],
        "silence": Mapping[SideId, Until],
        "fired": Mapping[Word, Until],
        "pocketed": Mapping[SideId, Until],
        "trapped": Mapping[SideId, Count],
        "sorties": Mapping[SideId, SortiesLeft],
        "superiority": AnySide,
        "interdicted": Mapping[Hex, Until],
        "hq_points": Mapping[SideId, Count],
        "flags": Mapping[Word, AnySide],
        "choices": Mapping[Word, Word],
        "pending": tuple[Word, ...],
        "held": Mapping[UnitId, Until],
        "called": Mapping[UnitId, Hex],
        "weather": Annotated[str, _one_of("", *WEATHER)],
        "weather_until": Until,
        "hq_bonus": Mapping[SideId, Points],
        "handicaps": Mapping[SideId, Handicap],
        "losses": Mapping[SideId, Mapping[UnitIndex, KnownLosses]],
    },
}


@functools.cache
def line_reader() -> SchemaValidator:
    """Reads the fields of a state, by name, from the ``snapshot`` of a line. Its context must be :class:`Terms`."""
    kinds = _kinds(GameState, STATE_FIELDS)
    snapshot = cs.typed_dict_schema(
        {name: cs.typed_dict_field(kind, required=name not in LATER) for name, kind in kinds.items()}
    )
    return SchemaValidator(cs.typed_dict_schema({"snapshot": cs.typed_dict_field(snapshot)}))


def _kinds(kind: type, names: Iterable[str]) -> dict[str, CoreSchema]:
    """How fields of a dataclass are read, by name."""
    hints, known = typing.get_type_hints(kind), KINDS.get(kind, {})
    return {name: schema(known.get(name, hints[name])) for name in names}


def schema(kind: Any) -> CoreSchema:
    """How a value of a type is read from its plain form: rows become dataclasses, lists of pairs mappings, 0 and 1
    truth values. Raises: TypeError for a number or a text of which :data:`KINDS` does not say what it means."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated or origin is Literal:
        return TypeAdapter(kind).core_schema
    if origin is Union or origin is UnionType:
        parts = [schema(a) for a in args if a is not NoneType]
        found = parts[0] if len(parts) == 1 else cs.union_schema([*parts])
        return cs.nullable_schema(found) if NoneType in args else found
    if origin is tuple and args[-1] is Ellipsis:
        return _after(tuple, cs.list_schema(schema(args[0])))
    if origin is tuple:
        return cs.tuple_schema([schema(a) for a in args])
    if origin is frozenset:
        return _after(frozenset, cs.list_schema(schema(args[0])))
    if origin is Mapping:
        return _after(_as_mapping, cs.list_schema(cs.tuple_schema([schema(a) for a in args])))
    if kind is bool:
        return _after(bool, cs.literal_schema([0, 1]))
    if kind is UnitSpec:
        return cs.with_info_after_validator_function(_spec, cs.str_schema())
    if isinstance(kind, type) and issubclass(kind, Enum):
        return TypeAdapter(kind).core_schema
    if isinstance(kind, type) and is_dataclass(kind):
        row = cs.tuple_schema(list(_kinds(kind, (f.name for f in fields(kind))).values()))
        return _after(lambda values: kind(*values), row)
    raise TypeError(f"KINDS does not say what {kind} means")


def _after(make: Callable[[Any], object], kind: CoreSchema) -> CoreSchema:
    return cs.no_info_after_validator_function(make, kind)


def _as_mapping(pairs: list[tuple[object, object]]) -> dict[object, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("names something twice")
    return found
