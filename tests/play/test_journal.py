from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.cli.common import fault_line
from khalkhin.core import IllegalOrder, apply, initial_state, legal_orders
from khalkhin.core.dice import number
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState, KnownLosses
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.core.takeback import Lesson
from khalkhin.play.session import saves
from khalkhin.play.session.journal import Header, Journal, JournalError, ReplayError, _line, read, replay, restore
from khalkhin.play.session.session import HUMAN, CannotUndo, NoUndo, Session
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.scenario.digest import scenario_digest

from tests.core.positions import states
from tests.guard import until
from tests.harness.faults import files_up_to
from tests.scenarios import small_scenario

BOTH = {"soviet": HUMAN, "japanese": HUMAN}


def scenario() -> Scenario:
    units = [
        ("s", "rifle-regiment", "soviet", (1, 1)),
        ("t", "tank-brigade", "soviet", (2, 1)),
        ("j", "jp-infantry-regiment", "japanese", (5, 2)),
        ("k", "jp-recon", "japanese", (6, 4)),
    ]
    return small_scenario(
        rows=["........"] * 6, units=units, sources=[("soviet", (0, 0)), ("japanese", (7, 5))], turns=4
    )


def battle(path: Path, turns: int = 6, seed: int = 3) -> Session:
    """A battle in which each side gives a few orders chosen by dice."""
    session = Session.begin(scenario(), BOTH, seed, path=path)
    state = initial_state(session.scenario, seed)
    for n in range(turns):
        for k in range(3):
            orders = legal_orders(state)
            order = orders[number(seed, (n, k), len(orders)) - 1]
            session.submit(order)
            state, _ = apply(state, order)
            if state.over or isinstance(order, EndTurn):
                break
        if not state.over:
            session.submit(EndTurn())
            state, _ = apply(state, EndTurn())
        if state.over:
            break
    return session


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(states(), st.data())
def test_a_snapshot_gives_the_same_state_back(state: GameState, data: st.DataObject) -> None:
    for _ in range(4):
        if state.over:
            break
        state, _ = apply(state, data.draw(st.sampled_from(legal_orders(state))))
    again = decode(state.scenario, json.loads(json.dumps(encode(state))))
    assert again.digest() == state.digest() and dict(again.at) == dict(state.at)
    assert [str(o) for o in legal_orders(again)] == [str(o) for o in legal_orders(state)]


def test_a_journal_replays_to_the_same_states(tmp_path: Path) -> None:
    session = battle(tmp_path / "b.journal")
    record = read(tmp_path / "b.journal")
    played = list(replay(record, session.scenario))
    assert not record.damage and not record.torn
    assert played[-1].state.digest() == session._state.digest()
    assert restore(record, session.scenario)[0].digest() == session._state.digest()


def test_a_torn_last_line_is_dropped_and_play_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = battle(path, 3)
    session.close()
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"o":"move s 1,')
    record = read(path)
    assert record.torn and not record.damage
    again = Session.open(path, session.scenario)
    assert again.notice == "" and again._state.digest() == session._state.digest()
    again.submit(EndTurn())
    again.close()
    assert not read(path).torn and not read(path).damage
    assert path.read_bytes().startswith(whole)


GIVEN = Handicap(columns=2, hq_points=1, supply=30, drafts=1)


def test_handicaps_are_kept_replayed_and_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 3, path=path, handicaps={"japanese": GIVEN})
    begun = session._state.digest()
    order = next(o for o in legal_orders(session._state) if isinstance(o, Move))
    session.submit(order)
    session.undo()
    assert session._state.digest() == begun
    for _ in range(3):
        session.submit(EndTurn())
    session.close()
    record = read(path)
    assert record.header.handicaps == {"japanese": GIVEN}
    assert list(replay(record, session.scenario))[-1].state.digest() == session._state.digest()
    again = Session.open(path, session.scenario)
    assert again.notice == "" and again._state.handicaps == {"japanese": GIVEN}
    assert again._state.digest() == session._state.digest()
    again.close()


def test_a_battle_goes_on_with_the_numbers_it_was_begun_with(tmp_path: Path) -> None:
    """The tables may change later; the battle has its own."""
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 3, path=path, handicaps={"japanese": GIVEN})
    session.submit(EndTurn())
    session.close()
    tuned = replace(scenario(), rules=replace(scenario().rules, handicap=replace(GIVEN, columns=4)))
    assert scenario_digest(tuned) == scenario_digest(scenario())
    assert list(replay(read(path), tuned))[-1].state.handicaps == {"japanese": GIVEN}


def test_a_battle_taken_up_in_a_new_file_keeps_its_handicaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 3, path=path, handicaps={"soviet": GIVEN})
    session.submit(EndTurn())
    session.close()
    again = Session.open(path, replace(scenario(), digest="changed"))
    assert "changed" in again.notice and again.path is not None
    assert read(again.path).header.handicaps == again._state.handicaps == {"soviet": GIVEN}
    again.close()


def test_a_journal_without_handicaps_has_no_word_of_them_and_opens_as_before(tmp_path: Path) -> None:
    """What was written before there were handicaps is what is written without one."""
    path = tmp_path / "b.journal"
    battle(path, 2).close()
    assert b"handicap" not in path.read_bytes()
    record = read(path)
    assert record.header.handicaps == {} and restore(record, scenario())[0].handicaps == {}


@pytest.mark.parametrize(
    "given", ["easy", {"soviet": 3}, {"soviet": {}}, {"soviet": {**asdict(GIVEN), "columns": True}},
              {"soviet": {**asdict(GIVEN), "supply": -400}}, {"soviet": {**asdict(GIVEN), "sight": 2}}],
)  # fmt: skip
def test_a_header_with_nonsense_for_a_handicap_is_told_in_a_sentence(tmp_path: Path, given: object) -> None:
    path = tmp_path / "b.journal"
    battle(path, 1).close()
    header = json.loads(lines_of(path)[0])
    del header["sum"]
    path.write_bytes(_line({**header, "handicaps": given}, "")[0])
    with pytest.raises(JournalError, match=r"b\.journal:1: the header's handicap"):
        read(path)


def test_a_snapshot_with_nonsense_for_a_handicap_is_refused() -> None:
    state = initial_state(scenario(), 1, handicaps={"soviet": GIVEN})
    good = json.loads(json.dumps(encode(state)))
    assert decode(state.scenario, good).digest() == state.digest()
    for bad in ([["tibetan", [1, 1, 1, 1]]], [["soviet", [1, 1, -300, 1]]], [["soviet", [1]]], "hard"):
        with pytest.raises(SnapshotError):
            decode(state.scenario, {**good, "handicaps": bad})


def test_what_is_known_of_losses_is_kept_and_a_journal_without_it_is_read() -> None:
    state = initial_state(scenario(), 1)
    assert "losses" not in encode(state), "journals without losses that were told read as they did"
    enemy = next(u for u in state.units if u.side != "soviet")
    known = {"soviet": {enemy.spec.index: KnownLosses(1, 2, 3)}}
    told = replace(state, losses=known)
    again = decode(state.scenario, json.loads(json.dumps(encode(told))))
    assert again.losses == known and again.digest() == told.digest() != state.digest()


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("fault", ["changed", "removed", "doubled", "swapped", "binary", "long"])
def test_a_damaged_line_is_named_and_the_last_good_turn_offered(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "b.journal"
    session = battle(path, 4)
    session.close()
    lines = lines_of(path)
    at = len(lines) - 3
    damaged = {
        "changed": lambda: [*lines[:at], lines[at].replace(b"0", b"1", 1).replace(b"e", b"a", 1), *lines[at + 1 :]],
        "removed": lambda: lines[:at] + lines[at + 1 :],
        "doubled": lambda: [*lines[:at], lines[at - 1], *lines[at:]],
        "swapped": lambda: [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
        "binary": lambda: [*lines[:at], b"\x00\xff\xfe\n", *lines[at + 1 :]],
        "long": lambda: [*lines[:at], b"[" * 500_000 + b"\n", *lines[at + 1 :]],
    }[fault]()
    path.write_bytes(b"".join(damaged))
    record = read(path)
    assert record.damage == f"{path}:{at + 1}: this line is not as it was written."
    state, notice = restore(record, session.scenario)
    assert notice.startswith(record.damage) and 1 <= state.turn <= 4
    kept = path.read_bytes()
    again = Session.open(path, session.scenario)
    assert "The old file is kept" in again.notice and again.path != path
    again.close()
    assert path.read_bytes() == kept


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no journal: it is empty or breaks off in its first line."),
        (b"hello\n", "is no journal of this game, or its first line is damaged."),
        (b'{"format":"khalkhin-journal"}\n', "is no journal of this game, or its first line is damaged."),
        (b"[" * 100_000 + b"\n", "is no journal of this game, or its first line is damaged."),
        (b"\n" * 100_000, "has more lines than any journal (60000); it is not one."),
        (b"\x80\x04\x95pickle\n", "is no journal of this game, or its first line is damaged."),
    ],
)
def test_what_is_no_journal_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.journal"
    path.write_bytes(data)
    with pytest.raises(JournalError) as caught:
        read(path)
    assert str(caught.value) == f"{path} {message}"


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.journal", tmp_path):
        with pytest.raises(JournalError, match=r"^Cannot read .*\.$"):
            read(path)


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "big.journal"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(JournalError, match="larger than any journal"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_battle_of_which_only_the_header_was_written_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    path = tmp_path / "saves" / "b.journal"
    session = Session.begin(scenario(), BOTH, 3, path=path, handicaps={"soviet": GIVEN})
    begun, whole = session._state.digest(), path.read_bytes()
    session.close()
    header = lines_of(path)[0]
    for torn in (b"", lines_of(path)[1][:100], lines_of(path)[1][:-1]):
        path.write_bytes(header + torn)
        (save,) = saves.listed()
        assert not save.problem and save.turn == 1 and not save.over and read(path).torn == bool(torn)
        again = Session.open(path, scenario())
        assert again.notice == "" and again._state.digest() == begun
        assert path.read_bytes() == whole
        again.submit(EndTurn())
        again.close()
        assert list(replay(read(path), scenario()))[-1].state.digest() == again._state.digest()


def test_a_battle_whose_first_mark_is_damaged_begins_anew_in_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    path = tmp_path / "b.journal"
    session = battle(path, 2)
    session.close()
    header, mark, *rest = lines_of(path)
    path.write_bytes(b"".join((header, mark.replace(b"1", b"2", 1), *rest)))
    again = Session.open(path, scenario())
    assert "which begins anew" in again.notice and "The old file is kept" in again.notice and again.path != path
    assert again._state.digest() == initial_state(scenario(), 3).digest()
    again.close()


@pytest.mark.parametrize("torn", [0, 1, 40, -1])
def test_an_end_of_turn_counts_with_its_mark_only(tmp_path: Path, torn: int) -> None:
    """Both are written at once: where only the order is there, it was not accepted, and is given anew."""
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 3, path=path, fog=False)
    session.submit(Move("s", (1, 2)))
    before, digest = path.read_bytes(), session._state.digest()
    session.submit(EndTurn())
    session.close()
    whole, after = path.read_bytes(), session._state.digest()
    mark = lines_of(path)[-1]
    path.write_bytes(whole[: -len(mark)] + mark[:torn])
    record = read(path)
    assert record.torn and not record.damage and record.length == len(before)
    again = Session.open(path, scenario())
    assert again._state.digest() == digest and path.read_bytes() == before
    again.submit(EndTurn())
    again.close()
    assert path.read_bytes() == whole and again._state.digest() == after


def test_an_end_of_turn_refused_by_an_older_game_is_passed_over(tmp_path: Path) -> None:
    """A full disk once left it in the journal without its mark, and play went on from before it."""
    path = tmp_path / "b.journal"
    state = initial_state(scenario(), 1)
    journal = Journal.create(path, Header("small", "t", scenario().digest, 1, True, BOTH), state)
    for _ in range(2):
        journal._append({"o": "end"})
    for order in (Move("s", (1, 2)), EndTurn()):
        state, _ = apply(state, order)
        journal.order(order, state)
    journal.close()
    record = read(path)
    assert [e.order for e in record.entries if e.order] == ["move s 1,2", "end"] and not record.damage
    assert restore(record, scenario())[0].digest() == state.digest()
    assert list(replay(record, scenario()))[-1].state.digest() == state.digest()


def test_a_later_version_says_to_update(tmp_path: Path) -> None:
    from khalkhin.play.session import journal

    path = tmp_path / "b.journal"
    line, _ = journal._line({"format": "khalkhin-journal", "version": 99}, "")
    path.write_bytes(line)
    with pytest.raises(JournalError, match=r"has format 99; this version of the game reads journals up to 2\."):
        read(path)


def test_a_replay_names_the_first_line_that_does_not_agree(tmp_path: Path) -> None:
    """A journal whose checksums are right but whose orders lead elsewhere: made with other dice."""
    small = scenario()
    path = tmp_path / "b.journal"
    state = initial_state(small, 1)
    journal = Journal.create(path, Header(small.id, "t", small.digest, 1, True, BOTH), state)
    state, _ = apply(state, EndTurn())
    journal.order(EndTurn(), replace(state, turn=2))
    journal.close()
    with pytest.raises(ReplayError, match=rf"^{path}:4: the state after these orders is \w+, the journal says \w+\.$"):
        list(replay(read(path), small))


def test_an_order_that_cannot_be_given_is_named(tmp_path: Path) -> None:
    small = scenario()
    path = tmp_path / "b.journal"
    state = initial_state(small, 1)
    journal = Journal.create(path, Header(small.id, "t", small.digest, 1, True, BOTH), state)
    journal.order(Move("j", (5, 3)), state)
    journal.close()
    with pytest.raises(ReplayError, match=r":3: the order 'move j 5,3' cannot be given\.$"):
        list(replay(read(path), small))
    with pytest.raises(ReplayError) as caught:
        list(replay(read(path), small))
    assert fault_line(caught.value).endswith("cannot be given. j does not belong to the side whose turn it is.")


def test_a_changed_scenario_opens_at_its_last_turn_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = battle(path, 3)
    session.close()
    changed = replace(session.scenario, digest="other")
    with pytest.raises(ReplayError, match="has changed since this battle was begun"):
        list(replay(read(path), changed))
    again = Session.open(path, changed)
    assert again.notice.startswith(
        "The scenario has changed since; the battle goes on from the start of its last turn."
    )
    again.close()


def test_a_snapshot_of_other_units_is_refused(tmp_path: Path) -> None:
    state = initial_state(scenario(), 1)
    data = encode(state)
    other = small_scenario(rows=["........"] * 6, units=[("x", "rifle-regiment", "soviet", (1, 1))])
    with pytest.raises(SnapshotError, match="other units than the scenario"):
        decode(other, data)
    for spoil in (
        {"units": 3},
        {"turn": 99},
        {"units": [["s", 1, 2], *data["units"][1:]]},
        {"crossings": [[1]]},
        {"outcome": 1},
    ):
        with pytest.raises(SnapshotError):
            decode(state.scenario, {**data, **spoil})


def test_undo_is_written_down_and_the_replay_agrees(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 1, path=path, fog=False)
    start = session._state.digest()
    assert session.undo_reason() is NoUndo.NOTHING
    session.submit(Move("s", (1, 2)))
    assert session.undo_reason() is None
    session.undo()
    assert session._state.digest() == start
    session.submit(Move("t", (2, 2)))
    session.submit(EndTurn())
    assert session.undo_reason() is Lesson.TURN
    with pytest.raises(CannotUndo) as refused:
        session.undo()
    assert refused.value.reason is Lesson.TURN
    session.close()
    played = list(replay(read(path), session.scenario))
    assert played[-1].state.digest() == session._state.digest()


def test_sighting_an_enemy_or_throwing_dice_locks_the_order(tmp_path: Path) -> None:
    session = Session.begin(scenario(), BOTH, 1, path=tmp_path / "a.journal")
    session.submit(Move("t", (4, 2)))
    assert session.undo_reason() is Lesson.CONTACT
    session.submit(next(o for o in legal_orders(session._state) if str(o).startswith("assault")))
    assert session.undo_reason() is Lesson.DICE
    session.close()


def test_a_refused_order_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 1, path=path)
    before, digest = path.read_bytes(), session._state.digest()
    with pytest.raises(IllegalOrder):
        session.submit(Move("j", (1, 1)))
    assert path.read_bytes() == before and session._state.digest() == digest
    session.close()


def test_an_order_that_cannot_be_written_is_not_given(tmp_path: Path) -> None:
    path = tmp_path / "b.journal"
    session = Session.begin(scenario(), BOTH, 1, path=path)
    before, digest = path.read_bytes(), session._state.digest()
    for order in (Move("s", (1, 2)), EndTurn()):
        with (
            files_up_to(len(before) + 5),
            pytest.raises(JournalError, match=r"File too large\. The order was not given; free some space"),
        ):
            session.submit(order)
        assert session._state.digest() == digest and path.read_bytes() == before
    session.submit(Move("s", (1, 2)))
    session.close()
    assert not read(path).damage and not read(path).torn


def test_killing_the_game_loses_no_accepted_order(tmp_path: Path) -> None:
    path, told = tmp_path / "b.journal", tmp_path / "told"
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from tests.play.test_journal import BOTH, scenario
        from khalkhin.core import legal_orders
        from khalkhin.play.session.session import Session
        session = Session.begin(scenario(), BOTH, 5, path=Path(sys.argv[1]), fog=False)
        with open(sys.argv[2], "w") as told:
            for n in range(10_000):
                orders = legal_orders(session._state)
                if not orders:
                    break
                order = orders[n * 7 % len(orders)]
                session.submit(order)
                print(order, file=told, flush=True)
    """)
    root = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(told)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root}/game"},
    )
    until(lambda: told.exists() and told.read_bytes().count(b"\n") >= 5, "the first orders")
    child.send_signal(signal.SIGKILL)
    child.wait()
    accepted = told.read_text().splitlines()
    record = read(path)
    written = [e.order for e in record.entries if e.order is not None]
    assert len(accepted) >= 5 and written[: len(accepted)] == accepted and not record.damage
    again = Session.open(path, scenario())
    assert again.notice == ""
    again.close()
