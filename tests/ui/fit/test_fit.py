"""Every screen, dialog and panel of the window shows all its words, at every size of window and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.play.session.settings import Settings
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.scene import Push

from tests.harness.dealt import dealt
from tests.harness.window_sizes import resize
from tests.ui.driver import Driver
from tests.ui.fit.inked import Ink, inked
from tests.ui.fit.stops import WAYS, Census, Way

SIZES = ((1280, 720), (1920, 1080), (2560, 1440))
SCALES = (1.0, 1.5, 2.0)
Look = tuple[tuple[int, int], float]
#: Where every way is walked: there is the least room for words.
TIGHT: Look = (SIZES[0], SCALES[-1])
OTHERS: tuple[Look, ...] = tuple((size, scale) for size in SIZES for scale in SCALES if (size, scale) != TIGHT)
#: Where not all is looked at: each so-many-th stop at another size, and each so-many-th page of those that differ by
#: their words alone.
NOW_AND_THEN, LIKE = 9, 12


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))


@pytest.fixture
def ink() -> Iterator[Ink]:
    with inked() as made, dealt():
        yield made


def window(at: Look = TIGHT) -> Driver:
    size, scale = at
    return Driver(Settings(speed=0.0, volume=0.0, edge_scroll=False, still=True, ui_scale=scale), size)


def wrong(d: Driver, ink: Ink, at: Look) -> Iterator[str]:
    """What is wrong with what is shown."""
    (width, height), scale = at
    yield from (f"{width}x{height} at {scale:.0%}: {fault}" for fault in (*ink.faults(d), *d.faults()))


def look(d: Driver, ink: Ink, at: Look, other: Look | None) -> Iterator[str]:
    """Look at what is shown, then at another size; in the end it is as before."""
    d.move((d.app.size[0] - 1, d.app.size[1] - 1))  # no note lies over anything
    yield from wrong(d, ink, at)
    if other is None:
        return
    settings = d.app.settings
    size, scale = other
    resize(d, size)
    d.app.change_settings(replace(settings, ui_scale=scale))
    d.step()
    yield from wrong(d, ink, other)
    resize(d, at[0])
    d.app.change_settings(settings)
    d.step(1)


def walked(way: Way, ink: Ink, folder: Path, census: Census, at: Look | None = None) -> list[str]:
    """Walk a way and look about at every stop: in full in a window that is `at` a size all the way, or else sampled,
    with the least room and now and then at another size. Returns what is wrong; `census` notes what was come by.

    In full a way is walked once for every size, since a window that stays as it is draws its controls once.
    """
    out: list[str] = []
    d = window(at or TIGHT)
    try:
        with pytest.MonkeyPatch.context() as patch, census.counting():
            for n, stop in enumerate(way(d, folder, patch, 1 if at else LIKE)):
                census.scenes |= {type(scene) for scene in d.app.scenes}
                sampled = None if at or n % NOW_AND_THEN else OTHERS[n // NOW_AND_THEN % len(OTHERS)]
                out += (f"{way.__name__}, {stop}: {fault}" for fault in look(d, ink, at or TIGHT, sampled))
    finally:
        d.close()
    return out


def test_all_words_are_seen_and_no_screen_is_left_out(ink: Ink, tmp_path: Path) -> None:
    """Sampled: everywhere with the least room, here and there at another size."""
    census = Census()
    found: list[str] = []
    for way in WAYS:
        folder = tmp_path / way.__name__
        folder.mkdir()
        found += walked(way, ink, folder, census)
    assert found == []
    assert census.missed() == [], "the way in tests/ui/fit/stops.py must come by it"


@pytest.mark.slow
@pytest.mark.parametrize("at", (TIGHT, *OTHERS), ids=lambda at: f"{at[0][0]}x{at[0][1]}-{at[1]:.0%}")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_all_words_are_seen_at_every_size(way: Way, at: Look, ink: Ink, tmp_path: Path) -> None:
    assert walked(way, ink, tmp_path, Census(), at) == []


def test_what_does_not_fit_is_found(ink: Ink) -> None:
    d = window()
    d.show(ToStart())
    d.app.apply(Push(message("A title", "Some words of a message.")))
    d.step()
    assert list(wrong(d, ink, TIGHT)) == []
    ui = d.top.ui

    def found() -> str:
        ui.update(0.0)
        return "\n".join(wrong(d, ink, TIGHT))

    cut = ui.label(pygame.Rect(20, 20, 300, 30), "Cut off at its foot")
    cut.set_dimensions((300, 9))
    assert "'Cut off at its foot' is cut off or covered" in found()
    cut.kill()
    for place in ((20, 60), (60, 62)):
        ui.label(pygame.Rect(place, (300, 30)), f"Over one another {place[0]}")
    assert "'Over one another 20' is cut off or covered" in found()
    ui.label(pygame.Rect(20, 100, 60, 30), "Far too long for its place")
    assert "is shortened" in found()
    ui.label(pygame.Rect(d.app.size[0] - 40, 140, 300, 30), "Half outside")
    assert "'Half outside' is cut off" in found()
    ui.label(pygame.Rect(20, 180, 300, 30), "Beneath it all")
    ui.panel(pygame.Rect(10, 170, 400, 60))
    assert "nothing is seen of 'Beneath it all'" in found()
    d.close()


def test_whatever_is_not_come_by_is_named() -> None:
    missed = "\n".join(Census().missed())
    for what in ("ui.battle.battle.BattleScene", "went ToFilm", "asked Recap", "menus.start.StartScene.escape"):
        assert what in missed
