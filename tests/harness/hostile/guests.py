"""What is done with a campaign of the user's, one of whose files may do harm: all that the game does with it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pygame
from khalkhin import translation
from khalkhin.core import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.puzzles.reader import load_puzzle, puzzle_folders
from khalkhin.scenario import ScenarioError, load
from khalkhin.scenario.campaigns import Campaign, named
from khalkhin.scenario.catalog import inside
from khalkhin.ui.campaign.own_theatre import theatre_of
from khalkhin.ui.map.artwork import Artist
from khalkhin.ui.map.camera import drawing_layout
from khalkhin.ui.map.counters import CounterBook, look_of
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.pictures.picture import prepare
from khalkhin.ui.sound.sounds import Sounds, Volumes
from khalkhin.ui.widgets.theme import Metrics

Command = Callable[..., tuple[int, str]]
Play = Callable[[GameState, Random], None]


class Wrong(Exception):
    """The game did what it must not do, without an exception of its own."""


@contextlib.contextmanager
def german() -> Iterator[None]:
    """While this lasts, texts are wanted in German."""
    os.environ[translation.TEXTS] = "de"
    try:
        yield
    finally:
        os.environ.pop(translation.TEXTS, None)  # What is read as settings may have taken it out.


def checked(command: Command, folder: Path) -> int:
    """Have a folder checked; the number of faults. Raises: Wrong where that is not told as it should be."""
    code, told = command("check", str(folder))
    errors = int(told.splitlines()[-1].split()[0]) if told.strip() else -1
    if code != (1 if errors else 0) or errors < 0:
        raise Wrong(f"check ended with {code} and said {told[-200:]!r}")
    if any(len(line) > 1500 for line in told.splitlines()):
        raise Wrong("a line of check is longer than anybody reads")
    return errors


def campaign(folder: Path, command: Command, play: Play, number: int) -> None:
    """Check a campaign of the user's, load it and all of its scenarios and puzzles, show and play what can be."""
    errors = checked(command, folder)
    good = list[Scenario]()
    found: Campaign | None = None
    refused = 0
    for one in inside(folder):
        try:
            good.append(load(one))
        except ScenarioError:
            refused += 1
    try:
        found = named(folder.name)
    except ScenarioError:
        refused += 1
    for puzzle in puzzle_folders(folder):
        try:
            load_puzzle(puzzle)
        except ScenarioError:
            refused += 1
    if bool(errors) != bool(refused):
        raise Wrong(f"check found {errors} faults, but {refused} of its parts cannot be loaded")
    if found is not None:
        theatre(found)
    for scenario in good:
        shown(scenario)
    if good:
        play(initial_state(good[number % len(good)], seed=1), Random(number))


def theatre(found: Campaign) -> None:
    """Draw a campaign's map."""
    prepare()
    there = theatre_of(found)
    there.resize((640, 400), Metrics(1.0))
    there.draw(pygame.Surface((640, 400)), (0, 0))


def shown(scenario: Scenario) -> None:
    """Draw a scenario's own pictures and counters, and play its own sounds."""
    prepare()
    if scenario.art is not None:
        sheet = pygame.Surface((600, 400), pygame.SRCALPHA)
        Artist(scenario.board, drawing_layout(scenario.board.layout), scenario.art).draw(sheet, 1.0, 0, 0)
    if scenario.symbols:
        book, state = CounterBook(Lettering()), initial_state(scenario, 1)
        for unit in state.units:
            look = look_of(scenario, unit)
            if look.picture:
                book.stamp(look, 64), book.stamp(look, 24)
    if scenario.sounds:
        sounds = Sounds(Volumes(1.0, 1.0, 0.0, 0.0))
        sounds.use(scenario.sounds)
        for name in scenario.sounds:
            sounds.play(name)
        sounds.hush()
        sounds.use({})


def translated(folder: Path, command: Command) -> None:
    """Have the texts of a campaign brought up to date; all files of texts are then as they were before."""
    files = {path: path.read_bytes() for path in folder.rglob("texts.*.toml")}
    try:
        code, _told = command("texts", str(folder), "--lang", "de")
        if code == 0 and command("texts", str(folder), "--lang", "de")[0]:
            raise Wrong("texts that were brought up to date cannot be read again")
    finally:
        for path in folder.rglob("texts.*.toml*"):
            if path not in files:
                path.unlink()
        for path, data in files.items():
            path.write_bytes(data)
