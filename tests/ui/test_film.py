"""A battle watched again through the window: by mouse and by keys, by one side's eyes or all, and gone on with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.core import legal_orders
from khalkhin.core.fog.view import view
from khalkhin.core.orders.orders import Choose, EndTurn, Move, Order, Prioritise
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import HUMAN, Session
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.turn_end import HandOver
from khalkhin.ui.destinations import ToFilm, ToStart
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.opening import LARGE
from khalkhin.ui.ports import films, library
from khalkhin.ui.replay.branching import BranchScene
from khalkhin.ui.replay.player import SPEEDS, FilmPlayer
from khalkhin.ui.replay.recording import RecordScene
from khalkhin.ui.replay.rows import rows
from khalkhin.ui.replay.screen import FilmScene, WhoLooks, watch
from khalkhin.ui.scene import Go
from khalkhin.ui.widgets.rows import Line

from tests.covering import covering
from tests.ui.driver import Driver, quiet
from tests.ui.smallbattle import small_battle
from tests.ui.test_hotseat import PLACES, SIDES, scenario

PEOPLE = {"soviet": HUMAN, "japanese": HUMAN}


class Quiet:
    """A screen on which nothing is shown."""

    def present(self) -> None: ...

    def sound(self, name: str) -> None: ...

    def bring(self, hex_: int) -> None: ...


def journal(path: Path, seed: int = 2, turns: int = 2) -> Path:
    """A battle of random orders, to its end."""
    rng = random.Random(seed)
    session = Session.begin(small_battle(turns), PEOPLE, seed, path=path)
    while not session.over:
        for _ in range(3):
            orders = [o for o in legal_orders(session.view(session.active).state) if not isinstance(o, EndTurn)]
            if not session.over:
                session.submit(rng.choice(orders))
        if not session.over:
            session.submit(EndTurn())
    session.close()
    return path


@pytest.fixture
def film(tmp_path: Path) -> Film:
    return Film(read(journal(tmp_path / "a.journal")), small_battle(2))


@pytest.fixture
def driver() -> Iterator[Driver]:
    d = Driver(quiet(), (1280, 720))
    yield d
    d.close()


def settle(player: FilmPlayer) -> None:
    """Let time pass until it has come to where it is to be, looking on all the while as the window does."""
    for _ in range(20_000):
        if not (player.seeking or player.playback.busy or player.running):
            return
        player.update(0.1)
        assert player.shown is not None
    raise AssertionError("it never comes to rest")


# ------------------------------------------------------------------ the player of a film


@pytest.mark.parametrize("sight", [ALL, *SIDES])
@pytest.mark.parametrize("speed", SPEEDS)
def test_it_runs_to_the_end_at_any_speed(film: Film, sight: str, speed: float) -> None:
    player = FilmPlayer(film, (ALL, *SIDES), Quiet())
    player.look_with(sight)
    player.speed = speed
    player.run()
    settle(player)
    assert player.at_end and not player.running and not player.fault
    assert player.shown.state.digest() == film.view(film.last, sight).state.digest()


@pytest.mark.parametrize("sight", [ALL, *SIDES])
def test_it_steps_forwards_and_back_over_the_same_places(film: Film, sight: str) -> None:
    player = FilmPlayer(film, (sight,), Quiet())
    forwards = [0]
    while not player.at_end:
        player.step(1)
        settle(player)
        assert player.position > forwards[-1], "a step leads nowhere"
        forwards.append(player.position)
    back = [player.position]
    while player.position:
        player.step(-1)
        settle(player)
        assert player.position < back[-1], "a step back leads nowhere"
        back.append(player.position)
    turns = {film.first_of(i) for i in range(len(film.turns))}
    assert set(back) >= turns and set(forwards) >= turns
    if sight == ALL:
        assert len(forwards) > len(turns)


@pytest.mark.parametrize("sight", [ALL, *SIDES])
def test_a_place_is_reached_however_far_it_is_in_another_turn(film: Film, sight: str) -> None:
    """The window draws what is shown while another place is sought: that leads nobody back to where he was."""
    player = FilmPlayer(film, (sight,), Quiet())
    assert player.shown is not None
    longest = max(len(turn.orders) for turn in film.turns)
    for place in (film.last, 0, *range(film.last, -1, -1), *range(0, film.last, 3)):
        player.go(place)
        for _frame in range(longest + 2):
            if not player.seeking:
                break
            player.update(0.1)
            assert player.shown is not None
        assert player.position == place


def test_any_place_is_reached_and_told_of(film: Film) -> None:
    player = FilmPlayer(film, (ALL, *SIDES), Quiet())
    rng = random.Random(1)
    for _ in range(25):
        place = rng.randrange(film.last + 1)
        player.look_with(rng.choice(player.sights))
        player.go(place)
        settle(player)
        assert player.position == place
        assert player.shown.state.digest() == film.view(place, player.sight).state.digest()
        for _frame in range(200):
            player.update(0.1)
        first = film.first_of(film.turn_at(place))
        told = [n.text for n in player.notices()]
        expected = FilmPlayer(film, (player.sight,), Quiet(), first)
        settle(expected)
        expected.speed = 0.0
        while expected.position < place:
            expected.step(1)
            settle(expected)
            if expected.position > place:
                expected.go(place)
                settle(expected)
                for _frame in range(200):
                    expected.update(0.1)
        assert told == [n.text for n in expected.notices()]


def test_a_journal_that_does_not_agree_is_told_of(film: Film) -> None:
    film.turns[1].orders.insert(0, "move su-a 0,0")
    player = FilmPlayer(film, (ALL,), Quiet())
    player.run()
    settle(player)
    assert "cannot be given" in player.fault and not player.can_branch
    assert [row.text for row in rows(player) if isinstance(row, Line)] == [player.fault]


# ------------------------------------------------------------------ whose eyes


def test_while_a_battle_goes_on_each_player_sees_with_his_own_eyes(tmp_path: Path, driver: Driver) -> None:
    path = tmp_path / "a.journal"
    session = Session.begin(small_battle(3), PEOPLE, 1, path=path)
    session.submit(EndTurn())
    session.close()
    film = Film(read(path), small_battle(3))
    asked = watch(film, "", films.eyes(film))
    assert isinstance(asked, WhoLooks)
    driver.show(ToStart())
    driver.app.apply(Go(asked))
    driver.step()
    driver.click_text("Japanese")
    assert isinstance(driver.top, FilmScene) and driver.top.player.sights == ("japanese",)
    driver.key(pygame.K_v)
    driver.top.player.look_with(ALL)
    driver.top.player.look_with("soviet")
    assert driver.top.player.sight == "japanese"
    mine = watch(film, "soviet", films.eyes(film))
    assert isinstance(mine, FilmScene) and mine.player.sights == ("soviet",)
    dialog = BranchScene(film, 1, free=False)
    driver.show(dialog)
    assert not any("Computer" in b.text or "Player" in b.text for b in driver.buttons()), "a side can be changed"


@pytest.mark.parametrize("keeper", SIDES)
def test_what_one_side_keeps_is_nowhere_in_the_others_film(keeper: str, tmp_path: Path, driver: Driver) -> None:
    """Two battles that differ by what one side does unseen: the other's film is the same, pictures and words."""
    shown: list[list[tuple[str, bytes, str]]] = []
    watcher = SIDES[1 - SIDES.index(keeper)]
    for secret in (0, 1):
        made = scenario(keeper, secret)
        path = tmp_path / str(secret) / "small.journal"
        path.parent.mkdir()
        session = Session.begin(made, PEOPLE, 5, path=path)
        while session.view(session.active).state.turn < 3:
            for order in _kept(session, keeper, secret) if session.active == keeper else _open(session):
                session.submit(order)
            session.submit(EndTurn())
        session.close()
        film = Film(read(path), made)
        driver.show(FilmScene(film, [watcher]))
        found = []
        for turn in range(len(film.turns)):
            settle(driver.top.player)
            for _ in range(200):
                driver.step(1)
                if driver.top.map.whole:
                    break
            driver.step(30)
            driver.app.draw()
            words = "\n".join([driver.texts(), *(b.text for b in driver.buttons())])
            found.append((f"turn {turn}", pygame.image.tobytes(driver.app.screen, "RGB"), words))
            driver.key(pygame.K_PAGEDOWN)
        shown.append(found)
    one, two = shown
    assert len(one) == len(two) > 3
    for (name, picture, words), (_, other, others) in zip(one, two, strict=True):
        assert words == others, name
        assert picture == other, f"{name} is drawn"


def _kept(session: Session, keeper: str, secret: int) -> Iterator[Order]:
    pre, col = ("su", PLACES["soviet"]) if keeper == "soviet" else ("jp", PLACES["japanese"])
    state = session.view(keeper).state
    if state.pending:
        yield Choose("choice", ("this", "that")[secret])
    if secret:
        yield Move(f"{pre}-b", (col, 9 if state.turn % 2 else 8))
        yield Prioritise((col, 8), 1 + state.turn)


def _open(session: Session) -> Iterator[Order]:
    state = session.view(session.active).state
    if state.turn == 1:
        unit = "su-a" if session.active == "soviet" else "jp-a"
        yield next(o for o in legal_orders(state) if isinstance(o, Move) and o.unit == unit)


# ------------------------------------------------------------------ the screen


@pytest.mark.parametrize(("size", "scale"), covering([(1024, 640), (1280, 720), (1920, 1080)], [2.0, 1.5, 1.0]))
def test_the_screen_fits_the_window(film: Film, size: tuple[int, int], scale: float) -> None:
    d = Driver(quiet(ui_scale=scale), size)
    asked = BranchScene(film, 1, free=True), WhoLooks(film, SIDES, None), RecordScene(film, ALL, 1, 0, 1.0)
    for scene in (FilmScene(film, (ALL, *SIDES)), *asked):
        d.show(scene)
        assert d.faults() == [], type(scene).__name__
    d.close()


@pytest.mark.parametrize(("size", "scale"), [((1280, 720), 1.0), ((1920, 1080), 1.5), ((2560, 1440), 2.0)])
def test_it_opens_as_near_as_all_units_are_in_sight(film: Film, size: tuple[int, int], scale: float) -> None:
    """In a large window with large letters too: there the map was small and its names lay over one another."""
    d = Driver(quiet(ui_scale=scale), size)
    d.show(FilmScene(film, (ALL, *SIDES)))
    camera = d.top.map.camera
    inside = pygame.Rect((0, 0), d.top.map.rect.size)
    units = [u.hex for u in d.top.player.shown.state.units if u.on_map]
    near = ZOOMS[camera.step]
    assert all(inside.collidepoint(camera.position(h)) for h in units)
    following = next((zoom for zoom in ZOOMS if zoom > near), None)
    if following is not None and following <= LARGE * d.top.ui.m.scale:
        xs, ys = zip(*(camera.position(h) for h in units), strict=True)
        grown = following / near
        room = [n - d.top.ui.m.px(120) for n in camera.size]
        assert (max(xs) - min(xs)) * grown > room[0] - 2 or (max(ys) - min(ys)) * grown > room[1] - 2
    assert near >= 0.8 * scale, "the figures on counters are smaller than the letters about them"
    d.close()


def test_it_is_watched_by_mouse_alone(film: Film, driver: Driver) -> None:
    driver.show(FilmScene(film, (ALL, *SIDES)))
    scene = driver.top
    for turn, stretch in enumerate(film.stretches):
        x = scene.slider.rect.x + round((turn + 0.02) * scene.slider.rect.width / len(film.stretches))
        driver.click((x, scene.slider.rect.centery))
        settle(scene.player)
        assert scene.player.position == stretch.first
    driver.drag(scene.slider.rect.midleft, scene.slider.rect.midright)
    settle(scene.player)
    assert scene.player.at_end
    driver.click_text("‹‹")
    settle(scene.player)
    assert not scene.player.at_end
    driver.click_text("What the Soviet")
    assert scene.player.sight == "soviet"
    driver.click_text("Speed")
    assert scene.player.speed == 2.0
    driver.click_text("Play  ·")
    driver.until(lambda: scene.player.at_end, "the end")
    driver.click_text("What was")
    driver.until(lambda: any("stood against them" in text for text in driver.texts().split("\n")), "what was known")


def test_it_is_watched_by_keys_alone_and_played_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    (tmp_path / "saves").mkdir()
    path = journal(tmp_path / "saves" / "a.journal")
    monkeypatch.setattr(films, "scenario_of", lambda header, also: small_battle(2))
    monkeypatch.setattr("khalkhin.play.campaign.battles.scenario_of", lambda header, also=(): small_battle(2))
    d = Driver(quiet(), (1280, 720))
    d.show(ToFilm(path))
    scene = d.top
    assert isinstance(scene, FilmScene)
    d.key(pygame.K_RIGHT)
    settle(scene.player)
    assert scene.player.position > 0
    d.key(pygame.K_END)
    settle(scene.player)
    d.key(pygame.K_b)
    assert d.top is scene, "a battle that is over is gone on with"
    d.key(pygame.K_PAGEUP)
    settle(scene.player)
    d.key(pygame.K_PAGEUP)
    settle(scene.player)
    position, state = scene.player.position, scene.film.state(scene.player.position)
    d.key(pygame.K_b)
    assert isinstance(d.top, BranchScene)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, BattleScene | HandOver)
    battle = d.app.scenes[0]
    assert isinstance(battle, BattleScene)
    new = battle.session
    assert new.path is not None and new.view(state.active).state.digest() == view(state, state.active).state.digest()
    header = read(new.path).header
    assert header.origin is not None and header.origin.file == path.name and header.name
    assert Film(read(new.path), small_battle(2)).last == position
    d.close()


def test_a_battle_that_cannot_be_watched_says_why(tmp_path: Path, driver: Driver) -> None:
    path = tmp_path / "a.journal"
    path.write_text("nothing")
    found = films.open_film(path)
    assert isinstance(found, library.OpeningFault) and "no journal" in found.text
    driver.show(ToFilm(path))
    assert "no journal" in driver.texts()
    driver.show(ToFilm(path, back=path))
    driver.step(3)
    assert "no journal" in driver.texts() and len(driver.app.scenes) == 2


def test_without_fog_there_is_nothing_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    Session.begin(small_battle(2), PEOPLE, 1, path=path, fog=False).close()
    player = FilmPlayer(Film(read(path), replace(small_battle(2))), (ALL,), Quiet())
    settle(player)
    assert "without fog" in "\n".join(row.text for row in rows(player) if isinstance(row, Line))
