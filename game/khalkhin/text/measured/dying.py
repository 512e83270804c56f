"""How steps died, and how their units stood to their supply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from khalkhin.core.model.reasons import Cause
from khalkhin.play.measure.chronicle.plight import RINGED, Plight
from khalkhin.play.measure.chronicle.records import Chronicle, Death, Met
from khalkhin.play.measure.rows import Measured
from khalkhin.text.measured.tables import percent, table
from khalkhin.text.reasons import CAUSES
from khalkhin.translation import N_, _, ngettext

PLIGHTS = {
    Plight.SUPPLIED: N_("supplied"),
    Plight.UNFED: N_("unfed"),
    Plight.SURROUNDED: N_("surrounded"),
    Plight.CUT_OFF: N_("cut off"),
    Plight.POCKET: N_("in a pocket"),
}


def deaths(found: Measured, told: Sequence[Chronicle]) -> list[str]:
    """A table for each side."""
    out = [
        _(
            "Steps of combat units by cause (rows) and by how the unit stood to its supply when they fell (columns), "
            "of all battles together. *Unfed*: no supplies reached it, though the enemy did not bar the way: stores "
            "too far or empty. *Cut off*: the enemy, or a river without a crossing, barred every way to its sources. "
            "*In a pocket*: cut off with so many others that a pocket is announced."
        )
    ]
    for side in found.scenario.sides:
        rows = [d for chronicle in told for d in chronicle.deaths if d.side == side.id and d.combat]
        whole = sum(d.steps for d in rows)
        ringed = sum(d.steps for d in rows if d.plight in RINGED)
        unfed = sum(d.steps for d in rows if d.plight is Plight.UNFED)
        sentence = ngettext(
            "{side}: {n} step; {ringed} cut off, surrounded or in a pocket; {unfed} more unfed.",
            "{side}: {n} steps; {ringed} cut off, surrounded or in a pocket; {unfed} more unfed.",
            whole,
        )
        out += [
            sentence.format(side=side.name, n=whole, ringed=percent(ringed, whole), unfed=percent(unfed, whole)),
            _table(rows),
            _met(side.name, [m for chronicle in told for m in chronicle.met if m.side == side.id]),
        ]
    return out


def _met(name: str, rows: Sequence[Met]) -> str:
    """Whom a side's assaults met."""
    whole, ringed = (sum(m.assaults for m in rows if m.plight in those) for those in (set(Plight), RINGED))
    sentence = ngettext(
        "{side}: {n} assault, of which {share} met men cut off, surrounded or in a pocket.",
        "{side}: {n} assaults, of which {share} met men cut off, surrounded or in a pocket.",
        whole,
    )
    return sentence.format(side=name, n=whole, share=percent(ringed, whole))


def _table(rows: Sequence[Death]) -> str:
    by: Counter[tuple[Cause, Plight]] = Counter()
    for death in rows:
        by[death.cause, death.plight] += death.steps
    causes = [c for c in Cause if any(by[c, p] for p in Plight)]
    head = [_("cause"), *(_(PLIGHTS[p]) for p in Plight), _("all")]
    lines = [(_(CAUSES[c]), *(by[c, p] for p in Plight), sum(by[c, p] for p in Plight)) for c in causes]
    lines.append((_("all"), *(sum(by[c, p] for c in causes) for p in Plight), sum(by.values())))
    return table(head, lines)
