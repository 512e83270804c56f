"""What sides made of their means, and their follies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import mean

from khalkhin.core.model.units import Task
from khalkhin.play.measure.chronicle.records import Chronicle, Follies, Systems
from khalkhin.play.measure.chronicle.systems import WINGS
from khalkhin.play.measure.marks import BUILDING
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.tables import percent, shared, table
from khalkhin.translation import N_, _

WINGS_TOLD = {"north": N_("north"), "centre": N_("centre"), "south": N_("south")}
TASKS = {
    Task.FORD: N_("fords"),
    Task.PONTOON: N_("pontoons"),
    Task.REPAIR: N_("repairs"),
    Task.DISMANTLE: N_("dismantled"),
    Task.MINE: N_("charges"),
}


def systems(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """A column for each side."""
    sides = {s.id: [chronicle.systems[s.id] for chronicle in told] for s in found.scenario.sides}
    head = [_("of all battles"), *(s.name for s in found.scenario.sides)]
    lines = [(_(what), *(figure(mine) for mine in sides.values())) for what, figure in FIGURES]
    return [table(head, lines), *_works(found, sides), *_spent(found, sides)]


def _sum(mine: Sequence[Systems], part: Callable[[Systems], int]) -> int:
    return sum(map(part, mine))


def _of(part: Callable[[Systems], int], whole: Callable[[Systems], int]) -> Callable[[Sequence[Systems]], str]:
    """A share of sums, with the sums."""

    def figure(mine: Sequence[Systems]) -> str:
        a, b = _sum(mine, part), _sum(mine, whole)
        return f"{percent(a, b)} ({a}/{b})"

    return figure


def _each(part: Callable[[Systems], int]) -> Callable[[Sequence[Systems]], str]:
    """A mean of battles."""
    return lambda mine: f"{mean(map(part, mine)):.1f}"


def _built_on(wing: str) -> Callable[[Sequence[Systems]], str]:
    """In how many battles engineers built or mended something on a wing."""
    return lambda mine: shared(sum(any(s.works.get(f"{task} {wing}") for task in BUILDING) for s in mine), len(mine))


FIGURES: tuple[tuple[str, Callable[[Sequence[Systems]], str]], ...] = (
    (
        N_("gun-turns in range or moving into it"),
        _of(lambda s: s.guns.near, lambda s: s.guns.turns),
    ),
    (N_("gun-turns fired"), _of(lambda s: s.guns.fired, lambda s: s.guns.turns)),
    (N_("gun-turns standing by"), _of(lambda s: s.guns.standing_by, lambda s: s.guns.turns)),
    (N_("gun-turns without ammunition"), _of(lambda s: s.guns.dry, lambda s: s.guns.turns)),
    (N_("HQ points spent"), _of(lambda s: s.points_spent, lambda s: s.hq_points)),
    (N_("fighters flown"), _of(lambda s: s.fighters[1], lambda s: s.fighters[0])),
    (N_("bombers flown"), _of(lambda s: s.bombers[1], lambda s: s.bombers[0])),
    (N_("hits on the enemy's crossings, a battle"), _each(lambda s: s.crossing_hits)),
    (N_("charges laid, a battle"), _each(lambda s: s.charges_laid)),
    (
        N_("charges blown, of those at crossings the enemy took or would have"),
        _of(lambda s: s.charges_blown, lambda s: s.charges_blown + s.charges_lost),
    ),
    (N_("truck columns captured"), _of(lambda s: s.columns_captured, lambda s: s.columns)),
    (N_("truck columns destroyed otherwise"), _of(lambda s: s.columns_destroyed, lambda s: s.columns)),
    (N_("steps of combat units that left the map, a battle"), _each(lambda s: s.saved)),
    (N_("battles in which engineers built or mended in the north"), _built_on("north")),
    (N_("battles in which engineers built or mended in the centre"), _built_on("centre")),
    (N_("battles in which engineers built or mended in the south"), _built_on("south")),
)


def _works(found: Measured, sides: dict[str, list[Systems]]) -> list[str]:
    """What engineers finished, by kind and third of the map, in all battles."""
    head = [_("works finished"), *(_(WINGS_TOLD[w]) for w in WINGS)]
    rows = []
    for side in found.scenario.sides:
        done: Counter[str] = Counter()
        for systems_ in sides[side.id]:
            done.update(systems_.works)
        for task in Task:
            if any(done[f"{task} {wing}"] for wing in WINGS):
                told = _("{side}: {works}").format(side=side.name, works=_(TASKS[task]))
                rows.append((told, *(done[f"{task} {wing}"] for wing in WINGS)))
    return [table(head, rows)] if rows else [_("No engineers finished anything.")]


def _spent(found: Measured, sides: dict[str, list[Systems]]) -> list[str]:
    """What HQ points were spent on."""
    out = []
    for side in found.scenario.sides:
        uses: Counter[str] = Counter()
        for systems_ in sides[side.id]:
            uses.update(systems_.spent)
        if uses:
            listed = ", ".join(f"{_(USES[what])} {points}" for what, points in uses.most_common())
            out.append(_("HQ points of the {side}: {listed}.").format(side=side.name, listed=listed))
    return out


USES = {
    "set_piece": N_("set-piece assaults"),
    "forced_march": N_("forced marches"),
    "emergency": N_("emergency supply"),
    "deception": N_("deception"),
}


def follies(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """A column for each side; figures are of a battle."""
    sides = {s.id: [chronicle.follies[s.id] for chronicle in told] for s in found.scenario.sides}
    head = [_("a battle"), *(s.name for s in found.scenario.sides)]

    def often(which: Callable[[Follies], bool]) -> list[str]:
        return [shared(sum(map(which, mine)), len(mine)) for mine in sides.values()]

    def many(which: Callable[[Follies], int]) -> list[str]:
        return [f"{mean(map(which, mine)):.1f}" for mine in sides.values()]

    rows = [
        (_("battles with a large pocket of its own"), *often(lambda f: f.large_pocket)),
        (_("battles in which a staff was lost"), *often(lambda f: f.staffs_lost > 0)),
        (_("staffs lost"), *many(lambda f: f.staffs_lost)),
        (_("staff-turns alone near the enemy"), *many(lambda f: f.staffs_alone)),
        (_("marches back to the hex just left"), *many(lambda f: f.returns)),
        (_("turns without an order"), *many(lambda f: f.empty_turns)),
        (_("unit-turns unfed though not cut off"), *many(lambda f: f.unfed)),
        (_("places that the enemy marched into without a fight"), *many(lambda f: f.walked_into)),
    ]
    return [table(head, rows)]
