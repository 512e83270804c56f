"""What a puzzle asks for, as sentences: each condition of its goal, its turns and its enemy, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.foreign_text import quoted
from khalkhin.play.puzzles.code import brought
from khalkhin.play.puzzles.progress import PuzzleRecord
from khalkhin.play.puzzles.puzzle import STANDING, Puzzle
from khalkhin.play.puzzles.solver import Finding, SearchResult
from khalkhin.text import amounts
from khalkhin.text.stakes.conditions import sentence
from khalkhin.translation import N_, _, ngettext

#: Who answers for the enemy, by the name of the computer player.
PLAYERS: Mapping[str, str] = {
    STANDING: N_("The enemy stands where he is."),
    "idle": N_("The enemy stands where he is."),
    "staff": N_("The game’s staff answers for the enemy."),
    "staff-easy": N_("The game’s staff answers for the enemy, and looks at little."),
    "staff-hard": N_("The game’s staff answers for the enemy, and looks at much."),
    "random": N_("The enemy does anything that comes to his mind."),
    "flee": N_("The enemy runs away from you."),
    "greedy": N_("The enemy takes what he can reach and attacks what he can beat."),
    "cutter": N_("The enemy goes for what feeds you."),
}


def goal_lines(puzzle: Puzzle) -> list[str]:
    """What is to hold, a line for each condition."""
    return [sentence(puzzle.scenario, part) for part in puzzle.goal]


def terms(puzzle: Puzzle) -> str:
    """In how many turns, and who answers."""
    if puzzle.hold:
        text = ngettext("when {n} turn of yours is over", "when {n} turns of yours are over", puzzle.turns)
    else:
        text = ngettext("within {n} turn of yours", "within {n} turns of yours", puzzle.turns)
    enemy = _(PLAYERS[puzzle.enemy])
    return _("This is to hold {when}, the enemy’s answer to the last included. {enemy}").format(
        when=text.format(n=puzzle.turns), enemy=enemy
    )


def briefing(puzzle: Puzzle) -> str:
    """All that the player is told of a puzzle, in paragraphs."""
    parts = [puzzle.text] if puzzle.text else []
    return "\n\n".join([*parts, *(f"•  {line}" for line in goal_lines(puzzle)), terms(puzzle)])


def needed(puzzle: Puzzle) -> str:
    """What has to go with the code of a puzzle, as a sentence; empty if it is enough."""
    if brought(puzzle):
        return ""
    told = _(
        "Whoever gets this code needs the scenario {title} as well, just as it is here: a code brings no map, and this "
        "one is not the game’s. Send it along as a pack: khalkhin pack {id}"
    )
    return told.format(title=quoted(puzzle.scenario.title), id=puzzle.base)


def result_text(result: PuzzleRecord) -> str:
    """What came of the player's attempts."""
    if result.solved:
        orders = ngettext("{n} order", "{n} orders", result.orders).format(n=result.orders)
        best = _("Solved: in {turns}, with {orders}.")
        return best.format(turns=amounts.turns(result.turns), orders=orders)
    if result.tries:
        return ngettext("Not solved yet: {n} attempt.", "Not solved yet: {n} attempts.", result.tries).format(
            n=result.tries
        )
    return _("Not tried yet.")


def found_text(found: SearchResult) -> str:
    """What a search has found out, as a sentence."""
    match found.finding:
        case Finding.CAN:
            told = ngettext(
                "It can be done: found after {n} position.",
                "It can be done: found after {n} positions.",
                found.positions,
            )
        case Finding.CANNOT:
            told = ngettext(
                "It cannot be done: all that follows was looked at, {n} position.",
                "It cannot be done: all that follows was looked at, {n} positions.",
                found.positions,
            )
        case Finding.UNKNOWN:
            told = ngettext("Not known after {n} position.", "Not known after {n} positions.", found.positions)
        case _:
            assert_never(found.finding)
    return told.format(n=f"{found.positions:,}")


def goal_text(scenario: Scenario, goal: Iterable[c.Condition]) -> str:
    """A goal in one line."""
    return " ".join(sentence(scenario, part) for part in goal)
