"""From the table of a puzzle to the puzzle, with every fault told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from khalkhin import ai
from khalkhin.ai.players import OWN
from khalkhin.core import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.errors import OrderSyntaxError
from khalkhin.core.orders.orders import Order, parse_order
from khalkhin.core.timeline.condition_kinds import Chosen, Condition, Happened
from khalkhin.core.timeline.conditions import atoms
from khalkhin.foreign_text import quoted
from khalkhin.formats import PUZZLE
from khalkhin.play.puzzles.position import Unpacked, unpacked
from khalkhin.play.puzzles.puzzle import STANDING, AttemptEnd, Puzzle, verdict
from khalkhin.scenario import catalog
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.tables.key_lines import KeyLines
from khalkhin.scenario.tables.rules_tables import Id
from khalkhin.scenario.tables.toml_models import Model, Table, parse, read_table
from khalkhin.scenario.texts.files import read_texts
from khalkhin.scenario.texts.sentences import TITLED, Ask, Room, Sentence, flowing, noting, saying
from khalkhin.scenario.timeline import words
from khalkhin.scenario.timeline.names import Names
from khalkhin.scenario.timeline.reader import Reader
from khalkhin.scenario.timeline.types import Title
from khalkhin.scenario.tmx.map_objects import Pieces
from khalkhin.scenario.tmx.object_classes import kinds
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.scenario.tmx.polylines import Plane
from khalkhin.translation import _, ngettext

FILE = "puzzle.toml"
#: The most turns, goals and orders of a solution.
MAX_TURNS, MAX_GOALS, MAX_ORDERS = 12, 12, 400
#: The longest packed position, in letters.
MAX_POSITION = 60_000
#: How the keys of its texts begin, one of :data:`khalkhin.scenario.texts.sentences.BESIDE`; and how much it tells.
KEYS, TOLD = "puzzle.", Room(2000, lines=True)


#: Who can answer for the enemy: only players of the game, so that no puzzle asks for a package.
ENEMIES = (STANDING, *OWN)


def _player(name: str) -> str:
    if name not in ENEMIES:
        raise ValueError(_("is {word} — known: {words}").format(word=quoted(name), words=", ".join(ENEMIES)))
    return name


def _none() -> list[str]:
    return []


class PuzzleTable(Model):
    """``puzzle.toml``, and what a code holds."""

    format: int
    title: Title
    text: Annotated[str, Field(max_length=TOLD.most)] = ""
    number: Annotated[int, Field(ge=0, le=999)] = 0
    side: Id
    turns: Annotated[int, Field(ge=1, le=MAX_TURNS)]
    goal: Annotated[list[words.Condition], Field(min_length=1, max_length=MAX_GOALS)]
    hold: bool = False
    enemy: Annotated[str, AfterValidator(_player)] = STANDING
    seed: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    scenario: Id | None = None
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{0,64}$")] = ""
    position: Annotated[str, Field(max_length=MAX_POSITION)] = ""
    solution: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=MAX_ORDERS)] = Field(
        default_factory=_none
    )


def load_puzzle(folder: Path, *, as_written: bool = False) -> Puzzle:
    """The puzzle of a folder, with the texts of the language that is wanted (or `as_written`). Raises: ScenarioError
    with every fault."""
    report = Report()
    puzzle = read_puzzle(folder, report, as_written=as_written)
    if puzzle is None:
        raise ScenarioError(report.finish())
    return puzzle


def read_puzzle(folder: Path, report: Report, *, as_written: bool = False) -> Puzzle | None:
    """The same; None and issues if it has faults."""
    table = read_table(folder / FILE, report)
    made = None if table is None else of_table(table, folder.resolve().name, report, folder)
    ask = None if made is None else partial(sentences_of, made)
    roots = Roots.of(folder.resolve())
    told = read_texts(folder, roots, ask, partial(catalog.language_of, folder), report, KEYS)
    if made is None or report.errors:
        return None
    return made if as_written else _through(made, saying(told))


def puzzle_folders(place: Path) -> list[Path]:
    """A folder with a puzzle, or the folders directly in it that have one, by name."""
    return [one for one in (place, *catalog.subfolders(place)) if (one / FILE).is_file()]


def sentences_of(puzzle: Puzzle) -> dict[str, Sentence]:
    """All texts of a puzzle that is as it was written, beside those of its scenario."""
    found: dict[str, Sentence] = {}
    _through(puzzle, noting(found))
    return found


def _through(puzzle: Puzzle, ask: Ask) -> Puzzle:
    """The puzzle with what is answered for each of its texts; its table, which a code is made of, is left as it is."""
    text = flowing(ask(f"{KEYS}text", puzzle.text, TOLD))
    return replace(puzzle, title=ask(f"{KEYS}title", puzzle.title, TITLED), text=text)


def of_data(data: Mapping[str, Any], name: str, where: str) -> Puzzle:
    """The puzzle of a table that stands in no file; `where` is what it is called where a fault is told. Raises:
    ScenarioError."""
    report = Report()
    table = Table(Path(where), dict(data), KeyLines())
    table.name = where
    puzzle = of_table(table, name, report)
    if puzzle is None:
        raise ScenarioError(report.finish())
    return puzzle


def of_table(table: Table, id_: str, report: Report, folder: Path | None = None) -> Puzzle | None:
    """The puzzle of a table; None and issues if it has faults. One that names no scenario has its own in `folder`."""
    now = upgraded(table, PUZZLE, report)
    row = None if now is None else parse(PuzzleTable, now, report)
    scenario = None if now is None or row is None else _scenario(row, now, folder, report)
    if now is None or row is None or scenario is None:
        report.unexamined(_("whether the goal and the solution of the puzzle are right"))
        return None
    start = _start(row, now, scenario, report)
    goal = _goal(row, now, scenario, report)
    solution = _orders(row, now, scenario, report)
    if start is None or report.errors:
        return None
    text = flowing(row.text)
    start = replace_calendar(start, row.side, row.turns)
    puzzle = Puzzle(
        id_,
        row.title,
        text,
        row.side,
        row.turns,
        goal,
        row.hold,
        row.enemy,
        start,
        solution,
        row.scenario or "",
        row.number,
        dict(now.data),
    )
    if not row.hold and verdict(puzzle, start) is AttemptEnd.SOLVED:
        report.error(now.where("goal"), _("the goal holds already"), _("ask for something that is to be done"))
        return None
    return puzzle


def _scenario(row: PuzzleTable, table: Table, folder: Path | None, report: Report) -> Scenario | None:
    if row.scenario is None:
        if folder is None:
            report.error(table.name, _("it names no scenario"), _("ask for the whole folder, as a pack"))
            return None
        place = folder
    else:
        # A name is never taken for a path: a code sends nobody to look elsewhere.
        there = catalog.known(row.scenario) or (_its_own(folder, row.scenario) if folder is not None else ())
        if not there:
            names = [name for name, _folder, _shipped in catalog.folders()]
            report.error(
                table.where("scenario"),
                _("there is no scenario {name} here").format(name=quoted(row.scenario)),
                report.suggest(row.scenario, names) or _("install it first"),
            )
            return None
        place = there[0]
    try:
        scenario = catalog.load(place)
    except ScenarioError as error:
        for issue in error.issues:
            report.error(issue.where, issue.message, issue.hint)
        return None
    if row.digest and not scenario.digest.startswith(row.digest):
        report.error(
            table.where("digest"),
            _("the scenario {name} is another version of it here").format(name=quoted(scenario.title)),
            _("ask for the puzzle anew, or for the scenario it was made with"),
        )
        return None
    return scenario


def _its_own(folder: Path, name: str) -> tuple[Path, ...]:
    """The scenario of a name in the folder of a puzzle, or beside it: as it is before both are installed."""
    here = folder.resolve()
    return tuple(one for one in (here, here.parent / name) if one.name == name and (one / "scenario.toml").is_file())


def _start(row: PuzzleTable, table: Table, scenario: Scenario, report: Report) -> GameState | None:
    sides = [info.id for info in scenario.sides]
    if row.side not in sides:
        told = _("{side} is no side").format(side=quoted(row.side))
        report.error(table.where("side"), told, report.suggest(row.side, sides))
        return None
    start = initial_state(scenario, row.seed, fog=False)
    if row.position:
        try:
            start = unpacked(row.position, start)
        except Unpacked as error:
            report.error(table.where("position"), str(error), _("ask for the puzzle anew"))
            return None
    if start.over or start.active != row.side:
        report.error(
            table.where("side"),
            _("{side} is not to move in the position").format(side=quoted(row.side)),
            _("name the side whose turn it is: {side}").format(side=start.active),
        )
        return None
    left = len(scenario.calendar) - start.turn + 1
    if row.turns > left:
        report.error(
            table.where("turns"),
            ngettext(
                "the battle has {left} turn left, not {turns}", "the battle has {left} turns left, not {turns}", left
            ).format(left=left, turns=row.turns),
            _("give fewer turns, or lengthen the calendar"),
        )
        return None
    return start


def replace_calendar(start: GameState, side: str, turns: int) -> GameState:
    """A position in a battle that ends with the enemy's answer to the last turn of a side."""
    scenario = start.scenario
    last = start.turn + turns - 1 + (scenario.sides[0].id != side)
    return replace(start, scenario=replace(scenario, calendar=scenario.calendar[:last]))


def goal_of(rows: list[words.Condition], table: Table, scenario: Scenario, report: Report) -> tuple[Condition, ...]:
    """Conditions as they are written, with what they name found in a scenario."""
    board, sides = scenario.board, tuple(info.id for info in scenario.sides)
    pieces = Pieces(
        Plane(board.layout, board.width, board.height),
        sides,
        scenario.rules.unit_types,
        kinds(),
        report,
        units=list(scenario.order_of_battle),
        crossings=dict(scenario.crossings),
        sources=list(scenario.sources),
        depots=list(scenario.depots),
        airfields=[field for field in scenario.airfields if field.hex >= 0],
        objectives=list(scenario.objectives),
        labels=list(scenario.labels),
        areas=dict(scenario.areas),
    )
    fields = {field.name for field in scenario.airfields}
    names = Names(table, pieces, sides, scenario.calendar, fields, scenario.rules.supply.states, report)
    return Reader(names).conditions(rows, ("goal",))


def _goal(row: PuzzleTable, table: Table, scenario: Scenario, report: Report) -> tuple[Condition, ...]:
    goal = goal_of(row.goal, table, scenario, report)
    entries = {entry.id for entry in scenario.timeline}
    for part in atoms(goal):
        if isinstance(part, Happened | Chosen) and part.entry not in entries:
            report.error(
                table.where("goal"),
                _("{name} is no entry of the timeline").format(name=quoted(part.entry)),
                report.suggest(part.entry, entries),
            )
    return goal


def _orders(row: PuzzleTable, table: Table, scenario: Scenario, report: Report) -> tuple[Order, ...]:
    out: list[Order] = []
    units = {spec.id for spec in scenario.order_of_battle}
    for i, line in enumerate(row.solution):
        try:
            order = parse_order(line)
        except OrderSyntaxError as error:
            report.error(table.where("solution", i), _("{line} is no order").format(line=quoted(line)), error.form)
            continue
        for unit in order.units():
            if unit not in units:
                told = _("{name} is no {what}").format(name=quoted(unit), what=_("unit"))
                report.error(table.where("solution", i), told, report.suggest(unit, units))
        out.append(order)
    return tuple(out)


def enemy_player(puzzle: Puzzle) -> ai.Player:
    """The computer player that answers for the enemy."""
    return ai.make(puzzle.player, puzzle.start.seed)
