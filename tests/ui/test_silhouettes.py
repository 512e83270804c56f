"""Silhouettes on counters: for every kind of unit, told apart and readable at every size, chosen in the settings."""

from __future__ import annotations

import os
from functools import cache
from itertools import combinations

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from khalkhin.core.model.units import Level
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.map import palette
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.counters import ALONE, THREE, CounterBook, CounterKey, CounterLayout, look_of, margin
from khalkhin.ui.map.palette import Lettering, Livery
from khalkhin.ui.map.silhouettes import SILHOUETTES
from khalkhin.ui.menus.settings import SettingsScene
from khalkhin.ui.pictures import picture
from khalkhin.ui.scene import Push

from tests.narrow import the
from tests.ui import mapboard
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.test_contrast import NATIONS, SHAPES, luminance

#: Counters alone in their hex and in a full one, at the zooms at which counters have more than a sign.
SIZES = sorted({round(side * zoom) for side in (ALONE, THREE) for zoom in ZOOMS if side * zoom >= 16})


@cache
def book(silhouettes: bool) -> CounterBook:
    picture.prepare()
    made = CounterBook(Lettering())
    made.silhouettes = silhouettes
    return made


@cache
def signs(livery: Livery, symbol: str, size: int) -> list[float]:
    """The luminance of each pixel inside the frame of a counter's sign."""
    look = CounterKey(livery, symbol, "III", "", 4, full=4, moves=6)
    stamp, plan, rim = book(True).stamp(look, size), CounterLayout.of(look, size), margin(size)
    box = pygame.Rect(0, 0, round(size * 0.60), round(size * (plan.low - plan.top)))
    box.midtop = rim + size // 2, rim + round(size * plan.top)
    box = box.inflate(-4, -4) if size > 24 else box.inflate(-2, -2)
    seen = (stamp.get_at((x, y)) for y in range(box.top, box.bottom) for x in range(box.left, box.right))
    return [luminance((p.r, p.g, p.b)) for p in seen]


def test_every_kind_of_unit_has_a_silhouette() -> None:
    assert set(SILHOUETTES) == set(mapboard.SYMBOLS)


@pytest.mark.parametrize("symbol", SILHOUETTES)
def test_a_silhouette_stands_out_from_its_paper_and_leaves_some(symbol: str) -> None:
    for livery in (each for nation in NATIONS for each in (getattr(palette, nation), palette.HIGH.liveries[nation])):
        for size in (*SIZES[:4], *SIZES[4::4]):
            found = sorted(signs(livery, symbol, size))
            dark, light = found[len(found) // 40], found[-1 - len(found) // 40]
            assert (light + 0.05) / (dark + 0.05) >= SHAPES, size
            inked = sum(value < (dark + light) / 2 for value in found) / len(found)
            assert 0.10 <= inked <= 0.92, (size, inked)


@pytest.mark.parametrize("size", SIZES)
def test_silhouettes_are_told_apart(size: int) -> None:
    """Any two by at least a twelfth of their box."""
    for one, other in combinations(SILHOUETTES, 2):
        pair = zip(signs(palette.SOVIET, one, size), signs(palette.SOVIET, other, size), strict=True)
        apart = [abs(a - b) > 0.2 for a, b in pair]
        assert sum(apart) / len(apart) >= 1 / 12, (one, other)


def test_contacts_and_ghosts_tell_no_more_than_before() -> None:
    state = mapboard.battle(16, 12)
    for unit in state.units[:4]:
        look = look_of(state.scenario, unit, Level.CONTACT)
        plain, drawn = (pygame.image.tobytes(book(which).stamp(look, 44), "RGBA") for which in (False, True))
        assert plain == drawn


def test_they_are_chosen_in_the_settings_and_seen_at_once() -> None:
    d = Driver(quiet(), (1280, 720))
    d.show(BattleScene(FakeTable(small_battle(), ("soviet",))))
    while not isinstance(d.top, BattleScene):
        d.key(pygame.K_RETURN)
    scene = d.top

    def drawn() -> bytes:
        d.move((d.app.screen.get_width() - 2, 2))  # off the map, on which a note would tell of what is under it
        d.step(20)
        d.until(lambda: scene.map.whole, "the map")
        d.app.draw()
        return pygame.image.tobytes(d.app.screen.subsurface(scene.map_rect), "RGB")

    before = drawn()
    d.app.apply(Push(SettingsScene()))
    d.click_text("military signs")
    assert d.app.settings.silhouettes
    d.key(pygame.K_ESCAPE)
    d.step(5)
    assert the(scene.map.view).silhouettes and drawn() != before
    d.app.apply(Push(SettingsScene()))
    d.click_text("silhouettes")
    d.key(pygame.K_ESCAPE)
    d.step(5)
    assert drawn() == before
    d.close()
