"""Recordings: moving pictures as they were taken, of the stretch that was asked for, and of what a side saw only."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin import paths
from khalkhin.cli import main
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.session.film import ALL, Film
from khalkhin.play.session.journal import read
from khalkhin.play.session.session import Session
from khalkhin.ui.pictures.apng import COLOURS, Animation
from khalkhin.ui.pictures.recording import FOOT, MOST, CannotRecord, RecordedTurns, Recording, place_named
from khalkhin.ui.replay import recording as dialog
from khalkhin.ui.replay.recording import RecordScene
from khalkhin.ui.replay.screen import FilmScene

from tests.ui.driver import Driver, quiet
from tests.ui.smallbattle import small_battle
from tests.ui.test_film import PEOPLE, journal
from tests.ui.test_film import _kept as kept
from tests.ui.test_film import _open as open_orders
from tests.ui.test_hotseat import SIDES, scenario

Picture = list[list[tuple[int, int, int]]]


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a PNG file, each with a check that holds."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        yield kind, body
        at += 12 + length


def shown(data: bytes) -> list[tuple[float, Picture]]:
    """What a program that reads moving PNGs shows: seconds and pixels of each picture."""
    pieces = list(chunks(data))
    assert [kind for kind, _ in pieces[:3]] == [b"IHDR", b"acTL", b"PLTE"] and pieces[-1] == (b"IEND", b"")
    width, height, depth, colours = struct.unpack(">IIBB", pieces[0][1][:10])
    assert (depth, colours) == (8, 3)
    palette = [tuple(pieces[2][1][i : i + 3]) for i in range(0, len(pieces[2][1]), 3)]
    canvas: Picture = [[(0, 0, 0)] * width for _ in range(height)]
    out, number, box, seconds = [], 0, (0, 0, 0, 0), 0.0
    for kind, body in pieces[3:-1]:
        if kind == b"fcTL":
            order, w, h, x, y, over, per, dispose, blend = struct.unpack(">IIIIIHHBB", body)
            assert (order, dispose, blend) == (number, 0, 0)
            number, box, seconds = number + 1, (x, y, w, h), over / per
            continue
        if kind == b"fdAT":
            assert struct.unpack(">I", body[:4]) == (number,)
            number, body = number + 1, body[4:]
        x, y, w, h = box
        rows = zlib.decompress(body)
        assert len(rows) == h * (w + 1)
        canvas = [list(row) for row in canvas]
        for j in range(h):
            line = rows[j * (w + 1) : (j + 1) * (w + 1)]
            assert line[0] == 0
            canvas[y + j][x : x + w] = [palette[i] for i in line[1:]]  # type: ignore[misc]
        out.append((seconds, canvas))
    assert struct.unpack(">II", pieces[1][1]) == (len(out), 0)
    return out


def pixels(surface: pygame.Surface) -> Picture:
    w, h = surface.get_size()
    return [[tuple(surface.get_at((x, y)))[:3] for x in range(w)] for y in range(h)]  # type: ignore[misc]


def far(one: Picture, other: Picture) -> int:
    """The largest difference of a channel."""
    both = (pair for a, b in zip(one, other, strict=True) for pair in zip(a, b, strict=True))
    return max(abs(x - y) for a, b in both for x, y in zip(a, b, strict=True))


# -- the file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_the_file_shows_what_was_taken(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randint(1, 41), rng.randint(1, 23)
    surface, film = pygame.Surface(size), Animation(size)
    taken: list[tuple[float, Picture]] = []
    few = [tuple(rng.randrange(256) for _ in range(3)) for _ in range(30)]
    for _ in range(8):
        for _ in range(rng.randrange(4)):
            place = pygame.Rect(rng.randrange(size[0]), rng.randrange(size[1]), rng.randint(1, 9), rng.randint(1, 9))
            surface.fill(rng.choice(few), place)
        seconds = rng.choice((0.1, 0.25, 0.7))
        film.add(surface, seconds)
        now = pixels(surface)
        if taken and taken[-1][1] == now:
            taken[-1] = taken[-1][0] + seconds, now
        else:
            taken.append((seconds, now))
    found = shown(film.packed())
    assert [seconds for seconds, _ in found] == pytest.approx([seconds for seconds, _ in taken], abs=0.011)
    assert all(far(a, b) <= 8 for (_, a), (_, b) in zip(found, taken, strict=True)), "more than the 32nd of a channel"


def test_many_colours_become_few_that_are_near() -> None:
    size = 64, 64
    surface, film = pygame.Surface(size), Animation(size)
    for x in range(64):
        for y in range(64):
            surface.set_at((x, y), (x * 4, y * 4, (x + y) * 2))
    film.add(surface, 1.0)
    ((_, picture),) = shown(film.packed())
    assert 100 < len({colour for row in picture for colour in row}) <= COLOURS
    assert far(picture, pixels(surface)) < 40
    with pytest.raises(ValueError, match="no picture"):
        Animation(size).packed()


# -- the stretch -----------------------------------------------------------------------------------------------------


@pytest.fixture
def film(tmp_path: Path) -> Film:
    return Film(read(journal(tmp_path / "a.journal")), small_battle(2))


SMALL = RecordedTurns(1, 2, size=(200, 160), zoom=0.25)


def taken(film: Film, stretch: RecordedTurns) -> Recording:
    """A recording, done; how far it is has only grown."""
    made, parts = Recording(film, stretch), [0.0]
    while made.work():
        parts.append(made.part)
    assert parts == sorted(parts) and made.part == 1.0
    return made


def test_a_stretch_is_taken_down_as_the_game_shows_it(film: Film) -> None:
    whole, first = taken(film, SMALL), taken(film, replace(SMALL, last=1))
    assert 1 < first.pictures < whole.pictures
    slow = taken(film, replace(SMALL, last=1, speed=1.0))
    assert slow.pictures > first.pictures
    days = taken(film, replace(SMALL, days=True))
    light = [t for t in film.stretches if not t.night]
    assert 1 <= days.pictures <= len(light) < whole.pictures
    found = shown(first.packed())
    assert len(found) == first.pictures and len({str(picture[:-FOOT]) for _, picture in found}) > 1


def test_around_a_place_only_what_is_seen_there_is_waited_for(film: Film) -> None:
    corner = film.scenario.board.index(0, 0)
    assert corner is not None
    near = replace(SMALL, zoom=1.0, size=(160, 120), last=1)
    assert taken(film, replace(near, around=corner)).pictures < taken(film, near).pictures


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first": 2, "last": 1}, "goes from turn 1 to 2"),
        ({"first": 1, "last": 9}, "goes from turn 1 to 2"),
        ({"sight": "chinese"}, "No side is called 'chinese'; this battle has soviet, japanese"),
        ({"size": (100, 100)}, "160 x 120 to 1280 x 960"),
        ({"size": (1281, 900)}, "160 x 120 to 1280 x 960"),
    ],
)
def test_what_cannot_be_recorded_is_said(film: Film, wrong: dict[str, object], told: str) -> None:
    with pytest.raises(CannotRecord, match=told):
        Recording(film, replace(SMALL, **wrong))  # type: ignore[arg-type]


def test_a_recording_that_grows_too_large_is_ended_with_a_word(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST > 1000
    monkeypatch.setattr("khalkhin.ui.pictures.recording.MOST", 5)
    with pytest.raises(CannotRecord, match="Turn 1 is as far as one file can hold"):
        taken(film, SMALL)


def test_places_are_found_by_numbers_and_names() -> None:
    made = small_battle()
    assert place_named(made, "3,4") == made.board.index(3, 4)
    (side,) = (side for side, crossing in made.crossings.items() if crossing.name == "South ford")
    assert place_named(made, "south FORD") == side // 6
    with pytest.raises(CannotRecord, match=r"no hex 14,4: its columns go to 13, its rows to 9"):
        place_named(made, "14,4")
    with pytest.raises(CannotRecord, match=r"called 'Paris'; write COL,ROW or one of: .*Sumber"):
        place_named(made, "Paris")


@pytest.mark.parametrize("keeper", SIDES)
def test_what_one_side_keeps_is_nowhere_in_the_others_recording(keeper: str, tmp_path: Path) -> None:
    found = []
    watcher = SIDES[1 - SIDES.index(keeper)]
    for secret in (0, 1):
        made = scenario(keeper, secret)
        path = tmp_path / str(secret) / "small.journal"
        path.parent.mkdir()
        session = Session.begin(made, PEOPLE, 5, path=path)
        while session.view(session.active).state.turn < 3:
            for order in kept(session, keeper, secret) if session.active == keeper else open_orders(session):
                session.submit(order)
            session.submit(EndTurn())
        session.close()
        parts: dict[float, None] = {}
        recording = Recording(Film(read(path), made), replace(SMALL, sight=watcher, zoom=0.5))
        while recording.work():
            parts[recording.part] = None
        found.append((recording.packed(), list(parts)))
    assert found[0] == found[1]


# -- the command and the window --------------------------------------------------------------------------------------


def test_the_command_writes_a_file_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal(tmp_path / "a.journal")
    monkeypatch.setattr("khalkhin.cli.record.scenario_of_journal", lambda header, named: small_battle(2))
    out = tmp_path / "a.png"
    words = ["record", str(path), str(out), "--size", "200x160", "--zoom", "0.25", "--from", "1"]
    assert main(words) == 0
    assert f"{out}: " in capsys.readouterr().out and len(shown(out.read_bytes())) > 1
    before = out.read_bytes()
    for more, code, told in (
        (["--to", "7"], 1, "goes from turn 1 to 2"),
        (["--around", "Paris"], 1, "'Paris'"),
        (["--side", "x"], 1, "'x'"),
        (["--size", "200"], 2, "640x400"),
    ):
        assert main([*words, *more]) == code
        assert told in capsys.readouterr().err
    assert main(["record", str(path), str(tmp_path / "a.gif"), "--from", "1"]) == 2
    assert "ends in .png" in capsys.readouterr().err
    assert main(["record", str(path), str(tmp_path / "no" / "a.png"), *words[3:]]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert out.read_bytes() == before, "what went wrong has spoilt a file"


def test_it_is_recorded_in_the_window_by_keys_and_by_mouse(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    d = Driver(quiet(), (1280, 720))
    d.show(FilmScene(film, (ALL, *SIDES)))
    d.key(pygame.K_r)
    assert isinstance(d.top, RecordScene) and d.top.stretch.first == d.top.stretch.last == 1
    d.key(pygame.K_RETURN)
    assert d.top.recording is not None
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, RecordScene) and d.top.recording is None and not d.top.written, "it stops"
    d.click_text("all that is seen")
    d.click_text("as the map stands")
    d.click_text("Record")
    written = d.until(lambda: d.top.written, "the recording")
    assert written.parent == paths.recordings_dir() and shown(written.read_bytes())
    assert str(written) in d.texts()
    d.key(pygame.K_ESCAPE)
    assert isinstance(d.top, FilmScene)

    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dialog, "create_whole", full)
    d.key(pygame.K_r)
    d.click_text("all that is seen")
    d.click_text("Record")
    d.until(lambda: d.top.fault, "the word that it could not be written")
    assert "could not be written: No space left on device" in d.texts()
    d.close()
