"""The marks of the plan as a table: what was found, what it is to be, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from khalkhin.play.measure.course import Reckoning
from khalkhin.play.measure.marks import Judged, Mark
from khalkhin.text.measured.tables import table
from khalkhin.translation import N_, _

#: What each mark is; the places are named in what it is about.
MARKS: Mapping[Mark, str] = {
    Mark.RINGED: N_("Japanese combat steps lost while cut off, surrounded or in a pocket"),
    Mark.POCKETS: N_("battles with a great Japanese pocket, long held"),
    Mark.CLOSED: N_("day of August on which it was closed, median"),
    Mark.BOTH_WINGS: N_("both wings over the better single wing, grades"),
    Mark.ONE_WING: N_("the better wing over frontal, grades"),
    Mark.FRONTAL: N_("frontal, mean grade"),
    Mark.PLAYER: N_("the staff over {name}, for the {side}, grades"),
    Mark.LATE: N_("assaults in the last eleven turns"),
    Mark.IDLE: N_("Soviet unit-turns idle, fresh and far from any enemy"),
    Mark.FELL: N_("day of August on which {place} fell, median"),
    Mark.ABLATION: N_("what it costs the {side} when they lack {name}, grades"),
    Mark.HISTORY: N_("history's own course, Soviet grade, losses by {losses}"),
    Mark.UPPER: N_("{battle}: upper two grades of the {side}"),
    Mark.LOSSES: N_("Japanese steps lost for a Soviet one"),
    Mark.SIMPLE: N_("{battle}: battles that the staff wins against {name} for the {side}"),
    Mark.LARGE_POCKET: N_("battles with a large Soviet pocket"),
    Mark.STAFFS: N_("battles in which a staff was lost, {side}"),
    Mark.RETURNS: N_("marches back to the hex just left, a battle, {side}"),
    Mark.GUNS: N_("gun-turns in range or moving into it, {side}"),
    Mark.STANDING_BY: N_("Japanese gun-turns standing by"),
    Mark.HQ_POINTS: N_("HQ points spent, {side}"),
    Mark.FIGHTERS: N_("fighters flown, {side}"),
    Mark.WINGS: N_("battles in which Soviet engineers build or mend in the {wing}"),
    Mark.CHARGES: N_("charges blown at crossings that the enemy takes, {side}"),
    Mark.COLUMNS: N_("truck columns captured, {side}"),
}
#: Marks whose figures are no shares.
PLAIN = frozenset(
    {
        Mark.CLOSED,
        Mark.BOTH_WINGS,
        Mark.ONE_WING,
        Mark.FRONTAL,
        Mark.PLAYER,
        Mark.FELL,
        Mark.ABLATION,
        Mark.HISTORY,
        Mark.LOSSES,
        Mark.RETURNS,
    }
)


def marks_table(found: Sequence[Judged]) -> str:
    """A row for each."""
    head = [_("what"), _("found"), _("to be"), _("met")]
    return table(
        head,
        [
            (
                _(MARKS[j.mark]).format(**_about(j.about)),
                _figure(j.mark, j.found),
                _limits(j),
                _("yes") if j.met else _("**no**"),
            )
            for j in found
        ],
    )


#: Whose losses history's course is scored with.
LOSSES = {
    Reckoning.ACCOUNT.value: N_("the account"),
    Reckoning.LEAST.value: N_("historians, the least"),
    Reckoning.MOST.value: N_("historians, the most"),
}


def _about(about: Mapping[str, str]) -> dict[str, str]:
    """What a mark is about, in words where it is a code."""
    return {place: _(LOSSES[word]) if place == "losses" else word for place, word in about.items()}


def _figure(mark: Mark, value: float) -> str:
    return f"{value:.1f}" if mark in PLAIN else f"{100 * value:.0f} %"


def _limits(j: Judged) -> str:
    low, high = (None if n is None else _figure(j.mark, n) for n in (j.low, j.high))
    if low is not None and high is not None:
        return f"{low} – {high}"
    return f"≥ {low}" if low is not None else f"≤ {high}"
