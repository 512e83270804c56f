"""Where the menus get scenarios and saved games from, and how a battle is begun: the window's way to play/ and files.

Faults of files come back as values to show, never as errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from game.core.model import Scenario
from game.ui.table import Table


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario that was found: loaded, or the faults that keep it from being played."""

    id: str
    title: str
    scenario: Scenario | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved game: facts to show beside it, or what is wrong with it."""

    path: Path
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something could not be opened."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A game to play; `fresh` when it has just begun."""

    session: Table
    fresh: bool


def scenarios() -> tuple[Listed, ...]:
    """Every scenario that can be found, the playable ones first."""
    raise NotImplementedError


def saves() -> tuple[Saved, ...]:
    """The saved games, newest first."""
    raise NotImplementedError


def begin(scenario: Scenario, players: Mapping[str, str], seed: int, fog: bool) -> Opened | Fault:
    """A new battle. `players` says "human" or "ai" for each side."""
    raise NotImplementedError


def open_battle(scenario_id: str, side: str | None, seed: int | None) -> Opened | Fault:
    """What `khalkhin play` asked for."""
    raise NotImplementedError


def open_save(path: Path) -> Opened | Fault:
    """A saved game, to go on with."""
    raise NotImplementedError


def delete_save(path: Path) -> None:
    """Remove a saved game for good."""
    raise NotImplementedError
