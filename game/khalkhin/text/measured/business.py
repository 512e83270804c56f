"""What was done turn by turn."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.play.measure.chronicle.activity import FAR
from khalkhin.play.measure.chronicle.records import Activity, Chronicle
from khalkhin.play.measure.marks import last_early_turn
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.pockets import date
from khalkhin.text.measured.tables import percent, table
from khalkhin.translation import _


def activity(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """Assaults, gun missions and idle units of each side by turn, and the sums that matter."""
    rows = [row for chronicle in told for row in chronicle.activity]
    last = len(found.scenario.calendar)
    late = last_early_turn(found.scenario)
    games = max(1, len(told))
    out = [
        _(
            "A battle on average, by turn: steps of combat units as it ended, assaults, missions of guns, units that "
            "moved, and the share of combat units that are idle: not moved, not fought, fresh, further than {n} hexes "
            "from any enemy."
        ).format(n=FAR)
    ]
    for side in found.scenario.sides:
        mine = [row for row in rows if row.side == side.id]
        sentence = _("{side}: {idle} of unit-turns idle; {late} of the assaults in the last {n} turns.")
        out.append(
            sentence.format(
                side=side.name,
                idle=percent(sum(r.idle for r in mine), sum(r.fighters for r in mine)),
                late=percent(sum(r.assaults for r in mine if r.turn > late), sum(r.assaults for r in mine)),
                n=last - late,
            )
        )
    head = [_("turn")]
    for side in found.scenario.sides:
        head += [_("{side}: steps").format(side=side.id), _("assaults"), _("guns"), _("moved"), _("idle")]
    out.append(table(head, [_turn(found, rows, turn, games) for turn in range(1, last + 1)]))
    return out


def _turn(found: Measured, rows: Sequence[Activity], turn: int, games: int) -> list[str]:
    cells = [date(found.scenario, turn)]
    for side in found.scenario.sides:
        mine = [row for row in rows if (row.side, row.turn) == (side.id, turn)]
        counts = (
            sum(r.steps for r in mine),
            sum(r.assaults for r in mine),
            sum(r.barrages for r in mine),
            sum(r.moved for r in mine),
        )
        cells += [
            *(f"{n / games:.1f}" for n in counts),
            percent(sum(r.idle for r in mine), sum(r.fighters for r in mine)),
        ]
    return cells
