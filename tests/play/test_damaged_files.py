"""One bad file among the saves, campaigns or settings is told of, and neither crashes anything nor hides the others."""

from __future__ import annotations

import datetime
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.play.campaign import saves as campaigns
from khalkhin.play.campaign.campaign import Progress
from khalkhin.play.campaign.carry_over import StageResult, UnitEnd
from khalkhin.play.report.dates import moment_text
from khalkhin.play.session import saves
from khalkhin.play.session.journal import JournalError, read, restore
from khalkhin.play.session.settings import Settings, load_settings
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.regular_files import NotAFile, TooLarge, read_regular
from khalkhin.ui.ports import library

from tests.play.crafted import change_mark, lines_of, signed
from tests.play.test_journal import battle, scenario


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    return tmp_path


def begun(name: str = "bad.journal") -> Path:
    path = paths.saves_dir() / name
    battle(path, 2).close()
    return path


MARKS: list[tuple[str, object]] = [
    ("turn", "abc"),
    ("turn", []),
    ("turn", None),
    ("turn", float("inf")),
    ("turn", 0),
    ("turn", 10**30),
    ("turn", True),
    ("turn", 1.0),
    ("side", {}),
    ("side", "sov\x1b[2Jiet"),
    ("date", "the day after"),
    ("date", "99999-01-01"),
    ("over", "no"),
    ("state", 7),
]


@pytest.mark.parametrize(("key", "value"), MARKS)
def test_a_mark_that_makes_no_sense_hides_no_other_save(key: str, value: object) -> None:
    good, bad = begun("good.journal"), begun()
    change_mark(bad, lambda mark: mark.update({key: value}))
    assert {s.path for s in library.saves()} == {good, bad}
    record = read(bad)
    assert record.damage.startswith(f"{bad}:") and record.damage.endswith("makes no sense.")
    assert record.last_mark() is not None
    assert isinstance(restore(record, scenario())[0], GameState)


HEADERS: list[tuple[str, object]] = [
    ("seed", -1),
    ("seed", 10**40),
    ("seed", 1.0),
    ("fog", 1),
    ("players", {"soviet": 3}),
    ("players", {"": "human"}),
    ("players", {str(n): "human" for n in range(9)}),
    ("title", "t" * 5000),
    ("title", "\u202eelttab"),
    ("scenario", None),
    ("handicaps", {"soviet": None}),
    ("carry", {"campaign": "../../x"}),
]


@pytest.mark.parametrize(("key", "value"), HEADERS)
def test_a_header_that_makes_no_sense_is_told_in_a_sentence(key: str, value: object) -> None:
    path = begun()
    header, *rest = lines_of(path)
    path.write_bytes(signed([{**header, key: value}, *rest]))
    with pytest.raises(JournalError, match=rf"bad\.journal:1: .*{key}.* makes no sense|makes no sense: \"{key}"):
        read(path)
    assert [s.problem for s in saves.listed()] != [""]


def test_a_number_that_is_no_number_is_no_line(home: Path) -> None:
    path = begun()
    data = path.read_bytes().replace(b'"seed":3', b'"seed":NaN')
    path.write_bytes(data)
    with pytest.raises(JournalError, match="no journal of this game"):
        read(path)


@pytest.mark.parametrize("seconds", [1e12, -1e12, 1e300, float("inf"), float("nan"), 253402300800 + 90_000])
def test_a_file_time_that_no_calendar_has_is_told(seconds: float) -> None:
    assert moment_text(seconds) == "at no time that a calendar has"


def test_a_save_from_after_the_year_9999_is_listed() -> None:
    path = begun()
    late = (10_000 - 1970) * 366 * 86_400
    try:
        os.utime(path, (late, late))
    except OSError:
        pytest.skip("no such times here")
    assert len(library.saves()) == 1
    assert datetime.MAXYEAR == 9999


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes or sockets among files here")
@pytest.mark.parametrize("what", ["pipe", "device", "socket", "folder", "loop"])
def test_what_is_no_file_is_not_waited_for(what: str) -> None:
    """A pipe would be waited for without end; the others would do harm of their own."""
    good = begun("good.journal")
    for suffix in ("journal", "campaign"):
        path = paths.saves_dir() / f"bad.{suffix}"
        match what:
            case "pipe":
                os.mkfifo(path)
            case "device":
                path.symlink_to("/dev/zero")
            case "socket":
                sock = socket.socket(socket.AF_UNIX)
                sock.bind(os.path.relpath(path))
                sock.close()
            case "folder":
                path.mkdir()
            case "loop":
                path.symlink_to(path)
    assert [s.path for s in library.saves() if not s.problem] == [good]
    assert all(k.problem for k in campaigns.listed())
    settings = paths.config_dir() / "settings.json"
    (paths.saves_dir() / "bad.journal").rename(settings)
    assert load_settings() == Settings()


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(TooLarge):
        read_regular(path, 4)
    with pytest.raises(NotAFile):
        read_regular(tmp_path, 5)
    with pytest.raises(FileNotFoundError):
        read_regular(Path("a\0b"), 5)


SETTINGS = [
    '{"ui_scale": ' + "9" * 400 + ', "volume": 0.25}',
    '{"ui_scale": 1e999, "speed": true, "volume": 0.25}',
    '{"ui_scale": null, "fullscreen": 1, "fog": "yes", "volume": 0.25}',
    '{"ui_scale": [], "edge_scroll": {}, "volume": 0.25}',
]


@pytest.mark.parametrize("text", SETTINGS)
def test_settings_out_of_range_keep_their_defaults_and_the_others_their_values(home: Path, text: str) -> None:
    (home / "settings.json").write_text(text)
    assert load_settings() == Settings(volume=0.25)


def progress() -> Progress:
    result = StageResult(
        "one", "small", "0" * 16, 3, 6, "soviet", {"soviet": 3, "japanese": 1}, {"soviet": 9, "japanese": -9},
        {"soviet": 1, "japanese": 2}, {"ru-24": UnitEnd("soviet", 2, 3, 1)}, {"Nomonhan": "soviet"}, {"soviet": 30},
    )  # fmt: skip
    return Progress({"soviet": "human", "japanese": "staff"}, 3, (result,), "two")


CAMPAIGNS: list[Callable[[dict[str, Any]], object]] = [
    lambda d: d.update(seed=10**400),
    lambda d: d.update(seed=-1),
    lambda d: d.update(players={"soviet": "hu\ud800man"}),
    lambda d: d.update(players=[]),
    lambda d: d.update(stage="one\n\x1b]0;title\x07"),
    lambda d: d.update(journal="../../secrets"),
    lambda d: d.update(levels={"soviet": "impossible"}),
    lambda d: d["results"][0].update(turns=10**9),
    lambda d: d["results"][0]["grades"].update(soviet=5),
    lambda d: d["results"][0]["units"].update({"x": {"side": "soviet", "steps": 3, "full": 2, "quality": 1}}),
    lambda d: d.update(results=d["results"] * 1000),
]


@pytest.mark.parametrize("spoil", CAMPAIGNS)
def test_a_campaign_that_makes_no_sense_is_told_and_hides_no_other(spoil: Callable[[dict[str, Any]], object]) -> None:
    good, bad = paths.saves_dir() / "good.campaign", paths.saves_dir() / "bad.campaign"
    campaigns.write(good, progress())
    campaigns.write(bad, progress())
    data = json.loads(bad.read_bytes())
    spoil(data)
    bad.write_text(json.dumps(data))
    kept = {k.path: k for k in campaigns.listed()}
    assert kept[good].problem == "" and kept[bad].progress is None
    assert "damaged" in kept[bad].problem


# ---------------------------------------------------------------- snapshots


def snapshot(home: Path) -> tuple[Scenario, dict[str, Any]]:
    session = battle(home / "b.journal", 3)
    session.close()
    return session.scenario, json.loads(json.dumps(encode(session._state)))


UNIT = ["spec", "hex", "steps", "suppressed", "entrenchment", "mp", "moved", "fought", "unsupplied", "store", "cargo"]


FAR = scenario().board.hexside(20, 21)


def ford(hexside: int) -> list[object]:
    return ["a ford", "ford", hexside, "", 0, 0, 0, "", []]


SNAPSHOTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("a store that is not there", lambda s: s["units"][0].__setitem__(UNIT.index("store"), 99), "not there"),
    ("a hex off the map", lambda s: s["units"][0].__setitem__(1, 10_000), "units"),
    ("a place only views have", lambda s: s["units"][0].__setitem__(1, -4), "units"),
    ("no steps on the map", lambda s: s["units"][0].__setitem__(2, 0), "make no sense"),
    ("enemies in a hex", lambda s: s["units"][0].__setitem__(1, s["units"][2][1]), "may not"),
    ("a unit twice", lambda s: s["units"].append(s["units"][0]), "other units"),
    ("a stranger", lambda s: s["units"][0].__setitem__(0, "nobody"), "other units"),
    ("a job off the map", lambda s: s["units"][0].__setitem__(13, ["ford", 10_000, 0]), "units"),
    ("a job far away", lambda s: s["units"][0].__setitem__(13, ["ford", FAR, 0]), "far away"),
    ("a haul off the map", lambda s: s["units"][0].__setitem__(12, [0, 9999]), "units"),
    (
        "a crossing off the map",
        lambda s: s["crossings"].append([9999, ford(9999)]),
        "cros",
    ),
    (
        "a crossing twice",
        lambda s: s["crossings"].extend([[7, ford(7)]] * 2),
        "crossings",
    ),
    (
        "a crossing elsewhere",
        lambda s: s["crossings"].append([7, ford(8)]),
        "two hexsides",
    ),
    ("sources in another order", lambda s: s["stores"].reverse(), "other sources"),
    ("a source moved", lambda s: s["stores"][0].__setitem__(2, 5), "other sources"),
    ("a store of nobody", lambda s: s["stores"][0].__setitem__(1, "tibetan"), "stores"),
    ("an unknown stock", lambda s: s["stores"][0].__setitem__(3, -1), "stores"),
    ("a contact beyond the army", lambda s: s["sightings"][0][1][1].append([77, [1, 1, 1]]), "other units"),
    ("levels for too few", lambda s: s["sightings"][0][1][0].pop(), "other units"),
    ("an unseen side", lambda s: s["sightings"].pop(), "each side"),
    ("a level that is none", lambda s: s["sightings"][0][1][0].__setitem__(0, 9), "sightings"),
    ("a decoy off the map", lambda s: s["sightings"][0][1][2].append([-7, 1]), "sightings"),
    ("losses beyond the army", lambda s: s.update(losses=[["soviet", [[77, [1, 1, 0]]]]]), "other units"),
    ("losses of a contact of a view", lambda s: s.update(losses=[["soviet", [[-1, [0, 1, 0]]]]]), "losses"),
    ("losses that nobody told", lambda s: s.update(losses=[["soviet", [[0, [1, 1, 0]]]]]), "other units"),
    ("a turn too many", lambda s: s.update(turn=99), "turn 99"),
    ("no side", lambda s: s.update(active="tibetan"), "active"),
    ("a call off the map", lambda s: s.update(called=[["s", -3]]), "called"),
    ("a call for a stranger", lambda s: s.update(called=[["x", 3]]), "other units"),
    ("a choice that is none", lambda s: s.update(pending=["what"]), "choice"),
    ("weather from elsewhere", lambda s: s.update(weather="meteors"), "weather"),
    ("half an outcome", lambda s: s.update(outcome=[[["soviet", 1]], [["soviet", 1]], None, "x"]), "each side"),
    ("a grade that is none", lambda s: s.update(outcome=[[], [["soviet", 9]], None, "x"]), "outcome"),
    ("a ban off the map", lambda s: s.update(bans=[["soviet", "a", [9999], "", 0]]), "bans"),
    ("an airfield of its own", lambda s: s["airfields"].append(["x", "soviet", 3, 1, 1, 0]), "other airfields"),
    ("fog that is neither", lambda s: s.update(fog=2), "fog"),
]


@pytest.mark.parametrize(("spoil", "told"), [s[1:] for s in SNAPSHOTS], ids=[s[0] for s in SNAPSHOTS])
def test_a_snapshot_that_does_not_fit_is_refused_in_a_sentence(
    home: Path, spoil: Callable[[dict[str, Any]], object], told: str
) -> None:
    small, data = snapshot(home)
    assert decode(small, data).turn
    spoil(data)
    with pytest.raises(SnapshotError, match=told):
        decode(small, data)
