"""The minimum cut against trying every set of losses, on small random networks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from khalkhin.core.supply.mincut import NOTHING, PLAIN, Cut, Network, at_prices, throat

#: Networks tried with the generator below; the full run asks for more.
NETWORKS = 10 * int(os.environ.get("KHALKHIN_EXAMPLES", "100"))


def reached(network: Network, points: frozenset[int], links: frozenset[int]) -> set[int]:
    """Points that sources reach when some points and links are lost."""
    found = list(network.sources)
    for point in found:
        for there, link in network.ways[point]:
            if there not in found and there not in points and link not in links:
                found.append(there)
    return set(found)


def every_cut(network: Network) -> Iterator[tuple[Cut, set[int]]]:
    """Every set of losses, with the points it leaves connected."""
    firm = set(network.lasting) | set(network.sources)
    things: list[tuple[int | None, int | None]] = [(p, None) for p in range(len(network.ways)) if p not in firm]
    things += [(None, k) for k in sorted({k for ways in network.ways for _, k in ways if k != PLAIN})]
    total = reached(network, frozenset(), frozenset())
    for size in range(len(things) + 1):
        for lost in combinations(things, size):
            points = frozenset(p for p, _ in lost if p is not None)
            links = frozenset(k for _, k in lost if k is not None)
            left = reached(network, points, links)
            yield Cut(points, links, sum(w for p, w in network.weights.items() if p in total - left)), left


def first_corner(fewest: dict[int, int], total: int, point_cost: int, weight_cost: int) -> tuple[int, int]:
    """Cost and weight of the first corner of the hull with more than half the weight, climbing no slope as steep as
    the price; `fewest` is the least cost by weight cut."""
    corner = (0, 0)
    while 2 * corner[1] <= total:
        # The next corner is where the slope from this one is least; of equal slopes the furthest.
        ahead = [(Fraction(c - corner[0], w - corner[1]), -w, c) for w, c in fewest.items() if w > corner[1]]
        slope, weight, cost = min(ahead, default=(Fraction(weight_cost, point_cost), 0, 0))
        if slope >= Fraction(weight_cost, point_cost):
            return 0, 0
        corner = cost, -weight
    return corner


def plain_throat(network: Network, point_cost: int, weight_cost: int) -> tuple[int, int]:
    """The throat's cost and weight, found by looking at all cuts."""
    total = sum(network.weights.get(p, 0) for p in reached(network, frozenset(), frozenset()))
    fewest: dict[int, int] = {}
    for cut, _ in every_cut(network):
        fewest[cut.weight] = min(cut.cost, fewest.get(cut.weight, cut.cost))
    return first_corner(fewest, total, point_cost, weight_cost)


def random_network(rng: Random, points: int) -> Network:
    ways: list[list[tuple[int, int]]] = [[] for _ in range(points)]
    links = 0
    for a, b in combinations(range(points), 2):
        if rng.random() > 3.2 / points:
            continue
        link = PLAIN
        if rng.random() < 0.2 and links < 3:
            link, links = links, links + 1
        ways[a].append((b, link))
        if rng.random() < 0.9:
            ways[b].append((a, link))
    sources = rng.sample(range(points), rng.choice([1, 1, 2]))
    others = [p for p in range(points) if p not in sources]
    carrying = rng.sample(others, min(len(others), rng.randint(1, 4)))
    lasting = [p for p in others if rng.random() < (0.8 if p in carrying else 0.1)]
    weights = {p: rng.randint(1, 5) for p in carrying}
    return Network(ways, sources, frozenset(lasting), weights)


def check(network: Network, point_cost: int, weight_cost: int) -> Cut:
    cut = throat(network, point_cost, weight_cost)
    assert (cut.cost, cut.weight) == plain_throat(network, point_cost, weight_cost)
    firm = set(network.lasting) | set(network.sources)
    assert not cut.points & firm
    whole = reached(network, frozenset(), frozenset())
    left = reached(network, cut.points, cut.links)
    assert sum(w for p, w in network.weights.items() if p in whole - left) == cut.weight
    return cut


def test_the_throat_agrees_with_trying_every_cut_on_thousands_of_networks() -> None:
    rng = Random(1939)
    kinds = set()
    for _ in range(NETWORKS):
        cut = check(random_network(rng, rng.randint(3, 8)), rng.choice([1, 2, 3, 5]), rng.choice([1, 1, 2, 20]))
        kinds.add((bool(cut.points), bool(cut.links)))
    assert kinds == {(False, False), (True, False), (False, True), (True, True)}


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(3, 9), st.integers(1, 6), st.integers(1, 30))
def test_the_throat_agrees_with_trying_every_cut(rng: Random, points: int, point_cost: int, weight_cost: int) -> None:
    check(random_network(rng, points), point_cost, weight_cost)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(3, 8), st.integers(1, 4), st.integers(1, 4))
def test_the_cheapest_cut_at_a_price_is_cheapest_and_nearest_to_what_it_cuts(
    rng: Random, points: int, point_cost: int, weight_cost: int
) -> None:
    network = random_network(rng, points)
    (cut,) = at_prices(network, [(point_cost, weight_cost)])

    def price(c: Cut) -> int:
        return c.cost * point_cost - c.weight * weight_cost

    cuts = list(every_cut(network))
    least = min(price(c) for c, _ in cuts)
    assert price(cut) == least
    left = reached(network, cut.points, cut.links)
    for other, beyond in cuts:
        if price(other) == least:
            assert other.weight >= cut.weight
            assert beyond <= left


def test_a_chain_is_cut_at_one_point_and_a_wide_plain_is_not_cut_for_less_than_it_is_worth() -> None:
    chain = Network([[(1, PLAIN)], [(2, PLAIN)], [(3, PLAIN)], []], [0], frozenset({3}), {3: 4})
    assert throat(chain, 1, 1) == Cut(frozenset({2}), frozenset(), 4)
    bridge = Network([[(1, PLAIN)], [(2, 7)], [(3, PLAIN)], []], [0], frozenset({1, 2, 3}), {3: 4})
    assert throat(bridge, 1, 1) == Cut(frozenset(), frozenset({7}), 4)
    assert throat(chain, 4, 1) == NOTHING
    solid = Network([[(1, PLAIN)], []], [0], frozenset({1}), {1: 4})
    assert throat(solid, 1, 1) == NOTHING
