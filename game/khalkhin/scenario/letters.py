"""A warning of names and texts that not every machine can show."""

from __future__ import annotations

from khalkhin.glyphs import missing
from khalkhin.scenario.issues import Report

#: Characters that are named; more of them are counted.
NAMED = 8


def letters_shown(where: str, what: str, text: str, report: Report) -> None:
    """Warn of characters in a text (`what` it is) that no font that comes with the game has."""
    strange = missing(text)
    if not strange:
        return
    more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
    report.warning(
        where,
        f"{what} has characters that no font of the game has: {' '.join(strange[:NAMED])}{more}",
        "they are drawn with fonts of the player's system, and may be missing there: use other letters if you can",
        kind="characters without a font",
    )
