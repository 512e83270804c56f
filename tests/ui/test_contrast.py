"""The look, measured: counters against every ground, words against what they stand on, sides in colour-blind eyes.

Contrast is that of WCAG 2: 3 for shapes, 4.5 for words, with high contrast 7 for words. Grounds are measured in drawn
maps, counters in drawn counters.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.play.session.settings import load_settings
from khalkhin.ui.destinations import ToMap, ToSettings
from khalkhin.ui.map import counters, overlays, palette
from khalkhin.ui.map.counters import CounterBook, CounterKey
from khalkhin.ui.map.map_contents import MapScene, SupplyOverlay
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.map.palette import Colour, Lettering, Livery
from khalkhin.ui.map.sprites import ink_on
from khalkhin.ui.pictures import picture
from khalkhin.ui.scene import Push
from khalkhin.ui.widgets import theme

from tests.ui import mapboard
from tests.ui.driver import Driver
from tests.ui.fit.stops import posed_battle, settled

SHAPES = 3.0
#: A made-up map on which every kind of ground is to be seen.
SEED = 37
#: Looks of controls, of boxes with words, and of what has no words.
CONTROLS = (
    *("button", "@menu", "@primary", "@row", "@card", "@tick", "@tab"),
    *("@paper", "@paper_tick", "@paper_primary"),
)
BOXES = ("text_box", "@paper_text", "text_entry_line", "tool_tip.text_box")
WORDLESS = (
    *("panel", "@paper_panel", "tool_tip", "vertical_scroll_bar", "vertical_scroll_bar.#sliding_button"),
    "text_box.@paper_text.vertical_scroll_bar",
)
#: The dark edges of lines about hexes.
CASING = (20, 16, 8)
NATIONS = ("SOVIET", "MONGOLIAN", "JAPANESE", "MANCHUKUOAN", "UNKNOWN")
#: What the eye makes of linear red, green and blue without one kind of cone (Machado, Oliveira and Fernandes 2009).
BLIND = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


@pytest.fixture(autouse=True, params=[False, True], ids=["usual", "high"])
def high(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Both contrasts that a player can choose."""
    picture.prepare()
    theme.use_contrast(high=request.param)
    yield request.param
    theme.use_contrast(high=False)


def words(high: bool) -> float:
    """The contrast that words have at least."""
    return 7.0 if high else 4.5


def livery(nation: str) -> Livery:
    """A livery as it is now."""
    found: Livery = getattr(palette, nation)
    return found


@cache
def linear(colour: Colour) -> tuple[float, float, float]:
    r, g, b = (c / 255 for c in colour)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b))
    return red, green, blue


def luminance(colour: Colour) -> float:
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear red, green and blue."""
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Colour, other: Colour, eye: str = "") -> float:
    """How far two colours are from each other, in L*a*b*, to an eye."""
    seen = []
    for colour in (one, other):
        rgb = linear(colour)
        if eye:
            r, g, b = (sum(k * c for k, c in zip(row, rgb, strict=True)) for row in BLIND[eye])
            rgb = r, g, b
        seen.append(lab(rgb))
    return math.dist(*seen)


# -- grounds -----------------------------------------------------------------------------------------------


def lights(state: GameState) -> dict[str, GameState]:
    rain = replace(state.info, weather="rain")
    wet = replace(state, scenario=replace(state.scenario, calendar=(rain, rain)))
    return {"day": state, "night": replace(state, turn=2), "rain": wet}


def grounds() -> dict[tuple[str, ...], Colour]:
    """The colour of every kind of ground as it is now."""
    return _grounds(theme.high_contrast())


@cache
def _grounds(_high: bool) -> dict[tuple[str, ...], Colour]:
    """The colour of every kind of ground by the light, whether it lies in mist, and the supply net over it."""
    picture.prepare()
    state = mapboard.battle(26, 20, units=2, seed=SEED)
    board = state.scenario.board
    size = 1300, 1200
    everywhere = range(board.size)
    nets = {
        "": None,
        "near": SupplyOverlay("soviet", dict.fromkeys(everywhere, 0), 9),
        "far": SupplyOverlay("soviet", dict.fromkeys(everywhere, 9), 9),
        "beyond": SupplyOverlay("soviet", {}, 9),
    }
    map_view, target = MapView(state.scenario, size), pygame.Surface(size)
    inner = [h for h in everywhere if _within(map_view, h, size) and not any(board.roads[h])]
    out: dict[tuple[str, ...], Colour] = {}
    for (light, now), (mist, sight), (net, overlay) in product(
        lights(state).items(), (("clear", (1 << board.size) - 1), ("mist", 0)), nets.items()
    ):
        scene = MapScene(supply=overlay, borders=False)
        map_view._ground.draw(target, View("soviet", now, sight, {}), scene, complete=True)
        for terrain in sorted({board.terrain[h].id for h in inner}):
            found = [_mean(target, map_view.position(h)) for h in inner if board.terrain[h].id == terrain]
            for i, colour in enumerate((min(found, key=luminance), max(found, key=luminance))):
                out[light, mist, net, terrain, ("darkest", "lightest")[i]] = colour
    return out


def _within(map_view: MapView, hex_: int, size: tuple[int, int]) -> bool:
    x, y = map_view.position(hex_)
    return 30 < x < size[0] - 30 and 30 < y < size[1] - 30


def _mean(target: pygame.Surface, at: tuple[int, int]) -> Colour:
    r, g, b, _ = pygame.transform.average_color(target, pygame.Rect(at[0] - 14, at[1] - 14, 28, 28))
    return r, g, b


def test_every_ground_and_every_light_is_measured() -> None:
    assert {key[3] for key in grounds()} == set(palette.TERRAIN)
    assert {key[:3] for key in grounds()} == set(
        product(("day", "night", "rain"), ("clear", "mist"), ("", "near", "far", "beyond"))
    )


@pytest.mark.parametrize("light", ["day", "night", "rain"])
def test_ground_mist_and_water_are_told_apart(light: str) -> None:
    """By the distance of their colours; mist has strokes besides."""
    found = {key: colour for key, colour in grounds().items() if key[0] == light and not key[2]}
    dry = [colour for (_, mist, _, terrain, _), colour in found.items() if mist == "clear" and terrain != "lake"]
    misty = [colour for (_, mist, _, terrain, _), colour in found.items() if mist == "mist" and terrain != "lake"]
    water = [colour for (_, mist, _, terrain, _), colour in found.items() if mist == "clear" and terrain == "lake"]
    assert min(apart(a, b) for a in dry for b in water) >= 15
    assert min(apart(a, b) for a in misty for b in water) >= 10
    for terrain in {key[3] for key in found}:
        clear, gone = (found[light, mist, "", terrain, "darkest"] for mist in ("clear", "mist"))
        assert apart(clear, gone) >= 10, terrain


def test_by_night_what_is_seen_is_far_lighter_than_what_is_not() -> None:
    """Colours alone are alike in the dark."""
    for (light, mist, net, terrain, which), ground in grounds().items():
        if (light, mist, net) == ("night", "clear", ""):
            gone = grounds()[light, "mist", net, terrain, which]
            assert luminance(ground) > luminance(gone), terrain
            assert contrast(ground, gone) >= 1.9 and apart(ground, gone) >= 20, terrain


# -- counters ----------------------------------------------------------------------------------------------


def looks(its: Livery) -> Iterator[CounterKey]:
    for done in (False, True):
        yield CounterKey(its, "infantry", "III", "II/64", 4, full=4, moves=6, moved=done)


def edges(stamp: pygame.Surface, size: int) -> list[list[Colour]]:
    """The colours that a counter has at its edge, from outside inwards, in the middle of each of its sides."""
    margin, middle = counters.margin(size), stamp.get_width() // 2
    thick = max(3, round(size * 0.1))
    lines: list[list[tuple[int, int]]] = [
        [(margin + i, middle) for i in range(thick)],
        [(stamp.get_width() - 1 - margin - i, middle) for i in range(thick)],
        [(middle - size // 5, margin + i) for i in range(thick)],
        [(middle - size // 5, stamp.get_height() - 1 - margin - i) for i in range(thick)],
    ]
    return [[(p.r, p.g, p.b) for at in line if (p := stamp.get_at(at)).a > 230] for line in lines]


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("size", [18, 28, 44, 70])
def test_counters_stand_out_from_every_ground(nation: str, size: int) -> None:
    """By the light rim or the dark edge round them, on each side."""
    book = CounterBook(Lettering())
    for look in looks(livery(nation)):
        for colours in edges(book.stamp(look, size), size):
            for key, ground in grounds().items():
                assert max(contrast(colour, ground) for colour in colours) >= SHAPES, (key, look.moved)


@pytest.mark.parametrize("nation", NATIONS)
def test_by_day_the_faces_themselves_do(nation: str) -> None:
    for key, ground in grounds().items():
        if key[:3] == ("day", "clear", "") and key[3] != "lake":
            assert contrast(livery(nation).face, ground) >= SHAPES, key


@pytest.mark.parametrize("nation", NATIONS)
def test_words_on_counters_are_readable(nation: str, high: bool) -> None:
    its = livery(nation)
    for look in looks(its):
        face, foot = counters.faces(look)
        for ground in (face, foot):
            assert contrast(its.text, ground) >= words(high)
        assert contrast(palette.MOVES, foot) >= words(high)
    assert contrast(its.ink, its.box) >= words(high)


def test_sides_are_told_apart_by_any_eye() -> None:
    for eye, ours, theirs in product(("", *BLIND), ("SOVIET", "MONGOLIAN"), ("JAPANESE", "MANCHUKUOAN")):
        assert apart(livery(ours).face, livery(theirs).face, eye) >= 20, (eye, ours, theirs)


def test_flags_are_told_apart_by_any_eye(high: bool) -> None:
    scenario = mapboard.battle(6, 6, units=2).scenario
    one, other = (palette.side_colour(scenario, side.id) for side in scenario.sides)
    for eye in ("", *BLIND):
        assert apart(one, other, eye) >= 25, eye
    for colour in (one, other):
        assert contrast(ink_on(colour), colour) >= words(high)


# -- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", overlays.NAMES)
def test_names_on_the_map_are_readable(kind: str, high: bool) -> None:
    assert overlays.NAMES.keys() == overlays.NIGHT_NAMES.keys()
    for ink, glow in (overlays.NAMES[kind], overlays.NIGHT_NAMES[kind]):
        assert contrast(ink, glow) >= words(high)


def test_no_name_shines_by_night() -> None:
    """What is round it is as dark as the ground."""
    brightest = max(luminance(colour) for key, colour in grounds().items() if key[0] == "night" and not key[2])
    for _ink, glow in overlays.NIGHT_NAMES.values():
        assert luminance(glow) <= brightest


@pytest.mark.parametrize("tone", palette.OUTLINES)
def test_words_on_plates_are_readable(tone: str, high: bool) -> None:
    assert contrast(overlays.PLATE_INK, overlays.plate(tone)) >= words(high)


@pytest.mark.parametrize("tone", palette.FLASHES)
def test_what_pops_up_is_readable(tone: str, high: bool) -> None:
    assert contrast(palette.FLASHES[tone], palette.glow_of(tone)) >= words(high)


@pytest.mark.parametrize("ground", ["DESK", "PANEL", "RAISED"])
@pytest.mark.parametrize("tone", theme.TONES)
def test_words_of_the_window_are_readable(tone: str, ground: str, high: bool) -> None:
    assert contrast(theme.TONES[tone], getattr(theme, ground)) >= words(high)


@pytest.mark.parametrize("ground", ["PAPER", "PAPER_MARKED"])
@pytest.mark.parametrize("tone", theme.PAPER_TONES)
def test_words_on_paper_are_readable(tone: str, ground: str, high: bool) -> None:
    assert contrast(theme.PAPER_TONES[tone], getattr(theme, ground)) >= words(high)


@pytest.mark.parametrize("state", ["normal", "hovered", "selected", "active"])
def test_words_on_controls_are_readable(state: str, high: bool) -> None:
    """What cannot be used is paler, and still there."""
    looks = theme.load_theme(1.0)
    usual = looks["defaults"]["colours"]
    for name in CONTROLS:
        found = usual | looks[name].get("colours", {})
        ink, ground = (_rgb(found[f"{state}_{part}"]) for part in ("text", "bg"))
        assert contrast(ink, ground) >= words(high), name
        pale, flat = (_rgb(found[f"disabled_{part}"]) for part in ("text", "bg"))
        assert contrast(pale, flat) >= (4.5 if high else 2), name


def test_words_in_boxes_are_readable(high: bool) -> None:
    looks = theme.load_theme(1.0)
    for name in BOXES:
        found = looks["defaults"]["colours"] | looks[name]["colours"]
        assert contrast(_rgb(found["normal_text"]), _rgb(found["dark_bg"])) >= words(high), name
    for name in ("label", "@caption"):
        ink = _rgb((looks["label"]["colours"] | looks[name]["colours"])["normal_text"])
        assert min(contrast(ink, ground) for ground in (theme.DESK, theme.PANEL)) >= words(high), name
    assert looks.keys() == {"defaults", "label", "@caption", *CONTROLS, *BOXES, *WORDLESS}, "a look is measured nowhere"


def _rgb(code: str) -> Colour:
    found = pygame.Color(code)
    return found.r, found.g, found.b


@pytest.mark.parametrize("tone", palette.OUTLINES)
def test_lines_about_hexes_are_seen_on_every_ground(tone: str, high: bool) -> None:
    """With high contrast: by themselves or by their dark edges, which they stand out from."""
    line = palette.OUTLINES[tone]
    if high:
        assert contrast(line, CASING) >= 4.5
        for key, ground in grounds().items():
            if not key[2]:
                assert max(contrast(line, ground), contrast(CASING, ground)) >= SHAPES, key


def test_what_is_not_seen_is_far_darker_with_high_contrast(high: bool) -> None:
    if not high:
        return  # there it is hatched, and told apart by its colour
    seen = {key: colour for key, colour in grounds().items() if key[1] == "clear" and not key[2] and key[3] != "lake"}
    for (light, _mist, net, terrain, which), ground in seen.items():
        assert contrast(ground, grounds()[light, "mist", net, terrain, which]) >= SHAPES, (light, terrain)


# -- chosen ------------------------------------------------------------------------------------------------


def test_high_contrast_is_chosen_in_the_settings_kept_and_taken_back_over_a_battle(
    driver: Callable[..., Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    d = driver()
    assert not theme.high_contrast(), "the window's settings count, whatever was in use"
    d.show(ToMap(posed_battle()))
    scene = settled(d)
    d.step(3)
    usual = pygame.image.tobytes(d.app.screen, "RGB")
    d.app.apply(Push(ToSettings()))
    d.step()
    for wanted in (True, False):
        (button,) = [b for b in d.buttons() if "strong colours" in (b.tool_tip_text or "")]
        d.click(button.rect.center)
        assert theme.high_contrast() == load_settings().contrast == wanted
        d.key(pygame.K_ESCAPE)
        assert d.top is scene
        d.move((d.app.size[0] - 1, d.app.size[1] - 1))
        d.step(3)
        shown = pygame.image.tobytes(d.app.screen, "RGB")
        assert (shown == usual) != wanted, "all of the battle is drawn anew"
        assert _at(d, (2, 2)) == theme.DESK == ((0, 0, 0) if wanted else (28, 31, 23))
        d.app.apply(Push(ToSettings()))
        d.step()


def _at(d: Driver, place: tuple[int, int]) -> Colour:
    found = d.app.screen.get_at(place)
    return found.r, found.g, found.b
