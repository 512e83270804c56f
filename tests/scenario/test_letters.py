"""Which characters fonts have, and the warning of those that none of the game's has."""

from __future__ import annotations

import random
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from khalkhin import glyphs
from khalkhin.scenario import load

from tests.scenario.maker import write

pytestmark = pytest.mark.usefixtures("rules_read_once")

DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FONTS = [
    *map(glyphs.font_file, glyphs.STYLES),
    *(DEJAVU / f"{name}.ttf" for name in ("DejaVuSans", "DejaVuSansDisplay", "STIXGeneral", "cmsy10", "cmr10")),
]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_the_table_of_characters_is_read_as_others_read_it(path: Path) -> None:
    coverage = glyphs.read(path)
    ours = {c for a, b in zip(coverage.firsts, coverage.lasts, strict=True) for c in range(a, b + 1)}
    with TTFont(path, lazy=True) as font:
        theirs = {code for code, name in (font.getBestCmap() or {}).items() if name != ".notdef"}
    assert ours == theirs and ours
    assert all((chr(c) in coverage) == (c in theirs) for c in range(0x3000) if not 0xD800 <= c < 0xE000)


def test_a_damaged_font_has_some_characters_or_none(tmp_path: Path) -> None:
    sound = (DEJAVU / "DejaVuSansDisplay.ttf").read_bytes()
    path = tmp_path / "bad.ttf"
    chance = random.Random(3)
    for _ in range(400):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 4, 40))):
            data[chance.randrange(chance.choice((16, 400, len(data))))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        glyphs.read(path)
    path.write_bytes(sound[:-1])
    assert glyphs.read(path) == glyphs.Coverage()
    path.write_bytes(b"")
    assert glyphs.read(path) == glyphs.Coverage() == glyphs.read(tmp_path) == glyphs.read(tmp_path / "none.ttf")


def test_the_games_fonts_have_the_writings_of_the_field() -> None:
    assert glyphs.missing("Тамцаг-Булаг, Баян Цагаан, Өвөр, Үлгий; Nomonhan, Kōmatsubara, № 7 – ×½°") == ""
    assert glyphs.missing("日本日 \U0001f600\u200d\ufe0f\n ☭") == "日\u672c\U0001f600☭"


def test_a_check_names_what_cannot_be_shown_everywhere(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("map", 'name="West bridge"', 'name="West bridge 日本"')
    files.change("toml", 'title = "Small scenario"', 'title = "Small \U0001f600 scenario"')
    told = files.told()
    hint = "they are drawn with fonts of the player's system, and may be missing there: use other letters if you can"
    assert (
        f"small/scenario.toml:1: warning: title has characters that no font of the game has: \U0001f600 — {hint}"
        in told
    )
    assert any("West bridge 日本" in t and "no font of the game has: 日 本 — " in t for t in told)


def test_the_warning_stops_nobody(tmp_path: Path) -> None:
    files = write(tmp_path)
    files.change("toml", 'title = "Small scenario"', f'title = "{"".join(map(chr, range(0x4E00, 0x4E10)))}"')
    (told,) = files.told()
    assert "and 8 more — " in told
    assert load(files.folder).title.startswith("一")
