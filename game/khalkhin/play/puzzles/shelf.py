"""The puzzles there are: those of the game, the user's own and those given to him, and those in installed packs."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from khalkhin import paths
from khalkhin.core import view
from khalkhin.core.model.state import GameState
from khalkhin.foreign_text import quoted
from khalkhin.formats import PUZZLE
from khalkhin.play.puzzles.position import as_known, packed
from khalkhin.play.puzzles.puzzle import STANDING, Puzzle
from khalkhin.play.puzzles.reader import ENEMIES, FILE, load_puzzle, of_data
from khalkhin.play.session.film import ALL, Film, sights
from khalkhin.play.session.session import HUMAN
from khalkhin.scenario import catalog
from khalkhin.scenario.issues import Issue, Report, ScenarioError, Severity
from khalkhin.storage.folders import fill, moving_room
from khalkhin.storage.locks import writing_in
from khalkhin.translation import _

#: A condition as it is written.
EXAMPLE = '{ held = { side = "soviet", place = "Bain-Tsagan" } }'
#: The most puzzles that are kept.
MOST = 500


@dataclass(frozen=True, slots=True)
class PuzzleListing:
    """A puzzle as found: its folder, and either the puzzle or what is wrong with it."""

    id: str
    folder: Path
    shipped: bool
    puzzle: Puzzle | None
    issues: tuple[Issue, ...] = ()


def shipped() -> Path:
    """Where the game's own puzzles are."""
    return paths.maps_dir() / "puzzles"


def home() -> Path:
    """Where the user's own puzzles are."""
    return paths.user_puzzles_dir()


def folders() -> Iterator[tuple[str, Path, bool]]:
    """Id and folder of every folder with a puzzle.toml, and whether it is the game's. One with the name of another goes
    by its path."""
    seen: set[str] = set()
    for root, own in ((shipped(), True), (paths.user_puzzles_dir(), False), (paths.user_maps_dir(), False)):
        try:
            found = sorted(p for p in root.iterdir() if (p / FILE).is_file() and not p.name.startswith("."))
        except OSError:
            continue
        for folder in found:
            yield (str(folder) if folder.name in seen else folder.name), folder, own
            seen.add(folder.name)


def listings() -> tuple[PuzzleListing, ...]:
    """Every puzzle that is to be found, the game's first and each by its number; faulty ones with their issues."""
    out = []
    for id_, folder, own in folders():
        try:
            out.append(PuzzleListing(id_, folder, own, load_puzzle(folder)))
        except ScenarioError as error:
            out.append(PuzzleListing(id_, folder, own, None, error.issues))
    return tuple(sorted(out, key=lambda each: (not each.shipped, each.puzzle.number if each.puzzle else 999, each.id)))


def load(ref: str) -> Puzzle:
    """A puzzle by its id or folder. Raises: ScenarioError."""
    known = {id_: folder for id_, folder, _own in folders()}
    if ref in known:
        return load_puzzle(known[ref])
    if (Path(ref) / FILE).is_file():
        return load_puzzle(Path(ref))
    report = Report()
    report.error(quoted(ref), _("there is no puzzle or folder of this name"), report.suggest(ref, known))
    raise ScenarioError(report.finish())


# ---- Making and keeping


def made(
    state: GameState,
    base: str,
    title: str,
    text: str,
    goal: list[dict[str, Any]],
    turns: int,
    *,
    enemy: str = STANDING,
    hold: bool = False,
) -> Puzzle:
    """A puzzle of a position whose active side is to reach a goal, on the ground of the scenario `base`. Raises:
    ScenarioError where a part does not fit."""
    here = next(iter(catalog.known(base)), None)
    if here is None or catalog.load(here).digest != state.scenario.digest:
        raise ScenarioError(
            (
                Issue(
                    Severity.ERROR,
                    quoted(state.scenario.title),
                    _("no puzzle can be made of this battle: its scenario is none that can be found again"),
                    _("make it of a battle that is neither of a campaign nor of a folder elsewhere"),
                ),
            )
        )
    data = {
        "format": PUZZLE.today,
        "title": title,
        "text": text,
        "side": state.active,
        "turns": turns,
        "enemy": enemy,
        "hold": hold,
        "goal": goal,
        "scenario": base,
        "digest": state.scenario.digest,
        "position": packed(state),
    }
    return of_data(data, "new", _("the puzzle"))


def against(puzzle: Puzzle, enemy: str) -> Puzzle:
    """The same puzzle with another enemy. Raises: ScenarioError for a name that no computer player of the game has."""
    if enemy not in ENEMIES:
        report = Report()
        told = _("{name} is no computer player of the game").format(name=quoted(enemy))
        report.error(_("the enemy"), told, report.suggest(enemy, ENEMIES))
        raise ScenarioError(report.finish())
    return replace(puzzle, enemy=enemy)


def keep(puzzle: Puzzle) -> Path:
    """Put a puzzle among the user's own, under a name made of its title that is free; its folder. Raises: OSError, and
    then nothing is there."""
    assert puzzle.table is not None
    home = paths.user_puzzles_dir()
    name = re.sub(r"[^a-z0-9]+", "-", puzzle.title.lower()).strip("-")[:30] or "puzzle"
    if name[0] not in "abcdefghijklmnopqrstuvwxyz":
        name = f"p-{name}"
    with writing_in(home), moving_room(home) as room:
        free = (n for n in (name, *(f"{name}-{i}" for i in range(2, MOST))) if not (home / n).exists())
        place = home / next(free)
        fill(room / "new", {FILE: written(puzzle.table).encode()})
        os.rename(room / "new", place)
    return place


def written(table: Mapping[str, Any]) -> str:
    """A table of a puzzle as TOML."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items() if value not in ("", None, []))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(str(k))} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    # TOML's basic strings are written as those of JSON.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def goals(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Conditions as they are written in a scenario.toml, each a table in braces. Raises: ScenarioError."""
    text = ",\n".join(texts)
    try:
        if len(text) > 8000:
            raise ValueError
        read = tomllib.loads(f"goal = [{text}\n]")
        found = read.pop("goal")
        if read or not found or not all(isinstance(row, dict) for row in found):
            raise ValueError
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, KeyError) as error:
        cure = _("write it as in a timeline: {example}").format(example=EXAMPLE)
        raise ScenarioError(
            (Issue(Severity.ERROR, _("the goal"), _("it is no condition that can be read"), cure),)
        ) from error
    return list(found)


def at_turn(film: Film, turn: int, side: str = "") -> GameState:
    """The position at which a side's turn begins in a battle that was fought; the first side's that a person played,
    unless told. While the battle goes on under fog, it is what that side knows. Raises: ScenarioError, ReplayError."""
    header, sides = film.header, [info.id for info in film.scenario.sides]
    side = side or next((s for s in sides if header.players.get(s) == HUMAN), sides[0])
    found = next((s for s in film.stretches if s.turn == turn and s.side == side), None)
    if found is None:
        told = _("the battle has no turn {turn} of {side}").format(turn=turn, side=quoted(side))
        last = film.stretches[-1].turn
        cure = _("its sides are {sides}, and its last turn is {last}").format(sides=", ".join(sides), last=last)
        raise ScenarioError((Issue(Severity.ERROR, film.path.name, told, cure),))
    state = film.state(found.first)
    eyes = sights(header.players, sides, film.over)
    if ALL in eyes or not header.fog:
        return state
    if side not in eyes:
        told = _("the battle goes on, and {side} is not yours").format(side=quoted(side))
        cure = _("name a side that a person plays: {sides}").format(sides=", ".join(eyes))
        raise ScenarioError((Issue(Severity.ERROR, film.path.name, told, cure),))
    return as_known(view(state, side))
