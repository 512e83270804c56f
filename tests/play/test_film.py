"""Journals as films: every position the same forwards and back, three truths, and battles branched off anywhere.

The long form tells its figures: python -m pytest tests/play/test_film.py -m slow -n 0 -s
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from khalkhin.core import IllegalOrder, apply, initial_state, legal_orders, view
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Move, Order
from khalkhin.play.intentions.intentions import Hold, Intention, March, Until
from khalkhin.play.rehearsal.plan import Plan, Planned
from khalkhin.play.session.branch import branch
from khalkhin.play.session.film import ALL, Film, seen_by, sights
from khalkhin.play.session.journal import ReplayError, read, replay
from khalkhin.play.session.session import HUMAN, Session

from tests.ui.posed import scenario as posed
from tests.ui.smallbattle import small_battle

#: Journals that are replayed; the long form has them all.
SHORT, LONG = 12, 100
PEOPLE = {"soviet": HUMAN, "japanese": HUMAN}
#: What is kept of either side at a position: what is intended for its units, and its plan.
Stood = list[tuple[dict[str, Intention], Plan | None]]


@dataclass
class Figures:
    """How much was compared."""

    journals: int = 0
    positions: int = 0
    views: int = 0
    branches: int = 0


def played(path: Path, made: Scenario, seed: int, turns: int, most: int = 5) -> None:
    """A journal of random orders, some of them taken back and given again, by sides that are given to the computer and
    taken back in between, with code words."""
    rng = random.Random(seed)
    session = Session.begin(made, PEOPLE, seed, path=path, fog=bool(seed % 4))
    while not session.over and session.view(session.active).state.turn <= turns:
        for _ in range(rng.randrange(most + 1)):
            order: Order = rng.choice(legal_orders(session.view(session.active).state))
            if isinstance(order, EndTurn):
                continue
            session.submit(order)
            if session.over:
                break
            if rng.random() < 0.15:
                _at_the_table(session, rng)
            if rng.random() < 0.4 and session.undo_reason() is None:
                session.undo()
                if rng.random() < 0.5:
                    session.redo()
        else:
            session.submit(EndTurn())
    session.close()


def _at_the_table(session: Session, rng: random.Random) -> None:
    """Something changes at the table that is no order."""
    side = rng.choice(list(PEOPLE))
    match rng.randrange(4):
        case 0:
            session.hand(side, "greedy", rng.randrange(3))
        case 1:
            session.hand(side, HUMAN)
        case 2:
            session.lock(side, rng.choice(("", "horse")))
        case 3:
            session.open_without(side)


def journals(tmp_path: Path, count: int) -> list[tuple[Path, Scenario]]:
    found = []
    for seed in range(count):
        made = posed(3) if seed % 3 == 2 else small_battle(3)
        path = tmp_path / f"{seed}.journal"
        played(path, made, seed, turns=3 if seed % 2 else 2)
        found.append((path, made))
    return found


def standing(path: Path, made: Scenario) -> list[str]:
    """The digests of all positions by the plain replay: those of orders that were taken back left out."""
    record = read(path)
    states = [initial_state(made, record.header.seed, record.header.fog, record.header.handicaps).digest()]
    for step in replay(record, made):
        if step.entry.undo:
            states.pop()
        elif step.entry.order is not None:
            states.append(step.state.digest())
    return states


def _back_and_forth(path: Path, made: Scenario, figures: Figures) -> None:
    expected = standing(path, made)
    film = Film(read(path), made)
    assert film.last == len(expected) - 1
    figures.journals += 1
    figures.positions += film.last + 1
    forward = [film.state(p).digest() for p in range(film.last + 1)]
    assert forward == expected
    assert [film.state(p).digest() for p in reversed(range(film.last + 1))] == expected[::-1]
    for p in random.Random(str(path)).sample(range(film.last + 1), min(6, film.last + 1)):
        assert film.state(p).digest() == expected[p]
    for i, turn in enumerate(film.turns):
        here = film.state(film.first_of(i))
        assert (here.turn, here.active, here.digest()) == (turn.mark.turn, turn.mark.side, turn.mark.state)


def _three_truths(path: Path, made: Scenario, figures: Figures) -> None:
    """What a side is shown is what it knew, and no more: its own view at that moment."""
    film = Film(read(path), made)
    for p in range(film.last + 1):
        state = film.state(p)
        for side in ("soviet", "japanese"):
            shown = film.view(p, side)
            figures.views += 1
            assert shown.side == side and shown.state.observer == side
            assert shown.state.digest() == view(state, side).state.digest()
        assert film.view(p, ALL).state.digest() == state.digest()
        step = film.change(p, ALL)
        assert (step is None) == (p == film.last)
        if step is not None:
            assert (step.before.state.digest(), step.after.state.digest()) == (
                state.digest(),
                film.state(p + 1).digest(),
            )
            for side in ("soviet", "japanese"):
                own = film.change(p, side)
                assert own is not None and len(own.events) <= len(step.events)


def _branches(path: Path, made: Scenario, folder: Path, figures: Figures) -> None:
    """From every turn of a side, and from somewhere within, a battle goes on to the end."""
    film = Film(read(path), made)
    rng = random.Random(str(path))
    places = {film.first_of(i) for i in range(len(film.turns))} | {rng.randrange(film.last + 1)}
    for p in sorted(places):
        state = film.state(p)
        if state.over:
            continue
        new = branch(film, p, PEOPLE, f"Branch {p}", folder)
        record = read(new)
        assert record.header.name == f"Branch {p}" and record.header.origin is not None
        assert (record.header.origin.file, record.header.origin.turn) == (path.name, state.turn)
        again = Film(record, made)
        assert again.last == p and again.state(p).digest() == state.digest()
        figures.branches += 1
        session = Session.open(new, made)
        assert session.notice == "" and session._state.digest() == state.digest()
        _to_the_end(session)
        session.close()
        assert Film(read(new), made).over


def _noting(session: Session, rng: random.Random, stood: list[Stood]) -> None:
    """Do one thing that a player may do in a turn; `stood` has what was kept at each position."""
    side = session.active
    units = [u.id for u in session.view(side).state.side_units(side) if u.on_map]
    unit = rng.choice(units) if units else ""
    march = March((rng.randrange(14), rng.randrange(10)), rng.randrange(1, 100))
    what = rng.choice(("march", "hold", "nothing", "plan", "no plan", "leg", "move", "move", "undo", "end"))
    moves = [o for o in legal_orders(session.view(side).state) if isinstance(o, Move) and o.unit == unit]
    if what == "undo" and session.undo_reason() is None:
        session.undo()
        stood.pop()
    elif what in ("leg", "move") and moves:
        session.submit(rng.choice(moves), march if what == "leg" else None)
        stood.append([])
    elif what == "end":
        session.submit(EndTurn())
        stood.append([])
    elif what in ("plan", "no plan"):
        planned = tuple(Planned(session.view(side).state.turn, o) for o in moves[:3])
        session.keep_plan(side, Plan(side, planned) if what == "plan" and planned else None)
    elif unit:
        wanted: dict[str, Intention] = {"march": march, "hold": Hold(Until.TOLD)}
        session.intend(unit, wanted.get(what))
    stood[-1] = _kept(session)


def _kept(session: Session) -> Stood:
    """Marches, holds and plans of both sides."""
    return [(dict(session.intentions(side)), session.plan_of(side)) for side in ("soviet", "japanese")]


@pytest.mark.parametrize("seed", range(2))
def test_a_branch_has_the_marches_holds_and_plans_of_its_moment(seed: int, tmp_path: Path) -> None:
    made, path, rng = small_battle(3), tmp_path / "a.journal", random.Random(seed)
    session = Session.begin(made, PEOPLE, 1, path=path)
    stood: list[Stood] = [_kept(session)]
    while not session.over and len(stood) < 40:
        _noting(session, rng, stood)
    session.close()
    film = Film(read(path), made)
    assert film.last == len(stood) - 1
    places = range(film.last + (not film.over))
    for p in {0, places[-1], *rng.sample(places, min(8, len(places)))}:
        gone_on = Session.open(branch(film, p, PEOPLE, "", tmp_path), made)
        assert _kept(gone_on) == stood[p], p
        gone_on.close()
    assert any(marches for each in stood for marches, _plan in each)


def _to_the_end(session: Session) -> None:
    while not session.over:
        session.submit(EndTurn())


@pytest.mark.parametrize("count", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)])
def test_journals_are_the_same_forwards_and_back_and_branch_anywhere(count: int, tmp_path: Path) -> None:
    figures = Figures()
    for path, made in journals(tmp_path, count):
        before = path.read_bytes()
        _back_and_forth(path, made, figures)
        _three_truths(path, made, figures)
        _branches(path, made, tmp_path / f"of {path.stem}", figures)
        assert path.read_bytes() == before, "the journal that was watched has changed"
    print(figures)
    assert figures.journals == count and figures.branches > count and figures.views == 2 * figures.positions


@pytest.mark.parametrize(
    ("humans", "over", "allowed"),
    [
        (("soviet",), False, ("soviet",)),
        (("japanese",), False, ("japanese",)),
        (("soviet", "japanese"), False, ("soviet", "japanese")),
        ((), False, (ALL, "soviet", "japanese")),
        (("soviet",), True, (ALL, "soviet", "japanese")),
        (("soviet", "japanese"), True, (ALL, "soviet", "japanese")),
    ],
)
def test_whose_eyes_one_may_look_with(humans: tuple[str, ...], over: bool, allowed: tuple[str, ...]) -> None:
    players = {side: HUMAN if side in humans else "staff" for side in ("soviet", "japanese")}
    assert sights(players, ("soviet", "japanese"), over) == allowed


def test_a_battle_that_is_over_is_not_gone_on_with_from_its_end(tmp_path: Path) -> None:
    made = small_battle(1)
    path = tmp_path / "a.journal"
    session = Session.begin(made, PEOPLE, 1, path=path)
    _to_the_end(session)
    session.close()
    film = Film(read(path), made)
    assert film.over and len(film.stretches) == 2
    with pytest.raises(RuntimeError):
        branch(film, film.last, PEOPLE, "")
    assert not branch(film, 0, PEOPLE, "", tmp_path).samefile(path)


def test_a_journal_of_another_scenario_is_not_watched(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    Session.begin(small_battle(2), PEOPLE, 1, path=path).close()
    with pytest.raises(ReplayError, match="has changed"):
        Film(read(path), replace(small_battle(2), digest="another"))


def test_what_is_shown_of_all_is_what_was() -> None:
    state: GameState = apply(initial_state(small_battle(2), 1), EndTurn())[0]
    assert seen_by(state, ALL).state is state and seen_by(state, "soviet").state is not state


# ------------------------------------------------------------------ given up


def test_a_battle_that_was_given_up_is_over_in_its_journal_and_in_its_film(tmp_path: Path) -> None:
    made, path = small_battle(4), tmp_path / "a.journal"
    session = Session.begin(made, PEOPLE, 3, path=path)
    session.submit(EndTurn())
    moved = next(o for o in legal_orders(session.view(session.active).state) if not isinstance(o, EndTurn))
    session.submit(moved)
    session.give_up()
    left = session.final_state()
    session.give_up()  # a second time nothing happens
    session.close()
    outcome = left.outcome
    assert outcome is not None and outcome.reason == EndReason.GIVEN_UP
    *_, last = replay(read(path), made)
    assert last.state.digest() == left.digest() and last.state.outcome == outcome
    again = Session.open(path, made)
    assert again.over and not again.notice and again.final_state().outcome == outcome
    with pytest.raises(IllegalOrder):
        again.submit(EndTurn())
    again.close()
    film = Film(read(path), made)
    assert film.over and sights(film.header.players, ("soviet", "japanese"), film.over) == (ALL, "soviet", "japanese")
    assert film.state(film.last).outcome == outcome
    assert film.state(film.last - 1).outcome is None and film.state(film.last).outcome == outcome
    branched = branch(film, film.last - 1, PEOPLE, "")
    gone_on = Session.open(branched, made)
    assert not gone_on.over and gone_on.active == left.active
    gone_on.close()
