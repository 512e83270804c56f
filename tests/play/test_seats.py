"""The seats at the table: code words, sides given to the computer and taken back, all of it kept in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from khalkhin.core import legal_orders
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.play.session.branch import branch
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import JournalError, read, replay
from khalkhin.play.session.seat_rows import HUMAN, Handed, Word
from khalkhin.play.session.session import NoUndo, Session

from tests.guard import waiting
from tests.ui.smallbattle import small_battle

PEOPLE = {"soviet": HUMAN, "japanese": HUMAN}
AGAINST = {"soviet": HUMAN, "japanese": "greedy"}


def taken_up(session: Session) -> Session:
    """The same battle, closed and opened again."""
    assert session.path is not None
    path = session.path
    session.close()
    again = Session.open(path, session.scenario)
    assert not again.notice
    return again


def orders_of_the_computer(session: Session) -> int:
    """Let the computer play to the end of its turn; how many orders it gave."""
    side, given = session.active, 0
    for _ in waiting(lambda: session.active != side or session.over, lambda: "the computer's turn", pause=0.001):
        given += session.poll() is not None
    return given


@pytest.mark.parametrize("word", ["horse", "  Два Слова ", "\ud83d", "x" * 60])
def test_a_code_word_opens_its_seat_and_no_other_word_does(word: str, tmp_path: Path) -> None:
    session = Session.begin(small_battle(), PEOPLE, 1, path=tmp_path / "a.journal")
    session.lock("soviet", word)
    session = taken_up(session)
    seats = session.seats
    assert seats.locked("soviet") and not seats.locked("japanese")
    assert seats.opens("soviet", word) and seats.opens("soviet", f" {word.upper()} ")
    assert not any(seats.opens("soviet", other) for other in ("", word + "x", word.strip()[:-1], "cow"))
    assert seats.opens("japanese", "anything")
    session.lock("soviet", "  ")
    assert not taken_up(session).seats.locked("soviet")


def test_of_a_code_word_the_file_has_a_salted_hash_alone(tmp_path: Path) -> None:
    session = Session.begin(small_battle(), PEOPLE, 1, path=tmp_path / "a.journal")
    for side in PEOPLE:
        session.lock(side, "Tamsag-Bulak")
    session.close()
    content = (tmp_path / "a.journal").read_bytes()
    assert b"amsag" not in content and b"bulak" not in content.lower()
    words = [e.seat for e in read(tmp_path / "a.journal").entries if isinstance(e.seat, Word)]
    assert len({w.hash for w in words}) == len({w.salt for w in words}) == 2, "the same word gives the same hash"
    assert all(len(w.hash) == 64 and len(w.salt) == 32 for w in words)


def test_a_seat_opened_without_its_word_is_told_of_until_both_have_ended_a_turn(tmp_path: Path) -> None:
    session = Session.begin(small_battle(), PEOPLE, 1, path=tmp_path / "a.journal")
    session.lock("soviet", "horse")
    session.open_without("soviet")
    told: list[tuple[bool, bool]] = []
    for _ in range(4):
        session = taken_up(session)
        assert not session.seats.locked("soviet") and session.seats.opens("soviet", "whatever")
        told.append(tuple(session.seats.opened_unasked(side) == ("soviet",) for side in PEOPLE))  # type: ignore[arg-type]
        session.submit(EndTurn())
    assert told == [(True, True), (False, True), (False, False), (False, False)]
    session.close()


def test_a_side_given_away_is_played_by_the_computer_and_taken_back_in_the_midst_of_its_turn(tmp_path: Path) -> None:
    session = Session.begin(small_battle(), AGAINST, 1, path=tmp_path / "a.journal")
    session.submit(next(iter(_moves(session))))
    session.hand("soviet", "greedy")
    assert session.humans == () and session.people == ("soviet",)
    assert session.undo_reason() is NoUndo.NOTHING, "what came before is taken back for the computer"
    for _ in waiting(lambda: session._last is not None and session.poll() is not None, lambda: "an order", pause=0.001):
        pass
    before = session._state
    session.hand("soviet", HUMAN)
    assert set(session.humans) == {"soviet"} and session._state == before
    assert session.poll() is None and session.undo_reason() is NoUndo.NOTHING
    if session.active == "soviet":
        session.submit(EndTurn())
    orders_of_the_computer(session)
    assert session.active == "soviet" and session.poll() is None
    session.close()
    assert [p.state for p in replay(read(tmp_path / "a.journal"), small_battle())][
        -1
    ].digest() == session._state.digest()


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("turns", [1, 2])
def test_a_side_comes_back_after_as_many_turns_as_it_was_given_for(turns: int, closed: bool, tmp_path: Path) -> None:
    session = Session.begin(small_battle(6), PEOPLE, 1, path=tmp_path / "a.journal")
    session.hand("soviet", "greedy", turns)
    for left in range(turns, 0, -1):
        session = taken_up(session) if closed else session
        assert session.humans == ("japanese",) and session.seats.handed("soviet") == Handed("soviet", "greedy", left)
        assert orders_of_the_computer(session) and session.active == "japanese"
        assert (session.humans == ("japanese",)) == (left > 1)
        session.submit(EndTurn())
    session = taken_up(session) if closed else session
    assert session.humans == ("soviet", "japanese") and session.active == "soviet"
    session.submit(EndTurn())
    session.close()


def test_only_seats_of_people_can_be_given_away(tmp_path: Path) -> None:
    session = Session.begin(small_battle(), AGAINST, 1, path=tmp_path / "a.journal")
    with pytest.raises(ValueError, match="has no seat"):
        session.hand("japanese", HUMAN)
    session.close()


def test_what_cannot_be_written_down_changes_nothing(tmp_path: Path) -> None:
    session = Session.begin(small_battle(), PEOPLE, 1, path=tmp_path / "a.journal")
    session.lock("soviet", "horse")
    with (tmp_path / "a.journal").open("ab") as file:
        file.write(b"another window\n")
    changes: list[Callable[[], None]] = [
        lambda: session.hand("soviet", "greedy"),
        lambda: session.lock("soviet", ""),
        lambda: session.open_without("soviet"),
    ]
    for change in changes:
        with pytest.raises(JournalError):
            change()
    assert session.humans == ("soviet", "japanese")
    assert session.seats.locked("soviet") and not session.seats.opened_unasked("japanese")
    session.close()


@pytest.mark.parametrize(
    "row",
    [
        Handed("nobody", "zzz", 400),
        Word("nobody", "00", "11"),
        Word("soviet", "", "ab"),
        Word("soviet", forgotten=True),
    ],
)
def test_rows_that_mean_little_harm_nothing(row: Handed | Word, tmp_path: Path) -> None:
    session = Session.begin(small_battle(), PEOPLE, 1, path=tmp_path / "a.journal")
    session._write_down(row)
    session = taken_up(session)
    assert session.humans == ("soviet", "japanese")
    assert session.seats.opens("soviet", "x") != session.seats.locked("soviet")
    session.submit(EndTurn())
    session.close()
    assert list(replay(read(tmp_path / "a.journal"), small_battle()))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Film, list[tuple[str, str]]]:
    """A battle of two in which a side is given away and taken back; its film, and who gave each order, by side."""
    path = tmp_path_factory.mktemp("mixed") / "a.journal"
    session = Session.begin(small_battle(8), PEOPLE, 3, path=path)
    session.lock("soviet", "horse")
    who: list[tuple[str, str]] = []

    def ended() -> None:
        who.append((session.active, HUMAN))
        session.submit(EndTurn())

    ended()
    ended()
    session.hand("soviet", "greedy", 1)
    who += [("soviet", "greedy")] * orders_of_the_computer(session)
    ended()
    move = next(iter(_moves(session)))
    session.submit(move)
    who.append(("soviet", HUMAN))
    session.hand("soviet", "greedy")
    who += [("soviet", "greedy")] * orders_of_the_computer(session)
    ended()
    session.hand("soviet", HUMAN)
    ended()
    session.close()
    return Film(read(path), small_battle(8)), who


def _moves(session: Session) -> Iterable[Move]:
    return (o for o in legal_orders(session.view(session.active).state) if isinstance(o, Move))


def given_by(film: Film) -> list[tuple[str, str]]:
    """Who gave each order of a film, by side."""
    return [
        (turn.mark.side, turn.commander(film.header.players, nth))
        for turn in film.turns
        for nth in range(len(turn.orders))
    ]


def test_the_journal_tells_who_gave_each_order(mixed: tuple[Film, list[tuple[str, str]]]) -> None:
    film, who = mixed
    assert given_by(film) == who
    assert {("soviet", HUMAN), ("soviet", "greedy"), ("japanese", HUMAN)} == set(who)


@pytest.mark.parametrize("position", range(0, 30, 3))
def test_a_branch_keeps_who_commanded_and_the_code_words(
    position: int, mixed: tuple[Film, list[tuple[str, str]]], tmp_path: Path
) -> None:
    film, who = mixed
    position = min(position, film.last)
    made = branch(film, position, {"soviet": "greedy", "japanese": HUMAN}, "b", tmp_path)
    again = Film(read(made), small_battle(8))
    assert again.last == position and given_by(again) == who[:position]
    assert again.state(position).digest() == film.state(position).digest()
    assert again.seats.opens("soviet", "horse") and not again.seats.opens("soviet", "cow")
    session = Session.open(made, small_battle(8))
    assert session.humans == session.people == ("japanese",)
    session.close()
