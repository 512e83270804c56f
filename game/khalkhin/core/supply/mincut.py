"""The fewest points and links of a network whose loss cuts off most of what hangs on it: a minimum cut by maximum flow.

Things run from sources along one-way ways from point to point. Losing a point, or a link that a way passes, costs one.
Points may be lasting (they cannot be lost) and may carry weight (what depends on them). At a price per unit of weight
a cheapest cut trades what it loses against the weight it leaves connected; as the price rises cuts grow from nothing
to everything that can be cut. Those that alone are cheapest at some price are the corners of the lower hull of all
cuts drawn as (cost, weight cut). :func:`throat` is the first corner that cuts off more than half the weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: A way's link when nothing can break it.
PLAIN = -1
#: More than any flow: what cannot be cut.
ENDLESS = 1 << 62


@dataclass(frozen=True, slots=True)
class Network:
    """Points are 0, 1, 2 …; ``ways[p]`` lists (next point, link) out of a point, the link PLAIN or a number of its own
    that two opposite ways may share. `sources` are lasting."""

    ways: Sequence[Sequence[tuple[int, int]]]
    sources: Collection[int]
    lasting: frozenset[int]
    weights: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """Points and links lost, and the weight that hangs behind them."""

    points: frozenset[int]
    links: frozenset[int]
    weight: int

    @property
    def cost(self) -> int:
        return len(self.points) + len(self.links)


NOTHING = Cut(frozenset(), frozenset(), 0)


def throat(network: Network, point_cost: int, weight_cost: int) -> Cut:
    """The corner cut of least cost with more than half of the weight that sources reach, no dearer than a price.

    Of equal cuts it is the one nearest to what it cuts off; it is empty when the best cut at the price, as for
    :func:`at_prices`, takes no more than half. Found by walking the hull: a cheapest cut at the price at which the best
    cuts known on each side of the half are equally good lies on the hull between them, or shows that nothing does.
    """
    flow = _Flow(network)
    low, high = NOTHING, flow.cheapest(point_cost, weight_cost)
    while 2 * high.weight > flow.total:
        point_cost, weight_cost = high.weight - low.weight, high.cost - low.cost
        found = flow.cheapest(point_cost, weight_cost)
        if _worth(found, point_cost, weight_cost) >= _worth(high, point_cost, weight_cost):
            return high
        if 2 * found.weight > flow.total:
            high = found
        else:
            low = found
    return NOTHING


def at_prices(network: Network, prices: Iterable[tuple[int, int]]) -> list[Cut]:
    """For each price (point cost, weight cost) the cut with least ``cost * point cost + weight left connected * weight
    cost``; of equal ones the smallest and nearest to what it cuts off."""
    flow = _Flow(network)
    return [flow.cheapest(point_cost, weight_cost) for point_cost, weight_cost in prices]


def _worth(cut: Cut, point_cost: int, weight_cost: int) -> int:
    return cut.cost * point_cost - cut.weight * weight_cost


class _Flow:
    """Maximum flow by levels (Dinic) over the points that sources reach, each that can be lost split in two.

    Arcs are pairs: arc ``e`` and its reverse ``e ^ 1``. Everything joined to a source by what cannot be cut is the
    source.
    """

    SOURCE, SINK = 0, 1

    def __init__(self, network: Network) -> None:
        self.to: list[int] = []
        self.out: list[list[int]] = [[], []]
        self.losable: dict[int, int] = {}
        self.breakable: dict[int, int] = {}
        self.weighing: dict[int, int] = {}
        self.endless: list[int] = []
        self.total = 0
        lasting = network.lasting.union(network.sources)
        self._place(network, lasting)
        nodes, to, out, endless = self.nodes, self.to, self.out, self.endless
        for point, (_, tail) in nodes.items():
            weight = network.weights.get(point, 0)
            self.total += weight
            if weight and tail != self.SOURCE:
                self.weighing[self._arc(tail, self.SINK)] = weight
            for there, link in network.ways[point]:
                head = nodes[there][0]
                if head == self.SOURCE or head == tail:
                    continue
                arc = len(to)
                to += (head, tail)
                out[tail].append(arc)
                out[head].append(arc + 1)
                if link == PLAIN:
                    endless.append(arc)
                else:
                    self.breakable[arc] = link

    def _place(self, network: Network, lasting: frozenset[int]) -> None:
        """Give every point in reach its nodes (in, out): the same for lasting points, the source's for its own."""
        core = list(network.sources)
        joined = set(core)
        for point in core:
            for there, link in network.ways[point]:
                if link == PLAIN and there in lasting and there not in joined:
                    joined.add(there)
                    core.append(there)
        self.nodes = dict.fromkeys(core, (self.SOURCE, self.SOURCE))
        reached = core
        for point in reached:
            for there, _ in network.ways[point]:
                if there not in self.nodes:
                    self.nodes[there] = self._new(there, there in lasting)
                    reached.append(there)

    def _new(self, point: int, lasts: bool) -> tuple[int, int]:
        head = len(self.out)
        self.out.append([])
        if lasts:
            return head, head
        self.out.append([])
        self.losable[self._arc(head, head + 1)] = point
        return head, head + 1

    def _arc(self, tail: int, head: int) -> int:
        arc = len(self.to)
        self.to += (head, tail)
        self.out[tail].append(arc)
        self.out[head].append(arc + 1)
        return arc

    def cheapest(self, point_cost: int, weight_cost: int) -> Cut:
        """See :func:`at_prices`."""
        room = [0] * len(self.to)
        for arc in self.endless:
            room[arc] = ENDLESS
        for arc in (*self.losable, *self.breakable):
            room[arc] = point_cost
        for arc, weight in self.weighing.items():
            room[arc] = weight * weight_cost
        levels = self._levels(room)
        while levels[self.SOURCE] >= 0:
            self._fill(room, levels)
            levels = self._levels(room)
        to = self.to

        def crossed(arcs: Mapping[int, int]) -> frozenset[int]:
            return frozenset(v for a, v in arcs.items() if levels[to[a]] >= 0 > levels[to[a ^ 1]])

        weight = sum(w for a, w in self.weighing.items() if levels[to[a ^ 1]] >= 0)
        return Cut(crossed(self.losable), crossed(self.breakable), weight)

    def _levels(self, room: list[int]) -> list[int]:
        """Steps from each node to the sink over arcs with room, as far as the source (-1: none, or farther): once the
        source is not reached, what is not lies on the far side of a full cut."""
        to, out, source = self.to, self.out, self.SOURCE
        levels = [-1] * len(out)
        levels[self.SINK] = 0
        queue = [self.SINK]
        for node in queue:
            level = levels[node] + 1
            for arc in out[node]:
                before = to[arc]
                if levels[before] < 0 and room[arc ^ 1]:
                    levels[before] = level
                    if before == source:
                        # What is as far from the sink as the source, or farther, lies on none of the shortest ways.
                        return levels
                    queue.append(before)
        return levels

    def _fill(self, room: list[int], levels: list[int]) -> None:
        """Send as much as goes by ways that come one step nearer to the sink each time."""
        to, out = self.to, self.out
        tried = [0] * len(out)
        way: list[int] = []
        node = self.SOURCE
        while True:
            if node == self.SINK:
                amount = min(room[a] for a in way)
                for arc in way:
                    room[arc] -= amount
                    room[arc ^ 1] += amount
                way.clear()
                node = self.SOURCE
            arcs = out[node]
            nearer = levels[node] - 1
            i = tried[node]
            while i < len(arcs) and not (room[arcs[i]] and levels[to[arcs[i]]] == nearer):
                i += 1
            tried[node] = i
            if i < len(arcs):
                way.append(arcs[i])
                node = to[arcs[i]]
            elif way:
                node = to[way.pop() ^ 1]
                tried[node] += 1
            else:
                return
