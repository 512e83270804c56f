"""Puzzles: shipped ones are solved as they say, the search agrees with a plain one, codes come back and hostile ones
are refused, a position of a battle is kept without what its side does not know."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import tomllib
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from khalkhin import ai, paths
from khalkhin.core import apply, initial_state, legal_orders, parse_order, view
from khalkhin.core.model.state import NOT_ARRIVED, GameState
from khalkhin.core.timeline.condition_kinds import Condition, Destroyed, Entered, Lost
from khalkhin.play.puzzles import code as codes
from khalkhin.play.puzzles import position as position_module
from khalkhin.play.puzzles import progress, shelf, solver
from khalkhin.play.puzzles.game import PuzzleGame
from khalkhin.play.puzzles.position import Unpacked, as_known, from_letters, letters, unpacked
from khalkhin.play.puzzles.puzzle import STANDING, AttemptEnd, Puzzle, verdict
from khalkhin.play.puzzles.reader import ENEMIES, FILE, PuzzleTable, load_puzzle
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import Session
from khalkhin.scenario import ScenarioError, load
from khalkhin.storage.locks import writing_in
from khalkhin.text import puzzles as words

from tests import guard
from tests.maps.reading import ROOT, script
from tests.narrow import the
from tests.scenarios import small_scenario

SHIPPED = tuple(sorted(p.name for p in shelf.shipped().iterdir()))
#: Those that a search solves in a few seconds.
QUICK = ("close_the_ring", "the_way_home")
DICE = range(20)


def fought(name: str, orders: int, seed: int = 3) -> GameState:
    """A battle from which so many orders were given by simple players."""
    state = initial_state(load(name), seed)
    players = {side.id: ai.make("greedy", seed) for side in state.scenario.sides}
    for _ in range(orders):
        state, _events = apply(state, players[state.active].next_order(view(state, state.active)))
    return state


@pytest.fixture(scope="module")
def battle() -> GameState:
    return fought("the_64th", 60)


def kept(state: GameState, **more: Any) -> Puzzle:
    enemy = state.scenario.enemy(state.active)
    goal = [{"lost": {"side": enemy, "steps": 30}}]
    return shelf.made(state, state.scenario.id, 'A "test"', "Try.", goal, 2, **more)


# ---- The shipped ones


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_puzzle_is_done_by_its_solution_whatever_the_dice(name: str) -> None:
    puzzle = load_puzzle(shelf.shipped() / name)
    assert puzzle.solution and puzzle.text
    assert {solver.tried(puzzle, puzzle.solution, seed) for seed in DICE} == {AttemptEnd.SOLVED}
    # Nothing is done by letting the turns pass, nor by the first order alone.
    ends = [parse_order("end")] * puzzle.turns
    assert solver.tried(puzzle, ends) is AttemptEnd.FAILED
    assert solver.tried(puzzle, [puzzle.solution[0], *ends]) is AttemptEnd.FAILED


@pytest.mark.parametrize(
    "name", [*QUICK, *(pytest.param(n, marks=pytest.mark.slow) for n in SHIPPED if n not in QUICK)]
)
def test_the_search_solves_a_shipped_puzzle(name: str) -> None:
    puzzle = load_puzzle(shelf.shipped() / name)
    found = solver.solve(puzzle)
    assert found.finding is solver.Finding.CAN
    assert solver.tried(puzzle, found.orders) is AttemptEnd.SOLVED
    for order in found.orders:
        fewer = [each for each in found.orders if each is not order]
        assert solver.tried(puzzle, fewer) is not AttemptEnd.SOLVED, f"{order} is not needed"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_maps_of_puzzles_are_what_the_script_draws(name: str) -> None:
    build = script("maps/make/build.py")
    kept = ROOT / "maps" / "puzzles" / name / "map.tmx"
    assert kept.read_text(encoding="utf-8") == build["lessons"].text(build["puzzles"].PUZZLES[name])


def test_horsemen_do_not_hold_what_a_regiment_holds() -> None:
    puzzle = load_puzzle(shelf.shipped() / "cross_and_hold")
    first = [parse_order(line) for line in ("move mn-1 6,2", "end", "move mn-1 7,3", "end")]
    assert solver.tried(puzzle, first) is AttemptEnd.FAILED


# ---- The search, beside a plain one


def tiny(goal: Condition, turns: int, *, hold: bool = False) -> Puzzle:
    scenario = small_scenario(
        ["....", "...."],
        [("s", "rifle-regiment", "soviet", (0, 0), {}), ("j", "jp-hq", "japanese", (3, 1), {"steps": 1})],
    )
    start = initial_state(scenario, 4, fog=False)
    return Puzzle("tiny", "Tiny", "", "soviet", turns, (goal,), hold, STANDING, start)


def plainly(puzzle: Puzzle, most: int = 40_000) -> bool:
    """Whether it can be done, by trying everything."""
    waiting, seen = [puzzle.start], {puzzle.start.digest()}
    while waiting:
        state = waiting.pop()
        for order in legal_orders(state):
            after, _ = apply(state, order)
            stands = verdict(puzzle, after)
            if stands is None and after.active != puzzle.side:
                after, stands = solver.answered(puzzle, after)
            if stands is AttemptEnd.SOLVED:
                return True
            if stands is None and after.digest() not in seen:
                seen.add(after.digest())
                waiting.append(after)
                assert len(seen) < most
    return False


@pytest.mark.parametrize(
    ("goal", "turns", "hold"),
    [
        (Entered("soviet", frozenset({2})), 1, False),
        (Entered("soviet", frozenset({7})), 1, False),
        (Entered("soviet", frozenset({7})), 2, True),
        (Destroyed(("j",)), 1, False),
        (Destroyed(("j",)), 2, False),
        (Lost(2, side="japanese"), 2, False),
        (Lost(20, side="japanese"), 2, False),
    ],
)
def test_the_search_says_what_a_plain_one_says(goal: Condition, turns: int, hold: bool) -> None:
    puzzle = tiny(goal, turns, hold=hold)
    can = plainly(puzzle)
    found = solver.solve(puzzle, 40_000)
    assert found.finding is (solver.Finding.CAN if can else solver.Finding.CANNOT)
    if can:
        assert solver.tried(puzzle, found.orders) is AttemptEnd.SOLVED


def test_a_search_gives_up_after_its_positions_and_says_so() -> None:
    found = solver.solve(load_puzzle(shelf.shipped() / "cut_the_road"), 50)
    assert (found.finding, found.positions) == (solver.Finding.UNKNOWN, 50)
    assert words.found_text(found) == "Not known after 50 positions."


# ---- Codes


def test_a_code_comes_back_as_the_same_puzzle(battle: GameState) -> None:
    puzzle = kept(battle, hold=True, enemy="greedy")
    text = codes.code_of(puzzle)
    assert len(text) < 2500
    again = codes.puzzle_of("\n ".join(text[i : i + 60] for i in range(0, len(text), 60)))
    assert again.start.digest() == puzzle.start.digest() and again.goal == puzzle.goal
    assert (again.turns, again.hold, again.enemy, again.title) == (2, True, "greedy", 'A "test"')
    assert codes.code_of(again) == text


def sealed(data: bytes) -> str:
    """A code that is good as far as its checksum goes."""
    squeezed = zlib.compress(data)
    whole = hashlib.sha256(squeezed).digest()[:6] + squeezed
    return codes.PREFIX + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def refused(text: str) -> str:
    with pytest.raises(ScenarioError) as told:
        codes.puzzle_of(text)
    return str(told.value)


def table_of(puzzle: Puzzle, **changed: Any) -> str:
    data = {**the(puzzle.table), "digest": puzzle.scenario.digest, **changed}
    return sealed(json.dumps(data).encode())


def test_hostile_codes_are_refused_with_a_sentence(battle: GameState) -> None:
    puzzle = kept(battle)
    good = codes.code_of(puzzle)
    assert "it is no code of a puzzle" in refused("hello")
    assert "another version of the game" in refused("KG9-abc")
    assert "a letter of it is wrong" in refused(good[:-9] + good[-8:])
    assert "signs that no code has" in refused(codes.PREFIX + "ä" * 40)
    assert "longer than any code" in refused(codes.PREFIX + "A" * 100_000)
    assert "longer than any code" in refused(" " * 1_000_000 + good)
    assert "larger than any" in refused(sealed(b"0" * 50_000_000))
    assert "it holds no table" in refused(sealed(b"\xff{"))
    assert "it holds no table" in refused(sealed(b"[" * 60_000))
    assert "it holds no puzzle" in refused(sealed(b"[1]"))
    assert "there is no scenario" in refused(table_of(puzzle, scenario="nowhere"))
    # A name is no way out of the folders of scenarios.
    assert "scenario" in refused(table_of(puzzle, scenario="../../etc"))
    assert "another version" in refused(table_of(puzzle, digest="0" * 16))
    assert "known: standing" in refused(table_of(puzzle, enemy="os:system"))
    assert "damaged" in refused(table_of(puzzle, position="AAAA"))
    assert "unknown key" in refused(table_of(puzzle, run="rm"))
    assert "the most is 12" in refused(table_of(puzzle, turns=13))
    assert 'unknown key "exec"' in refused(table_of(puzzle, goal=[{"exec": 1}]))


def test_a_bomb_of_a_position_is_refused(battle: GameState) -> None:
    squeezer = zlib.compressobj(9, zdict=position_module._beginning(battle.scenario))
    bomb = letters(squeezer.compress(b" " * 20_000_000) + squeezer.flush())
    assert len(bomb) < 40_000
    assert "larger than any" in refused(table_of(kept(battle), position=bomb))


def mangled(text: str, seed: int) -> str:
    dice = random.Random(seed)
    letters = list(text)
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(letters))
        match dice.randrange(3):
            case 0:
                letters[at] = chr(dice.randrange(33, 127))
            case 1:
                del letters[at]
            case _:
                letters.insert(at, dice.choice("AZaz09-_ \n\0é"))
    return "".join(letters)


def test_mangled_codes_are_read_or_refused_never_worse(battle: GameState) -> None:
    good = codes.code_of(kept(battle))
    for seed in range(300):
        try:
            codes.puzzle_of(mangled(good, seed))
        except ScenarioError as error:
            assert error.issues and error.issues[0].message


def test_mangled_positions_are_read_or_refused_never_worse(battle: GameState) -> None:
    position = the(kept(battle).table)["position"]
    start = initial_state(battle.scenario, 1, fog=False)
    inside = zlib.decompressobj(zdict=position_module._beginning(battle.scenario)).decompress(from_letters(position))
    refusals = 0
    for seed in range(120):
        text = mangled(position, seed)
        if seed % 2:
            squeezer = zlib.compressobj(9, zdict=position_module._beginning(battle.scenario))
            wrong = mangled(inside.decode(), seed).encode("utf-8", "replace")
            text = letters(squeezer.compress(wrong) + squeezer.flush())
        try:
            unpacked(text, start)
        except Unpacked as error:
            refusals += 1
            assert str(error)
    assert refusals > 90


def test_a_puzzle_on_its_own_ground_has_no_code() -> None:
    with pytest.raises(codes.NoCode, match="a map of its own"):
        codes.code_of(load_puzzle(shelf.shipped() / SHIPPED[0]))


# ---- Of a battle


def test_what_a_side_does_not_know_is_not_in_its_puzzle(battle: GameState) -> None:
    side = battle.active
    seen = view(battle, side)
    known = as_known(seen)
    levels = battle.sightings[side].levels
    hidden = [u for u in battle.units if u.spec.side != side and u.on_map and levels[u.spec.index] < 2]
    assert hidden
    for unit in hidden:
        assert known.units[unit.spec.index].hex == NOT_ARRIVED
    own = [u for u in battle.units if u.spec.side == side]
    assert [known.units[u.spec.index] for u in own] == own
    text = codes.code_of(kept(known))
    assert codes.puzzle_of(text).start.digest() == kept(known).start.digest()


def test_two_windows_that_keep_a_puzzle_of_one_title_give_it_two_names(tmp_path: Path) -> None:
    state = initial_state(load("the_64th"), 5)
    goal = shelf.goals(['{ lost = { side = "japanese", steps = 3 } }'])
    puzzle = shelf.made(state, "the_64th", "Twice", "", goal, 2)
    home = paths.user_puzzles_dir()
    with ThreadPoolExecutor() as other:
        with writing_in(home):
            waiting = other.submit(shelf.keep, puzzle)
            for _ in guard.meanwhile(0.3):
                assert not (home / "twice").exists()
            (home / "twice").mkdir()
            (home / "twice" / FILE).write_text("")
        assert waiting.result(guard.SECONDS) == home / "twice-2"
    assert load_puzzle(home / "twice-2").title == "Twice" and (home / "twice" / FILE).read_text() == ""


def test_a_turn_of_a_journal_becomes_a_puzzle(tmp_path: Path) -> None:
    scenario = load("the_64th")
    session = Session.begin(scenario, {"japanese": "human", "soviet": "human"}, 5, path=tmp_path / "a.journal")
    for _ in range(4):
        session.submit(parse_order("end"))
    session.close()
    film = Film(read(tmp_path / "a.journal"), scenario)
    state = shelf.at_turn(film, 2, "soviet")
    assert (state.turn, state.active, state.observer) == (2, "soviet", None)
    goal = shelf.goals(['{ lost = { side = "japanese", steps = 3 } }'])
    folder = shelf.keep(shelf.made(state, "the_64th", "Of a journal", "", goal, 2))
    assert folder.parent == paths.user_puzzles_dir()
    assert [each.id for each in shelf.listings() if not each.shipped] == [folder.name]
    assert load_puzzle(folder).start.turn == 2
    with pytest.raises(ScenarioError, match="no turn 9"):
        shelf.at_turn(film, 9)
    with pytest.raises(ScenarioError, match="no condition that can be read"):
        shelf.goals(["{ held"])
    with pytest.raises(ScenarioError, match="no condition that can be read"):
        shelf.goals(["] \n import = ["])


def test_a_battle_whose_scenario_was_changed_makes_none(battle: GameState) -> None:
    changed = replace(battle, scenario=replace(battle.scenario, digest="f" * 16))
    with pytest.raises(ScenarioError, match="no puzzle can be made of this battle"):
        kept(changed)


def test_a_kept_table_is_read_as_it_was_written(battle: GameState) -> None:
    table = dict(the(kept(battle).table)) | {"text": 'Line\none\\ "two" é \x7f'}
    assert tomllib.loads(shelf.written(table)) == {k: v for k, v in table.items() if v not in ("", [], None)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('side = "soviet"', 'side = "sovjet"', '"sovjet" is no side — did you mean "soviet"?'),
        ('side = "soviet"', 'side = "japanese"', '"japanese" is not to move'),
        ("turns = 2", "turns = 9", "the battle has 6 turns left, not 9"),
        ('unit = "su-cut"', 'unit = "su-cat"', '"su-cat" is no unit — did you mean "su-cut"?'),
        ('state = "supplied"', 'state = "happy"', '"happy" is no supply state'),
        ('"end"]', '"ende"]', '"ende" is no order'),
        ("move su-cut", "move su-9", '"su-9" is no unit'),
        ("goal = [{ supply", 'goal = [{ happened = "x" }, { supply', '"x" is no entry of the timeline'),
        ("goal = [{ supply", 'enemy = "nobody"\ngoal = [{ supply', 'is "nobody" — known: standing'),
        ("turns = 2", 'turns = 2\nscenario = "the_64"', 'did you mean "the_64th"?'),
        ("su-cut", "su-1", "the goal holds already"),
        ("format = 1", "format = 2", "this puzzle has format 2"),
        ("turns = 2", "turns = 2\nextra = 1", 'unknown key "extra"'),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    home = paths.user_maps_dir() / "tried"
    home.mkdir(parents=True)
    for each in (shelf.shipped() / "the_way_home").iterdir():
        (home / each.name).write_bytes(each.read_bytes())
    text = (home / FILE).read_text(encoding="utf-8")
    assert old in text
    (home / FILE).write_text(text.replace(old, new), encoding="utf-8")
    listed = {each.folder.name: each for each in shelf.listings()}["tried"]
    assert listed.puzzle is None and any(said in str(issue) for issue in listed.issues), [*map(str, listed.issues)]
    assert FILE in str(listed.issues[0].where)


# ---- Playing, and what is remembered


def played(puzzle: Puzzle, orders: Iterator[str]) -> PuzzleGame:
    game = PuzzleGame(puzzle)
    for line in orders:
        game.submit(parse_order(line))
        while not game.over and game.active != puzzle.side:
            the(game.poll())
    return game


def test_an_attempt_ends_with_the_puzzle_and_is_remembered() -> None:
    puzzle = load_puzzle(shelf.shipped() / "the_way_home")
    game = played(puzzle, iter(["end", "end"]))
    assert game.over and game.verdict is AttemptEnd.FAILED
    assert progress.keep(puzzle, AttemptEnd.FAILED, game.turns_used, game.given) == ""
    assert words.result_text(progress.load()[progress.key(puzzle)]) == "Not solved yet: 1 attempt."
    game = played(puzzle, iter(str(order) for order in puzzle.solution))
    assert game.over and game.verdict is AttemptEnd.SOLVED and game.turns_used == 2
    progress.keep(puzzle, AttemptEnd.SOLVED, 2, 5)
    progress.keep(puzzle, AttemptEnd.SOLVED, game.turns_used, game.given)
    progress.keep(puzzle, AttemptEnd.FAILED, 2, 2)
    result = progress.load()[progress.key(puzzle)]
    assert result == progress.PuzzleRecord(4, 2, 3) and result.solved
    assert words.result_text(result) == "Solved: in 2 turns, with 3 orders."


def test_orders_of_an_attempt_are_taken_back_and_not_counted() -> None:
    game = PuzzleGame(load_puzzle(shelf.shipped() / "close_the_ring"))
    game.submit(parse_order("move su-2 4,3"))
    game.undo()
    assert game.given == 0 and game.undone == 1
    game.redo()
    assert game.given == 1
    game.give_up()
    assert game.over and game.verdict is AttemptEnd.FAILED


@pytest.mark.parametrize("content", [b"no table", b"[]", b'{"x": {"tries": "many"}}', b"\xff" * 9])
def test_what_makes_no_sense_is_taken_for_nothing_done(content: bytes) -> None:
    progress.path().parent.mkdir(parents=True, exist_ok=True)
    progress.path().write_bytes(content)
    assert progress.load() == {}
    puzzle = load_puzzle(shelf.shipped() / "close_the_ring")
    assert progress.keep(puzzle, AttemptEnd.SOLVED, 1, 2) == ""
    assert progress.load()[progress.key(puzzle)].solved


# ---- Words


def test_every_shipped_goal_is_told_in_words_that_name_what_it_is_about() -> None:
    told = {name: " ".join(words.goal_lines(load_puzzle(shelf.shipped() / name))) for name in SHIPPED}
    assert told["close_the_ring"] == "Short of supplies or worse: II/64th."
    assert told["the_way_home"] == "Supplied: 149th Rifle Regiment."
    assert "Far Bank" in told["cross_and_hold"] and "9th Armoured Brigade" in told["cut_the_road"]


def test_every_enemy_is_told_of() -> None:
    assert words.PLAYERS.keys() == set(ENEMIES)


def test_the_page_for_makers_names_every_key() -> None:
    page = (paths.docs_dir() / "modding" / "puzzles.md").read_text(encoding="utf-8")
    for key in PuzzleTable.model_fields:
        assert f"`{key}`" in page, key
