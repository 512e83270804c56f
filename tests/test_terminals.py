"""Terminals of every kind: small encodings lose no command, and names from files cannot draw on the screen."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import console, main
from khalkhin.glyphs import missing
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load

from tests.scenario.maker import Files, write

ENCODINGS = ["utf-8", "cp932", "cp1251", "cp437", "ascii"]
#: What must never reach a terminal: C0 but for line ends and tabs, C1, bidirectional controls.
HARM = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMES = ("Халхин-Гол", "ノモンハン事件", "哈拉哈河", "Хулд “нуур” — 3×4…", "[/] [red]x[/red]", "🙂 $\\fr_{$", "<b>&")
#: Each encoding, and names that are hard for them; in the long form each name in each encoding.
ALWAYS = [
    ("utf-8", NAMES[0]),
    *(("ascii", name) for name in NAMES[4:6]),
    *((encoding, NAMES[3]) for encoding in ("cp932", "cp1251", "cp437")),
]
OTHERS = [(encoding, name) for encoding in ENCODINGS for name in NAMES if (encoding, name) not in ALWAYS]
CASES = [*ALWAYS, *(pytest.param(*other, marks=pytest.mark.slow) for other in OTHERS)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def foreign(root: Path, name: str) -> Files:
    """The small scenario with a name in another script for everything that has one."""
    files = write(root)
    for old in ("Small scenario", "Soviet-Mongolian forces", "Take the settlement."):
        files.change("toml", f'"{old}"', toml(name))
    quoted = name.replace("&", "&amp;").replace("<", "&lt;")
    for old in ("24th Rifle", "Sumber bridge", "Tamsag road"):
        files.change("map", f'name="{old}"', f'name="{quoted}"')
    files.change("toml", '"Sumber bridge", ', "")
    return files


def run(monkeypatch: pytest.MonkeyPatch, encoding: str, words: Sequence[str]) -> tuple[int, str]:
    """Run a command on a terminal of an encoding that takes nothing else; the exit code and all that it showed."""
    raw = {name: io.BytesIO() for name in ("stdout", "stderr")}
    streams = {name: io.TextIOWrapper(raw[name], encoding=encoding, errors="strict") for name in raw}
    with monkeypatch.context() as m:
        for name, stream in streams.items():
            m.setattr(f"sys.{name}", stream)
        try:
            code = main(words)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        for stream in streams.values():
            stream.flush()
    told = "".join(part.getvalue().decode(encoding) for part in raw.values())
    assert "Traceback" not in told and "failed" not in told
    return code, told


@pytest.mark.parametrize(("encoding", "name"), CASES)
def test_every_command_speaks_every_encoding(
    home: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, name: str
) -> None:
    files = foreign(home, name)
    small = str(files.folder)
    shutil.copytree(files.maps, paths.user_maps_dir())
    journals = home / "j"
    code, told = run(monkeypatch, encoding, ["check", small])
    *warnings, end = told.splitlines()
    assert code == 0 and end.startswith("0 errors") and all("no font of the game" in line for line in warnings)
    assert bool(warnings) is bool(missing(name))
    assert run(monkeypatch, encoding, ["simulate", small, "--turns", "1", "--journal", str(journals)])[0] == 0
    assert run(monkeypatch, encoding, ["simulate", small, "--turns", "1", "--json"])[0] == 0
    (journal,) = journals.iterdir()
    good = [["list"], ["rulebook"], ["perft", small], ["replay", str(journal)], ["replay", str(journal), "--verify"],
            ["--help"], ["simulate", "--help"], ["render", small, "-o", f"{name[:3].strip('<[')}.png"]]  # fmt: skip
    if "$" in name:
        good.append(["report", str(journal), "-o", "a report"])
    for words in good:
        assert run(monkeypatch, encoding, words)[0] == 0, words
    code, told = run(monkeypatch, encoding, ["list", "--json"])
    assert code == 0 and name in {s["title"] for s in json.loads(told)["scenarios"]}
    for words in (
        ["check", name],
        ["simulate", name],
        ["replay", name],
        ["report", name, "-o", "x"],
        ["render", small, "-o", "/"],
    ):
        assert run(monkeypatch, encoding, words)[0] == 1, words
    files.change("toml", "turns = 6", f"turns = 6\n{toml(name)} = {toml(name)}")
    code, told = run(monkeypatch, encoding, ["check", small])
    assert code == 1 and "unknown key" in told
    code, told = run(monkeypatch, encoding, ["check", small, "--json"])
    assert code == 1 and json.loads(told)["errors"] == 1


def test_plainer_characters_stand_for_those_that_an_encoding_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    console.set_up()
    console.say("“Fui” — 3×4… é 日")
    stream.flush()
    assert written.getvalue() == b'"Fui" - 3x4... e \\u65e5\n'


EVIL = "\x1b]0;gone\x07\x1b[2J\x9b31m\u202etxt.exe\u2066\r"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_files_say_cannot_draw_on_a_terminal(home: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """Faulty files are shown as well, by their very faults."""
    evil = home / f"evil{EVIL}"
    files = write(evil)
    files.change("toml", "turns = 6", f"turns = 6\n{json.dumps(EVIL)} = {json.dumps(EVIL)}")
    files.change("map", 'name="24th Rifle"', 'name="24th&#x9b;&#x202e;Rifle"')
    files.change("map", '<objectgroup id="5" name="units">', '<objectgroup id="5" name="units&#x9b;&#x202e;">')
    bad = home / "bad.journal"
    bad.write_text(EVIL)
    for words in (["check", str(files.folder)], ["check", str(files.folder), "--json"], ["simulate", str(files.folder)],
                  ["replay", str(bad)], ["replay", EVIL], ["check", EVIL], ["render", EVIL + ".journal", "-o", "x"],
                  ["report", str(bad), "-o", EVIL], ["play", "--load", EVIL]):  # fmt: skip
        code, told = run(monkeypatch, encoding, words)
        assert code == 1, words
        assert not HARM.search(told), words


def test_control_characters_are_faults_of_a_scenario(home: Path) -> None:
    files = write(home)
    for old, new in (
        ("A river, a bridge", "A \\u001b[2Jbridge"),
        ('"Take the settlement."', '"""Take\nthe \\u202esettlement."""'),
        ('name = "the road"', 'name = "the\\u009broad"'),
        ('clock = "06:00"', 'clock = "06:00", "\\u2066x" = 1'),
    ):
        files.change("toml", old, new)
    told = files.told()
    assert [t.partition(": ")[2] for t in told if "control character" in t] == [
        "sides.soviet.ai.axes[1].name has the control character U+009B — take it out",
        "sides.soviet.briefing has the control character U+202E — take it out",
        "calendar.pattern[1] has the control character U+2066 — take it out",
        "description has the control character U+001B — take it out",
    ]


@pytest.mark.parametrize("old", ['"Small scenario"', '"Japanese forces"', '"the road"'])
def test_a_name_is_one_line(home: Path, old: str) -> None:
    files = write(home)
    files.change("toml", old, '"one\\ntwo"')
    assert any("has several lines — write it in one" in t for t in files.told())


def test_a_folder_whose_name_has_control_characters_is_refused(home: Path) -> None:
    files = write(home)
    try:
        folder = files.folder.rename(files.maps / "a\x1b[2Jb")
    except OSError:
        pytest.skip("no such names here")
    assert main(["check", str(folder)]) == 1


def test_a_journal_of_a_battle_between_foreign_names_reads_back(home: Path) -> None:
    for i, name in enumerate(NAMES):
        files = foreign(home / str(i), name)
        path = home / f"{i}.journal"
        session = Session.begin(load(files.folder), {"soviet": HUMAN, "japanese": HUMAN}, 1, path=path)
        session.close()
        again = Session.open(path, load(files.folder))
        assert again.notice == ""
        again.close()
