"""Where the menus get the cards of scenarios from: what is known of each before it is loaded.

Faults of files come back as values to show, never as errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from khalkhin.core.model.scenario import Scenario
from khalkhin.play.cards import results, shelf
from khalkhin.play.cards.card import Card, card_of
from khalkhin.play.cards.results import Result, Standing
from khalkhin.regular_files import read_regular
from khalkhin.scenario import Issue, ScenarioError, catalog, packs
from khalkhin.scenario.issues import shown
from khalkhin.translation import _
from khalkhin.ui.ports.game_port import GamePort
from khalkhin.ui.ports.library import OpeningFault

#: The shipped scenario to begin with: the smallest, and the first by date.
START_HERE = "grazing_rights"
#: How much of a scenario.toml is looked through for its title and date: they stand at its head.
_HEAD = 1 << 20
_TITLE = re.compile(r'^title\s*=\s*"([^"\\\n]{1,80})"', re.MULTILINE)
_BEFORE = re.compile(r'^before\s*=\s*\[\s*\{[^}\n]*\bdate\s*=\s*"?(\d{4}-\d\d-\d\d)', re.MULTILINE)
_START = re.compile(r'^start\s*=\s*"?(\d{4}-\d\d-\d\d)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ListedScenario:
    """A scenario that was found: its title and first date as they stand in its file, where they can be told at a
    glance, or its folder's name."""

    id: str
    folder: Path
    title: str
    shipped: bool = True
    date: str = ""

    @property
    def start_here(self) -> bool:
        """Whether this is the one to begin with."""
        return self.shipped and self.id == START_HERE


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with its picture, a PNG, which is empty where there is none."""

    card: Card
    picture: bytes


@dataclass(frozen=True, slots=True)
class Faults:
    """What keeps a scenario from being played, as sentences, and what could be read of it to show where."""

    problems: tuple[str, ...]
    issues: tuple[Issue, ...]
    partial: Scenario | None


Draw = Callable[[Scenario], bytes]


def listed() -> tuple[ListedScenario, ...]:
    """Every scenario that is to be found, those of the game by date, then the player's own; none is loaded."""
    found = [_listed(id_, folder, shipped) for id_, folder, shipped in catalog.folders()]
    return tuple(sorted(found, key=lambda item: (not item.shipped, item.date or "9", item.title)))


def _listed(id_: str, folder: Path, shipped: bool) -> ListedScenario:
    try:
        head = read_regular(folder / "scenario.toml", _HEAD).decode("utf-8", "replace")
    except OSError:
        head = ""
    # A turn of its own before the days that follow each other is the first there is.
    title, start = _TITLE.search(head), _BEFORE.search(head) or _START.search(head)
    name = title[1].strip() if title is not None else ""
    return ListedScenario(id_, folder, name or folder.name, shipped, start[1] if start is not None else "")


def named(names: Iterable[str]) -> tuple[ListedScenario, ...]:
    """The scenarios of some names, those that are to be found."""
    found = {id_: _listed(id_, folder, shipped) for id_, folder, shipped in catalog.folders()}
    return tuple(found[name] for name in names if name in found)


def kept(item: ListedScenario) -> Shown | None:
    """The card of a scenario as it is now, if it is kept."""
    found = shelf.find(shelf.key(item.folder))
    return None if found is None else Shown(*found)


def made(item: ListedScenario, draw: Draw) -> Shown:
    """The card of a scenario made anew, and kept; the scenario is loaded for it."""
    name = shelf.key(item.folder)
    try:
        scenario = catalog.load(item.folder)
    except ScenarioError:
        new = Shown(Card(item.title, faulty=True), b"")
    else:
        new = Shown(card_of(scenario), draw(scenario))
    shelf.keep(name, new.card, new.picture)
    return new


def facts(item: ListedScenario) -> Shown:
    """The card of a scenario without its picture, where that cannot be drawn; it is not kept."""
    try:
        return Shown(card_of(catalog.load(item.folder)), b"")
    except ScenarioError:
        return Shown(Card(item.title, faulty=True), b"")


def faults(item: ListedScenario) -> Faults:
    """What is wrong with a scenario that cannot be played."""
    try:
        partial, issues = catalog.examined(item.folder)
    except ScenarioError as error:
        partial, issues = None, error.issues
    wrong = tuple(issue for issue in issues if issue.is_error)
    return Faults(tuple(str(issue).replace(f"{shown(item.folder)}/", "") for issue in wrong), wrong, partial)


def load(item: ListedScenario) -> Scenario | OpeningFault:
    """The scenario itself."""
    try:
        return catalog.load(item.folder)
    except ScenarioError as error:
        return OpeningFault(_("This scenario cannot be played"), str(error))


def origin(item: ListedScenario) -> str:
    """Where one of the player's own comes from, in a few words; empty for those of the game."""
    return "" if item.shipped else packs.origin(item.folder)


def standings(items: tuple[ListedScenario, ...]) -> dict[str, Standing]:
    """How the player fared in scenarios, by id, where a battle of it is over."""
    kept_results = results.load()
    found = {item.id: results.standing(kept_results, item.folder.name, not item.shipped) for item in items}
    return {id_: standing for id_, standing in found.items() if standing is not None}


def note_end(session: GamePort) -> None:
    """Keep how a battle ended that people took part in, also if the computer went on for them, and that has a file."""
    path, people = session.path, session.people
    if path is None or not people:
        return
    state = session.final_state()
    outcome = state.outcome
    assert outcome is not None
    grades = {side: outcome.grades[side] for side in people}
    own = session.carry is None and _own(session.scenario)
    results.note(Result(session.scenario.id, path.name, state.seed, grades, outcome.winner or "", own))


def _own(scenario: Scenario) -> bool:
    """Whether a scenario is one of the player's own. Where both he and the game have one of its name, it is his if it
    is not the game's as that stands."""
    found = {shipped: folder for _id, folder, shipped in catalog.folders() if folder.name == scenario.id}
    if len(found) < 2:
        return True not in found
    try:
        return catalog.load(found[True]).digest != scenario.digest
    except ScenarioError:
        return True
