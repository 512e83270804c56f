"""What is to be heard: by whom, when, how loud; and silence where a device or a file is wanting."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.core import initial_state
from khalkhin.core.events import events as ev
from khalkhin.core.fog.view import view
from khalkhin.play import logfile
from khalkhin.play.session.settings import Settings, load_settings
from khalkhin.ui.destinations import ToSettings, ToStart
from khalkhin.ui.events.playback import Show, Walk
from khalkhin.ui.events.steps import steps
from khalkhin.ui.menus.sound import SoundScene
from khalkhin.ui.scene import Push
from khalkhin.ui.sound import sounds as module
from khalkhin.ui.sound import surroundings
from khalkhin.ui.sound.names import EFFECTS, LOOPS, PIECES, Mood
from khalkhin.ui.sound.sounds import BETWEEN, FADE, FAREWELL, Sounds, Volumes
from khalkhin.ui.widgets.slide import Slide

from tests import house
from tests.narrow import the
from tests.ui.driver import Driver
from tests.ui.smallbattle import small_battle

LOUD = Volumes(1.0, 1.0, 1.0, 1.0)


@pytest.fixture
def sounds() -> Iterator[Sounds]:
    made = Sounds(LOUD)
    yield made
    made.close()


def run(sounds: Sounds, seconds: float) -> None:
    """Let time pass."""
    for _ in range(round(seconds / 0.05)):
        sounds.update(0.05)


# -- names --------------------------------------------------------------------------------------------------


def asked() -> set[str]:
    """Effects that the program asks for by name."""
    found: set[str] = set()
    for name, source in house.house().items():
        if not name.startswith("khalkhin.ui."):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = node.func.value
                playing = node.func.attr == "play" and isinstance(of, ast.Attribute) and of.attr == "sounds"
                if node.func.attr == "sound" or playing:
                    said = (c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant))
                    found |= {name for name in said if isinstance(name, str)}
    return found


def test_what_is_asked_for_can_be_heard() -> None:
    assert {"click", "page", "refuse", "turn", "night", "message"} <= asked() <= set(EFFECTS)


# -- device and files -----------------------------------------------------------------------------------------


def test_without_a_device_there_is_silence_and_one_line_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise pygame.error("no device")

    logfile.begin()
    monkeypatch.setattr(pygame.mixer, "init", refuse)
    sounds = Sounds(LOUD)
    for _ in range(3):
        sounds.play("gun")
        sounds.accompany(Mood.DAY)
        sounds.surround({"wind": 1.0})
        run(sounds, 10)
    assert sounds.silent
    sounds.hush()
    sounds.set_volumes(LOUD)
    sounds.close()
    assert logfile.path().read_text(encoding="utf-8").count("no sound device") == 1


@pytest.mark.parametrize("harm", ["missing", "empty", "noise"])
def test_a_file_that_is_missing_or_broken_is_silent_and_the_others_are_heard(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sounds: Sounds
) -> None:
    folder = tmp_path / "sounds"
    shutil.copytree(paths.assets_dir() / "sounds", folder)
    bad = ("gun.wav", "wind.ogg", "steppe.ogg")
    for name in bad:
        match harm:
            case "missing":
                (folder / name).unlink()
            case "empty":
                (folder / name).write_bytes(b"")
            case _:
                (folder / name).write_bytes(bytes(range(256)) * 20)
    monkeypatch.setattr(module, "_path", lambda name: folder / name)
    logfile.begin()
    before = logfile.path().read_text(encoding="utf-8") if logfile.path().exists() else ""
    for _ in range(3):
        sounds.play("gun")
        sounds.surround({"wind": 1.0, "river": 1.0})
        sounds.accompany(Mood.MENU)
        run(sounds, 2 * BETWEEN[Mood.MENU])
    sounds.play("click")
    assert the(sounds._effects["click"]).get_num_channels() == 1
    assert pygame.mixer.Channel(LOOPS.index("river")).get_busy()
    told = logfile.path().read_text(encoding="utf-8").removeprefix(before)
    assert [sum(name in line for line in told.splitlines()) for name in bad] == [1, 1, 1]


def test_a_silent_game_opens_no_device_and_reads_no_file(sounds: Sounds) -> None:
    for volumes in (replace(LOUD, everything=0.0), replace(LOUD, effects=0.0, ambience=0.0, music=0.0)):
        sounds.set_volumes(volumes)
        sounds.play("gun")
        sounds.surround({"wind": 1.0})
        sounds.accompany(Mood.MENU)
        run(sounds, 5)
        assert pygame.mixer.get_init() is None and not sounds._effects and not sounds._loops


# -- loops and the score -----------------------------------------------------------------------------------------


def test_loops_come_and_go_slowly_and_only_those_that_are_heard_are_kept(sounds: Sounds) -> None:
    channel = LOOPS.index("river")
    sounds.surround({"river": 0.8})
    run(sounds, FADE / 4)
    faint = pygame.mixer.Channel(channel).get_volume()
    run(sounds, FADE)
    loud = pygame.mixer.Channel(channel).get_volume()
    assert 0 < faint < loud == pytest.approx(0.8, abs=0.02) and set(sounds._loops) == {"river"}
    sounds.set_volumes(replace(LOUD, ambience=0.5))
    assert pygame.mixer.Channel(channel).get_volume() == pytest.approx(0.4, abs=0.02)
    sounds.surround({})
    run(sounds, FADE)
    assert not sounds._loops and not pygame.mixer.Channel(channel).get_busy()
    sounds.surround({"front": 1.0})
    run(sounds, FADE)
    sounds.hush()
    assert not pygame.mixer.get_busy() and not sounds._loops


def test_the_score_goes_with_what_is_shown_and_rests(monkeypatch: pytest.MonkeyPatch, sounds: Sounds) -> None:
    begun: list[str] = []
    playing = [False]

    def path(name: str) -> Path:
        begun.append(name)
        return paths.assets_dir() / "sounds" / name

    monkeypatch.setattr(module, "_path", path)
    sounds.accompany(Mood.MENU)
    run(sounds, 2)
    assert begun == ["steppe.ogg"] and pygame.mixer.music.get_busy()
    sounds.accompany(Mood.DAY)
    run(sounds, FAREWELL / 2)
    assert 0 < pygame.mixer.music.get_volume() < 0.9
    run(sounds, FAREWELL)
    assert not pygame.mixer.music.get_busy() and begun == ["steppe.ogg"]
    monkeypatch.setattr(pygame.mixer.music, "get_busy", lambda: playing[0])
    playing[0] = True
    run(sounds, 10)
    assert begun[1:] == ["halha.ogg"]
    sounds.accompany(Mood.NIGHT)
    run(sounds, 10)
    assert sounds._playing is Mood.DAY and sounds._left == 1, "a piece of the day comes to its end by night"
    playing[0] = False
    run(sounds, BETWEEN[Mood.NIGHT] - 1)
    assert begun[2:] == []
    playing[0] = True
    run(sounds, 2)
    assert begun[2:] == ["watch.ogg"]
    sounds.accompany(Mood.DAY)
    playing[0] = False
    run(sounds, 1)
    playing[0] = True
    run(sounds, BETWEEN[Mood.DAY])
    assert begun[3:] == ["column.ogg"], "the pieces of a mood take turns"
    sounds.set_volumes(replace(LOUD, music=0.0))
    run(sounds, FAREWELL + 1)
    assert sounds._playing is None
    sounds.set_volumes(LOUD)
    run(sounds, 1)
    assert begun[4:] == ["halha.ogg"], "whoever wants music again does not wait for it"
    assert {f"{piece}.ogg" for pieces in PIECES.values() for piece in pieces} == set(begun)


def test_everything_off_stops_what_is_heard(sounds: Sounds) -> None:
    sounds.surround({"wind": 1.0})
    sounds.accompany(Mood.MENU)
    run(sounds, 3)
    assert pygame.mixer.music.get_busy()
    sounds.set_volumes(replace(LOUD, everything=0.0))
    run(sounds, 0.1)
    assert not pygame.mixer.music.get_busy() and not pygame.mixer.get_busy()


# -- what surrounds ----------------------------------------------------------------------------------------------


def test_what_surrounds_a_place_goes_by_water_night_and_what_the_side_sees() -> None:
    state = initial_state(small_battle(), 1)
    board, seen = state.scenario.board, view(state, "soviet")
    river, plain = board.index(4, 5), board.index(13, 9)
    by_river, far_off = (surroundings.levels(seen, the(hex_), 1.0) for hex_ in (river, plain))
    assert by_river["river"] == 1.0 and "river" not in far_off and "insects" not in by_river
    assert surroundings.levels(seen, the(river), 0.25)["wind"] > by_river["wind"]
    night = next(i for i, turn in enumerate(state.scenario.calendar, 1) if turn.night)
    dark = view(replace(state, turn=night), "soviet")
    assert surroundings.levels(dark, the(river), 1.0)["insects"] > 0.9
    assert (surroundings.mood(seen), surroundings.mood(dark)) == (Mood.DAY, Mood.NIGHT)


def test_a_fight_is_heard_by_those_who_see_it() -> None:
    state = initial_state(small_battle(), 1)
    board = state.scenario.board
    enemy = the(state.unit("jp-a"))
    beside = next(n for n in board.neighbours[enemy.hex] if n >= 0 and n not in state.at)
    near = state.with_unit(replace(the(state.unit("su-a")), hex=beside))
    assert surroundings.levels(view(near, "soviet"), enemy.hex, 1.0).get("front", 0) > 0.2
    lonely = near
    for unit in near.units:
        if unit.side == "japanese":
            lonely = lonely.with_unit(replace(the(lonely.unit(unit.id)), hex=-1))
    assert "front" not in surroundings.levels(view(lonely, "soviet"), enemy.hex, 1.0)


# -- events ------------------------------------------------------------------------------------------------------


def test_each_kind_of_unit_sounds_as_it_goes() -> None:
    more = [
        ("su-t", "Tanks", "tank-battalion", 2, 1, None),
        ("su-h", "Horse", "mongol-cavalry", 2, 2, None),
        ("su-w", "Lorries", "motor-rifle-regiment", 2, 6, None),
    ]
    state = initial_state(small_battle(more=more), 1)
    heard = {}
    for name in ("su-a", "su-t", "su-h", "su-w"):
        hex_ = the(state.unit(name)).hex
        (walk,) = steps(view(state, "soviet"), view(state, "soviet"), (ev.Moved(name, (hex_, hex_ + 1), 1),))
        assert isinstance(walk, Walk)
        heard[name] = walk.sound
    assert heard == {"su-a": "foot", "su-t": "tank", "su-h": "horse", "su-w": "truck"}


def test_guns_that_are_not_seen_are_heard_from_far() -> None:
    state = initial_state(small_battle(), 1)
    seen = view(state, "soviet")
    for gun, sound in (("su-d", "gun"), ("", "far")):
        (shown,) = steps(seen, seen, (ev.Barraged(gun, the(state.unit("jp-a")).hex, 3, 1),))
        assert isinstance(shown, Show) and shown.sound == sound


def test_what_trucks_bring_is_told_where_it_is_unloaded() -> None:
    state = initial_state(small_battle(), 1)
    hex_ = the(state.unit("su-a")).hex
    seen = view(state, "soviet")
    _, shown = steps(seen, seen, (ev.Hauled("su-a", (hex_, hex_ + 1), (("West", 9),), (("Depot", 9),)),))
    assert (
        isinstance(shown, Show) and shown.sound == "supply" and shown.texts == {hex_ + 1: ("+9 supply points", "good")}
    )


# -- settings -----------------------------------------------------------------------------------------------------


def test_settings_of_old_keep_what_they_say_and_new_ones_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"volume": 0.2, "speed": 2.0}), encoding="utf-8")
    assert load_settings(path) == Settings(volume=0.2, speed=2.0)
    path.write_text(json.dumps({"volume": 0.2, "effects": 1.5, "ambience": "loud", "music": 0.25}), encoding="utf-8")
    assert load_settings(path) == Settings(volume=0.2, music=0.25)


def test_sliders_are_slid_by_keys_and_by_mouse_and_heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    d = Driver(Settings(speed=0.0, volume=0.6), (1280, 720))
    d.show(ToStart())
    d.app.apply(Push(d.app.router.scene(ToSettings())))
    d.click_text("60 %")
    assert isinstance(d.top, SoundScene)
    slides = [e for e in d.top.ui.order if isinstance(e, Slide)]
    assert [slide.share for slide in slides] == [0.6, 0.8, 0.6, 0.5]
    played: list[str] = []
    monkeypatch.setattr(d.app.sounds, "play", played.append)
    d.key(pygame.K_TAB)
    d.key(pygame.K_TAB)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_LEFT)
    d.key(pygame.K_LEFT)
    assert d.app.settings.effects == 0.7 and d.app.sounds.volumes.effects == 0.7 and len(played) == 3
    bar = slides[3].bar.move(slides[3].rect.topleft)
    d.drag((bar.x, bar.centery), (bar.x + bar.width // 4, bar.centery))
    assert d.app.settings.music == 0.25
    d.key(pygame.K_RETURN)
    assert d.app.settings.effects == 0.8
    for _ in range(3):
        d.key(pygame.K_RETURN)
    assert d.app.settings.effects == 0.0, "Enter goes around"
    d.key(pygame.K_ESCAPE)
    kept = load_settings()
    assert (kept.volume, kept.effects, kept.ambience, kept.music) == (0.6, 0.0, 0.6, 0.25)
    d.close()
