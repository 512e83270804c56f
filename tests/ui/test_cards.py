"""Cards of scenarios: kept by content, made when they are missing or damaged, and a list that loads nothing."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.core.model.scenario import Scenario
from khalkhin.play.cards import results, shelf
from khalkhin.play.cards.card import card_of
from khalkhin.play.cards.results import Result
from khalkhin.scenario import catalog
from khalkhin.scenario.build import read_scenario
from khalkhin.scenario.issues import Report
from khalkhin.ui.campaign.campaign_list import CampaignsScene
from khalkhin.ui.destinations import ToCampaigns, ToEnd, ToLessons, ToNewBattle
from khalkhin.ui.menus.lessons import LessonsScene
from khalkhin.ui.menus.new_battle import NewBattleScene
from khalkhin.ui.pictures.card_drawer import CardDrawer
from khalkhin.ui.pictures.card_maker import NAME
from khalkhin.ui.pictures.cardmap import SIZE, card_map
from khalkhin.ui.ports import cards, lessons_port, library
from khalkhin.ui.ports.library import Opened
from khalkhin.ui.widgets.backdrop import Backdrop
from khalkhin.ui.widgets.rows import Line

from tests import guard
from tests.narrow import a, the
from tests.scenario.maker import write as scenario_files
from tests.ui.driver import Driver, quiet
from tests.ui.smallbattle import small_battle

Opening = Callable[..., Driver]


@pytest.fixture(autouse=True)
def alone() -> None:
    """No maker of cards that a test before has left is at work: it would put its cards on this test's shelf."""
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join(guard.SECONDS)


@pytest.fixture
def driver() -> Iterator[Opening]:
    made: list[Driver] = []

    def make(size: tuple[int, int] = (1280, 720)) -> Driver:
        made.append(Driver(quiet(), size))
        return made[-1]

    yield make
    for d in made:
        d.close()


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenarios that are loaded, on whichever thread, by their folders' names."""
    names: list[str] = []

    def read(folder: Path, report: Report) -> Scenario | None:
        names.append(folder.name)
        return read_scenario(folder, report)

    monkeypatch.setattr("khalkhin.scenario.catalog.read_scenario", read)
    return names


def folder(tmp_path: Path) -> Path:
    """A scenario's folder of its own, with files that need not be read."""
    there = tmp_path / "small"
    (there / "art").mkdir(parents=True)
    (there / "scenario.toml").write_text('title = "Small"\n', encoding="utf-8")
    (there / "art" / "a.png").write_bytes(b"picture")
    return there


def kept_all() -> None:
    """Let every scenario that is found have a card."""
    for item in cards.listed():
        shelf.keep(shelf.key(item.folder), card_of(small_battle()), blank())


def test_a_card_is_found_again_by_the_content_of_its_files(tmp_path: Path) -> None:
    there = folder(tmp_path)
    first = shelf.key(there)
    shelf.keep(first, card_of(small_battle()), b"a picture")
    assert shelf.find(first) == (card_of(small_battle()), b"a picture")
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(there, elsewhere)
    assert shelf.key(elsewhere) == first, "the same content has the same card wherever it lies"
    (there / "art" / "a.png").write_bytes(b"picturf")
    assert shelf.key(there) != first and shelf.find(shelf.key(there)) is None
    (elsewhere / "more.toml").write_text("", encoding="utf-8")
    assert shelf.key(elsewhere) != first


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:80],
        lambda data: data.replace(b"Small", b"Snall"),
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"\0" * len(data),
    ],
)
def test_a_damaged_card_counts_for_none_and_is_made_anew(harm: Callable[[bytes], bytes], tmp_path: Path) -> None:
    name = "0" * 40
    shelf.keep(name, card_of(small_battle()), b"a picture")
    (path,) = shelf.folder().iterdir()
    before = path.read_bytes()
    path.write_bytes(harm(before))
    assert path.read_bytes() != before and shelf.find(name) is None
    shelf.keep(name, card_of(small_battle()), b"a picture")
    assert shelf.find(name) is not None and path.read_bytes() == before


def test_a_card_of_other_facts_with_a_good_digest_counts_for_none() -> None:
    rest = b'{"title": 5}\npicture'
    shelf.folder().mkdir(parents=True)
    (shelf.folder() / f"x{shelf.SUFFIX}").write_bytes(hashlib.sha256(rest).hexdigest().encode() + rest)
    assert shelf.find("x") is None


def test_what_cannot_be_kept_is_no_fault() -> None:
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    shelf.folder().write_text("in the way", encoding="utf-8")
    shelf.keep("x", card_of(small_battle()), b"")
    assert shelf.find("x") is None


def test_the_shelf_is_limited_and_the_longest_unused_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_CARDS", 3)
    for n in range(5):
        shelf.keep(f"{n}", card_of(small_battle()), b"")
        os.utime(shelf.folder() / f"{n}{shelf.SUFFIX}", (n + 1, n + 1))
    assert {path.stem for path in shelf.folder().iterdir()} == {"2", "3", "4"}
    assert shelf.find("2") is not None  # It has been looked at now.
    shelf.keep("5", card_of(small_battle()), b"")
    assert {path.stem for path in shelf.folder().iterdir()} == {"2", "4", "5"}
    monkeypatch.setattr(shelf, "MOST_BYTES", 3000)
    shelf.keep("6", card_of(small_battle()), b"x" * 1500)
    assert sum(path.stat().st_size for path in shelf.folder().iterdir()) <= 3000
    shelf.keep("7", card_of(small_battle()), b"x" * shelf.MOST_OF_ONE)
    assert shelf.find("7") is None


def test_the_list_opens_and_is_used_without_loading_a_scenario(driver: Opening, loaded: list[str]) -> None:
    for item in cards.listed():
        cards.made(item, card_map)
    loaded.clear()
    d = driver()
    d.show(ToNewBattle())
    scene = a(NewBattleScene, d.top)
    assert scene.playable is not None and scene.picture is not None, "the first picture has the chosen card"
    d.until(lambda: len(scene.shown) == len(scene.listed), "all cards")
    for item in scene.listed:
        d.click_text(item.title)
        assert scene.picture is not None and scene.card is not None and scene.card.title in d.texts()
    assert loaded == []
    d.click_text("Begin")
    assert loaded == [scene.listed[-1].id], "the battle that is begun is loaded, and no other"


def test_the_list_has_the_same_dates_before_its_cards_are_read() -> None:
    found = {item.id: (item.date, the(cards.facts(item).card).first) for item in cards.listed()}
    assert found and all(listed == read for listed, read in found.values()), found


def test_missing_cards_are_made_once_and_then_kept(driver: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(item for item in cards.listed() if item.id == "grazing_rights")
    monkeypatch.setattr(cards, "listed", lambda: (one,))
    asked: list[str] = []
    draw = CardDrawer.draw

    def note(drawer: CardDrawer, item: cards.ListedScenario) -> None:
        asked.append(item.id)
        draw(drawer, item)

    monkeypatch.setattr(CardDrawer, "draw", note)
    d = driver()
    for _ in range(2):
        d.show(ToNewBattle())
        assert d.faults() == []
        d.until(lambda: d.top.card, "its card")
        assert d.faults() == [] and d.button("Begin").is_enabled
    assert asked == ["grazing_rights"] and len(list(shelf.folder().iterdir())) == 1
    card, scenario = the(d.top.card), catalog.load("grazing_rights")
    assert card == card_of(scenario) and card.turns == 10 and card.units == len(scenario.order_of_battle)
    assert "about 1 hour" in d.texts() and "18 units on 16 by 14 hexes" in d.texts()
    picture = pygame.image.load(io.BytesIO(d.top.shown["grazing_rights"].picture), "card.png")
    assert max(picture.get_size()) == max(SIZE)


def test_no_unit_is_on_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = catalog.load("grazing_rights")
    bare = replace(scenario, units=tuple(replace(u, hex=-1) for u in scenario.units))
    assert card_map(scenario) == card_map(bare)


def many(count: int) -> tuple[cards.ListedScenario, ...]:
    return tuple(cards.ListedScenario(f"s{n}", Path(f"s{n}"), f"Scenario {n:02d}") for n in range(count))


@pytest.fixture
def long_list(monkeypatch: pytest.MonkeyPatch) -> int:
    """A list of scenarios that is much longer than any window."""
    shown = cards.Shown(card_of(small_battle()), blank())
    items = many(24)
    monkeypatch.setattr(cards, "listed", lambda: items)
    monkeypatch.setattr(cards, "kept", lambda item: shown)
    return len(items)


def titles(d: Driver) -> list[int]:
    rows = d.top.list
    return list(range(rows.first, rows.first + rows.room))


def test_a_long_list_goes_to_its_end_by_wheel(long_list: int, driver: Opening) -> None:
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    d.move(d.top.list.area.center)
    for _ in range(long_list):
        d.post(pygame.MOUSEWHEEL, x=0, y=-1)
        d.step(1)
    assert titles(d)[-1] == long_list - 1 and d.faults() == [] and not d.button("0 below").is_enabled
    for _ in range(long_list):
        d.post(pygame.MOUSEWHEEL, x=0, y=1)
        d.step(1)
    assert titles(d)[0] == 0


def test_a_long_list_goes_to_its_end_by_mouse_alone(long_list: int, driver: Opening) -> None:
    d = driver((960, 600))
    d.show(NewBattleScene(Backdrop()))
    pressed = 0
    while d.button(" below").is_enabled and pressed < long_list:
        d.click_text(" below")
        pressed += 1
    assert titles(d)[-1] == long_list - 1 and d.faults() == []
    rect = d.top.list._shown[-1][1].rect
    d.click(rect.center)
    assert d.top.chosen == long_list - 1


def test_a_long_list_goes_to_its_end_by_keyboard(long_list: int, driver: Opening) -> None:
    d = driver()
    d.show(NewBattleScene(Backdrop()))
    scene = d.top
    while not scene.ui.focus_name.startswith("row"):
        d.key(pygame.K_TAB)
    for _ in range(long_list):
        if scene.ui.focus_name == f"row-{long_list - 1}":
            break
        d.key(pygame.K_DOWN)
    assert scene.ui.focus_name == f"row-{long_list - 1}" and titles(d)[-1] == long_list - 1
    d.key(pygame.K_RETURN)
    assert scene.chosen == long_list - 1 and scene.ui.focus_name == f"row-{long_list - 1}"
    d.key(pygame.K_HOME)
    assert scene.ui.focus_name == "row-0" and titles(d)[0] == 0
    d.key(pygame.K_END)
    assert scene.ui.focus_name == f"row-{long_list - 1}"
    for _ in range(long_list - 1):
        d.key(pygame.K_UP)
    assert scene.ui.focus_name == "row-0"


def test_the_one_to_begin_with_is_chosen_and_told_until_it_has_been_fought(driver: Opening) -> None:
    kept_all()
    d = driver()
    d.show(ToNewBattle())
    assert the(d.top.item).id == cards.START_HERE and "Start here" in d.texts()
    units = {id_: len(catalog.load(id_).units) for id_ in ("grazing_rights", "the_64th", "two_prongs")}
    assert min(units, key=lambda id_: units[id_]) == cards.START_HERE, "it is said to be the smallest"
    results.note(Result(cards.START_HERE, "a.journal", 7, {"soviet": 3}, "soviet"))
    d.show(ToNewBattle())
    assert "Start here" not in d.texts() and "1 battle, 1 won" in d.texts()
    assert d.top.list.rows[0].mark == "won"


def test_a_battle_that_ends_is_among_the_results_once(driver: Opening) -> None:
    game = a(Opened, library.open_battle("grazing_rights", "both", 7)).session
    game.give_up()
    d = driver()
    for _ in range(2):
        d.show(ToEnd(game, "soviet"))
    (kept,) = results.load()
    assert kept.scenario == "grazing_rights" and set(kept.grades) == {"soviet", "japanese"}
    assert the(results.standing(results.load(), "grazing_rights", own=False)).fought == 1


def test_a_battle_that_the_computer_ended_for_a_player_is_among_his_results(driver: Opening) -> None:
    game = a(Opened, library.open_battle("grazing_rights", "soviet", 7)).session
    game.give_up()
    game.hand("soviet", "staff")
    assert not game.humans
    driver().show(ToEnd(game, "soviet"))
    (kept,) = results.load()
    assert set(kept.grades) == {"soviet"}


def test_a_scenario_of_ones_own_has_its_own_results_though_its_name_is_one_of_the_games(
    driver: Opening, tmp_path: Path
) -> None:
    files = scenario_files(tmp_path / "made")
    files.change("map", "../tilesets/terrain.tsx", "own.tsx")
    files.tsx.rename(files.folder / "own.tsx")
    mine = paths.user_maps_dir() / "grazing_rights"
    mine.parent.mkdir(parents=True)
    files.folder.rename(mine)
    d = driver()
    for ref in (str(mine), "grazing_rights", str(mine)):
        game = a(Opened, library.open_battle(ref, "both", 7)).session
        game.give_up()
        d.show(ToEnd(game, "soviet"))
    fought = {id_: standing.fought for id_, standing in cards.standings(cards.listed()).items()}
    assert fought == {"grazing_rights": 1, str(mine): 2}
    results.note(Result("grazing_rights", "old.journal", 9, {"soviet": 4}))  # a file that does not say whose
    assert cards.standings(cards.listed())["grazing_rights"].fought == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[", b'[1, {}, {"scenario": 4}]'])
def test_damaged_results_are_set_aside_and_more_can_be_kept(content: bytes) -> None:
    paths.data_dir().mkdir(parents=True, exist_ok=True)
    results.path().write_bytes(content)
    assert results.load() == ()
    results.note(Result("x", "a.journal", 1, {"soviet": 4}))
    assert [r.scenario for r in results.load()] == ["x"]
    aside = paths.data_dir() / "results.json.damaged"
    assert aside.is_file() != content.startswith(b"[1"), "only what is no list at all is set aside"


def test_where_no_thread_can_be_begun_cards_are_made_all_the_same(
    driver: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_all()

    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    d = driver()
    d.show(ToNewBattle())
    d.step(2 * len(d.top.listed) + 4)
    assert len(d.top.shown) == len(d.top.listed)


def test_a_card_that_comes_while_a_row_is_pressed_loses_no_click(
    driver: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New controls while a button is held, or before its work is done, would take the click away."""
    d = driver()
    scene = NewBattleScene(Backdrop())
    d.show(scene)
    item = the(scene.item)
    monkeypatch.setattr(scene.maker, "poll", lambda: [(item, cards.Shown(card_of(small_battle()), b""))])
    d.click_text("Two prongs")
    assert the(scene.item).title == "Two prongs"
    d.step()
    assert item.id in scene.shown and not scene.ui.pressing


# -- lessons and campaigns ---------------------------------------------------------------------------------


@cache
def blank() -> bytes:
    """The picture on the card of a small battle."""
    return card_map(small_battle())


def blank_cards() -> None:
    """Let all lessons and scenarios have a card of a small battle, quickly."""
    lessons = lessons_port.lessons()
    assert not isinstance(lessons, library.OpeningFault)
    for item in (*cards.listed(), *lessons_port.scenarios(lessons)):
        shelf.keep(shelf.key(item.folder), card_of(small_battle()), blank())


@pytest.mark.parametrize("means", ["mouse", "keys"])
def test_a_lesson_is_chosen_by_its_card(driver: Opening, means: str) -> None:
    blank_cards()
    d = driver()
    d.show(ToLessons())
    scene = a(LessonsScene, d.top)
    assert d.faults() == [] and "start here" in [row.mark for row in scene.list.rows]
    d.until(lambda: scene.pictures, "its map")
    ((picture, place),) = scene.pictures
    assert d.app.screen.get_at(place.center)[:3] == picture.get_at((place.w // 2, place.h // 2))[:3]
    assert scene.frame.contains(place)
    second = scene.listed[1].course
    if means == "mouse":
        d.click_text(second.title)
    else:
        d.choose(second.title)
    assert scene.chosen == second.id and second.teaches in d.texts()
    assert f"{small_battle().board.width} by {small_battle().board.height} hexes" in d.texts()
    d.until(lambda: scene.pictures, "its map")
    assert d.faults() == []


def test_how_far_one_is_with_a_lesson_stands_on_its_card(driver: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = lessons_port.lessons()
    assert not isinstance(offered, library.OpeningFault)
    first, second, *rest = offered
    known = (replace(first, done=True), replace(second, at=2), *rest)
    monkeypatch.setattr(lessons_port, "lessons", lambda: known)
    d = driver()
    d.show(ToLessons())
    marks = [row.mark for row in a(LessonsScene, d.top).list.rows]
    assert marks[:2] == ["done", f"step 3 of {len(second.course.parts)}"] and set(marks[2:]) == {""}


def test_a_campaign_shows_its_battles_with_their_maps_and_results(driver: Opening) -> None:
    blank_cards()
    results.note(Result("grazing_rights", "one.journal", 5, {"soviet": 3}, "soviet", False))
    d = driver()
    d.show(ToCampaigns())
    scene = a(CampaignsScene, d.top)
    battles = list(dict.fromkeys(stage.scenario for stage in the(scene.campaign).stages))
    d.until(lambda: len(scene.pictures) == len(battles) and scene.gallery.card(battles[-1]), "their maps")
    d.step(3)
    lefts = [place.left for _picture, place in scene.pictures]
    assert lefts == sorted(lefts) and all(scene.frame.contains(place) for _picture, place in scene.pictures)
    for (_one, place), (_other, following) in pairwise(scene.pictures):
        assert place.right <= following.left
    values = [row.value for row in scene._about() if isinstance(row, Line)]
    assert values.count("won") == 1 and values.count("not fought yet") == len(battles) - 1
    assert d.faults() == []


def test_a_campaign_whose_maps_are_damaged_is_begun_without_them(driver: Opening) -> None:
    for item in cards.listed():
        shelf.keep(shelf.key(item.folder), card_of(small_battle()), b"no picture")
    d = driver()
    d.show(ToCampaigns())
    scene = a(CampaignsScene, d.top)
    d.until(lambda: scene.gallery.card("grazing_rights"), "a card")
    assert scene.pictures == [] and d.button("Begin").is_enabled and d.faults() == []
