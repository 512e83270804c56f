"""What players intend for their units: noted in the journal beside the orders, taken up again, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from khalkhin.core import parse_order
from khalkhin.play.intentions.intentions import (
    Halt,
    Hold,
    IntentionLine,
    Intentions,
    March,
    Until,
    changed,
    noted,
    without,
)
from khalkhin.play.intentions.rows import written
from khalkhin.play.session import journal_lines
from khalkhin.play.session.film import Film
from khalkhin.play.session.journal import END, read
from khalkhin.play.session.journal_turns import turns_of
from khalkhin.play.session.session import Session

from tests.scenarios import small_scenario

SCENARIO = small_scenario(
    ["........"] * 3,
    [
        ("s", "rifle-regiment", "soviet", (0, 0), {}),
        ("t", "rifle-regiment", "soviet", (0, 2), {}),
        ("j", "jp-infantry-regiment", "japanese", (7, 2), {}),
    ],
)
BOTH = {"soviet": "human", "japanese": "human"}
MARCH = March((6, 0), 4)

intentions = st.one_of(
    st.builds(Hold, st.sampled_from(Until)),
    st.builds(
        March,
        st.tuples(st.integers(0, 99), st.integers(0, 99)),
        st.integers(1, 400),
        st.none() | st.sampled_from(Halt),
        st.lists(st.sampled_from(Halt), max_size=3).map(tuple),
    ),
)
books = st.dictionaries(st.sampled_from("abcd"), intentions)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def _begun(path: Path) -> Session:
    return Session.begin(SCENARIO, BOTH, 1, path=path)


def _again(session: Session) -> Session:
    """The battle closed and taken up again from its file."""
    session.close()
    assert session.path is not None
    return Session.open(session.path, SCENARIO)


@given(st.builds(IntentionLine, st.text(min_size=1, max_size=20).filter(str.isprintable), st.none() | intentions))
def test_a_line_says_what_was_written(kept: IntentionLine) -> None:
    raw = json.dumps(written(kept), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert journal_lines.said(raw) == kept


@given(books, books)
def test_what_changed_makes_the_one_of_the_other(before: Intentions, after: Intentions) -> None:
    lines = (*changed({}, before), *changed(before, after))
    assert noted(lines) == after
    assert all(before.get(row.unit) != row.what for row in changed(before, after))


@given(books, st.lists(st.sampled_from("abcd")).map(tuple))
def test_without_leaves_all_others(book: Intentions, units: tuple[str, ...]) -> None:
    assert without(book, units) == {unit: what for unit, what in book.items() if unit not in units}


@pytest.mark.parametrize(
    "line",
    [
        b'{"intent":{"unit":"s","march":{"to":[1],"by":2}}}',
        b'{"intent":{"unit":"s","march":{"to":[1,2],"by":0}}}',
        b'{"intent":{"unit":"s","march":{"to":[1,2],"by":3,"halted":"lunch"}}}',
        b'{"intent":{"unit":"s","hold":"friday"}}',
        b'{"intent":{"hold":"told"}}',
        b'{"intent":7}',
    ],
)
def test_a_line_that_makes_no_sense_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        journal_lines.said(line)


def test_intentions_are_kept_with_the_battle_and_are_the_sides_own(path: Path) -> None:
    session = _begun(path)
    session.submit(parse_order("move s 1,0"), MARCH)
    session.intend("t", Hold(Until.SEEN))
    session.intend("j", Hold(Until.TOLD))
    session = _again(session)
    assert session.intentions("soviet") == {"s": MARCH, "t": Hold(Until.SEEN)}
    assert session.intentions("japanese") == {"j": Hold(Until.TOLD)}
    session.intend("t", None)
    assert session.intentions("soviet") == _again(session).intentions("soviet") == {"s": MARCH}


def test_an_order_by_hand_ends_what_was_intended_and_taking_it_back_brings_it_again(path: Path) -> None:
    session = _begun(path)
    session.intend("s", MARCH)
    session.intend("t", Hold(Until.TOLD))
    session.submit(parse_order("move s 0,1"))
    assert session.intentions("soviet") == {"t": Hold(Until.TOLD)}
    session.undo()
    assert session.intentions("soviet") == {"s": MARCH, "t": Hold(Until.TOLD)}
    session.redo()
    assert session.intentions("soviet") == {"t": Hold(Until.TOLD)}
    session.undo()
    assert _again(session).intentions("soviet") == {"s": MARCH, "t": Hold(Until.TOLD)}


def test_a_leg_that_is_taken_back_and_given_again_is_a_leg_again(path: Path) -> None:
    session = _begun(path)
    session.submit(parse_order("move s 0,1"), MARCH)
    session.undo()
    assert session.intentions("soviet") == {}
    session.redo()
    assert session.intentions("soviet") == {"s": MARCH} == _again(session).intentions("soviet")


def test_marches_go_on_over_ends_of_turns(path: Path) -> None:
    session = _begun(path)
    session.submit(parse_order("move s 1,0"), MARCH)
    for _ in range(2):
        session.submit(parse_order(END))
    session = _again(session)
    assert session.intentions("soviet") == {"s": MARCH}
    view = session.left_off("soviet")
    assert view.state.active == "japanese" and view.state.turn == 1


def test_the_journals_turns_and_its_film_know_nothing_of_them(path: Path) -> None:
    session = _begun(path)
    session.submit(parse_order("move s 1,0"), MARCH)
    session.intend("t", Hold(Until.TOLD))
    session.submit(parse_order(END))
    session.close()
    record = read(path)
    assert not record.damage and next(turn.orders for turn in turns_of(record.entries)) == ["move s 1,0", END]
    film = Film(record, SCENARIO)
    assert film.last == 2


def test_an_intention_for_a_unit_that_is_no_more_is_let_go(path: Path) -> None:
    session = _begun(path)
    session.intend("nobody", Hold(Until.TOLD))
    assert session.intentions("soviet") == session.intentions("japanese") == {}
