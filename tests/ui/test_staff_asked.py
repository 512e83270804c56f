"""A staff asked over a film, by mouse and by keys: never before the end, never of people, and the window goes on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pygame
import pytest
from khalkhin.play.inquiry.account import Account
from khalkhin.play.measure.arena import moves
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.replay.screen import FilmScene
from khalkhin.ui.replay.staff import plan_layer
from khalkhin.ui.widgets.rows import Line

from tests.covering import covering
from tests.guard import waiting
from tests.ui.driver import Driver, quiet
from tests.ui.smallbattle import small_battle

SIDES = ("soviet", "japanese")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """A battle to its end that a person fought on paper against the staff: the staff gave the orders of both."""
    path = tmp_path_factory.mktemp("asked") / "a.journal"
    made = small_battle(3)
    session = Session.begin(made, {"soviet": HUMAN, "japanese": "staff"}, 1, path=path)
    for order, _ in moves(session._state, {"soviet": "staff", "japanese": "staff"}):
        session.submit(order)
    session.close()
    return Film(read(path), made)


@pytest.fixture
def d() -> Iterator[Driver]:
    made = Driver(quiet(), (1280, 720))
    yield made
    made.close()


def shown(d: Driver, film: Film, turn: int, eyes: tuple[str, ...] = (ALL, *SIDES)) -> FilmScene:
    scene = FilmScene(film, eyes)
    d.show(scene)
    scene.player.go(film.first_of(turn))
    d.until(lambda: not scene.player.seeking, "the turn")
    return scene


def answered(d: Driver, scene: FilmScene) -> Account:
    for _ in waiting(lambda: scene.asked is not None and not scene.asked.waiting, lambda: "an answer", pause=0.01):
        d.step(1)
    assert scene.asked is not None and isinstance(scene.asked.answer, Account)
    return scene.asked.answer


@pytest.mark.parametrize("keys", [False, True])
def test_the_staff_answers_beside_the_map_and_on_it(d: Driver, film: Film, keys: bool) -> None:
    scene = shown(d, film, 1)
    d.key(pygame.K_q) if keys else d.click_text("Ask the staff")
    assert scene.player.sight == "japanese", "the map does not show what it believed"
    frames = 0
    while scene.asked is not None and scene.asked.waiting and frames < 3:
        d.step(1)
        frames += 1
    account = answered(d, scene)
    text = d.texts()
    assert "Its plan for the turn" in text and "What it believed" in text and "The next order" in text
    assert account.side == "japanese" and scene.map.layers and scene.map.layers[0].title.startswith("The plan of")
    assert d.faults() == []
    d.key(pygame.K_RIGHT)
    d.step(40, 0.2)
    assert scene.asked is not None, "a step within the turn puts the answer away"
    d.key(pygame.K_q) if keys else d.click_text("Leave the staff alone")
    assert scene.asked is None and scene.map.layers == () and "Its plan" not in d.texts()


def test_a_persons_side_keeps_its_thoughts(d: Driver, film: Film) -> None:
    scene = shown(d, film, 0)
    d.key(pygame.K_q)
    assert scene.asked is not None and not scene.asked.waiting and scene.asked.layers == ()
    assert "The thoughts of players are their own" in d.texts()


def test_nobody_is_asked_while_the_battle_goes_on(d: Driver, film: Film) -> None:
    scene = shown(d, film, 1, ("soviet",))
    assert not any("staff" in b.text for b in d.buttons())
    d.key(pygame.K_q)
    assert isinstance(d.top, Dialog) and "when the battle is over" in d.texts()
    assert scene.asked is None


def test_another_turn_and_another_screen_end_the_question(d: Driver, film: Film) -> None:
    scene = shown(d, film, 1)
    d.key(pygame.K_q)
    asked = scene.asked
    assert asked is not None and asked._job is not None
    d.key(pygame.K_PAGEDOWN)
    d.until(lambda: scene.asked is None, "the next turn")
    assert asked._job._child._closed
    scene = shown(d, film, 3)
    d.key(pygame.K_q)
    asked = scene.asked
    assert asked is not None and asked._job is not None
    scene.leave()
    assert asked._job._child._closed


def test_every_line_leads_to_a_hex_of_the_map(d: Driver, film: Film) -> None:
    scene = shown(d, film, 3)
    d.click_text("Ask the staff")
    account = answered(d, scene)
    assert scene.asked is not None
    state = film.state(film.first_of(3))
    size = film.scenario.board.size
    looks = [
        row.action.hex
        for row in scene.asked.rows(scene.player.position)
        if isinstance(row, Line) and isinstance(row.action, LookAt)
    ]
    assert all(0 <= hex_ < size for hex_ in looks)
    layer = plan_layer(state, account)
    direction = film.scenario.board.direction
    for way in layer.ways:
        assert all(direction(a, b) is not None for a, b in pairwise(way.path))
    units = {u.hex for u in state.side_units("japanese")}
    assert {note.at for note in layer.notes} <= units and layer.notes


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1920, 1080)], [2.0, 1.0]))
def test_the_answer_fits_the_window(film: Film, size: tuple[int, int], scale: float) -> None:
    d = Driver(quiet(ui_scale=scale), size)
    scene = shown(d, film, 1)
    d.key(pygame.K_q)
    answered(d, scene)
    assert d.faults() == []
    d.close()
