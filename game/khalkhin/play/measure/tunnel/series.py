"""The battles of an arena: players crossed over the sides, and one side a little stronger or weaker."""

from __future__ import annotations

from collections.abc import Sequence

from khalkhin.play.measure.rows import Row

#: What is changed of each side in turn.
STEPS = ("steps-more", "steps-fewer")


def rows(scenario: str, sides: Sequence[str], players: Sequence[str], variants: bool) -> tuple[list[Row], list[Row]]:
    """The rows of a scenario as it is, every player against every one and itself on either side; and, with `variants`,
    those in which a side has two steps more or fewer, under the first player."""
    first, second = sides
    plain = [
        Row(scenario, players=((first, mine), (second, other)), trace=True) for mine in players for other in players
    ]
    named = tuple((side, players[0]) for side in sides)
    changed = [Row(scenario, players=named, ablations=((side, name),)) for side in sides for name in STEPS]
    return plain, changed if variants else []
