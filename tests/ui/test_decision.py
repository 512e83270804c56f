"""Choices, letters to one side and orders from above, through the window by synthesised input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.timeline import effect_kinds as e
from khalkhin.core.timeline import timeline as t
from khalkhin.play.session.settings import Settings
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.decision import DecisionScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.report.end import EndScene

from tests.narrow import a
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

LONG = "We obey, though it means that every airfield behind the river goes on sending its bombers over our heads. " * 2
ANSWERS = (
    t.Answer("obey", LONG, (e.ForbidMission("japanese", "raid"),), prefer=9),
    t.Answer("defy", "We fly once more.", (e.Surprise("japanese", 2),)),
)
TOKYO = t.Entry(
    "tokyo", t.When(1), "japanese", "A wire from Tokyo", "No more raids.", "A9", "Disputed.", answers=ANSWERS
)
HELD = t.Entry("held", t.When(1), "soviet", "Wait", "Nobody moves yet.", effects=(e.Hold(("su-a",)),))
LETTER = t.Entry("letter", t.When(1), "japanese", "For your eyes", "Burn this.")


@pytest.fixture
def driver() -> Iterator[Driver]:
    made = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False), (1280, 720))
    yield made
    made.close()


def begin(driver: Driver, humans: tuple[str, ...], *entries: t.Entry) -> FakeTable:
    table = FakeTable(replace(small_battle(), timeline=entries), humans)
    driver.show(BattleScene(table))
    return table


def until(driver: Driver, *kinds: type, limit: int = 60) -> None:
    """Answer what comes up until a scene of a kind is on top."""
    for _ in range(limit):
        if isinstance(driver.top, kinds):
            return
        if isinstance(driver.top, Dialog | HandOver):
            driver.key(pygame.K_RETURN)
        else:
            driver.step(1)
    raise AssertionError(f"{type(driver.top).__name__} stays on top")


def soviet_done(driver: Driver, table: FakeTable) -> None:
    until(driver, BattleScene)
    driver.step(4)
    until(driver, BattleScene)
    driver.top.battle.give(EndTurn())


def test_a_choice_is_put_to_its_side_alone_and_answered_by_a_key(driver: Driver) -> None:
    table = begin(driver, ("soviet", "japanese"), TOKYO, LETTER)
    seen: list[str] = []
    soviet_done(driver, table)
    for _ in range(60):
        if isinstance(driver.top, DecisionScene):
            break
        told = "For your eyes" in driver.texts()
        seen.append(f"{table.active}: {'For your eyes' if told else type(driver.top).__name__}")
        if isinstance(driver.top, Dialog | HandOver):
            driver.key(pygame.K_RETURN)
        else:
            driver.step(1)
    assert isinstance(driver.top, DecisionScene) and a(BattleScene, driver.app.scenes[0]).battle.viewer == "japanese"
    assert "japanese: For your eyes" in seen and seen.index("japanese: HandOver") < seen.index(
        "japanese: For your eyes"
    )
    assert driver.faults() == []
    driver.key(pygame.K_2)
    assert table.state.choices == {"tokyo": "defy"} and isinstance(driver.top, BattleScene)


def test_a_choice_can_be_put_off_but_not_past_the_end_of_the_turn(driver: Driver) -> None:
    table = begin(driver, ("japanese",), TOKYO)
    while table.active != "japanese":
        table.submit(EndTurn())
    until(driver, DecisionScene)
    driver.key(pygame.K_ESCAPE)
    driver.step(6)
    assert isinstance(driver.top, BattleScene) and table.state.pending == ("tokyo",)
    driver.key(pygame.K_RETURN)
    driver.step(2)
    assert isinstance(driver.top, DecisionScene) and table.active == "japanese"
    driver.key(pygame.K_RETURN)
    driver.step(4)
    assert table.state.choices == {}, "Enter, which goes on from messages, must not choose"
    driver.key(pygame.K_RETURN)
    driver.step(2)
    driver.key(pygame.K_1)
    assert table.state.choices == {"tokyo": "obey"} and table.state.bans


def test_a_choice_is_answered_with_the_mouse_at_every_size(driver: Driver) -> None:
    for size in ((1024, 640), (1920, 1080)):
        for scale in (1.0, 2.0):
            made = Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, ui_scale=scale), size)
            try:
                table = FakeTable(replace(small_battle(), timeline=(replace(TOKYO, side="soviet"),)), ("soviet",))
                made.show(BattleScene(table))
                until(made, DecisionScene)
                assert made.faults() == [], (size, scale)
                made.click_text("2. We fly once more.")
                assert table.state.choices == {"tokyo": "defy"}
            finally:
                made.close()


def test_a_held_unit_says_why_it_stays(driver: Driver) -> None:
    table = begin(driver, ("soviet",), HELD)
    until(driver, BattleScene)
    driver.step(4)
    until(driver, BattleScene)
    scene = driver.top
    scene.battle.select("su-a", show=True)
    driver.step(2)
    rows = [getattr(row, "text", "") for row in scene.panel.sheet.rows]
    assert any("held back by higher headquarters" in text for text in rows)
    assert scene.battle.planner.reach() is not None and not scene.battle.planner.reach().cost
    assert "su-a" not in scene.battle.planner.able()
    assert table.state.held == {"su-a": 0}


def test_who_has_given_his_side_to_the_computer_is_stopped_by_nothing(driver: Driver) -> None:
    """No message waits to be put away, and of the fights only the last lies on the map."""
    letters = [t.Entry(f"letter-{n}", t.When(n), "soviet", f"Wire {n}", "Hold on.") for n in range(2, 5)]
    table = begin(driver, ("soviet",), *letters)
    until(driver, BattleScene)
    battle = a(BattleScene, driver.top).battle
    battle.hand("soviet", 0)
    fights = 0
    for _ in range(3000):
        driver.step(1)
        if isinstance(driver.top, EndScene):
            break
        assert isinstance(driver.top, BattleScene), f"{type(driver.top).__name__} stops the battle"
        fights += bool(battle.accounts)
        assert len(battle.accounts) <= 1
    assert isinstance(driver.top, EndScene) and fights and table.over
