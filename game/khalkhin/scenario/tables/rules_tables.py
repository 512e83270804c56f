"""The rules tables of assets/rules as models, and the :class:`Rules` they make."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from khalkhin import paths
from khalkhin.core.combat.modifiers import MODIFIERS, TABLE
from khalkhin.core.model.rules import (
    TRAITS,
    AirRules,
    CombatOutcome,
    CombatRules,
    CommandRules,
    CrossingKind,
    CrossingRules,
    EngineeringRules,
    Handicap,
    HaulRules,
    Mobility,
    MovementRules,
    Rules,
    SightRules,
    StackClass,
    SupplyRules,
    Terrain,
    UnitType,
    Weight,
)
from khalkhin.scenario.issues import Report, quoted, suggest
from khalkhin.scenario.tables.toml_models import M, Model, Table, parse, read_table

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
MobilityName = Literal["foot", "horse", "wheels", "tracks"]
WeightName = Literal["foot", "light", "heavy"]
Points = Annotated[int, Field(ge=0, le=1000)]
Positive = Annotated[int, Field(ge=1, le=1000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Shift = Annotated[int, Field(ge=-12, le=12)]
Costs = dict[MobilityName, Positive]

#: Shifts that the assault asks the table for.
SHIFTS = frozenset(m.figure.removeprefix(TABLE) for m in MODIFIERS if m.figure.startswith(TABLE))
#: The stand-in type for units that are seen but not identified.
UNKNOWN = "unknown"


def _swimmers() -> list[MobilityName]:
    return ["foot", "horse"]


class TerrainRow(Model):
    name: Name
    cost: Costs = Field(default_factory=dict)
    elevation: Annotated[int, Field(ge=0, le=9)] = 0
    shift: Shift = 0
    sight_bonus: Annotated[int, Field(ge=0, le=5)] = 0


class UnitTypeRow(Model):
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
    hardness: Percent = 0
    range: Annotated[int, Field(ge=0, le=20)] = 0
    sight: Annotated[int, Field(ge=0, le=12)] = 2
    weight: WeightName = "foot"
    upkeep: Points = 1
    ammunition: Points = 1
    traits: list[str] = Field(default_factory=list)
    capacity: Points = 0

    @model_validator(mode="after")
    def _carries(self) -> UnitTypeRow:
        if self.stack == "column" and not self.capacity:
            raise ValueError("is a truck column that carries nothing — give its capacity in SP per step")
        return self

    @field_validator("traits")
    @classmethod
    def _known(cls, traits: list[str]) -> list[str]:
        for trait in traits:
            if trait not in TRAITS:
                raise ValueError(f"names {quoted(trait)}, which is no trait — {suggest(trait, TRAITS)}")
        return traits

    def value(self, id_: str) -> UnitType:
        return UnitType(
            id_,
            self.name,
            self.symbol,
            StackClass(self.stack),
            Mobility(self.mobility),
            self.mp,
            self.steps,
            self.soft,
            self.hard,
            self.defence,
            self.hardness,
            self.range,
            self.sight,
            Weight[self.weight.upper()],
            self.upkeep,
            self.ammunition,
            frozenset(self.traits),
            self.capacity,
        )


class TerrainTable(Model):
    terrain: Annotated[dict[Id, TerrainRow], Field(min_length=1)]


class UnitTable(Model):
    units: Annotated[dict[Id, UnitTypeRow], Field(min_length=1)]


class MovementRow(Model):
    zoc_enter: Points = 2
    zoc_leave: Points = 2
    swimmers: list[MobilityName] = Field(default_factory=_swimmers)
    road_cost: Costs = Field(default_factory=dict)
    track_cost: Costs = Field(default_factory=dict)
    stream_cost: dict[MobilityName, Points] = Field(default_factory=dict)
    escarpment_cost: dict[MobilityName, Points] = Field(default_factory=dict)
    mud_cost: dict[MobilityName, Points] = Field(default_factory=dict)


class CrossingRow(Model):
    weight: WeightName
    units: Positive
    supply: Points
    hits: Annotated[int, Field(ge=1, le=9)] = 3
    cost: Points = 1


class CrossingTable(Model):
    ford: CrossingRow
    pontoon: CrossingRow
    bridge: CrossingRow


class MovementTable(Model):
    movement: MovementRow
    crossings: CrossingTable


class EngineeringRow(Model):
    ford: Positive = 1
    pontoon: Positive = 2
    repair: Positive = 1
    dismantle: Positive = 1
    mine: Positive = 1
    unprepared: Annotated[int, Field(ge=1, le=7)] = 4


class EngineeringTable(Model):
    engineering: EngineeringRow


class OutcomeRow(Model):
    attacker_loss: Points = 0
    attacker_suppressed: Points = 0
    defender_loss: Points = 0
    defender_suppressed: Points = 0
    retreat: Annotated[int, Field(ge=0, le=6)] = 0


class LadderRow(Model):
    """Strengths that earn a column, and what each column gives by the die."""

    columns: Annotated[list[Positive], Field(min_length=1)]
    results: list[Annotated[list[Points], Field(min_length=6, max_length=6)]]

    @model_validator(mode="after")
    def _fits(self) -> LadderRow:
        if len(self.results) != len(self.columns):
            raise ValueError(
                f"has {len(self.results)} rows of results for {len(self.columns)} columns — "
                "give one row for each column"
            )
        if sorted(set(self.columns)) != self.columns:
            raise ValueError("has columns that do not rise — write them in rising order")
        return self


class CombatRow(Model):
    columns: Annotated[list[Annotated[list[Positive], Field(min_length=2, max_length=2)]], Field(min_length=1)]
    base: Points
    luck: dict[str, Shift]
    max_shift: Points = 6
    max_support: Annotated[int, Field(ge=0, le=1000)] = 100
    assault_mp: Points = 2
    leader_range: Points = 3
    fortified_level: Points = 3
    max_field_entrenchment: Annotated[int, Field(ge=0, le=3)] = 2
    outcomes: Annotated[list[OutcomeRow], Field(min_length=1)]
    shifts: dict[str, Shift]
    barrage: LadderRow
    shelling: LadderRow

    @field_validator("columns")
    @classmethod
    def _rising(cls, columns: list[list[int]]) -> list[list[int]]:
        for (a, b), (c, d) in zip(columns, columns[1:], strict=False):
            if a * d >= c * b:
                raise ValueError(
                    f"has [{c}, {d}] after [{a}, {b}], which does not rise — write the ratios in rising order"
                )
        return columns

    @field_validator("luck")
    @classmethod
    def _every_throw(cls, luck: dict[str, int]) -> dict[str, int]:
        if set(luck) != {str(n) for n in range(2, 13)}:
            raise ValueError("does not name each throw once — give one entry for each of 2 to 12")
        return luck

    @field_validator("shifts")
    @classmethod
    def _every_shift(cls, shifts: dict[str, int]) -> dict[str, int]:
        for name in shifts:
            if name not in SHIFTS:
                raise ValueError(f"names {quoted(name)}, which the assault does not know — {suggest(name, SHIFTS)}")
        missing = sorted(SHIFTS - set(shifts))
        if missing:
            raise ValueError(f"does not give {', '.join(missing)} — add them")
        return shifts

    def value(self) -> CombatRules:
        return CombatRules(
            tuple((a, d) for a, d in self.columns),
            self.base,
            {int(k): v for k, v in self.luck.items()},
            tuple(CombatOutcome(**o.model_dump()) for o in self.outcomes),
            dict(self.shifts),
            self.max_shift,
            self.max_support,
            self.assault_mp,
            self.leader_range,
            tuple(self.barrage.columns),
            tuple(tuple(r) for r in self.barrage.results),
            self.fortified_level,
            self.max_field_entrenchment,
            tuple(self.shelling.columns),
            tuple(tuple(r) for r in self.shelling.results),
        )


class CombatTable(Model):
    combat: CombatRow


class SupplyRow(Model):
    range: Positive = 16
    porter_cost: Positive = 8
    states: Annotated[list[Name], Field(min_length=4, max_length=4)] = Field(
        default_factory=lambda: list(SupplyRules().states)
    )
    suppressed_when_unsupplied: Points = 2
    surrender_roll: Annotated[int, Field(ge=2, le=13)] = 10
    recover: Points = 1


class HaulRow(Model):
    load: Points = 2
    unload: Points = 2
    ambush_loss: Points = 1
    buffer: Positive = 8
    weights: Annotated[list[Points], Field(min_length=4, max_length=4)] = Field(
        default_factory=lambda: list(HaulRules().weights)
    )


class SightRow(Model):
    night: Points = 1
    identify: Points = 2
    exact: Points = 1
    recon_exact: Points = 2
    ghost_turns: Points = 6


class SupplyTable(Model):
    supply: SupplyRow
    haul: HaulRow = HaulRow()
    sight: SightRow


class AirRow(LadderRow):
    support: Points
    strike: Points
    arrive: Annotated[list[Percent], Field(min_length=3, max_length=3)]
    rain: Percent
    wreck: Positive
    recon: Annotated[int, Field(ge=0, le=9)]
    interdiction: Points
    luck: Annotated[list[Shift], Field(min_length=6, max_length=6)]
    margin: Positive

    @field_validator("arrive")
    @classmethod
    def _no_fall(cls, arrive: list[int]) -> list[int]:
        if sorted(arrive) != arrive:
            raise ValueError("falls as one's own side does better — write it rising")
        return arrive

    def value(self) -> AirRules:
        given: dict[str, Any] = self.model_dump()
        given |= {k: tuple(v) for k, v in given.items() if isinstance(v, list)}
        return AirRules(**given | {"results": tuple(tuple(row) for row in self.results)})


class CommandRow(Model):
    range: Points
    march: Percent
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


class AirTable(Model):
    air: AirRow
    command: CommandRow


def load_rules(folder: Path | None = None) -> Rules:
    """The rules tables of a folder (default: those shipped). Raises: ScenarioError with every fault."""
    report = Report()
    rules = read_rules(folder or paths.rules_dir(), report)
    report.raise_errors()
    assert rules is not None
    return rules


def read_rules(folder: Path, report: Report) -> Rules | None:
    """The rules tables of a folder; None and issues if they have faults."""
    terrain = _read(TerrainTable, folder / "terrain.toml", report)
    units = _read(UnitTable, folder / "units.toml", report)
    movement = _read(MovementTable, folder / "movement.toml", report)
    combat = _read(CombatTable, folder / "combat.toml", report)
    supply = _read(SupplyTable, folder / "supply.toml", report)
    engineering = _read(EngineeringTable, folder / "engineering.toml", report)
    air = _read(AirTable, folder / "air.toml", report)
    handicap = _read(HandicapTable, folder / "handicap.toml", report)
    if not (terrain and units and movement and combat and supply and engineering and air and handicap):
        return None
    if UNKNOWN not in units[1].units:
        report.error(
            units[0].where("units"), f'the type "{UNKNOWN}" is missing', "add it: it stands for units not identified"
        )
        return None
    move = movement[1].movement
    crossings = movement[1].crossings
    return Rules(
        {
            id_: Terrain(id_, t.name, costs(t.cost), t.elevation, t.shift, t.sight_bonus)
            for id_, t in terrain[1].terrain.items()
        },
        {id_: t.value(id_) for id_, t in units[1].units.items()},
        MovementRules(
            move.zoc_enter,
            move.zoc_leave,
            costs(move.road_cost),
            costs(move.track_cost),
            costs(move.stream_cost),
            costs(move.escarpment_cost),
            costs(move.mud_cost),
            frozenset(Mobility(m) for m in move.swimmers),
        ),
        {
            kind: CrossingRules(Weight[row.weight.upper()], row.units, row.supply, row.hits, row.cost)
            for kind, row in ((k, getattr(crossings, k.value)) for k in CrossingKind)
        },
        combat[1].combat.value(),
        SupplyRules(**{**supply[1].supply.model_dump(), "states": tuple(supply[1].supply.states)}),
        SightRules(**supply[1].sight.model_dump()),
        EngineeringRules(**engineering[1].engineering.model_dump()),
        haul=HaulRules(**{**supply[1].haul.model_dump(), "weights": tuple(supply[1].haul.weights)}),
        air=air[1].air.value(),
        command=CommandRules(**air[1].command.model_dump()),
        handicap=Handicap(**handicap[1].handicap.model_dump()),
    )


def unit_type_row(unit: UnitType) -> dict[str, Any]:
    """A unit type as the keys of its table, for a scenario to change some of them."""
    return {
        "name": unit.name,
        "symbol": unit.symbol,
        "stack": unit.stack.value,
        "mobility": unit.mobility.value,
        "mp": unit.mp,
        "steps": unit.steps,
        "soft": unit.soft,
        "hard": unit.hard,
        "defence": unit.defence,
        "hardness": unit.hardness,
        "range": unit.range,
        "sight": unit.sight,
        "weight": unit.weight.name.lower(),
        "upkeep": unit.upkeep,
        "ammunition": unit.ammunition,
        "traits": sorted(unit.traits),
        "capacity": unit.capacity,
    }


def costs(by_mobility: Mapping[MobilityName, int]) -> dict[Mobility, int]:
    return {Mobility(k): v for k, v in by_mobility.items()}


def _read(model: type[M], path: Path, report: Report) -> tuple[Table, M] | None:
    table = read_table(path, report)
    if table is None:
        return None
    value = parse(model, table, report)
    return None if value is None else (table, value)
