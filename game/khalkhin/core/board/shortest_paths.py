"""The one search for cheapest ways, and the one reading of what it costs to pass a hexside.

Moves of a turn, marches of many turns, supplies and trucks all go over a :class:`MoveGraph` by :func:`search`. What
they may cross is told by their gates, a function from a hexside to the MP that a crossing there adds (None where there
is no way over for them); :func:`fare` is the only place that reads a step with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from khalkhin.core.board.board import NEVER, SWIM, Board, Step
from khalkhin.core.model.rules import HexsideKind, Mobility

#: More MP than any way can cost.
FAR = 1 << 30

#: Up to this limit a frontier has a list for every cost from the start.
LISTED = 64

#: The MP that a crossing at a hexside adds for somebody; None where it does not let them over.
Gates = Callable[[int], int | None]


def fare(step: Step, gates: Gates, swim: int = NEVER) -> int:
    """MP of a step, enemies and zones of control left aside; NEVER where it cannot be made. `swim` is the price of a
    river without a crossing for those that can swim it."""
    if not step.water:
        return step.cost
    gate = gates(step.hexside)
    if gate is not None:
        return step.cost + gate
    return swim if step.uncrossed == SWIM else step.uncrossed


@dataclass(frozen=True, slots=True)
class MoveGraph:
    """Where somebody can step from every hex, and for how many MP. `dry` has the ways out of hexes without water
    beside them, None for the others, whose steps are read with `gates` and `swim`."""

    steps: Sequence[Sequence[Step]]
    dry: Sequence[tuple[tuple[int, int], ...] | None]
    gates: Gates
    swim: int = NEVER

    def wet(self, hex_: int) -> list[tuple[int, int]]:
        """The ways out of a hex beside water."""
        out = []
        for step in self.steps[hex_]:
            cost = fare(step, self.gates, self.swim) if step[4] else step[2]
            if cost != NEVER:
                out.append((step[0], cost))
        return out


def ground(board: Board, mobility: Mobility | None, mud: bool, gates: Gates, swim: int = NEVER) -> MoveGraph:
    """The ground for a mobility (None: for supplies), over what its gates let through."""
    return MoveGraph(board.ways(mobility, mud), board.dry_ways(mobility, mud), gates, swim)


@dataclass(frozen=True, slots=True)
class Field:
    """What a search found, by hex: `cost` in MP (FAR where it did not come), `came` the hex before on the cheapest way
    (of equal ones that with the lowest number; -1 at a start), and the hexes `settled`, in that order."""

    cost: list[int]
    came: list[int]
    settled: list[int]

    def path(self, hex_: int) -> tuple[int, ...]:
        """The way from a start to a hex, both included."""
        out = [hex_]
        while self.came[out[-1]] >= 0:
            out.append(self.came[out[-1]])
        return tuple(reversed(out))


@dataclass(frozen=True, slots=True)
class SearchGoal:
    """A hex that a search is for: it looks only where the way there may lead, given the least MP a step costs and the
    distances of `board`."""

    hex: int
    least: int
    board: Board


@dataclass(frozen=True, slots=True)
class Surcharge:
    """MP on top of a step into a dear hex and of one out of it; with `slips`, of one out of it into another only."""

    entering: int = 0
    leaving: int = 0
    slips: bool = False

    def out(self, enters: bool) -> int:
        """What it costs to leave a dear hex by a step that `enters` another, or does not."""
        return self.leaving if enters or not self.slips else 0


FREE = Surcharge()


# Long: the innermost loop of the game, where a call costs more than the lines it would save.
def search(
    ground: MoveGraph,
    starts: Mapping[int, int] | Iterable[tuple[int, int]],
    limit: int = FAR,
    *,
    closed: Collection[int] = (),
    dear: Collection[int] = (),
    surcharge: Surcharge = FREE,
    turn: int = FAR,
    goal: SearchGoal | None = None,
) -> Field:
    """Cheapest ways from the starts (MP spent there), as far as `limit` (Dijkstra, or A* with a goal).

    `closed` hexes are not entered; steps into and out of `dear` ones cost their `surcharge`. On a clock of `turn` MP
    what does not fit into a turn is the first step of the next one and takes at most the whole of it: MP do not carry
    over, and who has not moved may always make one step.
    """
    rows, wet = ground.dry, ground.wet
    best, came = [FAR] * len(rows), [-1] * len(rows)
    done = bytearray(len(rows))
    settled: list[int] = []
    entering, leaving = surcharge.entering, surcharge.out(False)
    passing = entering + surcharge.out(True) - leaving
    least, aim = 0, 0
    codes: list[int] = []
    spans: list[int] = []
    if goal is not None:
        least, codes, spans = goal.least, goal.board.codes, goal.board.spans
        aim = codes[goal.hex]
    # Costs are small whole numbers, so the frontier is a list per cost rather than a heap: MP spent, and with a goal
    # the least that the rest of the way can cost.
    frontier: list[list[int]] = [[] for _ in range(limit + 1 if limit < LISTED else 1)]
    size = len(frontier)
    for hex_, spent in starts.items() if isinstance(starts, Mapping) else starts:
        best[hex_] = spent
        ahead = min(limit, spent + least * spans[codes[hex_] - aim] if least else spent)
        if ahead >= size:
            size = _lengthen(frontier, ahead)
        frontier[ahead].append(hex_)
    for level in frontier:
        for here in level:
            if done[here]:
                continue
            done[here] = 1
            settled.append(here)
            spent = best[here]
            base, into = (spent + leaving, passing) if here in dear else (spent, entering)
            room = spent + turn - spent % turn if spent else turn
            ways = rows[here]
            for to, cost in wet(here) if ways is None else ways:
                old = best[to]
                if old <= spent or to in closed:
                    continue
                total = base + cost
                if to in dear:
                    total += into
                if total > room:
                    # Not in this turn any more; who has spent nothing of it takes the whole turn for the step.
                    total = room if spent % turn == 0 else room + min(total - spent, turn)
                if total < old:
                    ahead = total + least * spans[codes[to] - aim] if least else total
                    if ahead > limit:
                        continue
                    best[to] = total
                    came[to] = here
                    if ahead >= size:
                        size = _lengthen(frontier, ahead)
                    frontier[ahead].append(to)
                elif total == old and here < came[to]:
                    came[to] = here
        if goal is not None and done[goal.hex]:
            break
    return Field(best, came, settled)


def _lengthen(frontier: list[list[int]], cost: int) -> int:
    """Make room in a frontier for a cost. Returns its new length."""
    frontier += [[] for _ in range(len(frontier), cost + 1)]
    return len(frontier)


def marching_distance(board: Board, goals: Iterable[int]) -> tuple[int, ...]:
    """MP on foot from every hex to the nearest goal, enemies left aside; rivers count for a little more. FAR where no
    way leads."""

    def river(hexside: int) -> int:
        return board.swim_detour if board.kind(hexside) is HexsideKind.RIVER else 0

    found = search(ground(board, Mobility.FOOT, False, river), dict.fromkeys(sorted(goals), 0))
    return tuple(found.cost)
