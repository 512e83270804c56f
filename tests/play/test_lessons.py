"""Lessons beneath the window: what is waited for, ways on and back, what is kept and what becomes of damaged files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from khalkhin.core.orders.orders import EndTurn, parse_order
from khalkhin.play.lessons import progress
from khalkhin.play.lessons.attempt import Attempt, Desk, PartStatus, lost, met
from khalkhin.play.lessons.game import LessonGame
from khalkhin.scenario.lessons import course as c
from khalkhin.scenario.lessons.reader import courses, folder, ids, load_course

FIRST = "first_battle"


@pytest.fixture
def attempt() -> Attempt:
    course = load_course(folder() / FIRST)
    return Attempt(course, LessonGame(course))


def give(attempt: Attempt, *lines: str) -> None:
    """Orders of the pupil; the enemy has his turn where it comes."""
    for line in lines:
        attempt.game.submit(parse_order(line))
        while attempt.game.poll() is not None:
            pass


def standing(attempt: Attempt) -> PartStatus:
    """How the pupil stands now."""
    return attempt.standing


def part(attempt: Attempt, index: int) -> None:
    """Be at a part, by the orders of those before."""
    while attempt.at < index:
        give(attempt, *(str(order) for order in attempt.part.orders))
        attempt.go_on()


# -- what is waited for ----------------------------------------------------------------------------------------------

DESK = Desk()
#: What is waited for; what brings it about: orders, and what is picked then.
WAITED: tuple[tuple[c.Waited, tuple[str, ...], Desk], ...] = (
    (c.Read(), (), replace(DESK, read=True)),
    (c.Selected("su-1"), (), replace(DESK, selected="su-1")),
    (c.At("su-1", frozenset({15})), ("move su-1 5,1",), DESK),
    (c.Held(15), ("move su-1 5,1",), DESK),
    (c.Planned(26), (), replace(DESK, planned=26)),
    (c.Drafted("barrage"), (), replace(DESK, drafted="barrage")),
    (c.Overlay("supply"), (), replace(DESK, overlay="supply")),
    (c.Page("aims"), (), replace(DESK, page="aims")),
    (c.Asked("stores"), (), replace(DESK, asked=frozenset({"stores"}))),
    (c.Ordered("move"), ("move su-2 6,3",), DESK),
    (c.Ordered("move", "su-1"), ("move su-1 5,1",), DESK),
    (c.Happened("Moved"), ("move su-2 6,3",), DESK),
    (c.Happened("Moved", "su-1"), ("move su-1 5,1",), DESK),
    (c.Turn(2), ("end",), DESK),
    (c.AnyOf((c.Read(), c.Turn(2))), ("end",), DESK),
    (c.AllOf((c.Page("aims"), c.Turn(2))), ("end",), replace(DESK, page="aims")),
)
#: What comes about otherwise: an enemy who is gone, a unit that was hungry and is fed.
ELSEWHERE = (c.Gone, c.Fed)


@pytest.mark.parametrize(("waits", "lines", "desk"), WAITED, ids=lambda value: type(value).__name__)
def test_what_is_waited_for_comes_and_not_before(
    attempt: Attempt, waits: c.Waited, lines: tuple[str, ...], desk: Desk
) -> None:
    assert not met(waits, attempt.since(), DESK)
    give(attempt, *lines)
    assert met(waits, attempt.since(), desk)


def test_an_enemy_is_gone_when_nobody_knows_of_him(attempt: Attempt) -> None:
    assert met(c.Gone("jp-1"), attempt.since(), DESK)
    give(attempt, "move su-1 5,1")
    assert not met(c.Gone("jp-1"), attempt.since(), DESK)


def test_who_is_supplied_is_fed(attempt: Attempt) -> None:
    assert met(c.Fed("su-1"), attempt.since(), DESK)
    unit = attempt.game.state.unit("su-1")
    assert unit is not None
    hungry = attempt.game.state.with_unit(replace(unit, unsupplied=4))
    attempt.game._past.start = hungry
    assert not met(c.Fed("su-1"), attempt.since(), DESK)


def test_all_that_can_be_waited_for_is_tried() -> None:
    tried = {type(waits) for waits, _lines, _desk in WAITED} | set(ELSEWHERE)
    assert tried == set(get_args(c.Waited))


def test_what_takes_a_unit_is_lost_with_it(attempt: Attempt) -> None:
    unit = attempt.game.state.unit("su-1")
    assert unit is not None
    takes = (c.Selected("su-1"), c.At("su-1", frozenset()), c.Fed("su-1"), c.Ordered("move", "su-1"))
    others = (c.Ordered("move"), c.Turn(9), c.Gone("su-1"), c.Read(), c.Held(3))
    view = attempt.game.view("soviet")
    assert not any(lost(waits, view) for waits in (*takes, *others))
    attempt.game._past.start = attempt.game.state.with_unit(replace(unit, hex=-2, steps=0))
    view = attempt.game.view("soviet")
    assert all(lost(waits, view) for waits in takes) and not any(lost(waits, view) for waits in others)
    assert lost(c.AllOf((takes[0], others[0])), view) and not lost(c.AnyOf((takes[0], others[0])), view)


# -- ways on and back ------------------------------------------------------------------------------------------------


def test_another_order_is_told_from_the_one_that_is_asked_for(attempt: Attempt) -> None:
    part(attempt, 2)
    assert standing(attempt) is PartStatus.ASKED
    give(attempt, "move su-guns 3,3")
    assert standing(attempt) is PartStatus.STRAYED
    attempt.again()
    assert standing(attempt) is PartStatus.ASKED
    give(attempt, "move su-1 5,1")
    assert attempt.look(DESK) and attempt.at == 3


def test_a_battle_at_its_end_is_lost_for_the_part_and_can_be_set_back(attempt: Attempt) -> None:
    part(attempt, 2)
    while not attempt.game.over:
        give(attempt, "end")
    assert standing(attempt) is PartStatus.LOST
    attempt.again()
    assert standing(attempt) is PartStatus.ASKED and not attempt.game.over


def test_the_enemy_does_what_the_lesson_says_as_far_as_he_may(attempt: Attempt) -> None:
    orders = (parse_order("move jp-1 7,2"), parse_order("move jp-1 0,0"))
    course = replace(attempt.course, enemy={1: orders})
    game = LessonGame(course)
    game.submit(EndTurn())
    done = []
    while (got := game.poll()) is not None:
        done.append(str(got[0]))
    assert done == ["move jp-1 7,2", "end"]


@pytest.mark.parametrize("lesson", ids())
def test_the_orders_of_each_part_do_what_it_waits_for(lesson: str) -> None:
    """Without a window: what is picked is taken as picked, what is ordered is ordered."""
    course = load_course(folder() / lesson)
    attempt = Attempt(course, LessonGame(course))
    while not attempt.done:
        at = attempt.at
        if attempt.part.orders:
            give(attempt, *(str(order) for order in attempt.part.orders))
            assert standing(attempt) is not PartStatus.LOST
            assert attempt.look(DESK), f"step {at + 1}: {[str(o) for o in attempt.part.orders]} do not do it"
            while not attempt.done and attempt.look(DESK):
                pass
        else:
            attempt.go_on()
    assert course.number in range(1, len(ids()) + 1)


def test_every_part_says_where_to_look_or_waits_to_be_read() -> None:
    for course in courses():
        for at, each in enumerate(course.parts):
            assert isinstance(each.waits, c.Read) or each.points, f"{course.id}, step {at + 1}"


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_a_lesson_is_gone_on_with_where_it_was_left(attempt: Attempt, tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    part(attempt, 5)
    give(attempt, "move su-guns 3,3")  # within the part: it begins anew
    assert progress.keep(attempt, file) == ""
    again = progress.take_up(attempt.course, progress.load(file).of(FIRST))
    assert again.at == 5 and again.marks == attempt.marks
    attempt.again()
    assert again.game.state.digest() == attempt.game.state.digest()


def test_a_lesson_that_is_done_stays_done_and_begins_anew(attempt: Attempt, tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    attempt.done = True
    progress.keep(attempt, file)
    assert progress.load(file).of(FIRST) == progress.LessonRecord(True, attempt.course.scenario.digest)
    attempt.done = False
    part(attempt, 3)
    progress.keep(attempt, file)
    kept = progress.load(file).of(FIRST)
    assert kept.done and kept.at == 3


def _other(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def damage(file: Path) -> None:
        table = json.loads(file.read_text(encoding="utf-8"))
        change(table["lessons"][FIRST])
        file.write_text(json.dumps(table), encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        _other(lambda row: row.update(digest="of another version")),
        _other(lambda row: row.update(at=99)),
        _other(lambda row: row.update(at=-1)),
        _other(lambda row: row.update(at="4")),
        _other(lambda row: row.update(marks=[])),
        _other(lambda row: row.update(marks=[0, 3, 2, 1, 0])),
        _other(lambda row: row.update(orders=["move su-1 5,1", "dance"])),
        _other(lambda row: row.update(orders=["move su-1 5,1", "move su-1 0,0"])),
        _other(lambda row: row.update(orders=7)),
        lambda file: file.write_text("[]", encoding="utf-8"),
        lambda file: file.write_text('{"lessons": 3}', encoding="utf-8"),
        lambda file: file.write_bytes(b"\x00\xff{"),
        lambda file: file.write_text("", encoding="utf-8"),
        lambda file: file.unlink(),
    ],
)
def test_what_is_damaged_begins_anew_and_nothing_else_is_lost(
    attempt: Attempt, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    file = tmp_path / "lessons.json"
    part(attempt, 4)
    progress.keep(attempt, file)
    before = file.read_bytes()
    damage(file)
    damaged = file.read_bytes() if file.exists() else b""
    again = progress.take_up(attempt.course, progress.load(file).of(FIRST))
    assert again.at in (0, 4) and again.marks[0] == 0
    assert progress.keep(attempt, file) == ""
    assert progress.load(file).of(FIRST).at == 4
    if damaged not in (before, b"") and not damaged.startswith(b'{"'):
        assert (tmp_path / "lessons.json.damaged").read_bytes() == damaged


def test_lessons_of_another_version_stay_in_the_file(attempt: Attempt, tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    file.write_text('{"lessons": {"of_tomorrow": {"done": true, "at": 0}}}', encoding="utf-8")
    progress.keep(attempt, file)
    assert progress.load(file).of("of_tomorrow").done


def test_a_folder_that_cannot_be_written_is_told(attempt: Attempt, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "could not be kept" in progress.keep(attempt, tmp_path / "file" / "lessons.json")
