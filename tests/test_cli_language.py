"""No command says plain English while another language is spoken: each is run in the pseudo-locale, with the words of
the data in Greek letters."""

from __future__ import annotations

import errno
import html
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from khalkhin import ai, translation
from khalkhin.cli import bench, campaign, main
from khalkhin.cli.entry import COMMANDS
from khalkhin.core.command.handicap import LEVELS
from khalkhin.play.measure import growth
from khalkhin.play.measure.bench import Figure
from khalkhin.play.measure.series import Terms
from khalkhin.play.measure.variants.ablations import ABLATIONS
from khalkhin.scenario.campaigns import EPILOGUE, Way, load_campaign
from khalkhin.translation import N_

from tests.ui import greek
from tests.ui.listener import plain_words

SCENARIO = "grazing_rights"
#: What the system says of a file that is not there.
MISSING = os.strerror(errno.ENOENT)
#: What is typed or read by machines: command lines, words in quotes, options, what options take, digests.
_TYPED = re.compile(
    r"```.*?```|`[^`\n]*`|'[\w.=/-]*'|--[a-z-]+|\b[A-Z]{2,}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b", re.DOTALL
)
#: Names of commands, players, what they are measured without, levels, arguments and units of measurement, which are the
#: same in every language.
PLAYERS = {word for name in ai.names() for word in name.split("-")}
TAKEN = {word for name in ABLATIONS for word in name.split("-")}
NAMES = {
    *COMMANDS,
    *PLAYERS,
    *TAKEN,
    *LEVELS,
    "khalkhin",
    "scenario",
    "paths",
    "output",
    "file",
    "what",
    "ms",
    "odd",
    "even",
}


@pytest.fixture(autouse=True)
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv(translation.VARIABLE, translation.PSEUDO)
    monkeypatch.chdir(tmp_path)
    with greek.spoken():
        yield
    monkeypatch.delenv(translation.VARIABLE)
    translation.begin()


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command says, in a language: it ends as it should and none of its words is plain."""
    try:
        found = main(words)
    except SystemExit as leaving:
        found = int(leaving.code or 0)
    shown = capsys.readouterr()
    told = shown.out + shown.err
    assert found == code, told
    for line in _TYPED.sub("", told).replace(MISSING, "").splitlines():
        assert set(plain_words(line)) <= NAMES, line
    return told


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words))
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "šĥööŵ" in said(capsys, *words, "--help")


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["check"],
        ["puzzle", "nothing"],
        ["puzzle", "show"],
        ["puzzle", "make"],
        ["simulate"],
        ["simulate", SCENARIO, "--seed"],
        ["simulate", SCENARIO, "--seed", "x"],
        ["simulate", SCENARIO, "--games", "0"],
        ["simulate", SCENARIO, "--level", "x"],
        ["simulate", SCENARIO, "--ai", "x"],
        ["simulate", SCENARIO, "--ai", "x=staff"],
        ["simulate", SCENARIO, "--ai", "staff,staff,staff"],
        ["bench", "--counts", "x"],
        ["list", "x"],
        ["play", SCENARIO, "--side", "x"],
        ["render", SCENARIO, "-o", "a.png", "--zoom", "9"],
    ],
    ids=" ".join,
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, *words, code=2)


@pytest.mark.parametrize(
    "words",
    [
        ["check", "no_such_1939"],
        ["simulate", "no_such_1939"],
        ["replay", "no_such.journal"],
        ["report", "no_such.journal", "-o", "page"],
        ["balance", SCENARIO, "-o", "."],
        ["bench", "--compare", "no_such.json"],
        ["play", "--load", "no_such.journal"],
    ],
    ids=" ".join,
)
def test_failures(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, *words, code=1)


def test_lists_and_checks(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "list")
    said(capsys, "check", SCENARIO)
    said(capsys, "perft", SCENARIO)


def test_battles_and_what_is_made_of_their_journals(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said(capsys, "simulate", SCENARIO, "--games", "2", "--turns", "2", "--journal", "j_")
    (journal, _) = sorted((tmp_path / "j_").iterdir())
    said(capsys, "replay", str(journal))
    said(capsys, "replay", str(journal), "--verify")
    said(capsys, "report", str(journal), "-o", "page_")
    said(capsys, "render", str(journal), "-o", "map_.png")
    # The same folder for other battles.
    said(capsys, "simulate", SCENARIO, "--turns", "1", "--no-fog", "--journal", "j_", code=1)


def test_what_many_battles_come_to(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Their first turns: what is said of them is the same."""
    whole = Terms.play
    monkeypatch.setattr(Terms, "play", lambda terms, seed, beat=None: whole(replace(terms, turns=2), seed, beat))
    assert "|" in said(capsys, "balance", SCENARIO, "--games", "1", "--jobs", "1")
    assert "|" in said(capsys, "balance", SCENARIO, "--games", "1", "--levels", "--jobs", "1")
    said(capsys, "arena", SCENARIO, "--games", "1", "--players", "idle", "--jobs", "1", "-o", "page_.html")
    marks = re.compile(r"<(style|pre|code)>.*?</\1>|<[^>]*>", re.DOTALL)
    assert set(plain_words(html.unescape(marks.sub(" ", Path("page_.html").read_text())))) <= NAMES


def test_a_campaign(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load_campaign()
    first = next(stage for stage in whole.stages if stage.scenario == SCENARIO)
    short = replace(whole, stages=(replace(first, ways=(Way(EPILOGUE),)),), epilogues=whole.epilogues[-1:])
    monkeypatch.setattr(campaign, "named", lambda id_: short)
    said(capsys, "campaign")


def test_measurements(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [
        Figure(N_("supply of a whole side"), 1, "ms", 5, 0.1),
        Figure(N_("odds of an assault"), 60, "ms", 5, 0.1),
    ]
    monkeypatch.setattr(bench, "measure", lambda scenario: figures)
    monkeypatch.setattr(bench, "_window_figures", lambda ref: [])
    monkeypatch.setattr(growth, "SIZES", growth.SIZES[:1])
    said(capsys, "bench")
    said(capsys, "bench", "--growth")
    said(capsys, "bench", "--scenario", SCENARIO, "--counts", "1", "--keep", "kept_.json")
    said(capsys, "bench", "--compare", "kept_.json")


def test_what_machines_read_is_the_same_in_every_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for language in ("", translation.PSEUDO):
        monkeypatch.setenv(translation.VARIABLE, language)
        for words in (["simulate", SCENARIO, "--turns", "1"], ["bench", "--scenario", SCENARIO, "--counts", "1"]):
            assert main([*words, "--json"]) == 0
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]
