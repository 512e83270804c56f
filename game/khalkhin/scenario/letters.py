"""A warning of names and texts that not every machine can show."""

from __future__ import annotations

from khalkhin.glyphs import missing
from khalkhin.scenario.issues import Report
from khalkhin.translation import _

#: Characters that are named; more of them are counted.
NAMED = 8


def letters_shown(where: str, what: str, text: str, report: Report) -> None:
    """Warn of characters in a text (`what` it is) that no font that comes with the game has."""
    strange = missing(text)
    if not strange:
        return
    told = _("{what} has characters that no font of the game has: {letters}")
    if len(strange) > NAMED:
        told = _("{what} has characters that no font of the game has: {letters} and {n} more")
    report.warning(
        where,
        told.format(what=what, letters=" ".join(strange[:NAMED]), n=len(strange) - NAMED),
        _("they are drawn with fonts of the player's system, and may be missing there: use other letters if you can"),
        kind=_("characters without a font"),
    )
