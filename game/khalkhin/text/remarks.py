"""What forecasts of fights remark, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.combat.remarks import CombatRemark, RemarkCode
from khalkhin.translation import N_, Plural, counted, plural

TEXTS: Mapping[RemarkCode, str | Plural] = {
    RemarkCode.STOOD_BY: N_("Guns that stood by help the defence ({names}): {number} more"),
    RemarkCode.UNKNOWN_GUNS: N_("Enemy guns that nobody has identified may add to the defence"),
    RemarkCode.TRENCHES: plural(
        "Deep trenches shelter the target: {number} column less",
        "Deep trenches shelter the target: {number} columns less",
    ),
    RemarkCode.HARDLY_SEEN: plural(
        "The target is hardly seen: {number} column less", "The target is hardly seen: {number} columns less"
    ),
    RemarkCode.CUT_OFF: N_("The target is cut off and cannot leave the fire: {number} % of the steps hit are lost"),
    RemarkCode.BY_THE_MAP: plural(
        "Nobody sees the crossing and the guns fire by the map: {number} column less",
        "Nobody sees the crossing and the guns fire by the map: {number} columns less",
    ),
    RemarkCode.HITS_LEFT: plural("{number} more hit destroys it", "{number} more hits destroy it"),
}


def remark_text(remark: CombatRemark) -> str:
    """A remark in a sentence without its full stop."""
    return counted(TEXTS[remark.code], remark.number).format(number=remark.number, names=", ".join(remark.names))
