"""Where the window gets puzzles from, keeps them, and remembers what came of them. Faults come back as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from khalkhin.core import apply
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.play.puzzles import code as codes
from khalkhin.play.puzzles import progress, shelf
from khalkhin.play.puzzles.game import PuzzleGame
from khalkhin.play.puzzles.position import as_known
from khalkhin.play.puzzles.progress import PuzzleRecord
from khalkhin.play.puzzles.puzzle import Puzzle
from khalkhin.play.puzzles.solver import answered
from khalkhin.scenario import ScenarioError
from khalkhin.storage.folders import moving_room
from khalkhin.text import puzzles as words
from khalkhin.text.names import place_text
from khalkhin.text.narrator.narrator import tell
from khalkhin.translation import _
from khalkhin.ui.ports.library import OpeningFault

#: Places and enemies, each, that are offered as goals.
OFFERED = 5


@dataclass(frozen=True, slots=True)
class ListedPuzzle:
    """A puzzle in the list: what came of it, or what is wrong with it; `mine` tells those that are not the game's."""

    id: str
    title: str
    puzzle: Puzzle | None
    result: PuzzleRecord
    mine: bool
    folder: Path
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that is offered: its sentence, and how it is written."""

    text: str
    rows: tuple[dict[str, Any], ...]


def puzzles() -> tuple[ListedPuzzle, ...]:
    """All puzzles in their order."""
    kept = progress.load()
    out = []
    for item in shelf.listings():
        if item.puzzle is None:
            problem = "\n".join(str(issue) for issue in item.issues[:6])
            out.append(ListedPuzzle(item.id, item.id, None, PuzzleRecord(), not item.shipped, item.folder, problem))
        else:
            result = kept.get(progress.key(item.puzzle), PuzzleRecord())
            out.append(ListedPuzzle(item.id, item.puzzle.title, item.puzzle, result, not item.shipped, item.folder))
    return tuple(out)


def begin(id_: str) -> PuzzleGame | OpeningFault:
    """An attempt at a puzzle. Its task stands where a battle has its briefing."""
    try:
        puzzle = shelf.load(id_)
    except ScenarioError as error:
        return OpeningFault(_("The puzzle cannot be played"), _told(error))
    sides = [
        replace(info, briefing=words.briefing(puzzle)) if info.id == puzzle.side else info
        for info in puzzle.scenario.sides
    ]
    scenario = replace(puzzle.scenario, title=puzzle.title, sides=(sides[0], sides[1]))
    return PuzzleGame(replace(puzzle, id=id_, start=replace(puzzle.start, scenario=scenario)))


def following(id_: str) -> str:
    """The puzzle after one that can be played; empty after the last."""
    ids = [each.id for each in puzzles() if each.puzzle is not None]
    at = ids.index(id_) + 1 if id_ in ids else len(ids)
    return ids[at] if at < len(ids) else ""


def remember(game: PuzzleGame) -> str:
    """Keep what came of an attempt; the answer is empty, or says why it is not kept."""
    if game.verdict is None:
        return ""
    return progress.keep(game.puzzle, game.verdict, game.turns_used, game.given)


def code(puzzle: Puzzle) -> str | OpeningFault:
    """The code of a puzzle, or why it has none."""
    try:
        return codes.code_of(puzzle)
    except ScenarioError as error:
        return OpeningFault(_("There is no code"), _told(error))


def needed(puzzle: Puzzle) -> str:
    """What has to go with the code of a puzzle, as a sentence; empty if it is enough."""
    return words.needed(puzzle)


def add(text: str) -> str | OpeningFault:
    """Keep the puzzle of a code; its id, or why it is not kept."""
    try:
        return shelf.keep(codes.puzzle_of(text)).name
    except ScenarioError as error:
        return OpeningFault(_("This is no puzzle"), _told(error))
    except OSError as error:
        return OpeningFault(_("The puzzle could not be kept"), str(error.strerror or error))


def remove(listed: ListedPuzzle) -> OpeningFault | None:
    """Take one of the player's own puzzles away; why that failed, if it did."""
    try:
        with moving_room(shelf.home()) as room:
            listed.folder.rename(room / "old")
    except OSError as error:
        return OpeningFault(_("The puzzle could not be removed"), str(error.strerror or error))
    return None


def solution(puzzle: Puzzle) -> Iterator[str]:
    """What happens when a solution is played, line by line, as its side is told of it."""
    state = puzzle.start
    for order in puzzle.solution:
        after, events = apply(state, order)
        for event in events:
            notice = tell(state, after, puzzle.side, event)
            if notice is not None and notice.text:
                yield notice.text
        state = after
        if state.active != puzzle.side and not state.over:
            state, _stands = answered(puzzle, state)


# ---- Making one of a battle


def goals(view: View) -> tuple[Goal, ...]:
    """Goals that the side to move could be set: places it does not hold, and enemies near it."""
    state, side = view.state, view.side
    scenario = state.scenario
    out = []
    for objective, holding in zip(scenario.objectives, state.holdings, strict=True):
        if holding.side != side:
            row = {"held": {"side": side, "place": objective.name}}
            out.append(Goal(_("Hold {place}").format(place=place_text(state, objective.hex)), (row,)))
    near = _near(state, side)
    for unit in near:
        told = _("Destroy {unit}").format(unit=unit.spec.name)
        out.append(Goal(told, ({"destroyed": {"unit": unit.spec.id}},)))
    for unit in near:
        if not unit.unsupplied:
            told = _("Leave {unit} without supplies").format(unit=unit.spec.name)
            out.append(Goal(told, ({"supply": {"unit": unit.spec.id, "state": scenario.rules.supply.states[1]}},)))
    places = [each for each in out if "held" in each.rows[0]][:OFFERED]
    return (*places, *(each for each in out if "held" not in each.rows[0]))


def _near(state: GameState, side: str) -> list[Any]:
    """The enemies nearest to a side's fighting units that are known by name."""
    board = state.scenario.board
    own = [u.hex for u in state.side_units(side) if u.is_combat]
    count = len(state.scenario.order_of_battle)
    foes = [u for u in state.units[:count] if u.hex >= 0 and u.spec.side != side and u.hex != DESTROYED]
    apart = {u.spec.id: min((board.distance(u.hex, h) for h in own), default=99) for u in foes}
    return sorted(foes, key=lambda u: (apart[u.spec.id], u.spec.id))[:OFFERED]


def make(view: View, base: str, goal: Goal, turns: int, enemy: str, hold: bool) -> str | OpeningFault:
    """Keep a position as a puzzle, as its side knows it. The answer is its title."""
    state = as_known(view)
    title = _("{battle}, turn {turn}: {goal}").format(battle=state.scenario.title, turn=state.turn, goal=goal.text)
    try:
        puzzle = shelf.made(state, base, title[:100], "", list(goal.rows), turns, enemy=enemy, hold=hold)
        shelf.keep(puzzle)
    except ScenarioError as error:
        return OpeningFault(_("No puzzle can be made of this"), _told(error))
    except OSError as error:
        return OpeningFault(_("The puzzle could not be kept"), str(error.strerror or error))
    return puzzle.title


def _told(error: ScenarioError) -> str:
    return "\n\n".join(str(issue) for issue in error.issues[:6])
