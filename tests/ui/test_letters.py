"""Every text can be drawn, whatever is in it and whatever fonts the system has, and nothing draws past that."""

from __future__ import annotations

import ast
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib
import pygame
import pytest
from khalkhin import glyphs
from khalkhin.foreign_text import control_in
from khalkhin.play.session.settings import Settings
from khalkhin.ui.destinations import ToSaves, ToStart
from khalkhin.ui.dialogs.dialog import message
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.scene import Push
from khalkhin.ui.widgets import letters, system_fonts, theme
from khalkhin.ui.widgets.letters import REPLACEMENT, Letters, Run, runs_of
from khalkhin.ui.widgets.widgets import escape

from tests.house import ROOT
from tests.ui.driver import Driver

INK = (0, 0, 0)
#: A font with Arabic and faces that is there wherever the game is.
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
ESCAPES = "a\x1b[2J\u202eb\u2066\u200b\u200e\x9b\n<b>[/]</b><a href='x'>%{x}"


@pytest.fixture(autouse=True)
def fonts() -> Iterator[None]:
    pygame.font.init()
    system_fonts.forget()
    runs_of.cache_clear()
    yield
    system_fonts.forget()
    runs_of.cache_clear()


def system_has(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    monkeypatch.setattr(system_fonts, "files", lambda: files)
    system_fonts.font_for.cache_clear()
    runs_of.cache_clear()


def font(size: int = 20) -> Letters:
    return Letters(str(glyphs.font_file()), size)


def box(f: pygame.font.Font) -> bytes:
    """What a font draws for a character it has not."""
    return pygame.image.tobytes(pygame.font.Font.render(f, "\U000e1234", True, INK), "RGBA")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is drawn with a font of the game."""
    told: list[str] = []
    real = Letters.draw

    def draw(self: Letters, text: str, *rest: object) -> pygame.Surface:
        told.append(text)
        return real(self, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Letters, "draw", draw)
    return told


# ---- without and with fonts of the system


@pytest.mark.parametrize(
    "text", ["日本", "سلام", "\U0001f600", "23rd 日本 Division", "\U0001f468\u200d\U0001f467", "ᠮᠣ"]
)
def test_without_any_font_of_the_system_there_are_plain_signs(
    text: str, monkeypatch: pytest.MonkeyPatch, drawn: list[str]
) -> None:
    system_has(monkeypatch)
    picture = font().render(text, True, INK)
    assert pygame.image.tobytes(picture, "RGBA") != box(font())
    strange = len(glyphs.missing(text))
    assert "".join(drawn).count(REPLACEMENT) == strange > 0
    assert not glyphs.missing("".join(drawn)) and glyphs.comes_with_game(REPLACEMENT)


def test_a_font_of_the_system_draws_what_the_games_lack(monkeypatch: pytest.MonkeyPatch, drawn: list[str]) -> None:
    system_has(monkeypatch, DEJAVU)
    f = font()
    face = f.render("\U0001f600", True, INK)
    theirs = pygame.font.Font(str(DEJAVU), f.point_size)
    assert face.get_width() == theirs.size("\U0001f600")[0] and drawn == []
    assert face.get_bounding_rect().height > 4
    f.render("with \U0001f600 and 日", True, INK)
    assert drawn == ["with ", f" and {REPLACEMENT}"]


def test_the_first_font_of_the_system_that_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    latin = glyphs.font_file()
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(DEJAVU.read_bytes()[:300])
    system_has(monkeypatch, tmp_path / "gone.ttf", broken, latin, DEJAVU)
    assert system_fonts.font_for("س") == DEJAVU
    assert system_fonts.font_for("日") is None


def test_a_font_that_cannot_be_opened_is_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawn: list[str]
) -> None:
    """Its table of characters can be read, and the font is gone or no font a moment later."""
    copy = tmp_path / "font.ttf"
    shutil.copy(DEJAVU, copy)
    system_has(monkeypatch, copy)
    assert runs_of("x\U0001f600")[-1].path == copy
    copy.write_bytes(b"no font")
    assert font().render("x\U0001f600y", True, INK).get_width() == font().size(f"x{REPLACEMENT}y")[0]
    assert drawn == [f"x{REPLACEMENT}y"]


def test_a_system_that_cannot_tell_its_fonts_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot() -> list[str]:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(pygame.font, "get_fonts", cannot)
    system_fonts.forget()
    assert system_fonts.files() == () and system_fonts.font_for("日") is None


def test_fonts_that_readers_know_are_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["aaa", "dejavusans", "notosanscjkjp", "lastresort", "zzz"]
    monkeypatch.setattr(pygame.font, "get_fonts", lambda: names)
    monkeypatch.setattr(pygame.font, "match_font", lambda name: f"/fonts/{name}.ttf" if name != "zzz" else None)
    system_fonts.forget()
    assert [path.stem for path in system_fonts.files()] == ["notosanscjkjp", "dejavusans", "aaa"]


# ---- parts of a text


def test_words_that_run_from_right_to_left_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    system_has(monkeypatch, DEJAVU)
    assert runs_of("to سلام دنیا (12)") == (Run("to "), Run("سلام دنیا", DEJAVU, "Arab"), Run(" (12)"))
    theirs = pygame.font.Font(str(DEJAVU), 14)
    theirs.set_script("Arab")
    theirs.set_direction(pygame.DIRECTION_RTL)
    f = font(14)
    drawn, right = f.render("سلام", True, INK), theirs.render("سلام", True, INK)
    backwards = pygame.font.Font(str(DEJAVU), 14).render("سلام", True, INK)
    cut = [pygame.image.tobytes(p.subsurface(p.get_bounding_rect()), "RGBA") for p in (drawn, right, backwards)]
    assert cut[0] == cut[1] != cut[2]


def test_joiners_and_accents_stay_with_their_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    system_has(monkeypatch, DEJAVU)
    assert runs_of("e\u0301") == (Run("e\u0301"),)
    assert [run.text for run in runs_of("ل\u064e\u200dا")] == ["ل\u064e\u200dا"]
    assert runs_of("\U0001f600\ufe0f!") == (Run("\U0001f600\ufe0f", DEJAVU), Run("!"))
    assert runs_of("!\ufe0f?") == (Run("!?"),)


def test_what_is_measured_is_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(4)
    pieces = [
        "a",
        "Ж",
        " ",
        "日",
        "س",
        "\U0001f600",
        "\u200d",
        "\ufe0f",
        "\u0301",
        "\x1b",
        "\u202e",
        "\ud800",
        "\0",
        "\n",
    ]
    for files in ((), (DEJAVU,)):
        system_has(monkeypatch, *files)
        f = font(17)
        for _ in range(300):
            text = "".join(chance.choice(pieces) for _ in range(chance.randrange(7)))
            assert f.render(text, True, INK).get_size() == f.size(text), ascii(text)
            assert f.size(text)[1] == f.get_height()


def test_a_long_text_of_spaces_is_gone_through_once() -> None:
    seen = 0

    class Counted(str):
        def isspace(self) -> bool:
            nonlocal seen
            seen += 1
            return super().isspace()

    runs = [Run(Counted(" ")) for _ in range(2000)]
    letters._bridged(runs)
    assert seen == 2000


# ---- control characters


def test_controls_are_written_out_on_every_surface(
    drawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In buttons, labels, rows, dialogs, tooltips and on the map."""
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    d = Driver(Settings(speed=0.0, volume=0.0), (1280, 720))
    try:
        d.show(ToStart())
        m = theme.Metrics(1.0)
        d.app.apply(Push(message(ESCAPES, ESCAPES)))
        ui = d.top.ui
        ui.label(pygame.Rect(0, 0, 900, 30), ESCAPES)
        button = ui.button(pygame.Rect(0, 30, 900, 30), ESCAPES, lambda: None, tip=ESCAPES)
        assert button.tool_tip_text is not None
        ui.manager.create_tool_tip(button.tool_tip_text, (5, 5), (0, 5), button, button.object_ids[-1])
        d.step()
        Lettering().halo(ESCAPES, 14, INK, INK)
        Lettering().plain(ESCAPES, 14, INK)
        m.font("bold").render(ESCAPES, True, INK)
    finally:
        d.close()
    foreign = [text for text in drawn if "U+001B" in text]
    assert len(foreign) >= 6 and any("%{x}" in text for text in foreign)
    assert not any(control_in(text) for text in drawn)
    assert sum("[/]" in text and "<b>" in text for text in drawn) >= 6


def test_names_of_saves_are_written_out(drawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    saves = tmp_path / "saves"
    saves.mkdir()
    (saves / "a\x1b[2J\u202eb\u2028.journal").write_text('{"a": "\\u001b"}\n')
    d = Driver(Settings(speed=0.0, volume=0.0), (1280, 720))
    try:
        d.show(ToSaves())
        d.step(4)
    finally:
        d.close()
    assert any("<U+001B>[2J<U+202E>b<U+2028>" in text for text in drawn)
    assert not any(control_in(text) for text in drawn)


def test_tooltips_obey_no_markup() -> None:
    assert escape("<b>\x1b</b>\n&") == "&lt;b&gt;&lt;U+001B&gt;&lt;/b&gt;<br>&amp;"


# ---- the one place


def test_no_other_place_makes_fonts() -> None:
    makers = {"Font", "SysFont", "freetype", "ftfont"}
    found = set()
    for path in ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if not any(maker in source for maker in makers):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in makers:
                found.add(path.name)
            if isinstance(node, ast.Import | ast.ImportFrom) and makers & {a.name.split(".")[-1] for a in node.names}:
                found.add(path.name)
    assert found == {"letters.py"}


def test_the_fonts_of_controls_are_of_the_one_kind(
    driver: Callable[..., Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    d = driver((1280, 720))
    d.show(ToStart())
    d.step()
    loaded = [r.loaded_font for r in d.top.ui.manager.ui_theme.font_dict.loaded_fonts.values() if r.loaded_font]
    assert len(loaded) > 3
    assert all(isinstance(f._GUIFontPygame__internal_font, Letters) for f in loaded)
