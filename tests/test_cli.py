"""The commands: what they print, their exit codes, and one plain line for everything bad."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin import __version__
from khalkhin.cli import common, main
from khalkhin.cli.entry import COMMANDS, module_of
from khalkhin.core.model.scenario import Scenario
from khalkhin.play import logfile
from khalkhin.scenario import catalog
from khalkhin.ui import app
from khalkhin.ui.destinations import ToBattle

from tests import guard
from tests.narrow import a

ROOT = Path(__file__).parent.parent
AUGUST = "double_envelopment"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def failing(capsys: pytest.CaptureFixture[str], *words: str, code: int = 1) -> str:
    """Run a command that must fail with an exit code and one line on stderr; returns the line."""
    assert main(words) == code
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.startswith("khalkhin: ") and "Traceback" not in told
    return told.removeprefix("khalkhin: ").rstrip("\n")


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["simulate"],
        ["simulate", AUGUST, "--games", "0"],
        ["perft", AUGUST, "--depth", "x"],
        ["simulate", AUGUST, "--seed", "-3"],
        ["render", AUGUST],
        ["render", AUGUST, "-o", "x.png", "--zoom", "99"],
        ["render", AUGUST, "-o", "x.png", "--zoom", "nan"],
        ["check"],
        ["check", ""],
        ["play", "--seed", "1e9"],
    ],
)
def test_wrong_usage_is_exit_code_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2 and "usage: khalkhin" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0 and capsys.readouterr().out.strip() == f"khalkhin {__version__}"


def test_list_names_the_scenarios_and_the_folder_for_more(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert AUGUST in told and str(home / "home" / "maps") in told
    assert main(["list", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    shipped = ["double_envelopment", "grazing_rights", "road_from_borzya", "the_64th", "two_prongs"]
    assert [s["id"] for s in data["scenarios"]] == shipped and all(s["ok"] for s in data["scenarios"])


def test_a_broken_scenario_of_the_users_is_listed_and_hides_nothing(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    broken = home / "home" / "maps" / "broken"
    broken.mkdir(parents=True)
    (broken / "scenario.toml").write_text("title = ")
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert AUGUST in told and "cannot be played" in told
    assert main(["check", str(broken)]) == 1
    assert "scenario.toml:1" in capsys.readouterr().out


def test_shipped_maps_have_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ROOT / "maps")]) == 0
    assert capsys.readouterr().out.endswith("0 errors, 0 warnings\n")
    assert main(["check", str(ROOT / "maps"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"errors": 0, "issues": []}


def test_a_name_that_is_nearly_right_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert "double_envelopment" in failing(capsys, "simulate", "double_envelopmnt")


@pytest.mark.parametrize(
    "words",
    [
        ["replay", "none.journal"],
        ["render", "none.journal", "-o", "x.png"],
        ["render", AUGUST, "-o", "no/such/folder/x.png"],
        ["perft", "nowhere"],
        ["render", "nowhere", "-o", "x.png"],
    ],
)
def test_what_is_bad_gets_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    failing(capsys, *words)


@pytest.mark.parametrize(
    "words",
    [
        ["simulate", AUGUST, "--ai", "genius"],
        ["simulate", AUGUST, "--ai", "staff,staff,staff"],
        ["simulate", AUGUST, "--level", "brutal"],
        ["simulate", AUGUST, "--level", "easy,easy,easy"],
        ["simulate", AUGUST, "--level", ""],
        ["render", AUGUST, "-o", "x.png", "--side", "german"],
        ["render", AUGUST, "-o", "x.png", "--overlay", "clouds"],
    ],
)
def test_a_value_that_there_is_not_is_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    failing(capsys, *words, code=2)


def test_a_picture_is_a_png_whatever_its_file_is_called(home: Path) -> None:
    assert main(["render", AUGUST, "-o", "map.jpeg", "--zoom", "0.25"]) == 0
    assert (home / "map.jpeg").read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_a_display_that_does_not_answer_is_told(home: Path) -> None:
    gone = {k: v for k, v in os.environ.items() if k not in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY")}
    run = subprocess.run(
        [sys.executable, "-m", "khalkhin"],
        env={**gone, "DISPLAY": ":4711", "PYTHONPATH": str(ROOT / "game")},
        capture_output=True,
        text=True,
        timeout=guard.SECONDS,
    )
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("khalkhin: no window can be opened here")


def test_play_without_a_display_names_what_works_without_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display")
    told = failing(capsys, "play", AUGUST)
    assert "`khalkhin simulate` and `khalkhin render`" in told
    assert failing(capsys) == told


def test_play_refuses_an_unknown_side_and_a_missing_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert failing(capsys, "play", AUGUST, "--side", "german", code=2) == (
        "no side is called 'german'; choose soviet or japanese, or both."
    )
    assert "is not a file" in failing(capsys, "play", AUGUST, "--load", "none.journal")


def test_a_battle_whose_side_is_named_is_read_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reading = catalog.load

    def spy(ref: str) -> Scenario:
        read.append(ref)
        return reading(ref)

    def opened(
        scenario: str, side: str, seed: int, load: str, level: str, loaded: Scenario, *, alone: bool, watch: bool
    ) -> int:
        a(ToBattle, app.first(scenario, side, seed, load, level, loaded=loaded)).opened.session.close()
        return 0

    for where in (catalog, common):
        monkeypatch.setattr(where, "load", spy)
    monkeypatch.setattr(app, "run", opened)
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    for words in (("--side", "japanese"), ("--side", "both"), ()):
        read.clear()
        assert main(["play", "grazing_rights", *words]) == 0
        assert read == ["grazing_rights"], words


def test_play_refuses_levels_that_mean_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert failing(capsys, "play", AUGUST, "--level", "brutal", code=2) == (
        "--level takes one of easy, normal, hard, not 'brutal'."
    )
    assert "one of" in failing(capsys, "play", AUGUST, "--level", "easy,hard", code=2)
    for words in (["--level", "easy"], [AUGUST, "--side", "both", "--level", "easy"]):
        assert "name a scenario, and one side" in failing(capsys, "play", *words, code=2)


def test_simulate_gives_a_level_to_a_side_and_its_journals_verify(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    words = ["simulate", "grazing_rights", "--turns", "1", "--json"]
    digests = {}
    for level in ("normal", "hard,normal", "normal,easy", "easy,normal", "hard"):
        folder = home / level
        assert main([*words, "--level", level, "--journal", str(folder)]) == 0
        digests[level] = json.loads(capsys.readouterr().out)["games"][0]["digest"]
        assert main(["replay", str(folder / "grazing_rights-00001.journal"), "--verify"]) == 0
        capsys.readouterr()
    assert digests["hard,normal"] == digests["normal,easy"] and len(set(digests.values())) == 4


def test_a_battle_that_is_cut_short_has_no_winner_and_tells_its_score(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    words = ["simulate", "grazing_rights", "--ai", "idle,greedy", "--games", "2"]
    assert main([*words, "--turns", "4", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [game["winner"] for game in told["games"]] == [None, None]
    ahead = {side for game in told["games"] for side, points in game["points"].items() if points > 0}
    assert ahead, "somebody is to be ahead"
    assert told["summary"]["cut_short"] == 2 and set(told["summary"]["winners"].values()) == {0}
    assert {side for side, n in told["summary"]["ahead"].items() if n} == ahead
    assert main([*words, "--turns", "4", "--journal", str(home / "cut")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.count("cut short") == 3 and "won" not in out and "have no winner. Mean points then: " in out
    assert all(f"{told['summary']['points'][side]:+.1f}" in out for side in ahead)
    assert main(["report", str(home / "cut" / "grazing_rights-00001.journal"), "-o", str(home / "report")]) == 0
    page = (home / "report" / "report.html").read_text(encoding="utf-8")
    assert "The battle had not ended." in page and " ahead." in page and " win." not in page and " wins." not in page
    # One that is fought to its end has a winner, or is a draw.
    capsys.readouterr()
    assert main([*words[:-1], "1", "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)["summary"]
    assert whole["cut_short"] == 0 and sum(whole["winners"].values()) == 1


@pytest.mark.parametrize("games", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_balance_of_levels_prints_every_side_at_every_level(capsys: pytest.CaptureFixture[str], games: str) -> None:
    assert main(["balance", "grazing_rights", "--levels", "--games", games, "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| ") and "side" not in line]
    assert [r[1] for r in rows] == ["easy", "normal", "hard"] * 2
    points = [float(r[2]) for r in rows]
    # One side's easy is the other's hard, seen from the other end.
    assert points[:3] == [-p for p in reversed(points[3:])]
    assert f"khalkhin balance grazing_rights --levels --games {games} --seed 1" in told


def test_simulate_is_the_same_for_any_number_of_processes_and_its_journals_verify(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    words = ["simulate", "the_64th", "--ai", "random", "--games", "2", "--turns", "2", "--seed", "7", "--json"]
    assert main([*words, "--journal", str(home / "a")]) == 0
    first = json.loads(capsys.readouterr().out)
    assert main([*words, "--jobs", "2"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    other = subprocess.run(
        [sys.executable, "-m", "khalkhin", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(other.stdout) == first
    assert [g["seed"] for g in first["games"]] == [7, 8]
    assert all(len(set(g["digests"])) == len(g["digests"]) > 3 for g in first["games"])
    journals = sorted((home / "a").iterdir())
    assert len(journals) == 2
    for journal in journals:
        assert main(["replay", str(journal), "--verify"]) == 0
        assert "every turn agrees" in capsys.readouterr().out
    assert main(["replay", str(journals[0]), "--to", "2"]) == 0
    told = capsys.readouterr().out
    assert "-- Turn 1, 28 May 1939, 04:00: Soviet" in told and "Turn 3" not in told
    lines = journals[0].read_bytes().splitlines(keepends=True)
    journals[0].write_bytes(b"".join(lines[:5] + lines[6:]))
    assert ":6: this line is not as it was written. The last good turn is 1." in failing(
        capsys, "replay", str(journals[0]), "--verify"
    )
    assert main(["render", str(journals[1]), "-o", "end.png", "--zoom", "0.35"]) == 0
    assert (home / "end.png").read_bytes().startswith(b"\x89PNG")
    header, mark = journals[1].read_bytes().splitlines(keepends=True)[:2]
    for torn in (b"", mark[:99]):
        journals[1].write_bytes(header + torn)
        assert main(["replay", str(journals[1]), "--verify"]) == 0
        told = capsys.readouterr().out
        assert "nothing to compare; opened, the battle begins anew" in told and "agrees" not in told
        assert ("half-written" in told) == bool(torn)


def test_perft_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["perft", AUGUST]) == 0
    from khalkhin.core import initial_state, legal_orders
    from khalkhin.scenario import load

    count = len(legal_orders(initial_state(load(AUGUST), 1)))
    assert capsys.readouterr().out == f"depth 1: {count}\n"


def test_no_command_imports_the_window_before_it_is_needed() -> None:
    window = "any(m.startswith('khalkhin.ui') for m in sys.modules)"
    code = f"import sys, khalkhin.cli; khalkhin.cli.main(['list']); sys.exit({window})"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0


# ------------------------------------------------------------------ faults of our own


@pytest.mark.parametrize("fault", [RuntimeError("no\x1b[31m reason"), RecursionError(), MemoryError(), OSError(5, "x")])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_fault_of_ours_is_a_traceback(
    command: str, fault: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise fault

    module = importlib.import_module(module_of(command))
    monkeypatch.setattr(module, "run", fail)
    monkeypatch.setattr(module, "add_arguments", lambda parser: None)
    told = failing(capsys, command)
    assert type(fault).__name__ in told and "\x1b" not in told and str(logfile.path()) in told
    assert "in fail\n    raise fault" in logfile.path().read_text()


def test_a_log_that_cannot_be_written_is_told_and_does_no_harm(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "home").write_text("a file where the folder should be")
    monkeypatch.setattr("khalkhin.cli.perft.run", lambda _: 1 // 0)
    assert "could not be written" in failing(capsys, "perft", AUGUST)


def test_a_command_that_goes_well_leaves_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert not logfile.path().exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
@pytest.mark.parametrize("words", [["--help"], ["list"], ["rulebook"], ["check", AUGUST], ["list", "--json"]], ids=str)
def test_output_that_cannot_be_written_is_told_in_a_line(words: list[str], home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "game")}
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "khalkhin", *words], env=environment, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert "Traceback" not in run.stderr and "Exception ignored" not in run.stderr and run.stderr.count("\n") <= 1
    if words != ["--help"]:
        assert run.returncode == 1 and "No space left" in run.stderr
