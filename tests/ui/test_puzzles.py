"""Puzzles through the window: chosen from the list by mouse and keys, solved, failed, begun again, kept from a battle,
copied, pasted and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin.cli import main
from khalkhin.core import initial_state, parse_order
from khalkhin.play.puzzles import progress, shelf
from khalkhin.scenario import load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.destinations import ToMap, ToPuzzle, ToPuzzles, ToStart
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.puzzles import PuzzlesScene
from khalkhin.ui.ports import library, puzzles_port
from khalkhin.ui.widgets import clipboard

from tests.narrow import a
from tests.ui.driver import Driver

Make = Callable[..., Driver]
RING = "close_the_ring"


def begin(d: Driver, puzzle: str) -> None:
    d.show(ToPuzzle(puzzle))
    assert isinstance(d.top, BriefingScene)
    d.click_text("To the map")
    assert isinstance(d.top, BattleScene)


def give(d: Driver, *orders: str) -> None:
    for line in orders:
        a(BattleScene, d.top).battle.give(parse_order(line))
        d.until(lambda: not isinstance(d.top, BattleScene) or d.top.battle.may_order, "the enemy's answer")


def test_a_puzzle_is_chosen_read_and_solved(driver: Make) -> None:
    d = driver()
    d.show(ToStart())
    d.click_text("Puzzles")
    assert isinstance(d.top, PuzzlesScene) and d.faults() == []
    assert "Short of supplies or worse: II/64th." in d.texts() and "Not tried yet." in d.texts()
    d.key(pygame.K_RETURN)  # the button to begin has the focus
    assert isinstance(d.top, BriefingScene) and "within 2 turns of yours" in d.texts()
    d.click_text("To the map")
    give(d, "move mn-1 5,3", "move su-1 7,2", "end", "end")
    assert isinstance(d.top, Dialog) and "You have done it in 2 turns." in d.texts()
    assert d.faults() == []
    d.click_text("All puzzles")
    assert isinstance(d.top, PuzzlesScene) and d.top.chosen == RING
    assert "Solved: in 2 turns, with 4 orders." in d.texts()
    assert d.button("Close the ring  ·  solved")


def test_one_that_failed_is_looked_at_and_begun_again(driver: Make) -> None:
    d = driver()
    begin(d, "the_way_home")
    give(d, "end", "end")
    assert isinstance(d.top, Dialog) and "Not solved" in d.texts()
    d.key(pygame.K_ESCAPE)
    d.step(20)
    assert isinstance(d.top, BattleScene)  # the map, and nothing asks again
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, MenuScene) and "Save" not in d.texts()
    d.click_text("From the beginning")
    assert isinstance(d.top, BriefingScene)
    d.click_text("To the map")
    d.key(pygame.K_ESCAPE)
    d.click_text("Leave for the puzzles")
    assert isinstance(d.top, PuzzlesScene) and "Not solved yet: 1 attempt." in d.texts()
    d.click_text("Begin")
    d.click_text("To the map")
    give(d, "move mn-1 5,2", "move su-cut 6,3", "end")
    d.click_text("Once more")
    assert isinstance(d.top, BriefingScene)


def test_the_next_puzzle_follows_one_that_is_solved(driver: Make) -> None:
    d = driver()
    begin(d, RING)
    give(d, "move mn-1 5,3", "move su-1 7,2", "end", "end")
    d.click_text("The next")
    assert a(BriefingScene, d.top).session.scenario.title == "Cross and hold"


def test_a_solution_is_shown(driver: Make) -> None:
    d = driver()
    d.show(ToPuzzles(RING))
    d.click_text("Show a solution")
    assert isinstance(d.top, Dialog) and "24th Rifle Regiment moves to (7,2)" in d.texts()


def test_a_position_is_kept_copied_pasted_and_removed(driver: Make) -> None:
    d = driver((1024, 640))
    opened = library.open_battle("the_64th", "japanese", 5)
    assert isinstance(opened, library.Opened)
    d.show(ToMap(opened.session))
    while not isinstance(d.top, BattleScene):
        d.key(pygame.K_RETURN)
    d.key(pygame.K_ESCAPE)
    d.click_text("Keep this position as a puzzle")
    assert d.faults() == [] and "What your side does not know of the enemy is not in it." in d.texts()
    d.click_text("‹  in 2 turns  ›")
    d.click_text("‹  the enemy stands still  ›")
    d.click_text("Keep it")
    assert "Kept" in d.texts()
    d.click_text("Continue")
    (mine,) = [each for each in puzzles_port.puzzles() if each.mine]
    assert mine.puzzle is not None and (mine.puzzle.turns, mine.puzzle.enemy) == (3, "staff")
    d.show(ToPuzzles(mine.id))
    d.click_text("Copy its code")
    assert clipboard.paste().startswith("KG1-") and d.faults() == []
    d.click_text("Paste a code")
    assert len([each for each in shelf.listings() if not each.shipped]) == 2
    d.click_text("Remove")
    d.click_text("Keep it")
    d.click_text("Remove")
    d.click_text("Remove")
    assert [each.id for each in shelf.listings() if not each.shipped] == [mine.id]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "There is nothing to paste"), ("KG1-zzzz", "a letter of it is wrong"), ("x", "such codes begin")],
)
def test_what_is_no_code_is_told_and_nothing_is_kept(driver: Make, text: str, said: str) -> None:
    d = driver()
    d.show(ToPuzzles())
    clipboard.copy(text)
    d.click_text("Paste a code")
    assert said in d.texts()
    assert all(each.shipped for each in shelf.listings())


def test_many_puzzles_are_paged(driver: Make) -> None:
    listing = {each.id: each for each in shelf.listings()}
    for n in range(20):
        there = shelf.home() / f"p{n:02}"
        there.mkdir(parents=True)
        for each in listing[RING].folder.iterdir():
            (there / each.name).write_bytes(each.read_bytes())
    d = driver((1024, 640))
    d.show(ToPuzzles())
    seen = set()
    for _ in range(8):
        assert d.faults() == []
        seen.add(d.top.chosen)
        (further,) = [b for b in d.buttons() if "go on" in b.text]
        d.click(further.rect.center)
    assert len(seen) >= 3


def test_a_faulty_puzzle_shows_its_faults(driver: Make) -> None:
    there = shelf.home() / "bad"
    there.mkdir(parents=True)
    (there / "puzzle.toml").write_text('format = 1\ntitle = "Bad"\n', encoding="utf-8")
    d = driver()
    d.show(ToPuzzles("bad"))
    assert "cannot be played" in d.texts() and '"goal" is missing' in d.texts()
    assert not d.button("Begin").is_enabled and progress.load() == {}


def test_with_a_code_goes_what_whoever_gets_it_needs(
    driver: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A map that does not come with the game has to be sent along; one that does has not."""
    assert main(["new", "mine", "--size", "12x10"]) == 0
    d = driver((1024, 640))
    for base, sent in (("mine", True), ("the_64th", False)):
        state = initial_state(load(base), 3)
        goal = [{"lost": {"side": state.scenario.enemy(state.active), "steps": 9}}]
        kept = shelf.keep(shelf.made(state, base, f"On {base}", "", goal, 2)).name
        capsys.readouterr()
        assert main(["puzzle", "show", kept]) == 0
        assert (f"khalkhin pack {base}" in capsys.readouterr().out) is sent
        d.show(ToPuzzles(kept))
        d.click_text("Copy its code")
        assert clipboard.paste().startswith("KG1-")
        assert isinstance(d.top, Dialog) is sent and (f"khalkhin pack {base}" in d.texts()) is sent
        assert d.faults() == []
