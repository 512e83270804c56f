"""Which sides the player had in the battles he began, for the next time: pairs of a scenario's id and the ids of its
sides, the latest last."""

from __future__ import annotations

from collections.abc import Sequence

Pairs = tuple[tuple[str, str], ...]

#: The most scenarios of which it is kept, and the most letters of either word of a pair.
MOST, LETTERS = 40, 60
#: What stands between the sides of a player who had both.
_AND = "+"


def with_sides(kept: Pairs, scenario: str, sides: Sequence[str]) -> Pairs:
    """The pairs once a battle has been begun with these sides; as they were where its names are too long to be kept."""
    pair = (scenario, _AND.join(sides))
    if max(map(len, pair)) > LETTERS:
        return kept
    return (*(old for old in kept if old[0] != scenario), pair)[-MOST:]


def sides_of(kept: Pairs, scenario: str, there: Sequence[str]) -> tuple[str, ...] | None:
    """The sides that the player had last in a scenario, or else in any, of those that are `there`; None where that
    tells nothing of them."""
    own = [sides for id_, sides in kept if id_ == scenario] or [sides for _, sides in kept[-1:]]
    for sides in own:
        had = tuple(filter(None, sides.split(_AND)))
        if all(side in there for side in had):
            return had
    return None
