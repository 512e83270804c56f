"""Campaigns in packs: checked, packed, installed with their scenarios, begun in the window on their own theatre."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.core.engine import initial_state
from khalkhin.play.campaign import saves as kept
from khalkhin.play.campaign.campaign import begin, fought, next_battle
from khalkhin.play.campaign.saves import CampaignError
from khalkhin.play.checking import check_all
from khalkhin.scenario import ScenarioError, load, packs
from khalkhin.scenario.campaigns import check_campaign, load_campaign, named
from khalkhin.scenario.catalog import folders
from khalkhin.ui.campaign.campaign_list import CampaignsScene
from khalkhin.ui.campaign.own_theatre import OwnTheatre
from khalkhin.ui.campaign.screen import CampaignScene
from khalkhin.ui.destinations import ToCampaigns
from khalkhin.ui.ports import campaign_port, library

from tests.packs import winter
from tests.packs.winter import Winter
from tests.ui.driver import Driver, quiet

PLAYERS = {"soviet": "human", "japanese": "staff"}


@pytest.fixture
def war(tmp_path: Path) -> Winter:
    return winter.write(tmp_path)


@pytest.fixture
def installed(war: Winter, tmp_path: Path) -> Path:
    """The campaign packed, its folder gone, and the pack installed."""
    path, found = packs.pack(war.folder, tmp_path / "winter.khalkhin", "A. Maker", "CC-BY-4.0", "2", check_all)
    assert found.title == "The winter, December 1939"
    shutil.rmtree(war.folder)
    return packs.install(packs.offered(path, check_all))


@pytest.fixture
def window() -> Iterator[Driver]:
    driver = Driver(quiet())
    yield driver
    driver.close()


def test_a_campaign_is_packed_installed_listed_and_removed(
    war: Winter, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert war.told() == []
    assert main(["check", "winter"]) == 0
    assert main(["pack", "winter", "--author", "A. Maker", "--licence", "CC0"]) == 0
    shutil.rmtree(war.folder)
    assert main(["install", "winter-1.khalkhin"]) == 0
    assert "begin it in the window" in capsys.readouterr().out
    mine = {id_: folder for id_, folder, shipped in folders() if not shipped}
    assert mine == {name: paths.user_maps_dir() / "winter" / name for name in ("first_snow", "thaw")}
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert "The winter, December 1939  (a campaign, yours: version 1, by A. Maker, CC0)" in told
    assert "First snow  (yours: version 1, by A. Maker, CC0)" in told
    assert main(["remove", "winter"]) == 0
    assert [id_ for id_, _folder, shipped in folders() if not shipped] == []


FAULTS: dict[str, tuple[Callable[[Winter], object], str]] = {
    "no picture": (
        lambda w: (w.folder / "theatre.png").unlink(),
        'campaign.toml:6: the picture "theatre.png" is missing',
    ),
    "no real picture": (
        lambda w: (w.folder / "theatre.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 40),
        'campaign.toml:6: the picture "theatre.png" is damaged — save the picture again',
    ),
    "a picture elsewhere": (
        lambda w: w.change("campaign.toml", '"theatre.png"', '"../../../../x.png"'),
        "leads outside the folders of maps and assets",
    ),
    "no such scenario": (
        lambda w: w.change("campaign.toml", 'scenario = "thaw"', 'scenario = "thow"'),
        'no scenario is called "thow" — did you mean "thaw"?',
    ),
    "a shipped name": (
        lambda w: (w.folder / "thaw").rename(w.folder / "the_64th"),
        'the_64th: a scenario of the game is called "the_64th" — rename its folder',
    ),
    "a place off the map": (
        lambda w: w.change("campaign.toml", "at = [300, 250]", "at = [300, 1250]"),
        "campaign.toml:8: theatre.places[1].at[2] is 1250 — the most is 1000",
    ),
    "no such sign": (
        lambda w: w.change("campaign.toml", '"railhead"', '"railway"'),
        'campaign.toml:9: theatre.places[2].kind is "railway", which is none of town, railhead',
    ),
    "a fault of a scenario": (
        lambda w: w.change("thaw/scenario.toml", "turns = 3", "turns = 0"),
        "thaw/scenario.toml:8: calendar.turns is 0 — the least is 1",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_told_and_nothing_is_packed(war: Winter, tmp_path: Path, name: str) -> None:
    make, said = FAULTS[name]
    make(war)
    told = war.told()
    assert any(said in t for t in told), told
    with pytest.raises(ScenarioError) as error:
        packs.pack(war.folder, tmp_path / "x.khalkhin", "A", "B", "1", check_all)
    assert said.split(" — ")[0].removeprefix("the_64th: ") in str(error.value)
    assert not list(tmp_path.glob("x*"))


def test_a_scenario_of_yours_with_the_same_name_is_told_before_anything_is_put_in_place(
    war: Winter, tmp_path: Path
) -> None:
    path, _found = packs.pack(war.folder, tmp_path / "winter.khalkhin", "A", "B", "1", check_all)
    mine = paths.user_maps_dir() / "thaw"
    mine.mkdir(parents=True)
    (mine / "scenario.toml").write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match='you have another scenario that is called "thaw"'):
        packs.offered(path, check_all)
    assert not (paths.user_maps_dir() / "winter").exists()


def test_its_battles_are_carried_on_and_its_file_says_which_campaign_it_is(installed: Path) -> None:
    campaign = named("winter")
    assert campaign.theatre is not None and [p.name for p in campaign.theatre.places] == ["Frozen lake", "Railhead"]
    progress = begin(campaign, PLAYERS, 7)
    path = kept.create(progress)
    assert kept.campaign_in(path) == campaign and kept.read(path, campaign) == (progress, "")
    scenario, _changes = next_battle(campaign, progress)
    assert scenario.title == "First snow" and scenario.digest == load("first_snow").digest
    after, way = fought(campaign, progress, initial_state(scenario, 7))
    assert (way.text, after.stage) == ("The ice creaks.", "thaw")
    kept.write(path, after)
    assert kept.read(path, campaign) == (after, "")
    packs.remove("winter")
    with pytest.raises(ScenarioError, match='the campaign "winter" is not among yours — install its pack again'):
        kept.campaign_in(path)


def test_a_file_names_no_way_to_elsewhere(installed: Path, tmp_path: Path) -> None:
    path = kept.create(begin(named("winter"), PLAYERS, 7))
    for name in ("../winter", str(installed), "."):
        text = path.read_text(encoding="utf-8").replace('"campaign": "winter"', f'"campaign": "{name}"')
        other = path.with_name("campaign-900.campaign")
        other.write_text(text, encoding="utf-8")
        with pytest.raises((ScenarioError, CampaignError)):
            kept.campaign_in(other)


def test_the_shipped_campaign_is_checked_by_whatever_name_its_folder_goes() -> None:
    for folder in (paths.maps_dir(), Path(os.path.relpath(paths.maps_dir()))):
        assert check_campaign(folder) == ()


def test_the_shipped_campaign_is_kept_as_before() -> None:
    path = kept.create(begin(load_campaign(), PLAYERS, 7))
    assert '"campaign"' not in path.read_text(encoding="utf-8")
    assert kept.campaign_in(path).id == "" and load_campaign().theatre is None


def test_it_is_begun_in_the_window_on_its_own_theatre(installed: Path, window: Driver) -> None:
    window.show(ToCampaigns())
    scene = window.top
    assert isinstance(scene, CampaignsScene)
    window.click_text("New: The winter, December 1939")
    assert scene.chosen == -2 and scene.campaign == named("winter")
    window.key(pygame.K_RETURN)
    window.click_text("Begin") if isinstance(window.top, CampaignsScene) else None
    window.until(lambda: isinstance(window.top, CampaignScene), "the campaign's map")
    shown = window.top
    assert shown.under.campaign.id == "winter" and isinstance(shown.theatre, OwnTheatre)
    x, y = shown.theatre.place((500, 500))
    assert abs(x - shown.theatre.inner.centerx) <= 1 and abs(y - shown.theatre.inner.centery) <= 1
    # The picture is drawn: a plain place of it has its colour.
    at = shown.theatre.inner.move(60, 60).topleft
    there = window.app.window.surface.get_at(at)
    assert max(abs(a - b) for a, b in zip(there, (226, 222, 206), strict=False)) < 8
    (listed,) = campaign_port.listed()
    assert ("Campaign", "The winter, December 1939") in listed.facts
    packs.remove("winter")
    (listed,) = campaign_port.listed()
    found = campaign_port.open_campaign(listed.path)
    assert isinstance(found, library.OpeningFault) and "install its pack again" in found.text


def test_its_texts_are_extracted_and_shown(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["texts", str(installed), "--lang", "de"]) == 0
    assert capsys.readouterr().out.count("texts;") == 3
    path = installed / "texts.de.toml"
    text = path.read_text(encoding="utf-8")
    assert 'written = "Frozen lake"' in text and 'written = "The ice creaks."' in text
    creaks = 'written = "The ice creaks."\ntext = '
    path.write_text(text.replace(f'{creaks}""', f'{creaks}"Es knackt."'), encoding="utf-8")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert [way.text for way in named("winter").stages[0].ways] == ["Nomonhan has fallen in the snow.", "Es knackt."]
