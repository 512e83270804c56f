"""Unit types, symbols and sounds that a scenario or its campaign brings: used, checked, and nobody else's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.core.engine import apply, initial_state
from khalkhin.core.model.rules import Mobility
from khalkhin.core.orders.orders import Move
from khalkhin.play.cards import shelf
from khalkhin.scenario import check, load
from khalkhin.scenario.making.new import Unmade, create_like
from khalkhin.scenario.own.sounds import look_through
from khalkhin.sound_names import EFFECTS
from khalkhin.ui.destinations import ToStart
from khalkhin.ui.dialogs.dialog import to_battle
from khalkhin.ui.map.counters import CounterBook, look_of
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.panels import describe
from khalkhin.ui.pictures.picture import prepare
from khalkhin.ui.ports import library
from khalkhin.ui.sound.sounds import Sounds, Volumes

from tests.packs import winter
from tests.packs.noises import beep, river
from tests.packs.winter import RED, SKI, Winter, picture, skis
from tests.scenario.maker import Files
from tests.ui.driver import Driver, quiet
from tests.ui.hands import Hands


@pytest.fixture
def war(tmp_path: Path) -> Winter:
    """A campaign that has ski troops for both its scenarios, which are in the first."""
    war = winter.write(tmp_path)
    skis(war.folder)
    war.change("first_snow/map.tmx", 'value="rifle-regiment"', 'value="ski-battalion"')
    return war


# ---- unit types


def test_a_campaign_has_unit_types_for_its_scenarios(war: Winter) -> None:
    assert war.told() == []
    first, other = load(war.folder / "first_snow"), load(war.folder / "thaw")
    unit = first.order_of_battle[first.indices["ru-24"]]
    assert (unit.type.name, unit.type.mp, unit.type.weight, unit.steps) == (
        "Ski battalion",
        9,
        other.rules.unit_types["rifle-regiment"].weight,
        3,
    )
    assert {s.rules.unit_types["tank-brigade"].mp for s in (first, other)} == {5}
    state = initial_state(first, 7)
    assert state.units[unit.index].mp == 9


def test_the_nearer_table_counts(war: Winter) -> None:
    (war.folder / "thaw" / "units.toml").write_text(
        "format = 1\n[unit_types.ski-battalion]\nmp = 11\n", encoding="utf-8"
    )
    war.change("thaw/scenario.toml", "[unit_types.flame-tanks]\nsoft = 9", "[unit_types.ski-battalion]\nsoft = 4")
    found = load(war.folder / "thaw").rules.unit_types["ski-battalion"]
    assert (found.mp, found.soft, found.name) == (11, 4, "Ski battalion")
    assert load(war.folder / "first_snow").rules.unit_types["ski-battalion"].mp == 9


def test_types_are_part_of_what_a_battle_plays_like_and_symbols_are_not(war: Winter) -> None:
    before, card = load(war.folder / "thaw").digest, shelf.key(war.folder / "thaw")
    picture(war.folder / "symbols" / "skis.png", (64, 64), (0, 0, 0))
    assert load(war.folder / "thaw").digest == before
    assert shelf.key(war.folder / "thaw") != card
    war.change("units.toml", "mp = 9", "mp = 8")
    assert load(war.folder / "thaw").digest != before


TYPES = {
    "a fault of a figure": ("mp = 9", "mp = 100", "units.toml:8: mp is 100 — the most is 99"),
    "an unknown key": ("mp = 9", "map = 9", 'units.toml:8: unknown key "map" — did you mean "mp"?'),
    "an unknown trait": ('"recon"', '"rekon"', 'names "rekon", which is no trait — did you mean "recon"?'),
    "a missing symbol": ('"skis"', '"skies"', 'symbol is "skies", which no counter shows — did you mean "skis"?'),
    "something missing": ('name = "Ski battalion"\n', "", '"name" is missing'),
    "a newer format": ("format = 1", "format = 4", "this table of unit types has format 4"),
    "no table": ("format = 1", "format = ", "units.toml:1"),
}


@pytest.mark.parametrize("name", TYPES)
def test_faults_of_unit_types_are_told_where_they_are(war: Winter, name: str) -> None:
    old, new, said = TYPES[name]
    war.change("units.toml", old, new)
    told = [t for t in war.told() if "not examined" not in t and t.startswith("units.toml")]
    assert any(said in t for t in told), war.told()
    assert not any("first_snow/map.tmx" in t for t in war.told())


def test_a_new_scenario_like_one_of_a_campaign_has_all_that_it_shares(war: Winter, tmp_path: Path) -> None:
    """Wherever it is put: unit types, ground, symbols, sounds, and the tiles that lie beside the scenario."""
    winter.forest(war)
    beep(war.folder / "sounds" / "gun.wav")
    beep(war.folder / "first_snow" / "sounds" / "truck.wav")
    like = load(war.folder / "first_snow")
    (tmp_path / "elsewhere").mkdir()
    copy = create_like("copy", tmp_path / "elsewhere", war.folder / "first_snow", like)
    shutil.rmtree(war.folder)
    assert check(copy) == ()
    made = load(copy)
    assert made.rules.unit_types["ski-battalion"] == like.rules.unit_types["ski-battalion"]
    assert set(made.symbols) == {"skis"} and set(made.sounds) == {"gun", "truck"} and made.art is not None
    assert all(Path(file).is_relative_to(copy) for file in (*made.symbols.values(), *made.sounds.values()))
    assert [ground.id for ground in made.board.terrain] == [ground.id for ground in like.board.terrain]


def test_two_tables_of_unit_types_are_not_made_one_by_guessing(war: Winter, tmp_path: Path) -> None:
    (war.folder / "first_snow" / "units.toml").write_text("format = 1\n", encoding="utf-8")
    source = war.folder / "first_snow"
    with pytest.raises(Unmade, match=r"both have units\.toml: put what both say into its own"):
        create_like("copy", tmp_path, source, load(source))
    assert not (tmp_path / "copy").exists()


def test_the_table_may_be_no_link_to_elsewhere(files: Files, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text(SKI, encoding="utf-8")
    (files.folder / "units.toml").symlink_to(tmp_path / "secret.toml")
    (told,) = files.told()
    assert "units.toml: the table of unit types is a link that leads outside the scenario" in told


# ---- ground


@pytest.fixture
def wood(war: Winter) -> Winter:
    """The campaign with a forest where its tiles had rough ground."""
    winter.forest(war)
    return war


def test_ground_of_its_own_is_entered_seen_and_fought_over_by_its_figures(wood: Winter) -> None:
    assert wood.told() == []
    scenario = load(wood.folder / "first_snow")
    (hex_,) = (h for h in range(scenario.board.size) if scenario.board.terrain[h].id == "forest")
    ground = scenario.board.terrain[hex_]
    assert (ground.name, ground.elevation, ground.shift, ground.sight_bonus) == ("Pine forest", 1, -2, 0)
    assert ground.cost == {Mobility.FOOT: 3, Mobility.WHEELS: 6, Mobility.TRACKS: 6}
    state = initial_state(scenario, 7)
    unit = scenario.indices["ru-24"]
    after, _events = apply(state, Move("ru-24", scenario.board.place(hex_)))
    assert (state.units[unit].mp, after.units[unit].mp) == (9, 6)


def test_a_battle_on_it_is_drawn_with_its_tile(wood: Winter) -> None:
    """The tile's own colour is where the hex is, on the map and on the small one."""
    driver = Driver(quiet())
    try:
        opened = library.open_battle(str(wood.folder / "first_snow"), "both", 7)
        assert isinstance(opened, library.Opened)
        scenario = opened.session.scenario
        assert scenario.art is not None
        laid = {hex_ for layer in scenario.art.layers for hex_, _picture in layer}
        (hex_,) = (h for h in range(scenario.board.size) if scenario.board.terrain[h].id == "forest")
        assert hex_ in laid
        driver.app.apply(to_battle(opened))
        driver.step(3)
        driver.key(pygame.K_RETURN)
        driver.step(3)
        hands = Hands(driver)
        hands.settle()
        driver.move(hands.pixel(hex_))
        driver.step(12)
        rows = describe.hex_rows(hands.scene.battle.planner.view.state, hex_, "soviet")
        assert any("Pine forest" in str(row) for row in rows)
    finally:
        driver.close()


GROUND = {
    "a shipped kind": ("forest]", "marsh]", 'terrain.toml:3: the game has a kind of ground that is called "marsh"'),
    "a fault of a figure": ("elevation = 1", "elevation = 10", "terrain.toml:6: elevation is 10 — the most is 9"),
    "an unknown mobility": ("wheels = 6", "wheel = 6", "wheel"),
    "no cost": ("cost = { foot = 3, wheels = 6, tracks = 6 }\n", "", '"cost" is missing'),
    "a newer format": ("format = 1", "format = 2", "this table of ground has format 2"),
}


@pytest.mark.parametrize("name", GROUND)
def test_faults_of_ground_are_told(wood: Winter, name: str) -> None:
    old, new, said = GROUND[name]
    wood.change("terrain.toml", old, new)
    told = [t for t in wood.told() if t.startswith("terrain.toml")]
    assert any(said in t for t in told), wood.told()


# ---- symbols


def test_a_counter_shows_the_picture(war: Winter) -> None:
    state = initial_state(load(war.folder / "first_snow"), 7)
    unit = state.units[state.scenario.indices["ru-24"]]
    look = look_of(state.scenario, unit)
    assert Path(look.picture).name == "skis.png"
    prepare()
    book = CounterBook(Lettering())
    stamp, plain = book.stamp(look, 64), book.stamp(replace(look, picture="", symbol="infantry"), 64)
    red = [_near(stamp, x, 26, RED) for x in range(20, 56)]
    assert sum(red) > 8 and not any(_near(plain, x, 26, RED) for x in range(20, 56))
    assert sum(_near(book.stamp(look, 24), x, 11, RED) for x in range(6, 22)) > 2


def _near(surface: pygame.Surface, x: int, y: int, colour: tuple[int, int, int]) -> bool:
    there = surface.get_at((x, y))
    return max(abs(a - b) for a, b in zip(there, colour, strict=False)) < 40


SYMBOLS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no picture": (lambda f: f.write_bytes(b"hello"), "symbols/skis.png: the picture is neither a PNG nor a JPEG file"),
    "cut off": (lambda f: f.write_bytes(f.read_bytes()[:60]), "symbols/skis.png: the picture is damaged"),
    "a JPEG": (
        lambda f: _jpeg(f),
        "symbols/skis.png: it is no PNG file — save it as PNG",
    ),
    "too small": (lambda f: picture(f, (8, 8)), "it has 8 by 8 pixels — each side has 16 to 512"),
    "too large": (lambda f: picture(f, (600, 64)), "it has 600 by 64 pixels — each side has 16 to 512"),
    "a shipped name": (
        lambda f: picture(f.with_name("armour.png"), (64, 64)),
        'symbols/armour.png: the game has a symbol that is called "armour" — give it another name',
    ),
    "a strange name": (
        lambda f: picture(f.with_name("ski troops.png"), (64, 64)),
        "symbols/ski troops.png: no symbol can have this file's name — symbols are PNG files",
    ),
    "another kind": (
        lambda f: f.with_name("x.svg").write_text("<svg/>"),
        "symbols/x.svg: no symbol can have this file's",
    ),
    "a link out": (
        lambda f: f.with_name("y.png").symlink_to("/etc/passwd"),
        "symbols/y.png: the file is a link that leads outside the scenario",
    ),
    "a great many": (
        lambda f: _many(f),
        "there are more than 60 files",
    ),
}


def _jpeg(path: Path) -> None:
    other = path.with_suffix(".jpg")
    pygame.image.save(pygame.Surface((64, 64)), str(other))
    other.rename(path)


def _many(path: Path) -> None:
    for n in range(61):
        picture(path.with_name(f"s{n}.png"), (16, 16))


@pytest.mark.parametrize("name", SYMBOLS)
def test_faults_of_symbols_are_told(war: Winter, name: str) -> None:
    make, said = SYMBOLS[name]
    make(war.folder / "symbols" / "skis.png")
    assert any(said in t for t in war.told()), war.told()


# ---- sounds


def test_a_sound_is_looked_through_as_it_is_heard(tmp_path: Path) -> None:
    """All the game's own, and both kinds made here, last as long as the library says."""
    pygame.mixer.init(22050, -16, 1)
    try:
        made = [
            beep(tmp_path / "a.wav", 0.5),
            beep(tmp_path / "b.wav", 0.5, rate=44100, channels=2),
            beep(tmp_path / "c.wav", 0.5, width=1),
        ]
        for path in (*made, *(paths.assets_dir() / "sounds" / f"{name}.wav" for name in EFFECTS)):
            found = look_through(path)
            assert found.seconds == pytest.approx(pygame.mixer.Sound(str(path)).get_length(), abs=0.03)
    finally:
        pygame.mixer.quit()


SOUNDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "not a name": (
        lambda f: beep(f / "gunn.wav"),
        'sounds/gunn.wav: the game has no effect that is called "gunn" — did you mean "gun"?',
    ),
    "another kind": (lambda f: beep(f / "gun.mp3"), "sounds/gun.mp3: no sound can have this file's name"),
    "too long": (
        lambda f: beep(f / "gun.wav", 11, rate=8000),
        "sounds/gun.wav: it lasts 11 seconds — an effect lasts at most 10",
    ),
    "too large": (
        lambda f: beep(f / "gun.wav", 11, rate=48000, channels=2),
        "sounds/gun.wav: it is larger than 2048 KiB",
    ),
    "too coarse": (
        lambda f: beep(f / "gun.wav", 1, rate=4000),
        "it has 1 channel and 4000 samples a second — save it with one or two channels and 8000 to 48000",
    ),
    "empty": (lambda f: beep(f / "gun.wav", 0), "there is nothing to hear in it"),
    "cut off": (
        lambda f: _cut(beep(f / "gun.wav")),
        "sounds/gun.wav: it is damaged, or no WAV file of plain samples",
    ),
    "an OGG file": (
        lambda f: river(f / "gun.ogg"),
        "sounds/gun.ogg: no sound can have this file's name — sounds are WAV files of plain samples: gun.wav",
    ),
    "an OGG file by another name": (
        lambda f: river(f / "gun.wav"),
        "sounds/gun.wav: it is damaged, or no WAV file of plain samples — save it again as WAV, of 8 or 16 bits",
    ),
    "of 24 bits": (lambda f: _deep(beep(f / "gun.wav")), "sounds/gun.wav: it is damaged, or no WAV file of plain"),
    "twice": (lambda f: (beep(f / "gun.wav"), beep(f / "gun.WAV")), 'the effect "gun" is there twice'),
}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _deep(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[32:36] = (3).to_bytes(2, "little") + (24).to_bytes(2, "little")
    path.write_bytes(data)


@pytest.mark.parametrize("name", SOUNDS)
def test_faults_of_sounds_are_told(files: Files, name: str) -> None:
    make, said = SOUNDS[name]
    make(files.folder / "sounds")
    told = files.told()
    assert len(told) == 1 and said in told[0], told


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The lengths of the effects that are played."""
    out: list[float] = []
    real = pygame.mixer.Sound

    class Listening(real):  # type: ignore[misc, valid-type]
        def play(self, *given: int, **more: int) -> None:
            out.append(round(self.get_length(), 2))

    monkeypatch.setattr(pygame.mixer, "Sound", Listening)
    yield out


def test_own_effects_are_heard_in_the_scenarios_battles_alone(
    files: Files, heard: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    beep(files.folder / "sounds" / "gun.wav", 0.33)
    assert files.told() == []
    opened = library.open_battle(str(files.folder), "both", 7)
    assert isinstance(opened, library.Opened)
    driver = Driver(quiet(volume=0.5))
    try:
        driver.app.sounds.play("gun")
        driver.app.apply(to_battle(opened))
        driver.step(3)
        driver.app.sounds.play("gun")
        driver.key(pygame.K_RETURN)
        driver.step(3)
        driver.app.sounds.play("gun")
        driver.app.sounds.play("horse")
        driver.show(ToStart())
        driver.step(3)
        driver.app.sounds.play("gun")
    finally:
        driver.close()
    lengths = [n for n in heard if n in (0.33, 0.94, 1.1)]
    assert lengths[0] == lengths[-1] == 0.94 and lengths[-3:-1] == [0.33, 1.1]


def test_what_cannot_be_read_any_more_gives_way_to_the_games_own(tmp_path: Path, heard: list[float]) -> None:
    sounds = Sounds(Volumes(0.5, 1.0, 0.0, 0.0))
    try:
        path = beep(tmp_path / "gun.wav", 0.33)
        sounds.use({"gun": str(path), "horse": str(tmp_path / "gone.wav")})
        sounds.play("gun")
        sounds.play("horse")
        sounds.use({})
        sounds.play("gun")
        assert heard == [0.33, 1.1, 0.94]
    finally:
        sounds.close()
