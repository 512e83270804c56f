"""The marks of the plan as a table: what was found, what it is to be, and whether it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from khalkhin.play.measure.course import Reckoning
from khalkhin.play.measure.marks import Criterion, Judged
from khalkhin.text.measured.tables import table
from khalkhin.translation import N_, _

#: What each mark is; the places are named in what it is about.
MARKS: Mapping[Criterion, str] = {
    Criterion.RINGED: N_("Japanese combat steps lost while cut off, surrounded or in a pocket"),
    Criterion.POCKETS: N_("battles with a great Japanese pocket, long held"),
    Criterion.CLOSED: N_("day of August on which men of both banks were shut in, median"),
    Criterion.BOTH_WINGS: N_("both wings over the better single wing, grades"),
    Criterion.ONE_WING: N_("the better wing over frontal, grades"),
    Criterion.FRONTAL: N_("frontal, mean grade"),
    Criterion.PLAYER: N_("the staff over {name}, for the {side}, grades"),
    Criterion.LATE: N_("assaults in the last eleven turns"),
    Criterion.IDLE: N_("Soviet unit-turns idle, fresh and far from any enemy"),
    Criterion.FELL: N_("day of August on which {place} fell, median"),
    Criterion.ABLATION: N_("what it costs the {side} when they lack {name}, grades"),
    Criterion.HISTORY: N_("history's own course, Soviet grade, losses by {losses}"),
    Criterion.UPPER: N_("{battle}: upper two grades of the {side}"),
    Criterion.LOSSES: N_("Japanese steps lost for a Soviet one"),
    Criterion.SIMPLE: N_("{battle}: battles that the staff wins against {name} for the {side}"),
    Criterion.LARGE_POCKET: N_("battles with a large Soviet pocket"),
    Criterion.STAFFS: N_("battles in which a staff was lost, {side}"),
    Criterion.RETURNS: N_("marches back to the hex just left, a battle, {side}"),
    Criterion.GUNS: N_("gun-turns in range or moving into it, {side}"),
    Criterion.GUNS_AT_WORK: N_("Japanese gun-turns with shells in which guns fired or stood by"),
    Criterion.HQ_POINTS: N_("HQ points spent, {side}"),
    Criterion.FIGHTERS: N_("fighters flown, {side}"),
    Criterion.WINGS: N_("battles in which Soviet engineers build or mend in the {wing}"),
    Criterion.CHARGES: N_("charges blown at crossings that the enemy takes, {side}"),
    Criterion.COLUMNS: N_("truck columns captured, {side}"),
}
#: Marks whose figures are no shares.
PLAIN = frozenset(
    {
        Criterion.CLOSED,
        Criterion.BOTH_WINGS,
        Criterion.ONE_WING,
        Criterion.FRONTAL,
        Criterion.PLAYER,
        Criterion.FELL,
        Criterion.ABLATION,
        Criterion.HISTORY,
        Criterion.LOSSES,
        Criterion.RETURNS,
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


def _figure(mark: Criterion, value: float) -> str:
    return f"{value:.1f}" if mark in PLAIN else f"{100 * value:.0f} %"


def _limits(j: Judged) -> str:
    low, high = (None if n is None else _figure(j.mark, n) for n in (j.low, j.high))
    if low is not None and high is not None:
        return f"{low} – {high}"
    return f"≥ {low}" if low is not None else f"≤ {high}"
