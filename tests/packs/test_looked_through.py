"""Pictures and sounds are looked through before they are taken: what passes is read by the libraries that show it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pygame
import pytest
from khalkhin.scenario.own.sounds import BadSound, look_through
from khalkhin.scenario.tmx import png as png_file
from khalkhin.scenario.tmx.pictures import BadPicture, picture_size
from khalkhin.ui.sound.sounds import Sounds, Volumes

from tests.harness.hostile import raw
from tests.packs.noises import beep, river

KINDS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}


def png(
    colour: int = 6, depth: int = 8, laced: int = 0, *, size: tuple[int, int] = (19, 17), rows: bytes | None = None
) -> list[raw.Chunk]:
    """The parts of a picture of one shade."""
    bits = KINDS.get(colour, (4, ()))[0] * depth
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    plain = b""
    for left, top, across, down in passes if laced else ((0, 0, 1, 1),):
        columns, lines = len(range(left, size[0], across)), len(range(top, size[1], down))
        if columns:
            plain += (b"\0" + b"\0" * ((columns * bits + 7) // 8)) * lines
    packed = zlib.compress(plain if rows is None else rows)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, laced)), (b"IDAT", packed), (b"IEND", b"")]
    return [parts[0], (b"PLTE", bytes(3 << min(depth, 8))), *parts[1:]] if colour == 3 else parts


def written(path: Path, parts: list[raw.Chunk]) -> Path:
    body = (struct.pack(">I", len(b)) + kind + b + struct.pack(">I", zlib.crc32(kind + b)) for kind, b in parts)
    path.write_bytes(raw.PNG + b"".join(body))
    return path


@pytest.mark.parametrize("laced", [0, 1])
@pytest.mark.parametrize(("colour", "depth"), [(c, d) for c, (_n, depths) in KINDS.items() for d in depths])
def test_every_kind_of_png_is_a_picture(tmp_path: Path, colour: int, depth: int, laced: int) -> None:
    path = written(tmp_path / "a.png", png(colour, depth, laced))
    assert picture_size(path) == (19, 17) == pygame.image.load(path).get_size()
    small = written(tmp_path / "b.png", png(colour, depth, laced, size=(1, 3)))
    assert picture_size(small) == (1, 3)


FULL = (b"\0" + b"\0" * 76) * 17
CUT = [(kind, body[:-1] if kind == b"IDAT" else body) for kind, body in png()]
DAMAGED: dict[str, list[raw.Chunk]] = {
    "a dot is missing": png(rows=FULL[:-1]),
    "rows are missing": png(rows=FULL[: 77 * 9]),
    "the end of the pixels is missing": CUT,
    "an unknown filter": png(rows=FULL[: 77 * 16] + b"\5" + FULL[1:77]),
    "no pixels": [part for part in png() if part[0] != b"IDAT"],
    "pixels of nonsense": [(k, b"nonsense" if k == b"IDAT" else b) for k, b in png()],
    "no colours": [part for part in png(3) if part[0] != b"PLTE"],
    "a depth that no picture has": png(6, 4, rows=FULL),
    "a kind that no picture has": png(5, 8, rows=FULL),
    "a part that must be known": [*png()[:-1], (b"NEED", b""), (b"IEND", b"")],
    "a part that cannot be": [*png()[:-1], (b"need", b""), (b"IEND", b"")],
    "two beginnings": [png()[0], *png()],
    "another beginning": [(b"tEXt", b"a\0b"), *png()],
    "pixels in two places": [
        png()[0], (b"IDAT", png()[1][1][:9]), (b"tEXt", b"a\0b"), (b"IDAT", png()[1][1][9:]), (b"IEND", b""),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_what_lacks_pixels_is_damaged_though_its_checksums_are_right(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "a.png", DAMAGED[name])
    with pytest.raises(BadPicture, match="is damaged"):
        picture_size(path)


def test_much_in_little_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.png", png(rows=FULL + b"\0" * (64 << 20)))
    unpacked: list[int] = []
    real = png_file._unpacked

    def counted(packed: list[bytes]) -> Iterator[bytes]:
        for plain in real(packed):
            unpacked.append(len(plain))
            yield plain

    monkeypatch.setattr(png_file, "_unpacked", counted)
    with pytest.raises(BadPicture, match="is damaged"):
        picture_size(path)
    assert 0 < sum(unpacked) < 1 << 20
    for size in ((1 << 20, 1), (5000, 5000)):
        with pytest.raises(BadPicture, match="pixels"):
            picture_size(written(tmp_path / "b.png", png(0, 1, size=size)))


def test_pieces_of_any_length_make_a_picture(tmp_path: Path) -> None:
    (packed,) = (body for kind, body in png() if kind == b"IDAT")
    split = [(b"IDAT", packed[i : i + 1]) for i in range(len(packed))]
    parts = png()
    assert picture_size(written(tmp_path / "a.png", [parts[0], *split, (b"IDAT", b""), parts[-1]])) == (19, 17)
    large = png(size=(900, 700))
    assert picture_size(written(tmp_path / "b.png", large)) == (900, 700)


def test_pictures_that_pass_are_read_by_the_library(tmp_path: Path) -> None:
    """Hundreds of changed files: whatever is taken can be shown, at the size that was found."""
    path = tmp_path / "a.png"
    taken = refused = 0
    for number in range(600):
        random = Random(number)
        sound = written(path, png(*random.choice(((6, 8, 0), (3, 4, 0), (2, 8, 1), (0, 1, 0)))))
        data = raw.png(sound.read_bytes(), random)
        path.write_bytes(data)
        try:
            size = picture_size(path)
        except BadPicture:
            refused += 1
            continue
        taken += 1
        assert pygame.image.load(io.BytesIO(data), "a.png").get_size() == size, number
    assert taken > 50 and refused > 100


# ---- sounds


def test_a_sound_whose_parts_lead_nowhere_is_damaged(tmp_path: Path) -> None:
    """A part before the samples that says it is longer than the file."""
    data = beep(tmp_path / "a.wav").read_bytes()
    for length in (1 << 31, (1 << 32) - 1, len(data), 3):
        (tmp_path / "a.wav").write_bytes(data[:12] + b"LIST" + struct.pack("<I", length) + data[12:])
        with pytest.raises(BadSound, match="is damaged"):
            look_through(tmp_path / "a.wav")


def test_what_passes_is_heard_as_it_was_found(tmp_path: Path) -> None:
    """Hundreds of changed files: the library is given what was looked through, and plays all of it."""
    path = tmp_path / "gun.wav"
    whole = beep(path).read_bytes()
    sounds = Sounds(Volumes(1.0, 1.0, 0.0, 0.0))
    taken = refused = 0
    try:
        sounds.play("gun")
        for number in range(600):
            data, random = whole, Random(number)
            for _ in range(random.choice((1, 1, 2))):
                data = raw.wav(data, random)
            path.write_bytes(data)
            try:
                found = look_through(path)
            except BadSound:
                refused += 1
                continue
            taken += 1
            heard = sounds._read_own(path)
            assert heard is not None and heard.get_length() == pytest.approx(found.seconds, abs=0.03), number
    finally:
        sounds.close()
    assert taken > 50 and refused > 100


def test_the_library_is_never_given_a_file_of_somebody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It unpacks whatever it knows by its first letters, whatever a file is called."""
    given = list[object]()
    real = pygame.mixer.Sound

    def listening(what: object) -> pygame.mixer.Sound:
        given.append(what.getvalue() if isinstance(what, io.BytesIO) else what)
        return real(what)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(pygame.mixer, "Sound", listening)
    sounds = Sounds(Volumes(1.0, 1.0, 0.0, 0.0))
    try:
        own = {"gun": str(beep(tmp_path / "gun.wav")), "horse": str(river(tmp_path / "horse.wav")),
               "tank": str(river(tmp_path / "tank.ogg")), "truck": str(beep(tmp_path / "truck.wav", 11))}  # fmt: skip
        sounds.use(own)
        for name in own:
            sounds.play(name)
    finally:
        sounds.close()
    played = [what for what in given if not isinstance(what, str)]
    assert played == [(tmp_path / "gun.wav").read_bytes()]
    assert sorted(Path(what).parent.name for what in given if isinstance(what, str)) == ["sounds"] * 3
    assert {Path(what).stem for what in given if isinstance(what, str)} == {"horse", "tank", "truck"}
