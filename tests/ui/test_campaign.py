"""The campaign through the window: begun, fought, left, taken up, carried over, ended; and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import pygame
import pytest
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign import saves as kept
from khalkhin.play.campaign.campaign import begin as new_campaign
from khalkhin.play.measure.work import calls
from khalkhin.scenario.campaigns import load_campaign
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.campaign import pages as campaignpages
from khalkhin.ui.campaign import theatre_land
from khalkhin.ui.campaign.auto_resolve_screen import ResolveScene
from khalkhin.ui.campaign.campaign_list import CampaignsScene
from khalkhin.ui.campaign.screen import BEGINNING, END, CampaignScene
from khalkhin.ui.campaign.theatre import Theatre
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.dialogs.menu import MenuScene
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.menus.start import StartScene
from khalkhin.ui.report.end import EndScene

from tests.campaignfiles import War, make
from tests.covering import covering
from tests.guard import until, waiting
from tests.harness.faults import stopped
from tests.narrow import a, the
from tests.ui.driver import Driver, Preferences, quiet

SIZES = [(1024, 640), (1280, 720), (1920, 1080)]


@pytest.fixture
def war(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> War:
    return make(tmp_path, monkeypatch)


@pytest.fixture
def window(war: War) -> Iterator[Callable[..., Driver]]:
    made: list[Driver] = []

    def show(size: tuple[int, int] = (1280, 720), **settings: Unpack[Preferences]) -> Driver:
        given: Preferences = {"confirm_end": False, **settings}
        made.append(Driver(quiet(**given), size))
        made[-1].show(StartScene())
        return made[-1]

    yield show
    for d in made:
        d.close()


def begin(d: Driver, side: str = "Both") -> CampaignScene:
    """A new campaign from the start screen, commanded as told."""
    d.click_text("Campaign")
    while side not in d.button("‹  ").text:
        d.click_text("‹  ")
    assert d.faults() == []
    d.click_text("Begin")
    return at_map(d)


def at_map(d: Driver) -> CampaignScene:
    assert isinstance(d.top, CampaignScene), type(d.top).__name__
    assert d.faults() == []
    return d.top


def play(d: Driver, until: Callable[[Driver], bool]) -> None:
    """Answer what comes up and end turns until something holds."""
    for _ in waiting(lambda: until(d), lambda: f"what is played for, in {type(d.top).__name__}"):
        if isinstance(d.top, Dialog | HandOver | BriefingScene) or in_battle(d):
            d.key(pygame.K_RETURN)
        else:
            d.step(1)


def ended(d: Driver) -> bool:
    return isinstance(d.top, EndScene)


def in_battle(d: Driver) -> bool:
    """Whether the map takes orders and nothing is waiting to be read."""
    return isinstance(d.top, BattleScene) and d.top.battle.may_order and not d.top.battle.pending


def on_turn(turn: int) -> Callable[[Driver], bool]:
    return lambda d: in_battle(d) and d.top.battle.planner.state.turn >= turn


def results(war: War) -> list[str]:
    (item,) = kept.listed()
    assert item.progress is not None, item.problem
    return [r.stage for r in item.progress.results]


def test_a_campaign_for_two_players_from_the_start_to_its_end(window: Callable[..., Driver], war: War) -> None:
    d = window()
    scene = begin(d)
    assert scene.page == BEGINNING and "The bridge is yours." in d.texts()
    d.click_text("Told to")
    assert "The bridge is theirs." in d.texts() and "yours" not in d.texts()
    for number, (stage, title) in enumerate((("one", ""), ("two", " two"), ("three", " three")), 1):
        d.click_text(f"Fight Small scenario{title}")
        assert isinstance(d.top, BriefingScene)
        play(d, ended)
        assert "counted this battle" in d.texts() and d.faults() == []
        assert len(results(war)) == number
        d.click_text("To the campaign")
        assert at_map(d).page == stage and f"Small scenario{title}" in d.texts()
        assert results(war)[-1] == stage
        d.key(pygame.K_RIGHT)
        assert d.faults() == []
    assert d.top.page == END
    assert "A drawn border" in d.texts() and "What happened in 1939" in d.texts() and "1941" in d.texts()
    d.key(pygame.K_ESCAPE)
    d.click_text("Campaign")
    d.click_text("Campaign 001: ended")
    assert "at its end" in d.texts()
    d.click_text("Go on")
    assert at_map(d).page == END
    with pytest.raises(LookupError):
        d.button("Fight")


def test_the_level_chosen_for_the_computer_holds_in_its_battles(window: Callable[..., Driver], war: War) -> None:
    d = window()
    d.click_text("Campaign")
    d.click_text("Level: normal")
    assert d.faults() == []
    d.click_text("Begin")
    at_map(d)
    (item,) = kept.listed()
    assert item.progress is not None and item.progress.levels == {"japanese": "hard"}
    d.click_text("Fight")
    play(d, in_battle)
    battle = d.top.session.view("soviet").state
    assert dict(battle.handicaps) == {"japanese": battle.scenario.rules.handicap}


def test_what_is_carried_over_is_told_to_its_side_only(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, in_battle)
    session = d.top.session
    hurt = {"ru-24": 4, "jp-64": 3}
    session._state = session._state.with_units(
        [replace(u, steps=hurt[u.id]) for u in session._state.units if u.id in hurt]
    )
    session._journal.mark(session._state)
    play(d, ended)
    d.click_text("To the campaign")
    d.key(pygame.K_RIGHT)
    assert "Both sides send for more men." in d.texts()
    assert "24th Rifle comes with" in d.texts() and "64th Infantry" not in d.texts()
    d.click_text("Told to")
    assert "64th Infantry comes with" in d.texts() and "24th Rifle" not in d.texts()


def test_a_battle_is_left_and_gone_on_with_from_map_and_load_screen(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    digest = d.top.session.view("soviet").state.digest()
    d.key(pygame.K_ESCAPE)
    a(MenuScene, d.top)
    assert d.faults() == []
    d.click_text("Save and leave")
    scene = at_map(d)
    assert scene.page == "one" and "Begun: turn 2" in d.texts() and results(war) == []
    d.click_text("Go on with")
    play(d, in_battle)
    assert d.top.session.view("soviet").state.digest() == digest
    d.show(StartScene())  # As if the window had been closed.
    d.click_text("Load a game")
    assert "Campaign 001" in d.texts()
    d.click_text("Load")
    play(d, in_battle)
    assert d.top.session.view("soviet").state.digest() == digest
    play(d, ended)
    d.click_text("To the campaign")
    assert at_map(d).page == "one" and results(war) == ["one"]


def test_a_window_killed_at_the_end_of_a_battle_counts_it_the_next_time(
    window: Callable[..., Driver], war: War
) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(3))
    session = d.top.session
    while not session.over:
        session.submit(EndTurn())
    assert results(war) == []
    d.show(StartScene())
    d.click_text("Campaign")
    d.click_text("Campaign 001")
    d.click_text("Go on")
    assert at_map(d).page == "two" and results(war) == ["one"]


def test_a_battle_is_given_up_only_when_it_is_meant(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, in_battle)
    d.key(pygame.K_ESCAPE)
    d.click_text("Give up this battle")
    assert isinstance(d.top, Dialog) and d.faults() == []
    d.click_text("Fight on")
    assert isinstance(d.top, BattleScene) and not d.top.session.over
    d.key(pygame.K_ESCAPE)
    d.click_text("Give up this battle")
    d.click_text("Give it up")
    assert isinstance(d.top, EndScene) and "given up" in d.texts() and results(war) == ["one"]
    d.click_text("To the campaign")
    assert at_map(d).page == "one"


def test_a_battle_is_begun_anew(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    d.key(pygame.K_ESCAPE)
    d.click_text("Save and leave")
    d.click_text("Begin it anew")
    d.click_text("Not now")
    assert at_map(d).under.begun is not None
    d.click_text("Begin it anew")
    d.click_text("Begin it anew")
    play(d, in_battle)
    assert d.top.battle.planner.state.turn == 1 and len(war.journals()) == 2
    assert the(kept.listed()[0].progress).journal == d.top.session.path.name


def test_the_staffs_fight_while_the_window_lives(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d, "Soviet")
    d.click_text("Let the staffs fight it")
    d.click_text("Let them")
    assert isinstance(d.top, ResolveScene) and d.faults() == []
    d.click_text("Call them off")
    assert at_map(d).under.begun is None and results(war) == [] and war.journals() == []
    d.click_text("Let the staffs fight it")
    d.click_text("Let them")
    with calls() as made:
        with stopped(until(lambda: d.top.work.pid, "the process of the staffs")):
            d.step(30, 1 / 60)
            assert isinstance(d.top, ResolveScene)
        for _ in waiting(lambda: not isinstance(d.top, ResolveScene), "the staffs' battle"):
            d.step(1, 1 / 60)
    assert not [name for name in made if name.startswith("khalkhin.ai.")], "the staffs think in another process"
    assert at_map(d).page == "one" and results(war) == ["one"]


def test_one_player_against_the_computer(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d, "Japanese")
    with pytest.raises(LookupError):
        d.button("Told to")
    assert "The bridge is theirs." in d.texts()
    d.click_text("Fight")
    play(d, ended)
    assert d.top.viewer == "japanese"
    d.click_text("To the campaign")
    assert at_map(d).under.humans == ("japanese",)


# ------------------------------------------------------------------ the map


@pytest.mark.parametrize(("size", "scale"), covering(SIZES, [2.0, 1.5, 1.0]))
def test_the_screens_fit_the_window(
    window: Callable[..., Driver], war: War, size: tuple[int, int], scale: float
) -> None:
    d = window(size, ui_scale=scale)
    d.click_text("Campaign")
    assert d.faults() == []
    d.key(pygame.K_ESCAPE)
    scene = begin(d)
    for page in scene.pages:
        assert scene.page == page and d.faults() == []
        d.key(pygame.K_RIGHT)
    for mark in scene.marks():
        assert scene.map_rect.inflate(-20, -20).collidepoint(mark.at)
    places = [mark.at for mark in scene.marks()]
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 20 for a in places for b in places if a is not b)
    d.click_text("Fight")
    d.key(pygame.K_ESCAPE)
    assert at_map(d).under.begun is not None


def test_battles_are_opened_by_mouse_and_keys(window: Callable[..., Driver], war: War) -> None:
    d = window()
    scene = begin(d)
    for mark, stage in zip(scene.marks(), ("one", "two", "three"), strict=True):
        d.move(mark.at)
        assert scene.pointed == stage
        d.click(mark.at)
        assert scene.page == stage
    assert "To come" in d.texts()
    d.key(pygame.K_LEFT)
    assert scene.page == "two"
    d.click((scene.map_rect.x + 200, scene.map_rect.y + 200))
    assert scene.page == "two" and scene.pointed == ""
    assert d.top.ui.focus.text.startswith("Fight")
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, BriefingScene)


def test_a_place_under_the_mouse_is_told_of(window: Callable[..., Driver], war: War) -> None:
    d = window()
    scene = begin(d)
    theatre = a(Theatre, scene.theatre)
    frames = ((theatre.whole, theatre_land.TOWNS), (theatre.lens, theatre_land.SPOTS))
    told = set()
    for frame, towns in frames:
        for town in towns:
            x, y = frame.xy(town.at)
            assert scene.theatre.town_at((round(x), round(y))) == town.name
            told |= {town.name} if campaignpages.place_rows(town.name) else set()
    assert {"Borzya", "Hailar", "Tamsag-Bulak", "Nomonhan", "Hamar-Daba"} <= told
    assert scene.theatre.town_at((30, 300)) == ""


def test_history_takes_another_way(window: Callable[..., Driver], war: War) -> None:
    war.change('"Nomonhan" = "soviet"', '"Nomonhan" = "japanese"')
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, ended)
    d.click_text("To the campaign")
    assert "Nomonhan has fallen." in d.texts()
    d.key(pygame.K_RIGHT)
    assert "It was not fought" in d.texts()
    d.key(pygame.K_LEFT)
    d.key(pygame.K_LEFT)
    d.key(pygame.K_LEFT)
    assert d.top.page == END and "It was over at once." in d.texts()


# ------------------------------------------------------------------ faults


def test_a_changed_scenario_is_told_of_and_the_battle_can_begin_anew(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, ended)
    d.click_text("To the campaign")
    d.click_text("Fight")
    play(d, on_turn(2))
    d.key(pygame.K_ESCAPE)
    d.click_text("Save and leave")
    war.change("pocket_steps = 8", "pocket_steps = 9", "small")
    war.change('name = "Saienjo"', 'name = "Other"', "small_two")
    war.change("fighters = 3", "fighters = 4", "small_two")
    d.click_text("To the start")
    d.click_text("Campaign")
    d.click_text("Campaign 001")
    d.click_text("Go on")
    d.step(3)
    assert isinstance(d.top, Dialog) and "small has changed since fought; its result is kept" in d.texts()
    d.key(pygame.K_RETURN)
    assert results(war) == ["one"]
    d.click_text("Go on with")
    d.step(3)
    for _ in range(40):
        if isinstance(d.top, Dialog) and "has changed since" in d.texts():
            break
        d.key(pygame.K_RETURN)
        d.step(1)
    assert "begun anew" in d.texts()
    play(d, in_battle)
    d.key(pygame.K_ESCAPE)
    d.click_text("Save and leave")
    d.step(2)
    d.key(pygame.K_RETURN)  # The note on what has changed.
    d.click_text("Begin it anew")
    d.click_text("Begin it anew")
    play(d, in_battle)
    assert a(BattleScene, d.top).battle.planner.state.turn == 1


def test_a_battle_whose_units_are_others_now_is_told_of_and_begins_anew(
    window: Callable[..., Driver], war: War
) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    path = war.home / "maps" / "small" / "map.tmx"
    path.write_text(path.read_text(encoding="utf-8").replace('value="jp-64"', 'value="jp-65"'), encoding="utf-8")
    d.key(pygame.K_ESCAPE)
    d.click_text("Save and leave")
    d.click_text("Go on with")
    assert isinstance(d.top, Dialog) and "order of battle has changed" in d.texts() and "anew" in d.texts()
    d.key(pygame.K_RETURN)
    d.click_text("Begin it anew")
    d.click_text("Begin it anew")
    assert isinstance(d.top, BriefingScene)


def test_a_battle_whose_journal_is_gone_is_told_of(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    d.key(pygame.K_ESCAPE)
    for journal in war.journals():
        journal.unlink()
    d.click_text("Save and leave")
    d.step(2)
    assert isinstance(d.top, Dialog) and "is gone or damaged" in d.texts() and d.faults() == []
    d.key(pygame.K_RETURN)
    d.click_text("Fight")
    assert isinstance(d.top, BriefingScene)


def test_a_battle_that_ended_with_other_units_can_begin_anew(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    session = d.top.session
    while not session.over:
        session.submit(EndTurn())
    path = war.home / "maps" / "small" / "map.tmx"
    path.write_text(path.read_text(encoding="utf-8").replace('value="jp-64"', 'value="jp-65"'), encoding="utf-8")
    d.show(StartScene())
    d.click_text("Campaign")
    d.click_text("Campaign 001")
    d.click_text("Go on")
    assert at_map(d).page == "one" and results(war) == []
    d.click_text("Begin it anew")
    d.click_text("Begin it anew")
    assert isinstance(d.top, BriefingScene)


def test_a_scenario_that_cannot_be_loaded_keeps_the_results(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, ended)
    war.change("posture", "nothing = 1\nposture", "small_two")
    d.click_text("To the campaign")
    d.key(pygame.K_RIGHT)
    assert "cannot be fought now" in d.texts() and "nothing" in d.texts() and results(war) == ["one"]
    assert d.faults() == [] and d.button("To the start")


def test_a_faulty_campaign_file_cannot_be_begun_and_says_why(window: Callable[..., Driver], war: War) -> None:
    war.change('to = "two"', 'to = "too"')
    d = window()
    d.click_text("Campaign")
    assert "no stage is called" in d.texts() and not d.button("Begin").is_enabled
    assert d.faults() == []


def test_a_damaged_campaign_is_listed_rescued_and_deleted(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, ended)
    d.click_text("To the campaign")
    d.click_text("To the start")
    path = kept.listed()[0].path
    path.write_bytes(b"{")
    (war.saves / "campaign-007.campaign").write_bytes(b"\x00")
    d.click_text("Campaign")
    d.click_text("campaign-007")
    assert "campaign-007.campaign is no campaign" in d.texts() and not d.button("Go on").is_enabled
    d.click_text("campaign-001")
    assert "damaged" in d.texts() and d.faults() == []
    d.click_text("Take the state before")
    assert path.with_name(path.name + ".damaged").read_bytes() == b"{"
    d.click_text("Campaign 001")
    d.click_text("Go on")
    assert at_map(d).under.progress.results == kept.read(path, load_campaign())[0].results
    d.click_text("To the start")
    d.click_text("Campaign")
    d.click_text("Campaign 001")
    d.click_text("Delete")
    d.click_text("Keep it")
    assert path.exists()
    d.click_text("Delete")
    d.choose("Delete")
    assert not path.exists() and isinstance(d.top, CampaignsScene) and war.journals()


def test_a_campaign_deleted_under_its_battle_leads_back_to_the_start(window: Callable[..., Driver], war: War) -> None:
    d = window()
    begin(d)
    d.click_text("Fight")
    play(d, on_turn(2))
    kept.delete(kept.listed()[0].path)
    play(d, ended)
    assert "not counted in its campaign" in d.texts() and d.faults() == []
    d.click_text("To the campaign")
    d.step(3)
    assert isinstance(d.top, Dialog) and "Cannot read" in d.texts()
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, StartScene)


def test_many_campaigns_are_paged(window: Callable[..., Driver], war: War) -> None:
    for _ in range(30):
        kept.create(new_campaign(load_campaign(), {"soviet": "human", "japanese": "staff"}, 3))
    d = window()
    d.click_text("Campaign")
    seen = set()
    for _ in range(9):
        seen |= {b.text for b in d.buttons() if b.text.startswith("Campaign ")}
        assert d.faults() == []
        d.click_text("Earlier")
    assert len(seen) == 30
