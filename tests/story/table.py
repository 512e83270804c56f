"""Which test shows which fact of the account: kept by the tests themselves, printed as docs/facts.md.

A test says with :func:`shows` which entry of the timeline it makes happen, and gives back the position in which it has;
what it says is held to that position, and the page and its own tests are made from it.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.timeline import Entry
from khalkhin.scenario import listings
from khalkhin.scenario.campaigns import Epilogue, load_campaign
from khalkhin.scenario.tables.history import account

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"
MODULES = ("test_may", "test_july", "test_road", "test_august", "test_after")
FATES = ("happened", "prevented", "turned")

#: Facts that no play can prevent, and why.
GIVEN = {
    "A1": "it is so before the first battle",
    "A7": "it is the order of battle of July",
    "A8": "the corps and its commander are sent by Moscow",
    "A19": "it is over before the first order of August is given",
    "A20": "it is the order of battle of August",
}

#: What each epilogue of the campaign means for the last fact.
EPILOGUES = {
    "The troops go west": "happened",
    "A drawn border": "prevented",
    "A short summer": "prevented",
    "The road north": "turned",
    "The river line": "turned",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A test shows that an entry (or an epilogue, by its title) of a fact comes about."""

    fact: str
    entry: str
    module: str
    test: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry or epilogue that speaks of a fact: where, by which name, and what it means for the fact ("" if it only
    tells of it)."""

    fact: str
    scenario: str
    entry: str
    fate: str


CLAIMS: list[Claim] = []

Shown = GameState | Epilogue


def shows(fact: str, entry: str) -> Callable[[Callable[..., Shown]], Callable[..., None]]:
    """Say of a test that an entry of a fact comes about in the position, or is the epilogue, which it returns."""

    def keep(test: Callable[..., Shown]) -> Callable[..., None]:
        CLAIMS.append(Claim(fact, entry, test.__module__.rpartition(".")[2], test.__name__))

        @functools.wraps(test)
        def run(*args: object, **more: object) -> None:
            _hold(fact, entry, test(*args, **more))

        return run

    return keep


def _hold(fact: str, name: str, shown: Shown) -> None:
    if isinstance(shown, Epilogue):
        assert (shown.source, shown.title) == (fact, name)
        return
    entries = {e.id: e for e in shown.scenario.timeline}
    entry = entries[name]
    assert entry.source == fact, f"{name} speaks of {entry.source or 'no fact'}"
    assert name in shown.fired, f"{name} has not come about; {', '.join(shown.fired)} have"
    assert not _opposite(entry, shown), f"{name} and its opposite have both come about"


def _opposite(entry: Entry, state: GameState) -> list[str]:
    """Entries that have fired and say the contrary of an entry. That a fact is turned round does not take away that it
    had happened."""
    contrary = {"happened": ("prevented",), "prevented": ("happened",)}.get(entry.fate, ())
    return [
        e.id for e in state.scenario.timeline if e.source == entry.source and e.fate in contrary and e.id in state.fired
    ]


def claims() -> list[Claim]:
    """All claims, by fact."""
    for module in MODULES:
        importlib.import_module(f"tests.story.{module}")
    return sorted(CLAIMS, key=lambda c: (int(c.fact[1:]), MODULES.index(c.module), c.entry, c.test))


@functools.cache
def told() -> tuple[Told, ...]:
    """Every entry of the shipped scenarios and every epilogue that speaks of a fact."""
    out = [
        Told(entry.source, listing.id, entry.id, entry.fate)
        for listing in listings()
        if listing.shipped and listing.scenario
        for entry in listing.scenario.timeline
        if entry.source
    ]
    out += [Told(e.source, "campaign", e.title, EPILOGUES.get(e.title, "")) for e in load_campaign().epilogues]
    return tuple(out)


def page() -> str:
    """The table in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The facts of the account, and the tests that play them"
    yield ""
    yield (
        "Each fact of the account (`assets/history/account.toml`) with the scenario that plays it, the entries of its "
        "timeline by what they mean for the fact, and the tests in `tests/story` that bring each of them about in the "
        "shipped scenario. Made by `python -m tests.story.make`."
    )
    yield ""
    yield "| fact | what it tells | played in | told | happened | prevented | turned round | tests |"
    yield "|---|---|---|---|---|---|---|---|"
    entries, shown = told(), claims()
    for fact in account().values():
        mine = [t for t in entries if t.fact == fact.id]
        where = ", ".join(dict.fromkeys(t.scenario for t in mine))
        columns = [", ".join(f"`{t.entry}`" for t in mine if t.fate == fate) for fate in ("", *FATES)]
        columns[2] = columns[2] or (f"never: {GIVEN[fact.id]}" if fact.id in GIVEN else "")
        order = {t.entry: ("", *FATES).index(t.fate) for t in mine}
        claimed = sorted((c for c in shown if c.fact == fact.id), key=lambda c: order.get(c.entry, 0))
        tests = dict.fromkeys(f"{c.entry}: `{c.module}.{c.test}`" for c in claimed)
        yield " | ".join((f"| {fact.id}", fact.account, where, *columns, "<br>".join(tests))) + " |"
