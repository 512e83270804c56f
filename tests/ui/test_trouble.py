"""When the computer does not play on, the window says so and does what the player chooses."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session.journal import JournalError
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.session.trouble import Fault, Remedy, Trouble
from khalkhin.play.session.worker import Patience
from khalkhin.text import trouble as words
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.trouble import TroubleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToMap
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.widgets.theme import SMALLEST

from tests.covering import covering
from tests.guard import until
from tests.narrow import a, the
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

SIZES = [SMALLEST, (1280, 720), (1920, 1080)]


def troubled(driver: Callable[..., Driver], trouble: Trouble, size: tuple[int, int] = (1280, 720)) -> Driver:
    """A battle in which the computer's side, to move, is in trouble."""
    table = FakeTable(small_battle(1), ("japanese",))
    table.trouble = trouble
    d = driver(size)
    d.show(ToMap(table))
    d.until(lambda: isinstance(d.top, TroubleScene), "the question")
    return d


def table_of(d: Driver) -> FakeTable:
    return a(FakeTable, a(BattleScene, d.app.scenes[0]).session)


@pytest.mark.parametrize(("size", "fault"), covering(SIZES, list(Fault)))
def test_the_question_is_put_and_every_answer_is_taken(
    driver: Callable[..., Driver], fault: Fault, size: tuple[int, int]
) -> None:
    for remedy in Remedy:
        d = troubled(driver, Trouble("soviet", fault, tuple(Remedy)), size)
        assert d.faults() == []
        assert words.told(fault) in d.texts() and "khalkhin.log" in d.texts()
        d.click_text(words.label(remedy))
        table = table_of(d)
        assert table.remedies == [remedy] and table.trouble is None


@pytest.mark.parametrize(
    ("remedies", "mildest"),
    [(tuple(Remedy), Remedy.WAIT), ((Remedy.AGAIN, Remedy.TAKE_OVER, Remedy.END_TURN), Remedy.AGAIN)],
)
@pytest.mark.parametrize("key", [pygame.K_ESCAPE, pygame.K_RETURN])
def test_escape_and_enter_do_the_mildest_thing(
    driver: Callable[..., Driver], key: int, remedies: tuple[Remedy, ...], mildest: Remedy
) -> None:
    d = troubled(driver, Trouble("soviet", Fault.SILENT, remedies))
    d.key(key)
    assert table_of(d).remedies == [mildest]


def test_a_stopped_process_is_noticed_and_its_turn_taken_over_in_the_window(
    driver: Callable[..., Driver], tmp_path: Path
) -> None:
    """The whole way: a real process that is stopped, the player in its place for a turn, and the computer back."""
    now = [0.0]
    patience = Patience(clock=lambda: now[0])
    session = Session.begin(
        small_battle(1), {"soviet": "staff", "japanese": HUMAN}, 3, path=tmp_path / "b.journal", patience=patience
    )
    worker = the(session._worker)
    session.poll()
    os.kill(the(until(lambda: worker.pid, "the process")), signal.SIGSTOP)
    d = driver()
    d.show(ToMap(session))

    def look() -> bool:
        now[0] += 1
        d.step()
        return isinstance(d.top, TroubleScene)

    until(look, "the question")
    d.click_text("Take over its turn")
    d.until(lambda: isinstance(d.top, HandOver), "the hand-over")
    d.click_text("I am ready")

    def ready() -> bool:
        if type(d.top) is Dialog:
            d.click_text("Continue")
        elif isinstance(d.top, BriefingScene):
            d.click_text("To the map")
        d.step()
        return isinstance(d.top, BattleScene) and d.top.battle.may_order

    until(ready, "the player's orders")
    assert d.top.battle.viewer == "soviet"
    d.top.battle.give(EndTurn())
    d.until(lambda: isinstance(d.top, HandOver), "the way back")
    d.click_text("I am ready")
    assert session.active == "japanese" and session.humans == ("japanese",)
    session.submit(EndTurn())
    until(lambda: session.poll() or session.active == "japanese", "the computer's own turn")
    assert session.trouble is None


def test_an_order_that_cannot_be_written_leaves_a_way_out(driver: Callable[..., Driver]) -> None:
    class Full(FakeTable):
        def poll(self) -> None:
            raise JournalError("No space is left. Free some and try again.")

    d = driver()
    d.show(ToMap(Full(small_battle(1), ("japanese",))))
    for _ in range(2):
        d.until(lambda: "No space is left" in d.texts(), "the message")
        d.click_text("Try again")
    d.until(lambda: "No space is left" in d.texts(), "the message")
    d.click_text("Leave for the menu")
    assert isinstance(d.top, StartScene)
