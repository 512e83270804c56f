"""A scenario edited while its battle is played: when its files are read, and what becomes of the position."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import khalkhin.ui.app
import pytest
from khalkhin.cli import main
from khalkhin.core import apply, initial_state, parse_order
from khalkhin.core.model.rules import Mobility
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.core.timeline.timeline import Answer, Entry, When
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.play.watch.battles import take_over
from khalkhin.play.watch.carried import Because, carried
from khalkhin.play.watch.eye import Eye, Stamp, stamp
from khalkhin.play.watch.watcher import Watcher, read_edit
from khalkhin.scenario.digest import scenario_digest
from khalkhin.ui.ports.edits import WHAT

from tests.guard import until
from tests.narrow import the
from tests.packs import winter
from tests.scenario.maker import Files, write
from tests.scenarios import small_scenario

# ------------------------------------------------------------------ when they are read

OLD: Stamp = (("map.tmx", 9, 1, 1),)
HALF: Stamp = (("map.tmx", 4, 2, 1),)
NEW: Stamp = (("map.tmx", 9, 3, 1),)


def test_files_are_due_when_they_have_changed_and_lie_still() -> None:
    eye = Eye(OLD)
    assert [eye.due(now) for now in (OLD, OLD, HALF, NEW, NEW)] == [False, False, False, False, True]
    eye.has_read(NEW)
    assert [eye.due(now) for now in (NEW, OLD, NEW, NEW)] == [False] * 4
    assert [eye.due(now) for now in (OLD, OLD)] == [False, True]


def test_a_stamp_sees_what_an_editor_does_and_nothing_hidden(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    first = tmp_path / "art" / "a.png"
    first.write_bytes(b"1")
    before = stamp(tmp_path)
    assert [name for name, *_ in before] == [os.path.join("art", "a.png")]
    (tmp_path / ".map.tmx.swp").write_bytes(b"x")
    assert stamp(tmp_path) == before
    first.write_bytes(b"12")
    assert stamp(tmp_path) != before
    aside = tmp_path / "art" / "b.png"
    aside.write_bytes(b"12")
    aside.replace(first)  # as an editor that writes beside and renames
    assert [name for name, *_ in stamp(tmp_path)] == [os.path.join("art", "a.png")]
    assert stamp(tmp_path / "nowhere") == ()


def test_a_scenario_that_is_faulty_at_the_start_is_waited_for(
    files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its faults are told, anew after each save, and the window opens when there are none."""
    opened: list[str] = []

    def run(scenario: str, *_given: object, **_more: object) -> int:
        assert read_edit(Path(scenario)).scenario is not None
        opened.append(scenario)
        return 0

    told: list[list[str]] = []
    saves = [("turns = six", "turns = 0"), ("turns = 0", "turns = 6")]

    def save(_seconds: float) -> None:
        """Whoever is waited for: what is told is read, then one fault is mended after the other."""
        said = capsys.readouterr()
        if said.err:
            told.append([*said.out.splitlines(), said.err.strip()])
            files.change("toml", *saves[len(told) - 1])

    files.change("toml", "turns = 6", "turns = six")
    monkeypatch.setattr(khalkhin.ui.app, "run", run)
    monkeypatch.setattr("khalkhin.cli.play.time.sleep", save)
    assert main(["play", str(files.folder), "--watch", "--side", "soviet"]) == 0
    assert opened == [str(files.folder)] and len(told) == 2
    assert "scenario.toml:8: " in told[0][0] and "turns is 0" in told[1][0]
    assert [lines[-1] for lines in told] == [
        "khalkhin: The window opens when this is mended and saved; Ctrl+C ends."
    ] * 2


def test_a_stamp_sees_what_a_scenario_shares_with_its_campaign_and_no_other_battle_of_it(tmp_path: Path) -> None:
    war = winter.write(tmp_path)
    here = war.folder / "first_snow"
    for name, seen in (
        ("units.toml", True),
        ("symbols/skis.png", True),
        ("tiles/terrain.tsx", True),
        ("first_snow/map.tmx", True),
        ("thaw/map.tmx", False),
        ("thaw/units.toml", False),
    ):
        before = stamp(here)
        assert stamp(here) == before
        path = war.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(path.read_bytes() + b"\n" if path.exists() else b"\n")
        assert (stamp(here) != before) == seen, name


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return write(tmp_path)


@pytest.fixture
def watcher(files: Files) -> Iterator[Watcher]:
    made = Watcher(files.folder)
    yield made
    made.close()


def test_a_saved_map_is_read_and_one_that_is_asked_for(files: Files, watcher: Watcher) -> None:
    watcher.ask()
    first = the(until(watcher.news, "the files as they are"))
    assert first.scenario is not None and first.asked and watcher.news() is None
    watcher.watch()
    files.change("map", 'value="veteran"', 'value="veterans"')
    broken = the(until(watcher.news, "the faults of an edit"))
    assert broken.scenario is None and broken.partial is not None
    assert broken.issues[0].is_error and "veterans" in broken.issues[0].message and broken.issues[0].hexes
    files.change("map", 'value="veterans"', 'value="veteran"')
    assert the(until(watcher.news, "the mended files")).scenario is not None


def test_a_map_that_is_half_written_is_not_told_as_a_fault(files: Files) -> None:
    """Somebody writes while the files are read: what was read is dropped, and they are read when they lie still."""
    whole = files.map.read_bytes()
    looks: list[Stamp] = []

    def meanwhile(folder: Path) -> Stamp:
        """Each look but the last finds the map otherwise: the editor is at its writing."""
        found = stamp(folder)
        looks.append(found)
        if len(looks) == 2:  # the first was at the beginning: now the half of it is on the disk, and asked for
            files.map.write_bytes(whole[:500])
        elif len(looks) == 3:  # what was read is compared with this
            files.map.write_bytes(whole)
            return stamp(folder)
        return found

    watcher = Watcher(files.folder, meanwhile)
    watcher.watch()
    watcher.ask()
    told = []
    until(lambda: told.append(found) if (found := watcher.news()) else told, "the whole map")
    watcher.close()
    assert [edit.scenario is not None for edit in told] == [True]


def test_a_folder_that_has_gone_is_told(files: Files, watcher: Watcher) -> None:
    files.folder.rename(files.maps / "elsewhere")
    watcher.ask()
    gone = the(until(watcher.news, "that there is nothing"))
    assert gone.scenario is None and gone.issues


# ------------------------------------------------------------------ what becomes of the position


def small(rows: tuple[str, ...] = ("........",) * 4) -> Scenario:
    asked = Entry("ask", When(2), "soviet", "Ask", answers=(Answer("a", "A"), Answer("b", "B")))
    made = small_scenario(
        list(rows),
        [
            ("s-foot", "rifle-regiment", "soviet", (2, 1)),
            ("j-foot", "jp-infantry-regiment", "japanese", (6, 1)),
        ],
        crossings=[((3, 1), (4, 1), "ford", {"name": "Ford"})],
        hexsides=[((3, 1), (4, 1), "river")],
        sources=[("soviet", (0, 0), 60), ("japanese", (7, 0), 60)],
        depots=[("soviet", (1, 0), 11)],
        objectives=[("Hill", (5, 1), "japanese", 20, 20)],
        airfields=[("Field", "soviet", 1, 1)],
        timeline=[asked],
    )
    return digested(made)


def digested(scenario: Scenario) -> Scenario:
    return replace(scenario, digest=scenario_digest(scenario))


def begun() -> GameState:
    """Turn 2, with a unit that has moved and a choice that waits."""
    state = initial_state(small(), 7)
    for order in (Move("s-foot", (3, 1)), EndTurn(), EndTurn()):
        state = apply(state, order)[0]
    assert state.turn == 2 and state.pending == ("ask",)
    return state


def test_ground_texts_and_worths_may_change_under_a_position() -> None:
    state = begun()
    hill = replace(state.scenario.objectives[0], worth=99)
    rows = ("........", "......d.", "........", "^.......")
    edited = digested(replace(small(rows), title="Another", objectives=(hill,)))
    found = carried(state, edited)
    assert isinstance(found, GameState)
    assert found.scenario is edited and found.turn == 2 and found.pending == ("ask",)
    assert [u.hex for u in found.units] == [u.hex for u in state.units]
    assert all(u.spec is s for u, s in zip(found.units, edited.order_of_battle, strict=True))
    assert apply(apply(found, parse_order("choose ask a"))[0], EndTurn())[0].active == "japanese"


def _moved(s: Scenario) -> Scenario:
    return replace(s, units=(replace(s.units[0], hex=s.units[0].hex + 1), *s.units[1:]))


def _shut(s: Scenario) -> Scenario:
    """The ground under the first unit's place of turn 2 is one that men on foot cannot enter."""
    board = s.board
    bare = replace(board.terrain[0], cost={Mobility.TRACKS: 1})
    index = board.index(3, 1)
    assert index is not None
    return replace(s, board=replace(board, terrain=(*board.terrain[:index], bare, *board.terrain[index + 1 :])))


EDITS: dict[Because, Callable[[Scenario], Scenario]] = {
    Because.SIDES: lambda s: replace(s, sides=(replace(s.sides[0], id="red"), s.sides[1])),
    Because.SIZE: lambda s: replace(small(("........",) * 5), title=s.title),
    Because.UNITS: _moved,
    Because.TURNS: lambda s: replace(s, calendar=s.calendar[:-1]),
    Because.CROSSINGS: lambda s: replace(s, crossings={}),
    Because.STORES: lambda s: replace(s, depots=()),
    Because.AIRFIELDS: lambda s: replace(s, airfields=()),
    Because.OBJECTIVES: lambda s: replace(s, objectives=(replace(s.objectives[0], holder="soviet"),)),
    Because.GROUND: _shut,
    Because.TIMELINE: lambda s: replace(s, timeline=()),
}


@pytest.mark.parametrize("because", EDITS)
def test_what_a_position_hangs_on_begins_the_battle_anew(because: Because) -> None:
    state = begun()
    assert carried(state, digested(EDITS[because](state.scenario))) is because


def test_every_reason_is_said() -> None:
    assert set(WHAT) == set(Because) and set(EDITS) == set(Because) - {Because.OTHER}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    both = {"soviet": HUMAN, "japanese": HUMAN}
    made = Session.begin(small(), both, 7)
    made.submit(Move("s-foot", (3, 1)))
    yield made
    made.close()


def test_the_journal_tells_of_the_scenario_that_is_played(session: Session) -> None:
    old = session.path
    assert old is not None
    edited = digested(small(("........", "......d.", "........", "........")))
    taken = take_over(session, edited)
    new = taken.session.path
    assert taken.anew is None and not taken.same and new is not None and new != old
    assert read(new).header.digest == edited.digest != read(old).header.digest
    taken.session.submit(EndTurn())
    taken.session.close()
    # What is taken up from it is the battle in the edited scenario, to the last order.
    again = Session.open(new, edited)
    assert not again.notice and again.everything().digest() == taken.session.everything().digest()
    again.close()


def test_an_edit_of_words_goes_on_in_the_same_journal(session: Session) -> None:
    old, before = session.path, session.everything()
    edited = digested(replace(small(), title="Another title"))
    taken = take_over(session, edited)
    assert taken.same and taken.session.path == old and taken.session.scenario.title == "Another title"
    assert taken.session.everything().digest() == before.digest()
    taken.session.close()


def test_what_begins_anew_keeps_players_and_dice(session: Session) -> None:
    taken = take_over(session, digested(_moved(small())))
    state = taken.session.everything()
    assert taken.anew is Because.UNITS and (state.turn, state.seed) == (1, 7)
    assert taken.session.players == session.players and taken.session.path != session.path
    taken.session.close()


def test_an_edit_is_read_as_the_catalogue_reads_it(files: Files) -> None:
    edit = read_edit(files.folder)
    assert edit.scenario is not None and edit.scenario.digest == scenario_digest(edit.scenario)
