"""Battles with choices: journalled, replayed, taken up again, played by the computer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin.ai import close_turn
from khalkhin.core import apply, initial_state, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import Choose, EndTurn, Move, Order
from khalkhin.core.takeback import Lesson
from khalkhin.core.timeline import condition_kinds as c
from khalkhin.core.timeline import effect_kinds as e
from khalkhin.core.timeline import timeline as t
from khalkhin.play.measure.arena import play_game
from khalkhin.play.session.journal import read, replay
from khalkhin.play.session.session import HUMAN, CannotUndo, Session

from tests.scenarios import small_scenario

BOTH = {"soviet": HUMAN, "japanese": HUMAN}


def scenario() -> Scenario:
    """Each side must choose on its second turn; what the Japanese answer is felt on the third."""

    def choice(side: str, *effects: e.Effect) -> t.Entry:
        answers = (t.Answer("yes", "Yes.", effects, prefer=2), t.Answer("no", "No.", (e.SetFlag(f"{side}-no"),)))
        return t.Entry(f"ask-{side}", t.When(2), side, "A question", answers=answers)

    near = frozenset(range(48))
    arrival = t.Entry(
        "late",
        t.When(1, 6, at_once=True),
        "soviet",
        "They are here",
        conditions=(c.Entered("soviet", frozenset({3})),),
        effects=(e.Message("News", "Of both."),),
    )
    made = small_scenario(
        rows=["........"] * 6,
        units=[
            ("s", "rifle-regiment", "soviet", (1, 1)),
            ("t", "rifle-regiment", "soviet", (2, 0)),
            ("j", "jp-infantry-regiment", "japanese", (7, 5)),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (7, 5))],
        turns=4,
        timeline=[
            choice("soviet", e.Hold(("s",)), e.ChangePoints("soviet", 3)),
            choice("japanese", e.ForbidArea("japanese", "All", near, 3)),
            arrival,
        ],
    )
    return replace(made, areas={"All": near})


def test_a_choice_is_written_down_and_replayed(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 5, path=path)
    orders: list[Order] = [
        EndTurn(),
        EndTurn(),
        Choose("ask-soviet", "yes"),
        EndTurn(),
        Choose("ask-japanese", "no"),
        EndTurn(),
    ]
    for order in orders:
        session.submit(order)
    digest = session.view("soviet").state.digest()
    session.close()
    assert "choose ask-soviet yes" in path.read_text(encoding="utf-8")
    played = list(replay(read(path), scenario()))
    assert played[-1].state.choices == {"ask-soviet": "yes", "ask-japanese": "no"}
    again = Session.open(path, scenario())
    assert again.view("soviet").state.digest() == digest and again.notice == ""
    again.close()


def test_a_save_made_while_a_choice_waits_still_asks(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 5, path=path)
    session.submit(EndTurn())
    session.submit(EndTurn())
    session.close()
    again = Session.open(path, scenario())
    assert again.view("soviet").state.pending == ("ask-soviet",)
    again.close()


def test_an_answer_and_what_one_has_been_told_cannot_be_taken_back(tmp_path: Path) -> None:
    session = Session.begin(scenario(), BOTH, 5, path=tmp_path / "b.journal", fog=False)
    session.submit(Move("s", (1, 2)))
    assert session.undo_reason() is None
    session.undo()
    session.submit(Move("t", (3, 0)))
    assert session.undo_reason() is Lesson.NEWS
    session.submit(EndTurn())
    session.submit(EndTurn())
    session.submit(Choose("ask-soviet", "no"))
    assert session.undo_reason() is Lesson.ANSWER
    with pytest.raises(CannotUndo):
        session.undo()
    session.close()


@pytest.mark.parametrize("player", ["staff", "random"])
def test_computers_answer_and_their_battles_can_be_played_again(tmp_path: Path, player: str) -> None:
    names = {"soviet": player, "japanese": player}
    for seed in range(4):
        one = play_game(scenario(), names, seed, journal=tmp_path / f"{seed}")
        two = play_game(scenario(), names, seed)
        assert one.digests == two.digests and one.reason == "last-turn"
        journal = next((tmp_path / f"{seed}").iterdir())
        last = list(replay(read(journal), scenario()))[-1].state
        assert last.digest() == one.digest and set(last.choices) == {"ask-soviet", "ask-japanese"}


def test_a_turn_that_is_ended_for_a_side_answers_first() -> None:
    state = initial_state(scenario(), 5)
    for _ in range(2):
        state, _ = apply(state, close_turn(view(state, state.active)))
    first = close_turn(view(state, state.active), 1)
    assert isinstance(first, Choose)
    state, _ = apply(state, first)
    assert close_turn(view(state, state.active), 1) == EndTurn()
