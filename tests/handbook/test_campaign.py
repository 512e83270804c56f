"""The page of the first campaign: its commands run in their order as they stand, with its tables in their files."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.core.model.scenario import Scenario
from khalkhin.scenario import load
from khalkhin.scenario.campaigns import check_campaign, named

from tests.handbook import kitchen
from tests.scenario import maker

PAGE = (kitchen.PAGES / "first-campaign.md").read_text(encoding="utf-8")
#: The tables of the page, by the files that it says they are.
TABLES = dict(re.findall(r"(?ms)`(border-war/[\w.]+\.toml)`:\n\n```toml\n(.*?)^```$", PAGE))


def commands() -> list[str]:
    """The commands of the page, in their order."""
    blocks = re.findall(r"(?ms)^```\n(.*?)^```$", PAGE)
    return [line for block in blocks for line in block.splitlines() if line.startswith(("khalkhin ", "mkdir "))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with the folder of one's own scenarios as the place where commands are typed."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    paths.user_maps_dir().mkdir(parents=True)
    monkeypatch.chdir(paths.user_maps_dir())
    return paths.user_maps_dir()


def give(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Do what a line of the page says; what was answered. Tables are there once the folder is."""
    capsys.readouterr()
    words = shlex.split(command)
    if words[0] == "mkdir":
        Path(words[1]).mkdir()
        for name, text in TABLES.items():
            Path(name).write_text(text, encoding="utf-8")
        return ""
    assert main(words[1:]) == 0, (command, capsys.readouterr())
    return capsys.readouterr().out


def test_the_page_has_the_tables_it_speaks_of() -> None:
    assert list(TABLES) == ["border-war/campaign.toml", "border-war/units.toml"]
    assert len(re.findall(r"(?m)^```toml", PAGE)) == len(TABLES)


def test_the_commands_of_the_page_lead_from_two_scenarios_to_a_pack_and_away(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[tuple[str, str]] = []
    given = commands()
    at = next(n for n, command in enumerate(given) if command.startswith("khalkhin install"))
    for command in given[:at]:
        told.append((" ".join(command.split()[:2]), give(command, capsys)))
    pack = Path("border-war-1.0.khalkhin").rename(tmp_path / "border-war-1.0.khalkhin")
    # Somebody else, with nothing of his own.
    for one in home.iterdir():
        shutil.rmtree(one)
    pack.rename(home / pack.name)
    for command in given[at:]:
        told.append((" ".join(command.split()[:2]), give(command, capsys)))
    assert [words for words, _answer in told] == [
        "mkdir border-war", "khalkhin new", "khalkhin new", "khalkhin check", "khalkhin campaign", "khalkhin texts",
        "khalkhin pack", "khalkhin install", "khalkhin campaign", "khalkhin remove",
    ]  # fmt: skip
    answers = [answer for _words, answer in told]
    assert answers[3].endswith("0 errors, 0 warnings\n")
    fought = answers[4]
    assert fought.startswith("The border war\n") and fought == answers[8]
    # Which way is taken is the battle's business: it ends after the first, or the second begins with what is left.
    both = "\ncounterblow: " in fought
    assert both == ("A cease-fire is signed." in fought) == ("carried over" in fought)
    assert both != ("The attack has broken down" in fought)
    assert "\nA quiet border\n" in fought or "\nA hill too many\n" in fought
    assert answers[5].count("texts.de.toml") == 3
    assert sorted(path.name for path in home.iterdir()) == [pack.name]


@pytest.fixture
def war(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The campaign of the page, made by its first commands."""
    for command in commands():
        if command.startswith(("mkdir", "khalkhin new")):
            give(command, capsys)
    return home / "border-war"


def test_both_battles_have_what_the_page_says_they_have(war: Path) -> None:
    def codes(scenario: Scenario) -> set[str]:
        return {unit.id for unit in scenario.order_of_battle}

    first, second = load(war / "outpost"), load(war / "counterblow")
    assert codes(first) == codes(second) and set(re.findall(r"`([a-z]+-\d)`", PAGE)) <= codes(first)
    for scenario in (first, second):
        assert {"The hill", "The village"} <= {place.name for place in scenario.objectives}
        assert scenario.rules.unit_types["border-guards"].mp == 9
    assert [stage.scenario for stage in named("border-war").stages] == ["outpost", "counterblow"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to = "again"', 'to = "agian"', 'no stage is called "agian" — did you mean "again"?'),
        ('scenario = "outpost"', 'scenario = "outpots"', 'no scenario is called "outpots" — did you mean "outpost"?'),
        ('to = "again"\n', 'to = "again"\nif = [ { flag = "x" } ]\n', "its last way on has conditions"),
        ('"The hill" = "soviet"', '"A hill" = "soviet"', 'no objective is called "A hill" — did you mean "The hill"?'),
        ('{ side = "soviet", most', '{ side = "sovjet", most', 'no side is called "sovjet" — did you mean "soviet"?'),
        ('soviet = "The hill looks', 'sovjet = "The hill looks', 'no side is called "sovjet" — did you mean "soviet"?'),
        ('stock_usual = { soviet', 'stock_usual = { sovjet', 'no side is called "sovjet" — did you mean "soviet"?'),
        ('if = [ { held', 'if = [ { stage = "hil", held', 'no stage is called "hil" — did you mean "hill"?'),
        ('if = [ { held', 'if = [ { flag = "rain", held', 'no battle of the campaign sets the flag "rain"'),
        ('"The hill" = "soviet" } } ]\ntext = "From', '"The hill" = "soviets" } } ]\ntext = "From',
         'no side is called "soviets" — did you mean "soviet"?'),
    ],
)  # fmt: skip
def test_what_the_page_says_is_told_is_told_with_its_line(war: Path, old: str, new: str, said: str) -> None:
    maker.exchange(war / "campaign.toml", old, new)
    told = [str(issue) for issue in check_campaign(war)]
    assert any(re.search(r"campaign\.toml:\d+: ", line) and said in line for line in told), told
