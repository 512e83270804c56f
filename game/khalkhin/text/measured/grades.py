"""Grades, points and losses of both sides, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

from khalkhin.play.measure.intervals import average
from khalkhin.play.measure.rows import Measured
from khalkhin.text import kinds
from khalkhin.text.measured.tables import shared, spread, table
from khalkhin.translation import N_, _

#: What is taken from a side, by the name of the ablation.
TAKEN = {
    "guns": N_("its guns never fire"),
    "aircraft": N_("no aircraft"),
    "hq-points": N_("no HQ points"),
    "night": N_("no night, for either side"),
    "engineers": N_("no engineers"),
    "trucks": N_("no truck columns"),
    "stocks": N_("stocks halved"),
    "income": N_("half of what comes in"),
    "bridges": N_("all bridges broken but one"),
    "steps-more": N_("two steps more"),
    "steps-fewer": N_("two steps fewer"),
}


def described(found: Measured) -> str:
    """What is changed in a battle, side by side; empty where nothing is."""
    row, names = found.row, {s.id: s.name for s in found.scenario.sides}
    told = [_("{side}: player {name}").format(side=names[s], name=name) for s, name in row.players if name != "staff"]
    told += [_("{side}: strategy {name}").format(side=names[s], name=name) for s, name in row.strategies]
    told += [_("{side}: axis {name}").format(side=names[s], name=name) for s, name in row.axes]
    told += [_("{side}: {taken}").format(side=names[s], taken=_(TAKEN[name])) for s, name in row.ablations]
    return "; ".join(told)


def grades(found: Measured) -> list[str]:
    """A row for each side."""
    head = [_("side"), _("won"), _("mean grade"), _("upper two grades"), _("points"), _("steps lost")]
    rows = []
    games = len(found.results)
    for side in found.scenario.sides:
        mine = found.grades(side.id)
        rows.append(
            (
                side.name,
                shared(sum(r.winner == side.id for r in found.results), games),
                spread(average(mine)),
                shared(sum(g >= 3 for g in mine), games),
                spread(average([r.points[side.id] for r in found.results]), 0, sign=True),
                f"{mean(r.lost[side.id] for r in found.results):.1f}",
            )
        )
    return [table(head, rows), _given(found)]


def _given(found: Measured) -> str:
    """How often each grade was given."""
    head = [_("side"), *(kinds.grade(g) for g in range(5))]
    return table(head, [(s.name, *_counts(found.grades(s.id))) for s in found.scenario.sides])


def _counts(mine: Sequence[float]) -> list[int]:
    return [sum(g == grade for g in mine) for grade in range(5)]
