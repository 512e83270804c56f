"""The small optimisation inside the staff plan: which truck column takes which haul.

A problem is plain numbers, so that it can be tested against the exact optimum. Amounts are hundredths of SP a turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

#: A column without a haul.
IDLE = -1


@dataclass(frozen=True, slots=True)
class Trip:
    """A haul that columns may take: from an origin to a depot, over some crossings (all by number)."""

    origin: int
    depot: int
    over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a depot should get: `urgent` SP a turn keep it from running dry, `more` build its stock up. A point of the
    first is worth three times `weight`, of the second once."""

    urgent: int
    more: int
    weight: int

    def value(self, amount: int) -> int:
        """Worth of an amount delivered."""
        first = min(amount, self.urgent)
        return self.weight * (3 * first + min(amount - first, self.more))


@dataclass(frozen=True, slots=True)
class Problem:
    """`rates[column][trip]` is what a column can bring a turn; `stock[origin]` and `room[crossing]` what may leave
    and go over a turn. Trips share both in the order in which they stand."""

    trips: tuple[Trip, ...]
    rates: tuple[tuple[int, ...], ...]
    wishes: tuple[Wish, ...]
    stock: tuple[int, ...]
    room: tuple[int, ...] = ()

    def delivered(self, choice: Sequence[int]) -> list[int]:
        """What each depot gets a turn when columns take these trips."""
        offered: dict[int, int] = {}
        for rates, trip in zip(self.rates, choice, strict=True):
            if trip != IDLE:
                offered[trip] = offered.get(trip, 0) + rates[trip]
        stock, room = list(self.stock), list(self.room)
        got = [0] * len(self.wishes)
        for number in sorted(offered):
            trip_, wish = self.trips[number], self.wishes[self.trips[number].depot]
            amount = min(offered[number], stock[trip_.origin], wish.urgent + wish.more - got[trip_.depot])
            for crossing in trip_.over:
                amount = min(amount, room[crossing])
            for crossing in trip_.over:
                room[crossing] -= amount
            stock[trip_.origin] -= amount
            got[trip_.depot] += amount
        return got

    def value(self, choice: Sequence[int]) -> int:
        """What a choice of trips is worth."""
        return sum(wish.value(amount) for wish, amount in zip(self.wishes, self.delivered(choice), strict=True))


def greedy(problem: Problem) -> list[int]:
    """Give out trips one at a time, always the one that is worth most at once."""
    choice = [IDLE] * len(problem.rates)
    worth = 0
    while True:
        best = (0, 0, 0, IDLE)
        tried: set[tuple[int, ...]] = set()
        for column, rates in enumerate(problem.rates):
            if choice[column] != IDLE or rates in tried:
                continue
            tried.add(rates)
            for trip, rate in enumerate(rates):
                # Nothing gains more than its rate in the most wanted place.
                if not rate or 3 * rate * problem.wishes[problem.trips[trip].depot].weight < best[0]:
                    continue
                gain = problem.value(_with(choice, column, trip)) - worth
                # Of equal gains the smaller column goes, so that the larger is left for more.
                offer = (gain, -rate, -column, trip)
                if gain > 0 and (best[3] == IDLE or offer[:3] > best[:3]):
                    best = offer
        if best[3] == IDLE:
            return choice
        choice[-best[2]] = best[3]
        worth += best[0]


def assign(problem: Problem, budget: int = 700) -> list[int]:
    """A good choice of trips: greedy, then bettered as long as another trip for a column, or other trips for two or
    three columns at once, are worth more. Looks at no more than `budget` such exchanges."""
    choice = greedy(problem)
    worth, most = problem.value(choice), _most(problem)
    options = [[IDLE, *(trip for trip, rate in enumerate(rates) if rate)] for rates in problem.rates]
    together = 1
    while worth < most and together <= 3:
        before = worth
        for columns in combinations(range(len(choice)), together):
            for trips in product(*(options[c] for c in columns)):
                budget -= 1
                if budget < 0:
                    return choice
                other = list(choice)
                for column, trip in zip(columns, trips, strict=True):
                    other[column] = trip
                value = problem.value(other)
                if value > worth:
                    choice, worth = other, value
        together = together + 1 if worth == before else 1
    return choice


def _most(problem: Problem) -> int:
    """No choice is worth more than this: all wishes fulfilled, or each column in the place that wants it most."""
    weights = [3 * problem.wishes[trip.depot].weight for trip in problem.trips]
    each = sum(max((r * w for r, w in zip(rates, weights, strict=True)), default=0) for rates in problem.rates)
    return min(each, sum(wish.value(wish.urgent + wish.more) for wish in problem.wishes))


def _with(choice: list[int], column: int, trip: int) -> list[int]:
    return [*choice[:column], trip, *choice[column + 1 :]]
