"""Lessons through the window: offered to one who is new, taken as asked and by wrong moves, never stuck, kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.core.orders.legal import legal_orders, why_illegal
from khalkhin.core.orders.orders import Assault, EndTurn
from khalkhin.play.lessons import progress
from khalkhin.play.lessons.attempt import PartStatus
from khalkhin.scenario.lessons.course import AnyOf, Asked, Drafted, Overlay, Page, Planned, Read, Selected, Waited
from khalkhin.scenario.lessons.reader import courses, ids
from khalkhin.ui.app import first
from khalkhin.ui.battle.command import Command
from khalkhin.ui.destinations import ToLesson, ToLessons, ToStart
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.menus.lessons import LessonsScene
from khalkhin.ui.menus.start import FIRST, StartScene

from tests.covering import covering, one_in
from tests.narrow import a, the
from tests.ui.driver import Driver
from tests.ui.pupil import AGAIN, BACK, SHOW, Means, Pupil

Make = Callable[..., Driver]
LESSONS = ids()
#: Of what is walked the same way in each lesson every second, and all in the long form.
SOME = one_in(2, LESSONS)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A player who has never been here."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def picks(waits: Waited) -> bool:
    """Whether a part waits for something to be picked or read, which is no order."""
    return isinstance(waits, Read | Selected | Planned | Drafted | Overlay | Page | Asked) or (
        isinstance(waits, AnyOf) and picks(waits.parts[0])
    )


# -- the way in ------------------------------------------------------------------------------------------------------


def test_one_who_is_new_is_offered_the_first_lesson_once(driver: Make) -> None:
    to = first(None, None, None, None)
    assert to == ToStart(welcome=True)
    d = driver()
    d.show(to)
    assert isinstance(d.top, Dialog) and d.top.title == "New here?"
    assert d.faults() == []
    d.click_text("Not now")
    assert isinstance(d.top, StartScene)
    assert first(None, None, None, None) == ToStart()


def test_one_who_has_played_before_is_not_asked(home: Path) -> None:
    (home / "saves").mkdir(parents=True)
    (home / "saves" / "old-001.journal").write_text("damaged", encoding="utf-8")
    assert first(None, None, None, None) == ToStart()


@pytest.mark.parametrize("means", ["mouse", "keys"])
def test_the_offer_and_the_menu_lead_to_a_lesson(driver: Make, means: Means) -> None:
    d = driver()
    pupil = Pupil(d, means)
    d.show(ToStart(welcome=True))
    pupil.press("Begin the first lesson")
    pupil.settle()
    assert pupil.attempt.course.id == FIRST
    pupil.do(pupil.part)
    if means == "mouse":
        pupil.press("Menu")
    else:
        d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, MenuScene)
    pupil.press("Leave the lesson")
    assert isinstance(d.top, LessonsScene) and d.top.chosen == FIRST
    assert "You left it at step 2" in d.texts()
    pupil.press("Go on")
    pupil.settle()
    assert pupil.attempt.at == 1
    d.show(ToStart())
    pupil.press("Lessons")
    assert isinstance(d.top, LessonsScene)
    pupil.press("From the beginning")
    pupil.settle()
    assert pupil.attempt.at == 0


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080)], [1.5, 1.0]))
def test_the_pages_of_lessons_fit(driver: Make, size: tuple[int, int], scale: float) -> None:
    d = driver(size, scale)
    d.show(ToLessons())
    assert d.faults() == []
    for lesson in LESSONS:
        d.show(ToLesson(lesson))
        Pupil(d, "keys").settle()
        assert d.faults() == []
        coach = d.top.coach
        for at in range(len(coach.attempt.course.parts)):
            coach.attempt.at = at
            coach.refresh()
            assert coach.sheet.overflow == 0, f"{lesson}, step {at + 1}: a part of the text cannot be seen"
        coach.attempt.at = 0


# -- as asked --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lesson", "means"), covering(LESSONS, ["mouse", "keys"]))
def test_a_lesson_is_taken_as_asked(driver: Make, lesson: str, means: Means) -> None:
    d = driver()
    pupil = Pupil(d, means)
    pupil.begin(lesson)
    course = pupil.attempt.course
    for at, part in enumerate(course.parts):
        if pupil.finished or pupil.attempt.at > at:
            continue  # done by what was done before
        assert pupil.attempt.at == at and not pupil.warned()
        pupil.do(part)
        assert pupil.finished or pupil.attempt.at > at, f"step {at + 1} was done and is still waited for"
    assert pupil.finished
    assert progress.load().of(lesson).done
    assert d.faults() == []


@pytest.mark.parametrize(("lesson", "again"), covering(LESSONS, [True, False]))
def test_a_lesson_is_shown_step_by_step(driver: Make, lesson: str, again: bool) -> None:
    """Whoever asks for each step to be shown comes to the end, at once or from where the step is begun again."""
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin(lesson)
    for _step in pupil.attempt.course.parts * 2:
        if pupil.finished:
            break
        before = pupil.attempt.at
        if again:
            pupil.strip(AGAIN)
        pupil.d.key(pygame.K_RETURN) if isinstance(pupil.part.waits, Read) else pupil.strip(SHOW)
        pupil.settle()
        assert pupil.finished or pupil.attempt.at > before
    assert pupil.finished


# -- by wrong moves --------------------------------------------------------------------------------------------------


def wrong(pupil: Pupil, chance: random.Random) -> None:
    """Something that a step does not ask for: an order that it does not name, or the end of the turn."""
    battle = pupil.scene.battle
    others = [o for o in legal_orders(battle.planner.state) if o not in pupil.part.orders]
    order = chance.choice([*chance.sample(others, min(4, len(others))), EndTurn()])
    battle.give(order)
    pupil.settle()


def carry_on(pupil: Pupil, at: int) -> None:
    """Be beyond a step by what it asks for; where earlier wrong moves have made that impossible, by steps before."""
    for back in range(1, at + 3):
        while not pupil.finished and pupil.attempt.at <= at:
            part, here = pupil.part, pupil.attempt.at
            if part.orders and why_illegal(pupil.scene.battle.planner.state, part.orders[0]) is not None:
                break
            pupil.do(part)
            if not pupil.finished and pupil.attempt.at == here:
                break
        if pupil.finished or pupil.attempt.at > at:
            return
        for _step in range(back):
            pupil.strip(BACK)
    raise AssertionError(f"step {at + 1} cannot be done any more")


@pytest.mark.parametrize("tries", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lesson", SOME)
def test_wrong_moves_at_every_step_leave_nobody_stuck(driver: Make, lesson: str, tries: int) -> None:
    """At each step other things are done first: the strip then says what to do, and the step begins again just as it
    was, from where it is done as asked."""
    d = driver()
    pupil = Pupil(d, "mouse")
    pupil.begin(lesson)
    chance = random.Random(3)
    for at, part in enumerate(pupil.attempt.course.parts):
        for _try in range(tries):
            if pupil.finished or pupil.attempt.at != at:
                break
            before = pupil.attempt.game.state.digest()
            for _order in range(chance.choice((1, 3))):
                if pupil.attempt.at == at and not pupil.finished:
                    wrong(pupil, chance)
            if pupil.finished or pupil.attempt.at != at:
                break  # It came to the same.
            assert part.free or pupil.warned(), f"step {at + 1}: nothing is said of a wrong move"
            pupil.strip(AGAIN)
            assert pupil.attempt.at == at and not pupil.warned()
            assert pupil.attempt.game.state.digest() == before
        carry_on(pupil, at)
    assert pupil.finished


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_calendar_can_run_out_and_the_lesson_goes_on(driver: Make, lesson: str) -> None:
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin(lesson)
    attempt = pupil.attempt
    while picks(pupil.part.waits):
        pupil.do(pupil.part)
    at = attempt.at
    for _turn in range(200):
        if attempt.game.over:
            break
        attempt.game.submit(EndTurn()) if attempt.game.active == attempt.course.side else attempt.game.poll()
    assert attempt.game.over
    if attempt.at == at and attempt.standing is PartStatus.LOST:
        d.until(lambda: isinstance(d.top, Dialog), "a word about the end of the battle")
        d.choose("This step again")
        pupil.settle()
        assert not attempt.game.over and attempt.at == at


def test_what_is_asked_for_is_not_found_fault_with_while_it_is_shown(driver: Make) -> None:
    """An assault as it was asked for is played step by step: the strip waits until it is seen what came of it."""
    pupil = Pupil(driver(), "keys")
    pupil.begin("first_battle")
    while not (pupil.part.orders and pupil.part.orders[0].__class__ is Assault):
        pupil.do(pupil.part)
    pupil.d.app.change_settings(replace(pupil.d.app.settings, speed=1.0))
    pupil.scene.battle.playback.speed = 1.0
    pupil.scene.battle.give(pupil.part.orders[0])
    shown = 0
    while pupil.scene.battle.playing:
        assert not pupil.warned()
        pupil.d.step(1)
        shown += 1
    assert shown > 1
    pupil.settle()
    assert not pupil.warned()


def test_one_who_stays_when_a_lesson_is_done_plays_on_and_finds_the_ways_on_again(driver: Make) -> None:
    pupil = Pupil(driver(), "keys")
    pupil.begin("first_battle")
    while not pupil.finished:
        pupil.do(pupil.part)
    pupil.d.choose("Stay here")
    pupil.d.step(3)
    pupil.scene.battle.give(EndTurn())
    while not pupil.scene.battle.may_order:
        pupil.d.key(pygame.K_SPACE)
    pupil.d.step(3)
    assert not pupil.warned()
    pupil.d.click_text("Go on")
    pupil.d.step(2)
    assert pupil.finished and any("A battle now" in b.text for b in pupil.d.buttons())


def test_a_part_that_is_read_takes_enter_from_the_turn(driver: Make) -> None:
    pupil = Pupil(driver(), "keys")
    pupil.begin("first_battle")
    said = [b.text for b in pupil.d.buttons() if b.is_enabled and b.text.endswith("Enter")]
    assert said == ["Go on  ·  Enter"]
    pupil.do(pupil.part)
    said = [b.text for b in pupil.d.buttons() if b.is_enabled and b.text.endswith("Enter")]
    assert said == ["End turn  ·  Enter"]


def test_a_long_message_does_not_lie_over_the_strip_of_a_lesson(driver: Make) -> None:
    pupil = Pupil(driver(), "keys")
    pupil.begin("first_battle")
    for words in (1, 12, 60):
        pupil.scene.battle.say(" ".join(["regiment"] * words), "dim")
        pupil.d.step(2)
        pupil.d.app.draw()
        place = pupil.scene.foot.place
        assert place.width and not place.colliderect(pupil.coach.area)


def test_steps_go_back_and_the_lesson_begins_anew(driver: Make) -> None:
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin(FIRST)
    states = [pupil.attempt.game.state.digest()]
    for _step in range(5):
        pupil.do(pupil.part)
        states.append(pupil.attempt.game.state.digest())
    for at in range(4, -1, -1):
        pupil.strip(BACK)
        assert (pupil.attempt.at, pupil.attempt.game.state.digest()) == (at, states[at])
    for _step in range(4):
        pupil.do(pupil.part)
    d.key(pygame.K_ESCAPE)
    while not isinstance(d.top, MenuScene):
        d.key(pygame.K_ESCAPE)
    d.choose("From the beginning")
    pupil.settle()
    assert (pupil.attempt.at, pupil.attempt.game.state.digest()) == (0, states[0])


def test_an_order_that_is_taken_back_takes_its_step_back(driver: Make) -> None:
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin(FIRST)
    for _step in range(2):
        pupil.do(pupil.part)
    move = pupil.part.orders[0]
    pupil.give(move)
    assert pupil.attempt.at == 3
    if pupil.attempt.game.undo_reason() is None:
        pupil.command(Command.UNDO)
        d.step(4)
        assert pupil.attempt.at == 2


# -- where it points -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", SOME)
def test_every_step_shows_where(driver: Make, lesson: str) -> None:
    """A ring in the map's part of the window, or a frame round a control; for what is only to be read, round “Go
    on”."""
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin(lesson)
    for at, part in enumerate(pupil.attempt.course.parts):
        if pupil.finished or pupil.attempt.at > at:
            continue
        scene = pupil.scene
        d.step(30)
        pointer = pupil.coach.pointer()
        if not isinstance(part.waits, Read):
            assert pointer is not None, f"step {at + 1} points nowhere"
        if pointer is not None:
            hex_, place = pupil.coach.hex(), scene._place_of(pointer)
            assert hex_ is not None or place is not None, f"step {at + 1}: {pointer} is not to be seen"
            if hex_ is not None:
                x, y = scene.map.view.position(hex_) if scene.map.view is not None else (-1, -1)
                assert scene.map_rect.collidepoint(x + scene.map_rect.x, y + scene.map_rect.y), f"step {at + 1}"
        pupil.do(part)
    assert pupil.finished


def test_the_words_of_lessons_have_their_commands() -> None:
    """Buttons, pages and overlays that lessons may name are those of the battle."""
    from khalkhin.scenario.lessons.course import COMMANDS, OVERLAYS, PAGES
    from khalkhin.ui.battle.side_panel import TABS
    from khalkhin.ui.panels.layers import OverlayKind

    assert {name.upper() for name in COMMANDS} <= {command.name for command in Command}
    assert {name.upper() for name in OVERLAYS} == {kind.name for kind in OverlayKind}
    assert [name for name, _text, _command in TABS] == list(PAGES)


def test_lessons_say_what_and_why_in_their_order() -> None:
    found = courses()
    assert [course.number for course in found] == list(range(1, len(found) + 1))
    assert found[0].id == FIRST


def test_the_ring_and_the_cursor_lie_beneath_names_flags_and_counters(driver: Make) -> None:
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin("first_battle")
    d.step(10)
    area = pupil.scene.map
    view, shown, scene, hex_ = the(area.view), pupil.scene.battle.shown, area.scene(), the(pupil.coach.hex())
    assert scene.ring == hex_

    def drawn(pointed: int | None) -> pygame.Surface:
        picture = pygame.Surface(area.rect.size)
        view.draw(picture, shown, replace(scene, ring=pointed, hover=pointed), complete=True)
        return picture

    bare, ringed = drawn(None), drawn(hex_)
    (ox, oy), window = view.camera.offset, bare.get_rect()
    marks = [mark for name in ("names", "flags", "standing") for mark in a(list, view._lists[name][1])]
    covered = {
        (x - ox + dx, y - oy + dy)
        for stamp, x, y in marks
        for dx in range(stamp.get_width())
        for dy in range(stamp.get_height())
        if stamp.get_at((dx, dy)).a == 255 and window.collidepoint(x - ox + dx, y - oy + dy)
    }
    x, y = view.position(hex_)
    near = {(x + dx, y + dy) for dx in range(-70, 71) for dy in range(-70, 71) if window.collidepoint(x + dx, y + dy)}
    unlike = {at for at in near if bare.get_at(at) != ringed.get_at(at)}
    assert len(unlike) > 500 and near & covered
    assert not unlike & covered


def test_a_step_that_is_done_again_leaves_the_cursor_to_whom_plays_by_keys(driver: Make) -> None:
    d = driver()
    pupil = Pupil(d, "keys")
    pupil.begin("first_battle")
    d.step(5)
    d.key(pygame.K_c)
    where = pupil.scene.battle.cursor
    assert where is not None
    d.key(AGAIN)
    d.step(5)
    assert pupil.scene.battle.cursor == where
