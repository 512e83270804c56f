"""The rules tables of assets/rules as models, and the :class:`Rules` they make.

The tables alone have the figures: no key has a default here. What most kinds of ground or of units share is written
once as well, in the table `usual` of their file.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from khalkhin import paths
from khalkhin.core.combat.modifiers import MODIFIERS, TABLE
from khalkhin.core.model.rules import TRAITS, Rules, UnitType, Weight
from khalkhin.foreign_text import quoted
from khalkhin.regular_files import read_regular
from khalkhin.scenario.issues import Report, suggest
from khalkhin.scenario.tables.toml_models import MAX_TABLE, M, Model, Table, one_line, parse, read_table
from khalkhin.translation import _

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(one_line)]
MobilityName = Literal["foot", "horse", "wheels", "tracks"]
WeightName = Literal["foot", "light", "heavy"]
Points = Annotated[int, Field(ge=0, le=1000)]
Positive = Annotated[int, Field(ge=1, le=1000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Shift = Annotated[int, Field(ge=-12, le=12)]
Turns = Annotated[int, Field(ge=1, le=20)]
Price = Annotated[list[Positive], Field(min_length=2, max_length=2)]
Hexes = Annotated[int, Field(ge=0, le=20)]
Costs = dict[MobilityName, Positive]

#: Shifts that the assault asks the table for.
SHIFTS = frozenset(m.figure.removeprefix(TABLE) for m in MODIFIERS if m.figure.startswith(TABLE))
#: What a counter can show: the window draws each of these.
SYMBOLS = (
    "infantry",
    "motor-infantry",
    "cavalry",
    "armour",
    "armoured-car",
    "artillery",
    "heavy-artillery",
    "machine-gun",
    "engineer",
    "hq",
    "recon",
    "airborne",
    "anti-tank",
    "flame",
    "trucks",
    "unknown",
)
#: The stand-in type for units that are seen but not identified.
UNKNOWN = "unknown"


class UsualTerrain(Model):
    """What ground has unless its own table says otherwise."""

    elevation: Annotated[int, Field(ge=0, le=9)]
    shift: Shift
    sight_bonus: Annotated[int, Field(ge=0, le=5)]


class TerrainRow(UsualTerrain):
    name: Name
    cost: Costs


class UsualType(Model):
    """What a unit type has unless its own table says otherwise."""

    hardness: Percent
    range: Annotated[int, Field(ge=0, le=20)]
    sight: Annotated[int, Field(ge=0, le=12)]
    weight: WeightName
    upkeep: Points
    ammunition: Points
    traits: list[str]
    capacity: Points
    endurance: Annotated[list[Turns], Field(min_length=3, max_length=3)]

    @field_validator("endurance")
    @classmethod
    def _longer(cls, turns: list[int]) -> list[int]:
        if turns != sorted(turns):
            raise ValueError(_("does not rise — write the turns until short, unsupplied and isolated in rising order"))
        return turns


class UnitTypeRow(UsualType):
    """One unit type: the keys of assets/rules/units.toml."""

    name: Name
    symbol: Id
    stack: Literal["combat", "support", "column"]
    mobility: MobilityName
    mp: Annotated[int, Field(ge=0, le=99)]
    steps: Annotated[int, Field(ge=1, le=20)]
    soft: Points
    hard: Points
    defence: Points

    @model_validator(mode="after")
    def _carries(self) -> UnitTypeRow:
        if self.stack == "column" and not self.capacity:
            raise ValueError(_("is a truck column that carries nothing — give its capacity in SP per step"))
        return self

    @field_validator("symbol")
    @classmethod
    def _drawn(cls, symbol: str, info: ValidationInfo) -> str:
        own = (info.context or {}).get("symbols", ())
        if symbol not in SYMBOLS and symbol not in own:
            raise ValueError(
                _("is {symbol}, which no counter shows — {cure}").format(
                    symbol=quoted(symbol), cure=suggest(symbol, (*SYMBOLS, *own))
                )
            )
        return symbol

    @field_validator("traits")
    @classmethod
    def _known(cls, traits: list[str]) -> list[str]:
        for trait in traits:
            if trait not in TRAITS:
                raise ValueError(
                    _("names {trait}, which is no trait — {cure}").format(
                        trait=quoted(trait), cure=suggest(trait, TRAITS)
                    )
                )
        return traits


#: Rows that are read for themselves, with what is usual filled in.
Rows = Annotated[dict[Id, dict[str, Any]], Field(min_length=1)]


class TerrainTable(Model):
    usual: UsualTerrain
    terrain: Rows


class UnitTable(Model):
    usual: UsualType
    units: Rows


class MovementRow(Model):
    zoc_enter: Points
    zoc_leave: Points
    swimmers: list[MobilityName]
    swim_suppressed: Percent
    swim_detour: Points
    entry_range: Hexes
    road_cost: Costs
    track_cost: Costs
    stream_cost: dict[MobilityName, Points]
    escarpment_cost: dict[MobilityName, Points]
    mud_cost: dict[MobilityName, Points]


class CrossingRow(Model):
    weight: WeightName
    units: Positive
    supply: Points
    hits: Annotated[int, Field(ge=1, le=9)]
    cost: Points


class CrossingTable(Model):
    ford: CrossingRow
    pontoon: CrossingRow
    bridge: CrossingRow


class MovementTable(Model):
    movement: MovementRow
    crossings: CrossingTable


class EngineeringRow(Model):
    ford: Positive
    pontoon: Positive
    repair: Positive
    dismantle: Positive
    mine: Positive
    unprepared: Annotated[int, Field(ge=1, le=7)]


class EngineeringTable(Model):
    engineering: EngineeringRow


class OutcomeRow(Model):
    attacker_loss: Points
    attacker_suppressed: Points
    defender_loss: Points
    defender_suppressed: Points
    retreat: Hexes


class LadderRow(Model):
    """Strengths that earn a column, and what each column gives by the die."""

    columns: Annotated[list[Positive], Field(min_length=1)]
    results: list[Annotated[list[Points], Field(min_length=6, max_length=6)]]

    @model_validator(mode="after")
    def _fits(self) -> LadderRow:
        if len(self.results) != len(self.columns):
            raise ValueError(
                _("has {rows} rows of results for {columns} columns — give one row for each column").format(
                    rows=len(self.results), columns=len(self.columns)
                )
            )
        if sorted(set(self.columns)) != self.columns:
            raise ValueError(_("has columns that do not rise — write them in rising order"))
        return self


class BarrageRow(LadderRow):
    trench_level: Points
    trench_columns: Points
    unseen_columns: Points
    killed: Percent


class ShellingRow(LadderRow):
    unseen_columns: Points


class CombatRow(Model):
    columns: Annotated[list[Annotated[list[Positive], Field(min_length=2, max_length=2)]], Field(min_length=1)]
    base: Points
    luck: dict[str, Shift]
    max_shift: Points
    max_support: Points
    assault_mp: Points
    leader_range: Points
    fortified_level: Points
    max_retreat: Annotated[int, Field(ge=1, le=6)]
    max_field_entrenchment: Annotated[int, Field(ge=0, le=3)]
    strongpoint_steps: Points
    overrun_trench: Points
    max_quality: Points
    flank_sides: Annotated[int, Field(ge=1, le=6)]
    outcomes: Annotated[list[OutcomeRow], Field(min_length=1)]
    shifts: dict[str, Shift]
    barrage: BarrageRow
    shelling: ShellingRow

    @field_validator("columns")
    @classmethod
    def _rising(cls, columns: list[list[int]]) -> list[list[int]]:
        for (a, b), (c, d) in zip(columns, columns[1:], strict=False):
            if a * d >= c * b:
                raise ValueError(
                    _("has [{c}, {d}] after [{a}, {b}], which does not rise — write the ratios in rising order").format(
                        c=c, d=d, a=a, b=b
                    )
                )
        return columns

    @field_validator("luck")
    @classmethod
    def _every_throw(cls, luck: dict[str, int]) -> dict[str, int]:
        if set(luck) != {str(n) for n in range(2, 13)}:
            raise ValueError(_("does not name each throw once — give one entry for each of 2 to 12"))
        return luck

    @field_validator("shifts")
    @classmethod
    def _every_shift(cls, shifts: dict[str, int]) -> dict[str, int]:
        for name in shifts:
            if name not in SHIFTS:
                raise ValueError(
                    _("names {name}, which the assault does not know — {cure}").format(
                        name=quoted(name), cure=suggest(name, SHIFTS)
                    )
                )
        missing = sorted(SHIFTS - set(shifts))
        if missing:
            raise ValueError(_("does not give {missing} — add them").format(missing=", ".join(missing)))
        return shifts

    @model_validator(mode="after")
    def _no_longer(self) -> CombatRow:
        longest = max(row.retreat for row in self.outcomes)
        if longest > self.max_retreat:
            raise ValueError(
                _("has a retreat of {longest} hexes — the most is max_retreat, {max_retreat}").format(
                    longest=longest, max_retreat=self.max_retreat
                )
            )
        return self


class CombatTable(Model):
    combat: CombatRow


class SupplyRow(Model):
    range: Positive
    porter_cost: Positive
    states: Annotated[list[Name], Field(min_length=4, max_length=4)]
    suppressed_when_unsupplied: Points
    isolated_loss: Points
    isolated_fit: Points
    isolated_mp: Percent
    assault_hunger: Points
    surrender_roll: Annotated[int, Field(ge=2, le=13)]
    recover: Points
    recover_at_rest: Points
    captured_stock: Percent
    pocket_range: Hexes
    bars_until: Turns


class HaulRow(Model):
    load: Points
    unload: Points
    ambush_loss: Points
    buffer: Positive
    weights: Annotated[list[Points], Field(min_length=4, max_length=4)]
    captured_cargo: Percent
    spoils_range: Hexes


class SightRow(Model):
    night: Points
    identify: Points
    exact: Points
    recon_exact: Points
    ghost_turns: Points
    poor_weather: Points


class JugularRow(Model):
    turns: Turns
    price: Price


class NooseRow(Model):
    turns: Turns
    gap: Hexes
    prices: Annotated[list[Price], Field(min_length=1, max_length=6)]


class SupplyTable(Model):
    supply: SupplyRow
    haul: HaulRow
    sight: SightRow
    jugular: JugularRow
    noose: NooseRow


class AirRow(LadderRow):
    support: Points
    strike: Points
    arrive: Annotated[list[Percent], Field(min_length=3, max_length=3)]
    escort: Percent
    rain: Percent
    wreck: Positive
    recon: Annotated[int, Field(ge=0, le=9)]
    interdiction: Points
    interdiction_radius: Annotated[int, Field(ge=0, le=9)]
    luck: Annotated[list[Shift], Field(min_length=6, max_length=6)]
    margin: Positive

    @field_validator("arrive")
    @classmethod
    def _no_fall(cls, arrive: list[int]) -> list[int]:
        if sorted(arrive) != arrive:
            raise ValueError(_("falls as one's own side does better — write it rising"))
        return arrive


class CommandRow(Model):
    range: Points
    march: Percent
    march_suppressed: Points
    decoy_turns: Positive
    decoy_range: Positive
    set_piece: Points
    forced_march: Points
    emergency: Points
    deception: Points


class HandicapRow(Model):
    columns: Annotated[int, Field(ge=0, le=6)]
    hq_points: Annotated[int, Field(ge=0, le=20)]
    supply: Percent
    drafts: Annotated[int, Field(ge=0, le=20)]


class HandicapTable(Model):
    handicap: HandicapRow


class VictoryRow(Model):
    step: Points
    pocketed_step: Points
    crossing: Points
    pocket_steps: Points
    exited_loss: Percent


class VictoryTable(Model):
    victory: VictoryRow


class AirTable(Model):
    air: AirRow
    command: CommandRow


@dataclass(frozen=True, slots=True)
class RulesTables:
    """The rules, and what a unit type and a kind of ground has that a scenario adds without saying it."""

    rules: Rules
    usual_type: Mapping[str, Any]
    usual_terrain: Mapping[str, Any]


def load_rules(folder: Path | None = None) -> Rules:
    """The rules tables of a folder (default: those shipped). Raises: ScenarioError with every fault."""
    report = Report()
    tables = read_rules(folder or paths.rules_dir(), report)
    report.raise_errors()
    assert tables is not None
    return tables.rules


def read_rules(folder: Path, report: Report) -> RulesTables | None:
    """The rules tables of a folder; None and issues if they have faults. Those that have none are kept, and made anew
    when their files have changed: every scenario asks for them, and they are most of what it is made of."""
    try:
        files = tuple((path.name, read_regular(path, MAX_TABLE)) for path in sorted(folder.glob("*.toml")))
    except OSError:
        return _made(folder, report)
    return _sound(folder, files) or _made(folder, report)


@functools.lru_cache(maxsize=2)
def _sound(folder: Path, _files: tuple[tuple[str, bytes], ...]) -> RulesTables | None:
    """The rules tables of a folder whose files (by name) say this; None if there is anything to tell of them."""
    report = Report()
    made = _made(folder, report)
    return None if report.issues else made


def _made(folder: Path, report: Report) -> RulesTables | None:
    terrain = _read(TerrainTable, folder / "terrain.toml", report)
    units = _read(UnitTable, folder / "units.toml", report)
    movement = _read(MovementTable, folder / "movement.toml", report)
    combat = _read(CombatTable, folder / "combat.toml", report)
    supply = _read(SupplyTable, folder / "supply.toml", report)
    engineering = _read(EngineeringTable, folder / "engineering.toml", report)
    air = _read(AirTable, folder / "air.toml", report)
    handicap = _read(HandicapTable, folder / "handicap.toml", report)
    victory = _read(VictoryTable, folder / "victory.toml", report)
    if not (terrain and units and movement and combat and supply and engineering and air and handicap and victory):
        return None
    table, types = units
    if UNKNOWN not in types.units:
        report.error(
            table.where("units"),
            _('the type "{type}" is missing').format(type=UNKNOWN),
            _("add it: it stands for units not identified"),
        )
        return None
    usual = types.usual.model_dump()
    ground = _rows(TerrainRow, terrain[0], "terrain", terrain[1].terrain, terrain[1].usual.model_dump(), report)
    kinds = _rows(UnitTypeRow, table, "units", types.units, usual, report)
    if report.errors:
        return None
    sections: dict[str, Any] = {"terrain": ground, "unit_types": kinds}
    for _table, rows in (movement, combat, supply, engineering, air, handicap, victory):
        sections |= dict(rows)
    return RulesTables(value(Rules, sections), usual, terrain[1].usual.model_dump())


def unit_type(row: UnitTypeRow, id_: str) -> UnitType:
    """The unit type of a row."""
    return value(UnitType, {"id": id_, **row.model_dump()})


def unit_type_row(unit: UnitType) -> dict[str, Any]:
    """A unit type as the keys of its table, for a scenario to change some of them."""
    row = {f.name: getattr(unit, f.name) for f in dataclasses.fields(unit) if f.name != "id"}
    return row | {
        "stack": unit.stack.value,
        "mobility": unit.mobility.value,
        "weight": unit.weight.name.lower(),
        "traits": sorted(unit.traits),
        "endurance": list(unit.endurance),
    }


V = TypeVar("V")


def value(kind: type[V], given: Any) -> V:
    """What a table gives, as the value that the rules have for it: tables as dataclasses, lists as tuples or sets,
    words as members of their enumerations."""
    return typing.cast(V, _value(kind, given))


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind)


def _value(kind: Any, given: Any) -> Any:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        rows = given if isinstance(given, Mapping) else dict(given)
        return kind(**{name: _value(hint, rows[name]) for name, hint in _hints(kind).items()})
    if origin is Mapping:
        return {_value(parts[0], k): _value(parts[1], v) for k, v in dict(given).items()}
    if origin is frozenset:
        return frozenset(_value(parts[0], v) for v in given)
    if origin is tuple:
        each = [parts[0]] * len(given) if parts[-1] is ... else parts
        return tuple(_value(part, v) for part, v in zip(each, given, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Weight[given.upper()] if kind is Weight else kind(given)
    return kind(given)


def _rows(
    model: type[M],
    table: Table,
    name: str,
    rows: Mapping[str, Mapping[str, Any]],
    usual: Mapping[str, Any],
    report: Report,
) -> dict[str, dict[str, Any]]:
    """The rows of a table with what is usual filled in."""
    read = {id_: parse(model, table, report, {**usual, **row}, (name, id_)) for id_, row in rows.items()}
    return {id_: {"id": id_, **row.model_dump()} for id_, row in read.items() if row is not None}


def _read(model: type[M], path: Path, report: Report) -> tuple[Table, M] | None:
    table = read_table(path, report)
    if table is None:
        return None
    rows = parse(model, table, report)
    return None if rows is None else (table, rows)
