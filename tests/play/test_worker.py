"""The computer's process: killed, stopped, babbling or not to be had, the battle goes on and the player decides."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from khalkhin import ai
from khalkhin.core import apply, initial_state, legal_orders, view
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Move, Order
from khalkhin.core.takeback import foreseen
from khalkhin.play.processes.child import Child
from khalkhin.play.processes.serving import Message, encoded
from khalkhin.play.session.journal import read, replay
from khalkhin.play.session.session import HUMAN, NoUndo, Session
from khalkhin.play.session.snapshot import encode
from khalkhin.play.session.trouble import Fault, Remedy
from khalkhin.play.session.worker import AiWorker, Follower, Patience
from khalkhin.scenario import load

from tests.guard import until
from tests.narrow import the
from tests.play import serving
from tests.play.test_processes import alive

#: The Japanese side moves first, and has something to do.
BATTLE = load("grazing_rights")
SIDES = {"japanese": "staff", "soviet": HUMAN}


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """The computer's turn in a battle that is written down."""
    battle = Session.begin(BATTLE, SIDES, 3, path=tmp_path / "b.journal", patience=Patience(clock=clock))
    yield battle
    battle.close()


def worker(session: Session) -> AiWorker:
    assert session._worker is not None
    return session._worker


def asked(session: Session) -> int:
    """The number of the process, which has been asked and has not answered yet."""
    session.poll()
    assert worker(session).thinking
    return the(until(lambda: worker(session).pid, "the process"))


def orders(session: Session) -> list[Order]:
    """What the computer orders in its turn."""
    side, given = session.active, []
    while session.active == side and not session.over:
        assert session.trouble is None
        given.append(the(until(session.poll, "the computer's order"))[0])
    return given


def end_turn(session: Session) -> None:
    """End the turn of a side, whatever it must answer before."""
    side = session.active
    while session.active == side:
        session.submit(ai.close_turn(session.view(side)))


def trouble(session: Session) -> Fault:
    """What comes to be wrong."""
    until(lambda: session.poll() is None and session.trouble, "trouble")
    assert session.trouble is not None and session.trouble.side == "japanese"
    return session.trouble.fault


def test_a_turn_is_ordered_and_the_process_keeps_up(session: Session) -> None:
    turn = orders(session)
    assert isinstance(turn[-1], EndTurn)
    end_turn(session)
    orders(session)
    assert worker(session).mended == 0


def test_one_that_is_killed_while_it_thinks_is_started_again_and_its_orders_go_on(session: Session) -> None:
    first = asked(session)
    os.kill(first, signal.SIGKILL)
    given = orders(session)
    assert worker(session).pid != first and len(given) > 1
    journal = session.path
    assert journal is not None
    session.close()
    assert [e.order for e in read(journal).entries if e.order] == [str(order) for order in given]
    assert len(list(replay(read(journal), BATTLE))) > len(given)


def test_one_that_is_killed_again_and_again_is_trouble(session: Session) -> None:
    def kill() -> bool:
        if session.trouble is None:
            os.kill(asked(session), signal.SIGKILL)
            until(lambda: session.poll() is None and not worker(session).thinking, "the loss")
        return session.trouble is not None

    until(kill, "trouble")
    assert trouble(session) is Fault.STOPPED
    session.remedy(Remedy.AGAIN)
    assert isinstance(orders(session)[-1], EndTurn)


def test_a_silent_one_is_waited_for_and_then_the_player_decides(session: Session, clock: Clock) -> None:
    os.kill(asked(session), signal.SIGSTOP)
    patience = worker(session).patience.seconds
    for _ in range(int(patience)):
        clock.now += 1
        assert session.poll() is None and session.trouble is None
    clock.now += 1
    assert trouble(session) is Fault.SILENT
    assert session.trouble is not None and Remedy.WAIT in session.trouble.remedies
    session.remedy(Remedy.WAIT)
    for _ in range(int(patience)):
        clock.now += 1
        assert session.poll() is None and session.trouble is None
    os.kill(asked(session), signal.SIGCONT)
    assert isinstance(orders(session)[-1], EndTurn)


def test_a_machine_that_slept_has_not_waited(session: Session, clock: Clock) -> None:
    os.kill(asked(session), signal.SIGSTOP)
    clock.now += 8 * 60 * 60
    assert session.poll() is None and session.trouble is None


@pytest.mark.parametrize("remedy", [Remedy.AGAIN, Remedy.END_TURN, Remedy.TAKE_OVER])
def test_each_choice_brings_the_battle_on(session: Session, clock: Clock, remedy: Remedy) -> None:
    stopped = asked(session)
    os.kill(stopped, signal.SIGSTOP)

    def later() -> object:
        clock.now += 1
        return session.poll() or session.trouble

    until(later, "trouble")
    session.remedy(remedy)
    until(lambda: not alive(stopped), "the end of the process")
    match remedy:
        case Remedy.AGAIN:
            assert len(orders(session)) > 1
        case Remedy.END_TURN:
            assert orders(session)[-1] == EndTurn()
        case _:
            assert set(session.humans) == {"soviet", "japanese"} and session.poll() is None
            assert session.undo_reason() is NoUndo.NOTHING
            end_turn(session)
    assert session.active == "soviet" and session.humans == ("soviet",)
    end_turn(session)
    assert isinstance(orders(session)[-1], EndTurn)  # The next turn is the computer's own again.


def test_garbage_is_a_fault_and_trouble_when_it_does_not_end(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("khalkhin.play.session.worker.serve", serving.nonsense)
        assert trouble(session) is Fault.NONSENSE
    session.remedy(Remedy.AGAIN)
    assert isinstance(orders(session)[-1], EndTurn)


def test_orders_that_are_refused_are_trouble(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("khalkhin.play.session.worker.serve", serving.unlawful)
        assert trouble(session) is Fault.REFUSED
    session.remedy(Remedy.END_TURN)
    assert orders(session)[-1] == EndTurn()


def test_one_that_cannot_be_started_is_trouble_at_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.executable", "/there/is/no/such/program")
        assert trouble(session) is Fault.NOT_STARTED
    session.remedy(Remedy.AGAIN)
    assert isinstance(orders(session)[-1], EndTurn)


def test_a_process_that_has_come_to_differ_is_mended(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    orders(session)
    with monkeypatch.context() as patch:
        patch.setattr(worker(session), "given", lambda order: None)
        end_turn(session)  # The process is not told of it.
    given = orders(session)
    assert worker(session).mended == 1 and isinstance(given[-1], EndTurn)


def test_the_process_is_told_of_what_is_taken_back(session: Session) -> None:
    orders(session)
    known = session.view(session.active).state
    move = next(o for o in legal_orders(known) if isinstance(o, Move) and foreseen(known, o).promised)
    session.submit(move)
    session.undo()
    end_turn(session)
    orders(session)
    assert worker(session).mended == 0


def test_what_is_sent_for_an_order_is_short(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    say = Child.say

    def count(child: Child, message: Message) -> None:
        sent.append(len(encoded(message)))
        say(child, message)

    asked(session)
    monkeypatch.setattr(Child, "say", count)
    assert len(sent) < len(orders(session)) * 3
    end_turn(session)
    assert max(sent) < 200


# ------------------------------------------------------------------ following a battle


def followed(state: GameState) -> Follower:
    follower = Follower(BATTLE)
    follower.follow({"state": encode(state)})
    return follower


def agrees(follower: Follower, state: GameState) -> bool:
    return follower.state is not None and follower.state.digest() == state.digest()


def test_a_follower_comes_to_the_same_states_and_back() -> None:
    state = initial_state(BATTLE, 3)
    follower = followed(state)
    player = ai.make("random", 3)
    for _ in range(200):
        if state.over:
            break
        order = player.next_order(view(state, state.active))
        after, _ = apply(state, order)
        follower.follow({"order": str(order)})
        assert agrees(follower, after)
        follower.follow({"undo": 1})
        assert agrees(follower, state)
        follower.follow({"order": str(order)})
        state = after


@pytest.mark.parametrize("message", [{"order": "move nobody 1,1"}, {"undo": 1}])
def test_a_follower_that_is_told_what_cannot_be_has_no_state_until_it_is_sent_one(message: Message) -> None:
    state = initial_state(BATTLE, 3)
    follower = followed(state)
    follower.follow(message)
    follower.follow({"order": "end"})
    assert follower.state is None
    follower.follow({"state": encode(state)})
    assert agrees(follower, state)
