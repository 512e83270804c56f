"""A staff asked about a turn it has played: it says what it did, why, and what it left. People are not asked."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from khalkhin.ai.plan import Task
from khalkhin.core import initial_state, legal_orders, parse_order
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.play.inquiry.account import Account, Question, find
from khalkhin.play.inquiry.job import Inquiry, Unanswered, asked_of, may_ask, question, turn_to_ask
from khalkhin.play.measure.arena import moves
from khalkhin.play.session.film import ALL, Film, sights
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load
from khalkhin.text.players import staff_account as words

from tests.golden import playthrough
from tests.guard import waiting
from tests.ui.smallbattle import small_battle

STAFFS = {"soviet": "staff", "japanese": "staff"}


def fought(scenario: Scenario, path: Path, turns: int, seed: int = 1939) -> Film:
    """The first turns of a battle between staffs of today."""
    players = {side.id: "staff" for side in scenario.sides}
    session = Session.begin(scenario, players, seed, path=path)
    for order, _ in moves(session._state, players):
        session.submit(order)
        if session._state.turn > turns:
            break
    session.close()
    return Film(read(path), scenario)


def asked(film: Film, number: int) -> Account:
    return find(question(film, number), film.scenario)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return fought(load("grazing_rights"), tmp_path_factory.mktemp("asked") / "a.journal", 6)


def says_what_it_did(film: Film, numbers: range) -> int:
    """Hold a staff to what the journal has of some turns; how many orders it told the reasons of."""
    board, reasons = film.scenario.board, 0
    for number in numbers:
        turn = film.turns[number]
        account = asked(film, number)
        assert account.plans and account.side == turn.mark.side and account.turn == turn.mark.turn
        assert [d.order for d in account.decisions] == turn.orders == [d.says for d in account.decisions]
        for decision in account.decisions:
            order = parse_order(decision.order)
            if decision.march is not None:
                assert isinstance(order, Move) and order.unit == decision.march.unit
                assert board.index(*order.to) == decision.march.to
                assert decision.march.score > decision.march.stay
                assert decision.march.other < 0 or decision.march.score >= decision.march.other_score - 1e-9
                reasons += 1
            if decision.assault is not None:
                chosen = decision.assault.chosen
                if isinstance(order, Assault):
                    assert board.index(*order.target) == chosen.target
                assert chosen.worth_it
                assert all(other.target != chosen.target for other in decision.assault.others)
                reasons += 1
        targets = {board.index(*order.target) for order in map(parse_order, turn.orders) if isinstance(order, Assault)}
        if account.left is not None and not account.left.worth_it:
            assert account.left.target not in targets, "it left an assault that it gave"
        state = film.state(film.first_of(number))
        formations = {u.spec.formation for u in state.side_units(account.side) if u.is_combat and u.hex >= 0}
        assert {m.formation for m in account.missions} == formations
        assert all(Task(m.task) for m in account.missions)
    return reasons


def test_a_staff_says_what_it_did_and_why(film: Film) -> None:
    assert says_what_it_did(film, range(12)) > 8


@pytest.mark.slow
@pytest.mark.parametrize("name", ["grazing_rights", "the_64th", "two_prongs"])
def test_in_whole_battles_every_staff_says_what_it_did(name: str, tmp_path: Path) -> None:
    film = fought(load(name), tmp_path / "a.journal", 400)
    assert says_what_it_did(film, range(len(film.stretches))) > 50


def test_of_a_kept_battle_it_says_where_it_would_decide_otherwise_today(tmp_path: Path) -> None:
    """The kept battles are by staffs of other days: what is told is what today's does at the same positions."""
    golden = playthrough.read("grazing_rights")
    session = Session.begin(load("grazing_rights"), golden.players, golden.seed, path=tmp_path / "a.journal")
    for order in golden.orders():
        if session._state.turn > 2:
            break
        session.submit(order)
    session.close()
    film = Film(read(tmp_path / "a.journal"), load("grazing_rights"))
    for number in range(4):
        account = asked(film, number)
        state = film.state(film.first_of(number))
        assert [d.order for d in account.decisions] == film.turns[number].orders
        otherwise = [d for d in account.decisions if not d.agrees]
        told = words.headline("Soviet", account)
        assert ("decides otherwise" in told) == bool(otherwise)
        for decision in account.decisions:
            said = " ".join(text for text, _ in words.decision(state, decision))
            assert ("Asked today" in said) != decision.agrees


def test_every_sentence_can_be_said(film: Film) -> None:
    for number in range(12):
        account = asked(film, number)
        state = film.state(film.first_of(number))
        told = [words.mission(state, m) for m in account.missions]
        told += [text for text, _ in words.aims(state, account)]
        told += [text for d in account.decisions for text, _ in words.decision(state, d)]
        told += [words.left(state, account), words.headline("Soviet", account)]
        ids = {spec.id for spec in film.scenario.order_of_battle}
        assert not [text for text in told if "{" in text or any(word.strip(",.:;") in ids for word in text.split())]


def test_the_thoughts_of_people_are_their_own(tmp_path: Path) -> None:
    session = Session.begin(small_battle(4), {"soviet": HUMAN, "japanese": "staff"}, 1, path=tmp_path / "a.journal")
    session.submit(EndTurn())
    for _ in waiting(lambda: session.active == "soviet", lambda: "the computer", pause=0.001):
        session.poll()
    session.submit(next(o for o in legal_orders(session.view("soviet").state) if isinstance(o, Move)))
    session.hand("soviet", "staff", 1)
    for _ in waiting(lambda: session.active == "japanese", lambda: "the computer", pause=0.001):
        session.poll()
    session.close()
    film = Film(read(tmp_path / "a.journal"), small_battle(4))
    assert [asked_of(film, number) for number in range(4)] == ["", "staff", "staff", "staff"]
    mine = asked(film, 0)
    assert mine.player == HUMAN and not mine.plans and mine.decisions == ()
    both = asked(film, 2)
    assert 0 not in {d.number for d in both.decisions} and all(d.agrees for d in both.decisions) and both.decisions


def test_nobody_is_asked_before_the_end() -> None:
    sides = ("soviet", "japanese")
    for players in ({"soviet": HUMAN, "japanese": "staff"}, dict.fromkeys(sides, HUMAN)):
        assert not may_ask(sights(players, sides, over=False))
        assert may_ask(sights(players, sides, over=True))
    assert ALL in sights(STAFFS, sides, over=False)


def test_at_the_end_of_a_battle_the_last_turn_is_asked_about(tmp_path: Path) -> None:
    film = fought(small_battle(2), tmp_path / "a.journal", 9)
    assert film.over and turn_to_ask(film, film.last) == turn_to_ask(film, film.first_of(3)) == 3
    assert asked_of(film, 3) == "staff"


def test_players_without_plans_are_asked_in_vain(tmp_path: Path) -> None:
    session = Session.begin(small_battle(2), {"soviet": "greedy", "japanese": "greedy"}, 1, path=tmp_path / "a.journal")
    for order, _ in moves(initial_state(small_battle(2), 1), session.players):
        session.submit(order)
    session.close()
    account = asked(Film(read(tmp_path / "a.journal"), small_battle(2)), 0)
    assert not account.plans and account.player == "greedy" and all(d.agrees for d in account.decisions)


# ------------------------------------------------------------------ in a process of its own


def answered(inquiry: Inquiry) -> Account | Unanswered:
    for _ in waiting(lambda: inquiry.poll() is not None, lambda: "an answer", pause=0.01):
        pass
    found = inquiry.poll()
    assert found is not None
    inquiry.close()
    return found


def test_a_process_answers_the_same(film: Film) -> None:
    inquiry = Inquiry(question(film, 3), film.scenario)
    assert answered(inquiry) == asked(film, 3)
    assert inquiry.done == inquiry.orders == len(film.turns[3].orders)


def test_a_process_that_is_killed_is_no_answer(film: Film) -> None:
    inquiry = Inquiry(question(film, 3), film.scenario)
    for _ in waiting(lambda: inquiry.pid is not None, lambda: "a process", pause=0.001):
        pass
    assert inquiry.pid is not None
    os.kill(inquiry.pid, signal.SIGKILL)
    assert isinstance(answered(inquiry), Unanswered)


@pytest.mark.parametrize(
    "wrong",
    [
        Question(b"{}", ("end",), ("staff",), 1),
        Question(b"", ("move nobody 1,1",), ("staff",), 1),
        Question(b"", ("dance",), ("nobody",), 1),
    ],
)
def test_what_cannot_be_played_again_is_said_in_a_sentence(film: Film, wrong: Question) -> None:
    mark = wrong.mark or film.turns[0].mark.raw
    found = answered(Inquiry(Question(mark, wrong.orders, wrong.commanders, wrong.seed), film.scenario))
    assert isinstance(found, Unanswered) and "gives no answer" in found.reason
