"""What people do in Tiled beside what the game reads: own notes, own classes, own pictures; and faults of every file at
once."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from khalkhin import paths
from khalkhin.scenario import load

from tests.scenario.maker import TSX, Files, write

pytestmark = pytest.mark.usefixtures("rules_read_once")

NOTES = '<objectgroup id="70" name="my notes">{}</objectgroup></map>'
IGNORED = 'the layer "my notes" is not one the game knows, and is ignored'
CSV = ",".join(["2"] * 48)
STRANGE = CSV.replace("2", "999")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


def classes(*members: str) -> str:
    """Properties that are classes, each with a member ``size``."""
    inner = "".join(
        f'<property name="{name}" type="class" propertytype="Box"><properties><property name="size" value="{name}"/>'
        "</properties></property>"
        for name in members
    )
    return f"<properties>{inner}</properties>"


@pytest.mark.parametrize(
    "held",
    [
        '<object id="71" name="to do" x="9" y="9" width="9" height="9" rotation="12"/>',
        f'<object id="71" name="n" x="9" y="9">{classes("a", "b")}</object>',
        '<object id="71" x="nowhere" y="9"/>',
        '<object id="71" template="gone.tx"/>',
        '<object id="71" gid="999" x="9" y="9"/>',
        '<properties><property name="n" type="int" value="many"/></properties>',
        '<object id="71"><polygon points="1,1"/></object>',
    ],
)
def test_nothing_in_a_layer_that_is_ignored_stops_a_map(files: Files, held: str) -> None:
    before = load(files.folder).digest
    files.change("map", "</map>", NOTES.format(held))
    (told,) = files.told()
    assert ": warning: " in told and IGNORED in told
    assert load(files.folder).digest == before


@pytest.mark.parametrize(
    "layer",
    [
        '<layer id="70" name="my notes" width="3" height="3" offsetx="5"><data encoding="csv">no,data</data></layer>',
        f'<layer id="70" name="my notes" width="8" height="6"><data encoding="csv">{STRANGE}</data></layer>',
    ],
)
def test_no_tiles_of_an_ignored_layer_are_read(files: Files, layer: str) -> None:
    files.change("map", "</map>", f"{layer}{layer}</map>")
    (told,) = files.told()
    assert IGNORED in told and load(files.folder)


def test_members_of_equal_names_stay_with_their_class(files: Files) -> None:
    files.change("map", '<property name="code" value="ru-24"/>', f'<property name="code" value="ru-24"/>{boxes()}')
    told = files.told()
    assert [t.split("warning: ")[1].split(" is not one")[0] for t in told] == [
        'the property "first.size"',
        'the property "second.size"',
    ]
    assert load(files.folder).order_of_battle


def boxes() -> str:
    return classes("first", "second").removeprefix("<properties>").removesuffix("</properties>")


def test_a_member_is_lent_to_its_owner_unless_the_owner_has_it(files: Files) -> None:
    """The 24th has a quality of its own."""

    def quality() -> str:
        return next(u for u in load(files.folder).order_of_battle if u.id == "ru-24").quality.name

    own = '<property name="quality" value="veteran"/>'
    lent = (
        '<property name="it" type="class"><properties><property name="quality" value="elite"/></properties></property>'
    )
    files.change("map", own, own + lent)
    (told,) = files.told()
    assert 'warning: the property "it.quality" is not one of a Unit, and is ignored' in told
    assert quality() == "VETERAN"
    files.change("map", own, "")
    assert files.told() == [] and quality() == "ELITE"


def test_a_member_twice_in_one_class_is_a_fault(files: Files) -> None:
    twice = '<property name="size" value="1"/><property name="size" value="2"/>'
    box = f'<property name="box" type="class"><properties>{twice}</properties></property>'
    files.change("map", '<property name="code" value="ru-24"/>', f'<property name="code" value="ru-24"/>{box}')
    assert any('the property "size" is given twice' in told for told in files.told())


# ---- own pictures


def test_what_is_not_drawn_is_named(files: Files) -> None:
    own = files.folder / "own.tsx"
    own.write_text(TSX, encoding="utf-8")
    files.change("map", "../tilesets/terrain.tsx", "own.tsx")
    decor = f'<layer id="70" name="decor" width="8" height="6"><data encoding="csv">{CSV}</data></layer>'
    picture = '<imagelayer id="71" name="sky"><image source="sky.png"/></imagelayer>'
    (files.folder / "sky.png").write_bytes(b"")
    files.change("map", "</map>", f"{decor}{picture}</map>")
    told = [t.split("warning: ")[1] for t in files.told()]
    assert told == [
        'the picture "terrain.png" is missing, and is not drawn — add it, or mend the name',
        'the picture of the layer "sky" is not drawn — it is seen in Tiled only',
    ]
    assert load(files.folder)


def test_an_empty_decor_layer_hides_nothing(files: Files) -> None:
    nothing = CSV.replace("2", "0")
    files.change(
        "map",
        "</map>",
        f'<layer id="70" name="decor" width="8" height="6"><data encoding="csv">{nothing}</data></layer></map>',
    )
    assert files.told() == []


# ---- tilesets of old Tiled


def test_how_many_tiles_there_are_follows_from_the_picture(files: Files) -> None:
    files.change("tsx", ' tilecount="9"', "")
    assert files.told() == [] and load(files.folder)
    files.change("tsx", 'width="576"', 'width="575"')
    assert files.told()[0] == (
        "tilesets/terrain.tsx:2: tile 8 is not among the 8 tiles of the image — remove it, or mend tilecount"
    )
    files.change("tsx", "<tileset version", '<tileset spacing="2" margin="1" version')
    files.change("tsx", 'width="575" height="56"', 'width="594" height="58"')
    assert files.told() == []


@pytest.mark.parametrize("count", ["", ' tilecount=""', ' tilecount="many"', ' tilecount="-1"'])
def test_a_count_that_cannot_be_known_is_one_fault(files: Files, count: str) -> None:
    files.change("tsx", ' tilecount="9"', count)
    if not count:
        files.change("tsx", ' width="576"', "")
    (told,) = files.told()
    assert told.startswith("tilesets/terrain.tsx:2: tilecount is ")


# ---- faults of every kind at once


def test_misspelt_words_hide_no_other_faults(files: Files) -> None:
    files.change("toml", 'posture = "attack"', 'posture = "atack"')
    files.change("toml", 'units = ["ru-tanks"]', 'units = ["ru-tank"]')
    files.change("toml", 'area = "East bank"', 'area = "East bonk"')
    files.change("toml", 'formations = ["36th Division"]', 'formations = ["36th Divison"]')
    files.change("toml", 'title = "Small', 'titel = "Small')
    files.change("toml", 'source = "A19"', 'sorce = "A19"')
    assert {t.split(": ", 1)[0]: t.split(" — ")[1] for t in files.told()} == {
        "small/scenario.toml:1": 'did you mean "title"?',
        "small/scenario.toml:18": 'did you mean "attack"?',
        "small/scenario.toml:23": 'did you mean "36th Division"?',
        "small/scenario.toml:33": 'did you mean "ru-tanks"?',
        "small/scenario.toml:48": 'did you mean "source"?',
        "small/scenario.toml:52": 'did you mean "East bank"?',
    }


def test_what_follows_from_a_guess_is_not_told(files: Files) -> None:
    """A calendar without turns: turns that come after its last are no true faults."""
    files.change("toml", "turns = 6", "turns = 0")
    files.change("toml", 'posture = "attack"', 'posture = "atack"')
    assert [t.split(": ")[1] for t in files.told()] == [
        "calendar.turns is 0 — the least is 1",
        'sides.soviet.ai.posture is "atack", which is none of attack, defend, balanced — did you mean "attack"?',
    ]


GAME = paths.maps_dir() / "tilesets" / "terrain.tsx"


@pytest.mark.parametrize(
    "written",
    [
        "../tilesets/terrain.tsx",
        "../../../elsewhere/maps/tilesets/terrain.tsx",
        "/home/somebody/khalkhin/maps/tilesets/terrain.tsx",
        "C:/Games/Khalkhin/maps/tilesets/terrain.tsx",
        "tilesets/terrain.tsx",
    ],
)
def test_the_shipped_tileset_is_found_from_anywhere(files: Files, written: str) -> None:
    """A friend's map, a map of the user's folder, and one drawn over a link into another installation."""
    files.tsx.unlink()
    files.tsx.parent.rmdir()
    files.change("map", "../tilesets/terrain.tsx", written)
    files.change("map", '<data encoding="csv">\n', '<data encoding="csv">\n' + ",".join(["17"] * 48) + "<!--")
    files.change("map", "\n</data>", "-->\n</data>")
    assert files.told() == []
    shipped = {tile.get("id"): tile for tile in ElementTree.parse(GAME).iter("tile")}
    (ground,) = {t.id for t in load(files.folder).board.terrain}
    assert ground == shipped["16"].find("properties/property").get("value")  # type: ignore[union-attr]


def test_a_tileset_that_is_there_is_taken_before_the_shipped_one(files: Files) -> None:
    files.change("tsx", 'value="upland"', 'value="marsh"')
    assert "upland" not in {t.id for t in load(files.folder).board.terrain}


@pytest.mark.parametrize("written", ["../tilesets/mine.tsx", "../tilesets/.tsx", "tilesets/../../terrain.tsx"])
def test_no_other_tileset_is_made_up(files: Files, written: str) -> None:
    files.change("map", "../tilesets/terrain.tsx", written)
    assert any("the tileset" in told and ": warning" not in told for told in files.told())
