"""Files as older versions of the game wrote them are read, and one is kept of every format there was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from khalkhin import formats, paths
from khalkhin.core import parse_order
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import EndTurn
from khalkhin.formats import Format
from khalkhin.play.campaign import saves as campaign_saves
from khalkhin.play.puzzles.reader import load_puzzle
from khalkhin.play.session import journal as journal_module
from khalkhin.play.session import saves
from khalkhin.play.session.journal import JournalError, read, replay, restore
from khalkhin.play.session.session import Session
from khalkhin.scenario import load
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.scenario.issues import Report
from khalkhin.scenario.lessons.reader import load_course
from khalkhin.scenario.own.terrains import with_terrains
from khalkhin.scenario.own.unit_types import shared_types
from khalkhin.scenario.tables.rules_tables import load_rules, read_rules
from khalkhin.scenario.texts.files import read_rows
from khalkhin.scenario.tmx.path_sandbox import Roots

from tests.scenarios import small_scenario

HERE = Path(__file__).parent
BOTH = {"soviet": "human", "japanese": "human"}


def _scenario(old: Path, folder: Path) -> None:
    shutil.copytree(paths.maps_dir() / "tilesets", folder / "tilesets", ignore=shutil.ignore_patterns("*.png"))
    shutil.copytree(old, folder / "old")
    scenario = load(folder / "old")
    assert scenario.title == "Grazing rights" and len(scenario.order_of_battle) == 18


def _campaign(old: Path, folder: Path) -> None:
    assert [s.id for s in load_campaign(old).stages][:2] == ["horses", "trap"]


def _journal(old: Path, folder: Path) -> None:
    shutil.copy(old, folder)
    record = read(folder / old.name)
    assert not record.damage and not record.torn and sum(e.order is not None for e in record.entries) == 40
    state, _ = restore(record, load("grazing_rights"))
    assert (state.turn, state.active) == (1, "soviet")
    (listed,) = saves.listed(folder)
    assert (listed.turn, listed.side, listed.problem) == (1, "soviet", "")


def _progress(old: Path, folder: Path) -> None:
    progress, _ = campaign_saves.read(old, load_campaign(paths.maps_dir() / "campaign.toml"))
    assert progress.players == {"soviet": "human", "japanese": "staff"} and progress.levels == {"japanese": "hard"}
    assert [r.stage for r in progress.results] == ["horses"] and progress.results[0].points["soviet"] == 29


def _lesson(old: Path, folder: Path) -> None:
    shutil.copytree(paths.maps_dir() / "tilesets", folder / "tilesets", ignore=shutil.ignore_patterns("*.png"))
    shutil.copytree(old, folder / "lessons" / "old")
    course = load_course(folder / "lessons" / "old")
    assert course.number == 2 and len(course.parts) > 3


def _puzzle(old: Path, folder: Path) -> None:
    shutil.copytree(old, folder / "old")
    puzzle = load_puzzle(folder / "old")
    assert (puzzle.base, puzzle.turns, puzzle.side) == ("the_64th", 2, "japanese")


def _texts(old: Path, folder: Path) -> None:
    report = Report()
    read = read_rows(old, report)
    assert read is not None and not report.issues
    rows = read[1].texts
    assert rows["title"].text == "Kleines Gefecht" and rows["units.su-9"].gone
    assert rows["sides.soviet.briefing"].before and rows["sides.soviet.briefing"].text.startswith("Nehmen Sie")


def _units(old: Path, folder: Path) -> None:
    (folder / "maps" / "old").mkdir(parents=True)
    shutil.copy(old, folder / "maps" / "old" / "units.toml")
    types = load_rules().unit_types
    report = Report()
    roots = Roots.of((folder / "maps" / "old").resolve())
    found = shared_types(folder / "maps" / "old", roots, types, usual_type(), (), report)
    assert not report.issues
    assert (found["ski-battalion"].mp, found["tank-brigade"].mp, found["tank-brigade"].name) == (
        9,
        6,
        types["tank-brigade"].name,
    )


def _terrain(old: Path, folder: Path) -> None:
    (folder / "maps" / "old").mkdir(parents=True)
    shutil.copy(old, folder / "maps" / "old" / "terrain.toml")
    report, tables = Report(), read_rules(paths.rules_dir(), Report())
    assert tables is not None
    here = folder / "maps" / "old"
    found = with_terrains(here, Roots.of(here.resolve()), tables.rules.terrain, tables.usual_terrain, report)
    assert not report.issues and len(found) == len(tables.rules.terrain) + 1
    assert (found["forest"].name, found["forest"].shift, found["forest"].sight_bonus) == ("Pine forest", -2, 0)


def usual_type() -> Mapping[str, Any]:
    """What a unit type has that does not say otherwise."""
    tables = read_rules(paths.rules_dir(), Report())
    assert tables is not None
    return tables.usual_type


#: How each kind of file is called here, and what is to be found in it.
KINDS: dict[str, tuple[Format, str, Callable[[Path, Path], None]]] = {
    "SCENARIO": (formats.SCENARIO, "scenario-{}", _scenario),
    "CAMPAIGN": (formats.CAMPAIGN, "campaign-{}.toml", _campaign),
    "JOURNAL": (formats.JOURNAL, "journal-{}.journal", _journal),
    "LESSON": (formats.LESSON, "lesson-{}", _lesson),
    "PUZZLE": (formats.PUZZLE, "puzzle-{}", _puzzle),
    "UNITS": (formats.UNITS, "units-{}.toml", _units),
    "TERRAIN": (formats.TERRAIN, "terrain-{}.toml", _terrain),
    "TEXTS": (formats.TEXTS, "texts-{}.toml", _texts),
    "PROGRESS": (formats.PROGRESS, "progress-{}.campaign", _progress),
}


def _kept(kind: Format) -> Iterator[int]:
    """The formats of which a file must be kept: all before today's, and at least the first."""
    return iter(range(kind.first, max(kind.today, kind.first + 1)))


def test_every_kind_of_file_has_a_row() -> None:
    assert KINDS.keys() == {name for name, value in vars(formats).items() if isinstance(value, Format)}


@pytest.mark.parametrize(("name", "given"), [(name, n) for name, (kind, _, _) in KINDS.items() for n in _kept(kind)])
def test_a_file_of_every_format_is_kept_and_read(name: str, given: int, tmp_path: Path) -> None:
    _, file, looks = KINDS[name]
    old = HERE / file.format(given)
    assert old.exists(), f"keep a {name.lower()} of format {given} as {old.name} before the format is raised"
    assert _format_of(old) == given, f"{old.name} does not say that it has format {given}"
    looks(old, tmp_path)


def _format_of(old: Path) -> int:
    """The format that a kept file says it has."""
    inside = "puzzle.toml" if (old / "puzzle.toml").is_file() else "scenario.toml"
    text = (old / inside if old.is_dir() else old).read_text(encoding="utf-8")
    if old.suffix in (".journal", ".campaign"):
        return int(json.loads(text.splitlines()[0] if old.suffix == ".journal" else text)["version"])
    lines = [line for line in text.splitlines() if line.startswith("format = ")]
    return int(lines[0].split()[2]) if lines else 0


# ---- What an upgrade does, with formats as they may come


def _orders_renamed(line: dict[str, Any]) -> dict[str, Any]:
    """Format 0 of a journal called an order `order`, and its scenario `map`."""
    for old, new in (("order", "o"), ("map", "scenario")):
        if old in line:
            line[new] = line.pop(old)
    return line


def _small() -> Scenario:
    return small_scenario(
        ["......"] * 3,
        [("s", "rifle-regiment", "soviet", (0, 0), {}), ("j", "jp-infantry-regiment", "japanese", (5, 2), {})],
    )


def _old_journal(path: Path) -> str:
    """A battle of four orders in that format; the digest it ends with."""
    session = Session.begin(_small(), BOTH, 1, path=path)
    for order in ("move s 1,0", "end", "move j 4,2", "end"):
        session.submit(parse_order(order))
    digest = session._state.digest()
    session.close()
    before, out = "", b""
    for raw in path.read_bytes().splitlines():
        line = json.loads(raw)
        del line["sum"]
        for new, old in (("o", "order"), ("scenario", "map")):
            if new in line:
                line[old] = line.pop(new)
        if "version" in line:
            line["version"] = 0
        written, before = journal_module._line(line, before)
        out += written
    path.write_bytes(out)
    return digest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A player's folders, and a program whose journals have had a format 0, which it reads by the step above."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    monkeypatch.setattr(journal_module, "JOURNAL", Format("journal", (_orders_renamed,), first=0))
    folder = paths.saves_dir()
    folder.mkdir(parents=True)
    return folder


def test_a_journal_of_an_older_format_is_read_replayed_and_goes_on_in_a_new_file(home: Path) -> None:
    path = home / "old.journal"
    digest = _old_journal(path)
    written = path.read_bytes()
    record = read(path)
    assert [e.order for e in record.entries if e.order] == ["move s 1,0", "end", "move j 4,2", "end"]
    assert list(replay(record, _small()))[-1].state.digest() == digest
    session = Session.open(path, _small())
    assert session.path is not None and session.path != path
    assert session.notice == (
        f"An older version of the game wrote old.journal, which is kept. This battle goes on in {session.path.name}."
    )
    session.submit(EndTurn())
    after = session._state.digest()
    session.close()
    assert path.read_bytes() == written
    again = read(session.path)
    assert (
        again.rewritten == b""
        and not again.damage
        and json.loads(session.path.read_bytes().splitlines()[0])["version"] == 1
    )
    assert [p.state for p in replay(again, _small())][-1].digest() == after


def test_a_copy_of_an_older_journal_is_in_todays_format(home: Path) -> None:
    path = home / "old.journal"
    _old_journal(path)
    copy = read(saves.copied(path))
    assert copy.rewritten == b"" and not copy.damage and copy.header == read(path).header


@pytest.mark.parametrize("line", range(2, 8))
def test_damage_in_an_older_journal_is_found_at_its_line(home: Path, line: int) -> None:
    path = home / "old.journal"
    _old_journal(path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"sum":"', b'"more":1,"sum":"')
    path.write_bytes(b"".join(lines))
    record = read(path)
    assert record.damage == f"{path}:{line}: this line is not as it was written."
    assert all(e.line < line for e in record.entries)
    session = Session.open(path, _small())
    assert session.notice.startswith(record.damage) or line == 2
    session.close()


def test_what_no_step_can_do_with_is_damage(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def named(line: dict[str, Any]) -> dict[str, Any]:
        return line if "version" in line else {"o": line["order"]}

    monkeypatch.setattr(journal_module, "JOURNAL", Format("journal", (named,), first=0))
    path = home / "old.journal"
    begun, before = journal_module._line({**_HEADER, "version": 0}, "")
    given, before = journal_module._line({"order": "end"}, before)
    odd, _ = journal_module._line({"command": "end"}, before)
    path.write_bytes(begun + given + odd)
    assert read(path).damage == f"{path}:3: this line is not as it was written."


_HEADER = {k: v for k, v in json.loads((HERE / "journal-1.journal").read_text().splitlines()[0]).items() if k != "sum"}


def test_a_played_campaign_of_an_older_format_goes_through_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seeded(data: dict[str, Any]) -> dict[str, Any]:
        """Format 0 called the seed `dice`."""
        return {**{k: v for k, v in data.items() if k != "dice"}, "seed": data["dice"]}

    monkeypatch.setattr(campaign_saves, "PROGRESS", Format("campaign", (seeded,), first=0))
    campaign = load_campaign(paths.maps_dir() / "campaign.toml")
    data = json.loads((HERE / "progress-1.campaign").read_text(encoding="utf-8"))
    data |= {"version": 0, "dice": data.pop("seed")}
    path = tmp_path / "old.campaign"
    path.write_text(json.dumps(data), encoding="utf-8")
    progress, _ = campaign_saves.read(path, campaign)
    assert progress.seed == 7
    campaign_saves.write(path, progress)
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1
    del data["dice"]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(campaign_saves.CampaignError, match="is no campaign of this game, or it is damaged"):
        campaign_saves.read(path, campaign)


def test_files_of_a_newer_game_are_refused_in_a_sentence(home: Path) -> None:
    line, _ = journal_module._line({"format": "khalkhin-journal", "version": 99}, "")
    (home / "new.journal").write_bytes(line)
    (home / "new.campaign").write_text('{"format": "khalkhin-campaign", "version": 99}', encoding="utf-8")
    said = "has format 99; this version of the game reads {} up to {}. Get a newer one."
    with pytest.raises(JournalError) as journal:
        read(home / "new.journal")
    assert str(journal.value) == f"{home / 'new.journal'} {said.format('journals', 1)}"
    with pytest.raises(campaign_saves.CampaignError) as campaign:
        campaign_saves.read(home / "new.campaign", load_campaign(paths.maps_dir() / "campaign.toml"))
    assert str(campaign.value) == f"{home / 'new.campaign'} {said.format('campaigns', 1)}"
