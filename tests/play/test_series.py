"""Series of battles: the same for any number of processes, whatever becomes of them, and gone on with when stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.cli.common import fault_line
from khalkhin.core.model.scenario import AiHints
from khalkhin.play.measure.arena import PlayerFault, Result
from khalkhin.play.measure.balance import page
from khalkhin.play.measure.kept import ResultStore, code
from khalkhin.play.measure.series import RETRIES, SILENCE, BattleLost, Terms, fight, play_many
from khalkhin.play.session.journal import JournalError, read
from khalkhin.scenario import load
from khalkhin.scenario.strategies import with_hints
from khalkhin.storage import growing
from khalkhin.storage.growing import InUse
from khalkhin.text import kinds

from tests.guard import until
from tests.harness.faults import files_up_to

ROOT = Path(__file__).parents[2]
GRAZING = load("grazing_rights")
RANDOM = {side.id: "random" for side in GRAZING.sides}
SEEDS = range(1, 6)
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes where Linux shows them")

#: Another package, with a player that ends its process and one that fails.
BROUGHT = """
import os
from khalkhin.core.orders.orders import Move
class Deadly:
    def __init__(self, seed): pass
    def next_order(self, view): os._exit(3)
class Clumsy(Deadly):
    def next_order(self, view): raise KeyError("a map")
class Cheat(Deadly):
    def next_order(self, view): return Move("nobody", (1, 1))
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deadly.py").write_text(BROUGHT)
    info = tmp_path / "deadly-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1.0\n")
    named = ("deadly", "clumsy", "cheat")
    entries = "".join(f"{name} = deadly:{name.title()}\n" for name in named)
    (info / "entry_points.txt").write_text(f"[khalkhin.players]\n{entries}")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "deadly", raising=False)


def terms(turns: int | None = 3, journal: Path | None = None) -> Terms:
    return Terms(GRAZING, RANDOM, turns=turns, journal=journal)


@cache
def alone() -> tuple[Result, ...]:
    """The battles fought one after the other by this process."""
    return tuple(map(terms().play, SEEDS))


def by_seed(results: Iterator[Result]) -> tuple[Result, ...]:
    return tuple(sorted(results, key=lambda r: r.seed))


def processes() -> set[int]:
    """The processes that this one has begun, on whatever thread."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # a thread may end meanwhile
            found.update(map(int, (task / "children").read_text().split()))
    return found


@pytest.mark.parametrize("jobs", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
def test_the_results_are_the_same_for_any_number_of_processes(jobs: int) -> None:
    told: list[int] = []
    done = play_many(GRAZING, RANDOM, SEEDS, jobs=jobs, turns=3, progress=lambda r: told.append(r.seed))
    assert tuple(done) == alone() and sorted(told) == list(SEEDS)


@linux
def test_a_battle_whose_process_is_killed_is_fought_again() -> None:
    before = processes()
    work = fight(terms(), SEEDS, 2)
    results = [next(work)]
    for pid in processes() - before:
        os.kill(pid, signal.SIGKILL)
    assert by_seed(iter([*results, *work])) == alone()


@linux
def test_a_process_that_is_silent_for_long_is_lost_and_its_battle_fought_again() -> None:
    now = [0.0]
    before = processes()
    work = fight(terms(turns=None), (1, 2), 1, clock=lambda: now[0])
    results = [next(work)]
    for pid in processes() - before:
        os.kill(pid, signal.SIGSTOP)
    now[0] += SILENCE + 1
    results += work
    assert [r.seed for r in results] == [1, 2]
    assert results == [terms(turns=None).play(1), terms(turns=None).play(2)]


def test_without_a_process_to_be_had_the_battles_are_fought_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/there/is/no/such/program")
    assert by_seed(fight(terms(), SEEDS, 3)) == alone()


def test_a_battle_that_ends_its_process_each_time_is_given_up(brought: None) -> None:
    players = {**RANDOM, "japanese": "deadly"}
    with pytest.raises(BattleLost, match=r"seed 1 ends the process .* \(exit code 3\)"):
        list(fight(replace(terms(), players=players), (1,), 2))
    assert RETRIES > 0


@pytest.mark.parametrize(
    ("name", "why"), [("clumsy", "KeyError: 'a map'"), ("cheat", "There is no unit called nobody")]
)
def test_what_a_player_does_wrong_in_another_process_is_told_as_in_this_one(brought: None, name: str, why: str) -> None:
    told = []
    for jobs in (1, 2):
        with pytest.raises(PlayerFault) as fault:
            play_many(GRAZING, {**RANDOM, "japanese": name}, (1, 2), jobs=jobs, turns=1)
        told.append(fault_line(fault.value))
    assert told[0] == told[1] and why in told[0]


# ------------------------------------------------------------------ results kept


def kept(path: Path, results: tuple[Result, ...] | None = None) -> Path:
    file = ResultStore.open(path)
    for result in alone() if results is None else results:
        file.add(terms().key(), result)
    file.close()
    return path


def found(path: Path, named: str | None = None) -> dict[int, Result]:
    file = ResultStore.open(path)
    there = file.found(named or terms().key(), SEEDS)
    file.close()
    return there


def test_results_are_found_again_as_they_were(home: Path) -> None:
    assert found(kept(home / "r")) == {r.seed: r for r in alone()}


def test_results_of_other_battles_are_not_taken_for_them(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(home / "r")
    others = [
        replace(terms(), fog=False),
        replace(terms(), turns=4),
        replace(terms(), players={**RANDOM, "soviet": "staff"}),
        replace(terms(), handicaps={"soviet": GRAZING.rules.handicap}),
        replace(terms(), journal=home),
        replace(terms(), scenario=load("the_64th")),
        replace(terms(), scenario=with_hints(GRAZING, "soviet", AiHints("attack"))),
    ]
    assert len({terms().key(), *(other.key() for other in others)}) == 8
    assert [found(path, other.key()) for other in others] == [{}] * 7


def test_results_of_other_code_are_not_taken_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    before = terms().key()
    monkeypatch.setattr("khalkhin.play.measure.kept.code", lambda *_: "another version")
    assert terms().key() != before


def test_the_code_is_that_of_the_rules_and_of_the_players(brought: None, home: Path) -> None:
    first = code("deadly")
    assert first != code("random") == code("staff")
    code.cache_clear()
    (home / "deadly.py").write_text(BROUGHT + "# changed")
    assert code("deadly") != first


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_torn_end_is_cut_off_and_gone_on_from(home: Path, cut: int) -> None:
    path = kept(home / "r")
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert list(found(path)) == [1, 2, 3, 4]
    kept(path, alone()[-1:])
    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"{}", b"[]", b'{"key":"k","result":{}}', b'{"key":1,"result":{}}', b"\xff"])
def test_lines_that_are_no_results_are_passed_over(home: Path, line: bytes) -> None:
    path = kept(home / "r")
    path.write_bytes(line + b"\n" + path.read_bytes() + line + b"\n")
    assert found(path) == {r.seed: r for r in alone()}


def test_a_file_of_something_else_is_left_alone(home: Path) -> None:
    path = home / "r"
    path.write_text("my notes\n")
    with pytest.raises(OSError, match="holds no results"):
        ResultStore.open(path)
    assert path.read_text() == "my notes\n"


def test_one_series_at_a_time_keeps_its_results_in_a_file(home: Path) -> None:
    first = ResultStore.open(home / "r")
    with pytest.raises(InUse):
        ResultStore.open(home / "r")
    first.close()
    assert not (home / "r").exists()  # Nothing was in it.


def test_a_full_disk_stops_the_keeping_and_not_the_series(home: Path) -> None:
    file = ResultStore.open(home / "r")
    with files_up_to(2000):
        done = play_many(GRAZING, RANDOM, SEEDS, turns=3, kept=file)
    file.close()
    assert tuple(done) == alone() and "File too large" in file.problem
    there = found(home / "r")
    assert there == {seed: alone()[seed - 1] for seed in there} and len(there) < len(alone())


def test_a_stop_while_the_first_result_is_brought_to_the_disk_loses_it_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = ResultStore.open(home / "r")

    def stopped(_fd: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(growing, "to_disk", stopped)
        file.add(terms().key(), alone()[0])
    file.close()
    assert found(home / "r") == {1: alone()[0]}


def test_only_what_is_missing_is_fought(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ResultStore.open(kept(home / "r", alone()[:3]))
    fought: list[int] = []
    play = Terms.play

    def counted(self: Terms, seed: int) -> Result:
        fought.append(seed)
        return play(self, seed)

    monkeypatch.setattr(Terms, "play", counted)
    assert tuple(play_many(GRAZING, RANDOM, SEEDS, turns=3, kept=file)) == alone()
    assert fought == [4, 5] and file.taken == 3 and file.count == 5
    file.close()


# ------------------------------------------------------------------ journals of a series


def test_a_journal_that_is_there_is_fought_to_the_same_or_refused_before_any_battle(home: Path) -> None:
    folder = home / "journals"
    first = play_many(GRAZING, RANDOM, (1, 2), turns=3, journal=folder)
    names = sorted(p.name for p in folder.iterdir())
    assert names == ["grazing_rights-00001.journal", "grazing_rights-00002.journal"]
    before = [(folder / name).read_bytes() for name in names]
    assert play_many(GRAZING, RANDOM, (1, 2), turns=3, journal=folder, jobs=2) == first
    assert [(folder / name).read_bytes() for name in names] == before
    (folder / names[1]).replace(folder / names[0])
    with pytest.raises(JournalError, match=r"00001\.journal is there .* Name an empty folder"):
        play_many(GRAZING, RANDOM, (2, 1), turns=3, journal=folder)
    assert [p.name for p in folder.iterdir()] == names[:1]
    assert read(folder / names[0]).header.seed == 2


# ------------------------------------------------------------------ the commands


def command(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "game")}
    return subprocess.Popen(
        [sys.executable, "-m", "khalkhin", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


BALANCE = ("balance", "grazing_rights", "--games", "3")


@cache
def balance_page() -> str:
    """The page of the command above, made without a break."""
    players = {side.id: "staff" for side in GRAZING.sides}
    fought = [Terms(GRAZING, players).play(seed) for seed in range(1, 4)]
    return page("khalkhin balance grazing_rights --games 3 --seed 1", [(GRAZING, fought)], kinds.grade)


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@linux
@pytest.mark.parametrize(
    ("how", "jobs"),
    [
        pytest.param(signal.SIGINT, "1", marks=pytest.mark.slow),
        (signal.SIGINT, "2"),
        pytest.param(signal.SIGKILL, "2", marks=pytest.mark.slow),
    ],
)
def test_a_balance_that_is_stopped_goes_on_where_it_was(
    home: Path, capsys: pytest.CaptureFixture[str], how: signal.Signals, jobs: str
) -> None:
    output, results = home / "page.md", home / "page.md.results"
    words = [*BALANCE, "--jobs", jobs, "-o", str(output)]
    with command(*words) as run:
        until(lambda: lines(results) >= 1 or run.poll() is not None, "a result")
        run.send_signal(how)
        _, told = run.communicate()
    assert not output.exists() and 1 <= lines(results) < 3
    if how is signal.SIGINT:
        assert told.count("\n") == 1 and "Traceback" not in told and "stopped after" in told
        assert f"of 3 battles. What was fought is kept in {results}" in told and run.returncode == 1
    there = lines(results)
    assert main(words) == 0
    assert f"{there} of 3 battles had been fought before." in capsys.readouterr().err
    assert not results.exists()
    assert output.read_text() == balance_page()


@linux
def test_a_simulation_that_is_killed_goes_on_from_what_is_kept_among_the_users_data(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = ["simulate", "grazing_rights", "--games", "4", "--turns", "4"]
    words = [*short, "--jobs", "2", "--json", "--journal", str(home / "j")]
    folder = home / "home" / "unfinished"
    with command(*words) as run:
        until(lambda: sum(map(lines, folder.glob("*"))) >= 2 or run.poll() is not None, "two results")
        run.kill()
        run.communicate()
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert "of 4 battles had been fought before." in err and not list(folder.iterdir())
    assert len(list((home / "j").glob("*.journal"))) == 4
    assert main([*short, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(out)


def test_an_output_that_cannot_be_written_is_told_before_any_battle(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Terms, "play", lambda self, seed: pytest.fail("a battle was fought"))
    (home / "file").write_text("")
    for output, why in ((home / "file" / "page.md", "is no folder"), (home, "is a folder")):
        assert main([*BALANCE, "--jobs", "1", "-o", str(output)]) == 1
        told = capsys.readouterr().err
        assert why in told and told.count("\n") == 1


def in_the_way_of(output: Path) -> Callable[..., str]:
    """A page that is made while a folder takes the place it is to be written to."""

    def made(*_: object) -> str:
        output.mkdir()
        return "text"

    return made


def test_a_page_that_cannot_be_written_at_the_end_loses_no_battle(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = home / "page.md"
    with monkeypatch.context() as patch:
        patch.setattr("khalkhin.cli.series.balance.balance.page", in_the_way_of(output))
        assert main([*BALANCE[:2], "--games", "2", "--jobs", "1", "-o", str(output)]) == 1
    told = capsys.readouterr().err
    assert f"What was fought is kept in {output}.results" in told
    output.rmdir()
    assert main([*BALANCE[:2], "--games", "2", "--jobs", "1", "-o", str(output)]) == 0
    assert "2 of 2 battles had been fought before" in capsys.readouterr().err and output.is_file()
