"""The legend has every sign that the map and its counters can draw, as the map draws it: what is new in the drawing
code and not in the legend fails here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from types import CodeType, FrameType, FunctionType, ModuleType

import pygame
import pytest
from khalkhin.core.explain import AssaultMark
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Road
from khalkhin.core.model.units import ISOLATED, STANDBY
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.scenario import load, load_rules
from khalkhin.scenario.tables import rules_tables
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.helppage import help_page
from khalkhin.ui.destinations import ToLegend, ToRules
from khalkhin.ui.legend.sample_map import OnCounter, OnMap, SampleMap
from khalkhin.ui.legend.screen import LegendScene, OpenPage
from khalkhin.ui.legend.signs import PAGES, Sign
from khalkhin.ui.map import counters, effects, overlays, palette, service_sprites, sprites, symbols
from khalkhin.ui.map.counters import CounterKey
from khalkhin.ui.map.map_contents import Layer, MapScene, Play, ReachMark, SupplyOverlay
from khalkhin.ui.map.symbols import _SIZES, PARTS
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.widgets.rows import Pictured
from khalkhin.ui.widgets.theme import Metrics

from tests.narrow import a
from tests.ui.driver import Driver

SIGNS = tuple(sign for page in PAGES for sign in page.signs)
#: Fields that are words for other places, and not drawn on the map.
ELSEWHERE = {"layer.title", "layer.legend"}
#: What the drawing modules have that draws no sign of its own: pictures' looks, questions, and how ways of drawing are
#: put together.
NO_SIGN = {
    "look_of",
    "look_of_columns",
    "look_of_ghost",
    "_around",
    "_badge",
    "faded",
    "short_name",
    "size_mark",
}


def _fields(name: str, of: type) -> set[str]:
    return {f"{name}.{field.name}" for field in fields(of)}


def known() -> set[str]:
    """Whatever the drawing code knows, from its own values."""
    liveries = palette.USUAL.liveries.keys()
    return {
        *_fields("look", CounterKey),
        *_fields("scene", MapScene),
        *_fields("reach", ReachMark),
        *_fields("net", SupplyOverlay),
        *_fields("layer", Layer),
        *(f"livery.{name}" for name in liveries),
        *(f"symbol.{symbol}" for symbol in {*PARTS, *rules_tables.SYMBOLS}),
        *(f"size.{mark}" for _word, mark in _SIZES),
        *(f"supply.{state}" for state in range(1, ISOLATED + 1)),
        *(f"badge.{badge}" for badge in ("work", *STANDBY) if badge),
        *(f"assault.{mark.name}" for mark in AssaultMark if mark is not AssaultMark.NONE),
        *(f"overlay.{kind.value}" for kind in OverlayKind),
        *(f"tone.{tone}" for tone in palette.OUTLINES),
        *(f"flash.{tone}" for tone in palette.FLASHES),
        *(f"play.{play.name}" for play in Play),
        *(f"crossing.{kind.value}" for kind in CrossingKind),
        *(f"name.{kind}" for kind in overlays.NAMES),
        *(f"ground.{terrain}" for terrain in {*palette.TERRAIN, *load_rules().terrain}),
        *(f"ground.{kind.value}" for kind in HexsideKind if kind is not HexsideKind.OPEN),
        *(f"ground.{road.name.lower()}" for road in Road if road is not Road.NONE),
    } - ELSEWHERE


def test_every_sign_that_can_be_drawn_has_its_row() -> None:
    covered = [part for sign in SIGNS for part in sign.covers]
    missing = sorted(known() - set(covered))
    assert not missing, f"a row of khalkhin/ui/legend/signs.py must show and explain {missing}"
    assert sorted(part for part in covered if covered.count(part) > 1) == []


def test_no_row_is_about_something_that_is_not_drawn() -> None:
    named = {part for sign in SIGNS for part in sign.covers}
    others = {part for part in named - known() if part.partition(".")[0] not in ("thing", "light", "ground")}
    assert others == set()


def _codes(module: ModuleType) -> Iterator[CodeType]:
    """All functions of a module: its own, those of its classes, and those within them (but for lambdas, and
    for what Python 3.14 keeps to tell annotations)."""
    found = [v for v in vars(module).values() if isinstance(v, FunctionType) and v.__module__ == module.__name__]
    for cls in vars(module).values():
        if isinstance(cls, type) and cls.__module__ == module.__name__:
            for value in vars(cls).values():
                inner = value.__func__ if isinstance(value, classmethod | staticmethod) else value
                inner = inner.fget if isinstance(inner, property) else inner
                if isinstance(inner, FunctionType) and inner.__module__ == module.__name__:
                    found.append(inner)
    waiting = [f.__code__ for f in found if f.__code__.co_filename == module.__file__]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [
            c for c in code.co_consts if isinstance(c, CodeType) and not c.co_name.startswith(("<", "__annotate__"))
        ]


def _draw_all(samples: SampleMap) -> None:
    for sign in SIGNS:
        samples.picture(sign.sample)


def test_the_rows_run_all_of_the_drawing_code() -> None:
    """A new function that draws something on the map or a counter, and that no row of the legend needs, fails."""
    ran: set[CodeType] = set()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call":
            ran.add(frame.f_code)

    pygame.display.init()
    pygame.display.set_mode((64, 64))
    samples = SampleMap(load_rules(), Metrics(1.0))
    sys.setprofile(note)
    try:
        _draw_all(samples)
        SampleMap(load_rules(), Metrics(0.3)).picture(OnCounter(CounterKey(palette.SOVIET, "infantry", "III", "24")))
    finally:
        sys.setprofile(None)
    drawing = (counters, symbols, effects, overlays, service_sprites, sprites)
    idle = {
        f"{code.co_filename.rpartition('/')[2]}: {code.co_qualname}"
        for module in drawing
        for code in _codes(module)
        if code not in ran and code.co_name not in NO_SIGN
    }
    assert idle == set(), "a row of khalkhin/ui/legend/signs.py must show what these draw"


def test_every_row_shows_its_sign() -> None:
    """No sample is of nothing, and no two that differ look alike."""
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    samples = SampleMap(load_rules(), Metrics(1.0))
    plain = pygame.image.tobytes(samples.picture(OnMap()), "RGB")
    shown: dict[bytes, Sign] = {}
    for sign in SIGNS:
        picture = pygame.image.tobytes(samples.picture(sign.sample), "RGB")
        assert sign.sample == OnMap() or picture != plain, sign.text
        before = shown.setdefault(picture, sign)
        assert before.sample == sign.sample, f"{sign.text} looks like {before.text}"


# -- the screen --------------------------------------------------------------------------------------------------------


def test_all_pages_are_reached_by_keys_and_by_mouse(driver: Callable[..., Driver]) -> None:
    d = driver()
    d.show(ToLegend())
    scene = a(LegendScene, d.top)
    for at in range(len(PAGES)):
        assert scene.at == at
        words = [getattr(row, "text", "") for row in scene.sheet.rows]
        assert {sign.text for sign in PAGES[at].signs} <= set(words)
        d.key(pygame.K_DOWN)
    assert scene.at == len(PAGES) - 1
    d.key(pygame.K_HOME)
    row = next(i for i, row in enumerate(scene.contents.rows) if row.action == OpenPage(3))
    place = scene.contents.place_of(row)
    assert place is not None
    d.click(place.center)
    assert scene.at == 3
    d.key(pygame.K_UP)
    assert scene.at == 2
    d.key(pygame.K_END)
    assert scene.at == len(PAGES) - 1


@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1920, 1080), 1.5), ((2560, 1440), 2.0)])
def test_pictures_and_words_have_their_room(driver: Callable[..., Driver], size: tuple[int, int], scale: float) -> None:
    d = driver(size, scale)
    d.show(ToLegend())
    scene = a(LegendScene, d.top)
    for at in range(len(PAGES)):
        scene.open(at)
        for row in scene.sheet.rows:
            if isinstance(row, Pictured):
                assert row.picture.get_width() <= row.room < scene.sheet.rect.width // 2


def test_the_legend_is_opened_from_a_battle_the_help_and_the_rules(
    driver: Callable[..., Driver],
) -> None:
    d = driver()
    session = Session.begin(load("grazing_rights"), {"soviet": HUMAN, "japanese": HUMAN}, 7)
    d.show(BattleScene(session))
    while not isinstance(d.top, BattleScene):
        d.key(pygame.K_RETURN)
        d.step(2)
    d.key(pygame.K_i)
    a(LegendScene, d.top)
    d.key(pygame.K_ESCAPE)
    a(BattleScene, d.top)
    d.click_text("Signs")
    a(LegendScene, d.top)
    d.click_text("The rules")
    d.click_text("Signs of the map")
    a(LegendScene, d.top)
    session.close()
    d.show(help_page())
    d.click_text("Signs")
    a(LegendScene, d.top)
    d.show(ToRules())
    d.click_text("Signs of the map")
    a(LegendScene, d.top)
