"""What the plan's figures are to be, and whether they are: marks by which a change of the game is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import mean, median

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.measure.chronicle.plight import RINGED
from khalkhin.play.measure.chronicle.records import Chronicle, Follies, Ring, Systems
from khalkhin.play.measure.course import FELL, Reckoning, scored
from khalkhin.play.measure.plan import SIDES, Part
from khalkhin.play.measure.rows import Measured

SOVIET, JAPANESE = SIDES
#: Steps and turns of a great pocket.
GREAT, LONG = 16, 4
#: The last part of a battle: eleven turns of twenty-four.
LATE = 11 / 24
#: What costs a side a whole grade when it is taken away; anything else half of one.
DEAR = frozenset({"guns", "trucks", "engineers"})
#: What is measured and not judged: the Japanese have one company of engineers and one bridge behind their lines.
UNJUDGED = frozenset({(JAPANESE, "engineers")})


class Criterion(StrEnum):
    """What is judged, in the order of the table."""

    RINGED = "ringed"
    POCKETS = "pockets"
    CLOSED = "closed"
    BOTH_WINGS = "both-wings"
    ONE_WING = "one-wing"
    FRONTAL = "frontal"
    PLAYER = "player"
    LATE = "late"
    IDLE = "idle"
    FELL = "fell"
    ABLATION = "ablation"
    HISTORY = "history"
    UPPER = "upper"
    LOSSES = "losses"
    SIMPLE = "simple"
    LARGE_POCKET = "large-pocket"
    STAFFS = "staffs"
    RETURNS = "returns"
    GUNS = "guns"
    GUNS_AT_WORK = "guns-at-work"
    HQ_POINTS = "hq-points"
    FIGHTERS = "fighters"
    WINGS = "wings"
    CHARGES = "charges"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure of a mark, `about` something where a mark has several (by the names of the places in its words), and
    between what it is to lie."""

    mark: Criterion
    found: float
    low: float | None = None
    high: float | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        return (self.low is None or self.found >= self.low) and (self.high is None or self.found <= self.high)


def judged(found: Mapping[Part, Sequence[Measured]]) -> list[Judged]:
    """Every mark that can be judged from the parts that were measured."""
    out: list[Judged] = []
    if battles := found.get(Part.BATTLES):
        told = [r.chronicle for r in battles[0].results if r.chronicle is not None]
        out += [
            *_ring(battles[0], told),
            *_course(battles[0], told),
            *_history(battles[0]),
            *_balance(battles),
            *_follies(battles[0], told),
        ]
    if len(ways := found.get(Part.STRATEGIES, ())) == 4:
        out += _strategies(ways)
    out += _against_first(Criterion.PLAYER, found.get(Part.PLAYERS, ()), lambda row: row.row.players, _player)
    out += _against_first(Criterion.ABLATION, found.get(Part.ABLATIONS, ()), lambda row: row.row.ablations, _ablation)
    for one in found.get(Part.SIMPLE, ()):
        ((side, player),) = one.row.players
        won = mean(r.winner == one.scenario.enemy(side) for r in one.results)
        about = {"battle": one.scenario.title, "name": player, "side": one.scenario.side(side).name}
        out.append(Judged(Criterion.SIMPLE, won, 0.9, about=about))
    return sorted(out, key=lambda j: list(Criterion).index(j.mark))


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _ring(august: Measured, told: Sequence[Chronicle]) -> Iterator[Judged]:
    dead = [d for c in told for d in c.deaths if d.side == JAPANESE and d.combat]
    ringed = sum(d.steps for d in dead if d.plight in RINGED)
    yield Judged(Criterion.RINGED, _part(ringed, sum(d.steps for d in dead)), 0.55)
    great = [[r for r in c.rings if r.side == JAPANESE and r.held(GREAT) >= LONG] for c in told]
    yield Judged(Criterion.POCKETS, _part(sum(map(bool, great)), len(told)), 0.55)
    joined = [turn for c in told if (turn := _joined(c.rings)) is not None]
    if joined:
        yield Judged(Criterion.CLOSED, median(_day(august, turn) for turn in joined), 23, 25)


def last_early_turn(scenario: Scenario) -> int:
    """The turn after which the last part of a battle begins."""
    last = len(scenario.calendar)
    return last - round(last * LATE)


def _joined(rings: Sequence[Ring]) -> int | None:
    """The turn from which the Japanese pockets together held twice what makes a great one, or None: the men of one bank
    of the Holsten alone are more than a great pocket, and are shut in before the wings have met."""
    steps: Counter[int] = Counter()
    for ring in rings:
        if ring.side == JAPANESE:
            steps.update({ring.closed + n: size for n, size in enumerate(ring.sizes)})
    return min((turn for turn, found in steps.items() if found >= 2 * GREAT), default=None)


def _day(august: Measured, turn: int) -> float:
    return float(august.scenario.calendar[turn - 1].date[-2:])


def _course(august: Measured, told: Sequence[Chronicle]) -> Iterator[Judged]:
    rows = [a for c in told for a in c.activity]
    early = last_early_turn(august.scenario)
    late = sum(a.assaults for a in rows if a.turn > early)
    yield Judged(Criterion.LATE, _part(late, sum(a.assaults for a in rows)), 0.3)
    mine = [a for a in rows if a.side == SOVIET]
    yield Judged(Criterion.IDLE, _part(sum(a.idle for a in mine), sum(a.fighters for a in mine)), high=0.15)
    for place, day in FELL.items():
        days = [_day(august, t.turn) for c in told for t in c.takings if t.objective == place]
        if days:
            yield Judged(Criterion.FELL, median(days), day - 2, day + 2, {"place": place})


def _history(august: Measured) -> Iterator[Judged]:
    """What history did is a victory short of decisive, by whatever losses are told."""
    if any(o.name in FELL for o in august.scenario.objectives):
        for reckoning in Reckoning:
            grade = scored(august.scenario, reckoning).grades[SOVIET]
            yield Judged(Criterion.HISTORY, grade, 3, 3, {"losses": reckoning.value})


def _balance(battles: Sequence[Measured]) -> Iterator[Judged]:
    august = battles[0]
    for one in battles:
        for side in one.scenario.sides:
            upper = mean(grade >= 3 for grade in one.grades(side.id))
            about = {"battle": one.scenario.title, "side": side.name}
            yield Judged(Criterion.UPPER, upper, 0.2 if one is august else 0.25, about=about)
    tolls = august.scenario.history.losses
    if {SOVIET, JAPANESE} <= tolls.keys():
        lost = {side: mean(r.lost[side] for r in august.results) for side in SIDES}
        least = tolls[JAPANESE].least / tolls[SOVIET].most
        most = tolls[JAPANESE].most / tolls[SOVIET].least
        yield Judged(Criterion.LOSSES, _part(lost[JAPANESE], lost[SOVIET]), least / 1.5, most * 1.5)


def _strategies(ways: Sequence[Measured]) -> Iterator[Judged]:
    double, north, south, frontal, *_ = (mean(way.grades(SOVIET)) for way in ways)
    yield Judged(Criterion.BOTH_WINGS, double - max(north, south), 1)
    yield Judged(Criterion.ONE_WING, max(north, south) - frontal, 1)
    yield Judged(Criterion.FRONTAL, frontal, high=2)


def _against_first(
    mark: Criterion,
    rows: Sequence[Measured],
    pairs: Callable[[Measured], tuple[tuple[str, str], ...]],
    least: Callable[[str, str], float],
) -> Iterator[Judged]:
    """How many grades a side has fewer than in the first row, by what is changed."""
    for one in rows[1:]:
        ((side, name),) = pairs(one)
        lost = mean(rows[0].grades(side)) - mean(one.grades(side))
        if (side, name) not in UNJUDGED:
            yield Judged(mark, lost, least(side, name), about={"side": one.scenario.side(side).name, "name": name})


def _player(side: str, _name: str) -> float:
    return 2.0 if side == SOVIET else 1.5


def _ablation(_side: str, name: str) -> float:
    return 1.0 if name in DEAR else 0.5


def _follies(august: Measured, told: Sequence[Chronicle]) -> Iterator[Judged]:
    """The follies and the use of means, in August."""

    def often(side: str, which: Callable[[Follies], bool]) -> float:
        return _part(sum(which(c.follies[side]) for c in told), len(told))

    def used(side: str, part: Callable[[Systems], int], whole: Callable[[Systems], int]) -> float:
        return _part(sum(part(c.systems[side]) for c in told), sum(whole(c.systems[side]) for c in told))

    yield Judged(Criterion.LARGE_POCKET, often(SOVIET, lambda f: f.large_pocket), high=0.2)
    for side in SIDES:
        about = {"side": august.scenario.side(side).name}
        yield Judged(Criterion.STAFFS, often(side, lambda f: f.staffs_lost > 0), high=0.1, about=about)
        yield Judged(
            Criterion.RETURNS, _part(sum(c.follies[side].returns for c in told), len(told)), high=5, about=about
        )
        near = used(side, lambda s: s.guns.near, lambda s: s.guns.turns)
        yield Judged(Criterion.GUNS, near, 0.8, about=about)
        spent = used(side, lambda s: s.points_spent, lambda s: s.hq_points)
        yield Judged(Criterion.HQ_POINTS, spent, 0.6, about=about)
        yield Judged(Criterion.FIGHTERS, used(side, lambda s: s.fighters[1], lambda s: s.fighters[0]), 0.8, about=about)
        taken = used(side, lambda s: s.columns_captured, lambda s: s.columns)
        yield Judged(Criterion.COLUMNS, taken, high=0.1, about=about)
        blown, all_ = (sum(n(c.systems[side]) for c in told) for n in (_blown, lambda s: s.charges_lost + _blown(s)))
        if all_:
            yield Judged(Criterion.CHARGES, blown / all_, 0.6, about=about)
    at_work = used(JAPANESE, lambda s: s.guns.fired + s.guns.standing_by, lambda s: s.guns.turns - s.guns.dry)
    yield Judged(Criterion.GUNS_AT_WORK, at_work, 0.6)
    for wing in ("north", "south"):
        built = sum(any(c.systems[SOVIET].works.get(f"{t} {wing}") for t in BUILDING) for c in told)
        yield Judged(Criterion.WINGS, _part(built, len(told)), 0.8, about={"wing": wing})


#: Jobs of engineers that carry a wing on.
BUILDING = ("ford", "pontoon", "repair")


def _blown(systems: Systems) -> int:
    return systems.charges_blown
