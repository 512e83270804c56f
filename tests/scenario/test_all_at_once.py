"""Faults of different kinds at once: each is told, none twice, causes before what follows from them, and what could not
be examined is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from khalkhin.scenario.checks import CHECKS

from tests.scenario.maker import Files, centre, write

pytestmark = pytest.mark.usefixtures("rules_read_once")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return write(tmp_path)


Edit = tuple[str, str, str]
#: Four edits, each a fault of another kind, and what is told of each, in order.
FOURS: dict[str, tuple[tuple[Edit, ...], tuple[str, ...]]] = {
    "form, a unit, an area, a formation": (
        (
            ("toml", 'posture = "attack"', 'posture = "atack"'),
            ("toml", 'units = ["ru-tanks"]', 'units = ["ru-tankss"]'),
            ("toml", 'area = "East bank"', 'area = "East bonk"'),
            ("toml", 'formations = ["36th Division"]', 'formations = ["36th Divison"]'),
        ),
        (
            'scenario.toml:18: sides.soviet.ai.posture is "atack"',
            'scenario.toml:33: no unit has the code "ru-tankss"',
            'scenario.toml:52: no area is named "East bonk"',
            'scenario.toml:23: "36th Divison" is no formation of this side',
        ),
    ),
    "a missing tileset, a river, a unit in two places, a name": (
        (
            ("map", "terrain.tsx", "terrian.tsx"),
            ("map", "0,56 16,84 0,112", "0,56 0,112"),
            ("map", 'value="ru-175"', 'value="ru-24"'),
            ("toml", '"Nomonhan"]', '"Nomonkhan"]'),
        ),
        (
            'map.tmx:3: the tileset "../tilesets/terrian.tsx" is missing',
            'map.tmx:15: hexsides/"Halha": point 4',
            'map.tmx:63: units/"175th Artillery": the code "ru-24" is there twice',
            'scenario.toml:24: no place is named "Nomonkhan"',
        ),
    ),
    "a misnamed layer, a unit in it, a number, an unknown side": (
        (
            ("map", 'name="units"', 'name="unit"'),
            ("map", 'value="tank-brigade"', 'value="tank-briggade"'),
            ("toml", "crossing = 2", "crossing = -2"),
            ("toml", 'surprise = { side = "soviet"', 'surprise = { side = "sovjet"'),
        ),
        (
            "scenario.toml:38: victory.crossing is -2",
            'map.tmx:50: the layer "unit" is not one the game knows',
            'map.tmx:73: units/"11th Tank": the unit type "tank-briggade" is unknown',
            'scenario.toml:53: "sovjet" is no side',
        ),
    ),
    "a line that is no TOML, a key, a hex, a lake": (
        (
            ("toml", 'title = "Small scenario"', "title = “Small scenario”"),
            ("toml", 'clock = "06:00", light', 'clok = "06:00", light'),
            ("toml", '[5, 2], "N', '[5, 20], "N'),
            (
                "map",
                'name="64th Infantry" type="Unit" x="272" y="168"',
                'name="64th Infantry" type="Unit" x="32" y="308"',
            ),
        ),
        (
            "scenario.toml:1: this is not TOML: there are curly quotation marks",
            'scenario.toml:9: unknown key "clok"',
            "scenario.toml:24: hex (5, 20) lies outside the map",
            'map.tmx:83: units/"64th Infantry": hex (0, 5) is lake',
        ),
    ),
    "a turn, a date, a road, a stack": (
        (
            ("toml", "turn = 3", "turn = 7"),
            ("toml", "when = { turn = 1 }", 'when = { date = "1939-08-30" }'),
            ("map", "48,28 96,0 144,28 192", "48,28 96,12 144,28 192"),
            ("map", 'value="field-artillery"', 'value="rifle-battalion"'),
        ),
        (
            'map.tmx:29: roads/"Main road": point 3 at (128, 152)',
            "scenario.toml:32: turn 7 is after the last",
            "scenario.toml:46: 1939-08-30 is outside the calendar",
            'map.tmx:51: units/"24th Rifle": hex (2, 2) already holds the combat unit "ru-175"',
        ),
    ),
    "a map that breaks off, three names": (
        (
            ("map", '<object id="18"', "< "),
            ("toml", 'order = ["soviet", "japanese"]', 'order = ["soviet", "soviet"]'),
            ("toml", "weather = [ { turns = [3, 4]", "weather = [ { turns = [3, 9]"),
            ("toml", 'surprise = { side = "soviet"', 'surprise = { side = "sovjet"'),
        ),
        (
            "map.tmx:138: this is not XML",
            'scenario.toml:4: order names "soviet" twice',
            "scenario.toml:10: turn 9 is after the last",
            'scenario.toml:53: "sovjet" is no side',
        ),
    ),
    "no map, a turn, a side, a margin": (
        (
            ("toml", 'map = "map.tmx"', 'map = "mpa.tmx"'),
            ("toml", "turn = 3", "turn = 7"),
            ("toml", 'side = "japanese"\nfighters', 'side = "japan"\nfighters'),
            ("toml", "[-20, 0, 20, 40]", "[-20, 0, 0, 40]"),
        ),
        (
            "scenario.toml:16: sides.soviet.grades has 0 after 0",
            'scenario.toml:3: the map "mpa.tmx" is missing',
            "scenario.toml:32: turn 7 is after the last",
            'scenario.toml:59: "japan" is no side',
        ),
    ),
    "the wrong stagger, a terrain, a class, a unit type": (
        (
            ("map", 'staggerindex="odd"', 'staggerindex="even"'),
            ("tsx", 'value="dunes"', 'value="dune"'),
            ("map", 'type="Bridge"', 'type="Brige"'),
            ("toml", "soft = 9", "sofd = 9"),
        ),
        (
            'scenario.toml:42: unknown key "sofd"',
            'tilesets/terrain.tsx:19: tile 3: the terrain "dune" is unknown',
            "map.tmx:2: the lines of the map follow a grid with stagger axis X and index odd, not X and even",
            'map.tmx:37: crossings/"Sumber bridge": the class "Brige" is unknown',
        ),
    ),
    "a misspelt side, an objective, a depot in the lake, charges": (
        (
            ("toml", "[sides.japanese]", "[sides.japanes]"),
            ("map", 'name="final_worth" type="int" value="5"', 'name="final_worth" type="int" value="50"'),
            (
                "map",
                'name="Bridge depot" type="Depot" x="128" y="196"',
                'name="Bridge depot" type="Depot" x="32" y="308"',
            ),
            ("map", '<property name="hits" type="int" value="1"/>', '<property name="mined" value="soviet"/>'),
        ),
        (
            'scenario.toml:26: the side "japanes" is called "japanese" in the order of play and on the map',
            'map.tmx:94: places/"Nomonhan": final_worth is 50, more than its worth 20',
            'map.tmx:123: places/"Bridge depot": hex (0, 5) is lake, where supplies cannot go',
            'map.tmx:43: crossings/"South ford": charges are laid at a ford',
        ),
    ),
    "a road without a bridge, a ford on land, a polygon, a property": (
        (
            ("map", '<polyline points="0,0 48,-28 96,0"/>', '<polygon points="0,0 48,-28 96,0"/>'),
            ("map", 'x="200" y="294"', 'x="80" y="252"'),
            ("map", '"entrenchment"', '"entrenchement"'),
            ("toml", "soft = 9", "soft = true"),
        ),
        (
            "scenario.toml:42: soft is",
            'map.tmx:32: roads/"North track": it is a polygon',
            'map.tmx:51: units/"24th Rifle": the property "entrenchement" is not one of a Unit',
            'map.tmx:43: crossings/"South ford": there is no water',
        ),
    ),
    "a text not closed, weather, a header, tilesets over each other": (
        (
            ("toml", 'briefing = "Take the settlement."', 'briefing = """Take the settlement.'),
            ("toml", "} ]\n\n[sides", '}, { turns = [4], weather = "fog" } ]\n\n[sides'),
            ("toml", "[[sides.soviet.ai.axes]]", "[sides.soviet.ai.axes]"),
            ("map", "<tileset first", '<tileset firstgid="4" source="../tilesets/terrain.tsx"/>\n <tileset first'),
        ),
        (
            "scenario.toml:15: this is not TOML: a text in three quotation marks is not closed",
            "scenario.toml:21: sides.soviet.ai.axes is a table",
            "map.tmx:3: the tile numbers from 4 on belong to two tilesets",
            "scenario.toml:10: turn 4 has other weather already: rain",
        ),
    ),
    "a part of a misspelt side, a bridge on land, a list for a number, a name": (
        (
            ("toml", "[sides.soviet.ai]", "[sides.sovjet.ai]"),
            ("map", 'type="Bridge" x="200" y="182"', 'type="Bridge" x="80" y="252"'),
            ("toml", "turn = 3", "turn = [3]"),
            ("toml", 'area = "East bank"', 'area = "East bonk"'),
        ),
        (
            'scenario.toml:17: there is no side "sovjet" in the order of play',
            "scenario.toml:32: reinforcements[1].turn is a list",
            'scenario.toml:52: no area is named "East bonk"',
            'map.tmx:37: crossings/"Sumber bridge": there is no water between',
        ),
    ),
}


@pytest.mark.parametrize("name", FOURS)
def test_four_faults_of_different_kinds_are_all_told_and_none_twice(files: Files, name: str) -> None:
    edits, expected = FOURS[name]
    for edit in edits:
        files.change(*edit)
    told = [t.removeprefix("small/") for t in files.told()]
    assert len(told) == len(expected) == 4
    for one, beginning in zip(told, expected, strict=True):
        assert one.startswith(beginning) and " — " in one


def test_what_was_not_examined_is_named(files: Files) -> None:
    assert files.notes() == []
    files.change("map", "terrain.tsx", "terrian.tsx")
    (told,) = files.notes()
    assert told == (
        "small: note: not examined: whether units stand where they may go; whether objectives can be reached; "
        "whether supplies can flow; whether crossings lead somewhere; whether roads have bridges; "
        "whether airfields lie well and have aircraft; which units begin out of supply "
        "— mend the faults above and check again"
    )


#: Faults that a check finds, and what is said of them; then a fault of another kind in the same thing, behind which the
#: check does not see it, and what the note says of that.
BEHIND: dict[str, tuple[tuple[Edit, ...], str, Edit, str]] = {
    "too many units, of an unknown type": (
        (("map", 'value="field-artillery"', 'value="rifle-battalion"'),),
        "already holds the combat unit",
        ("map", 'value="rifle-battalion"', 'value="rifle-batallion"'),
        "which hexes hold too many units",
    ),
    "too many units, of a quality there is not": (
        (("map", 'value="field-artillery"', 'value="rifle-battalion"'),),
        "already holds the combat unit",
        ("map", 'value="veteran"', 'value="veterans"'),
        "which hexes hold too many units",
    ),
    "a unit in a lake, with too many steps": (
        (
            (
                "map",
                f'name="64th Infantry" type="Unit" {centre(5, 2)}',
                f'name="64th Infantry" type="Unit" {centre(0, 5)}',
            ),
        ),
        "is lake; it stands there",
        ("map", '"formation" value="23rd Division"', '"steps" value="many"'),
        "whether units stand where they may go",
    ),
    "an objective that gains worth, of nobody": (
        (("map", 'name="final_worth" type="int" value="5"', 'name="final_worth" type="int" value="50"'),),
        "more than its worth",
        ("map", 'name="worth" type="int" value="20"', 'name="worth" type="int" value="-20"'),
        "whether objectives lie apart",
    ),
    "a charge at a ford, with too many hits": (
        (("map", '<property name="hits" type="int" value="1"/>', '<property name="mined" value="soviet"/>'),),
        "charges are laid at a ford",
        (
            "map",
            '<property name="mined" value="soviet"/>',
            '<property name="mined" value="soviet"/><property name="hits" value="x"/>',
        ),
        "whether charges lie where they can",
    ),
    "an airfield in a lake, with a fault": (
        (("map", f'type="Airfield" {centre(1, 4)}', f'type="Airfield" {centre(0, 5)}'),),
        "where no airfield can be",
        ("map", 'name="fighters" type="int" value="4"', 'name="fighters" value="four"'),
        "whether airfields lie well",
    ),
    "a crossing over no water, with a fault": (
        (("map", 'x="200" y="294"', 'x="80" y="252"'),),
        "there is no water",
        ("map", 'name="hits" type="int" value="1"', 'name="hits" value="one"'),
        "whether crossings lie over water",
    ),
    "a unit of double strength, with a fault": (
        (("map", 'name="steps" type="int" value="2"', 'name="steps" type="int" value="11"'),),
        "its type has",
        ("map", 'value="field-artillery"', 'value="field-artilery"'),
        "whether units have usual steps",
    ),
    "a unit out of supply, and a fault elsewhere": (
        (("map", f'type="SupplySource" {centre(7, 3)}', f'type="SupplySource" {centre(0, 0)}'),),
        "it begins out of supply",
        ("toml", "fighters = 3", 'fighters = "three"'),
        "which units begin out of supply",
    ),
    "a turn after the last, of a calendar with a fault": (
        (("toml", "turn = 3", "turn = 7"),),
        "turn 7 is after the last",
        ("toml", "turns = 6", 'turns = "six"'),
        "whether turns come after the last",
    ),
    "a strange nation, and nobody knows which there are": (
        (("map", 'name="nation" value="USSR"', 'name="nation" value="Chile"'),),
        "is not one of its side's",
        ("toml", 'nations = ["USSR", "Mongolia"]', "nations = 5"),
        "whether units are of nations of their side",
    ),
    "a second bad point of a river": (
        (("map", "0,56 16,84 0,112", "0,56 26,84 0,112"),),
        "hexsides/",
        ("map", "16,28 0,56", "36,28 0,56"),
        "the rest of lines that have faults",
    ),
    "a unit off the map, with too many steps": (
        (
            (
                "map",
                f'name="64th Infantry" type="Unit" {centre(5, 2)}',
                'name="64th Infantry" type="Unit" x="900" y="9"',
            ),
        ),
        "lies outside the map",
        ("map", '"formation" value="23rd Division"', '"steps" value="many"'),
        "where objects lie that have faults",
    ),
}


@pytest.mark.parametrize("name", BEHIND)
def test_a_fault_that_another_hides_is_told_all_the_same_or_named_as_not_examined(files: Files, name: str) -> None:
    edits, fault, other, named = BEHIND[name]
    for edit in edits:
        files.change(*edit)
    assert any(fault in told for told in files.told())
    files.change(*other)
    assert any(fault in told for told in files.told()) or named in "".join(files.notes())


def test_every_check_says_what_is_not_known_without_it_and_has_a_fault_that_hides_it() -> None:
    assert all(check.told and check.needs | check.partly for check in CHECKS)
    hidden = {named for *_edits, named in BEHIND.values()}
    alone = [check.told for check in CHECKS if not check.needs and not any(check.told.startswith(n) for n in hidden)]
    assert alone == []


def test_a_map_that_cannot_be_read_hides_no_faults_of_the_table(files: Files) -> None:
    files.map.write_text("")
    files.change("toml", "turn = 3", "turn = 7")
    assert [t.split(" — ")[0] for t in files.told()] == [
        "small/map.tmx:1: this is not XML: the file is empty",
        "small/scenario.toml:32: turn 7 is after the last, which is 6",
    ]
    (note,) = files.notes()
    assert "the map" in note


def test_a_table_that_cannot_be_read_hides_no_faults_of_the_map(files: Files) -> None:
    files.toml.write_text("]" * 40)
    files.change("map", 'value="ru-175"', 'value="ru-24"')
    files.change(
        "map", 'name="64th Infantry" type="Unit" x="272" y="168"', 'name="64th Infantry" type="Unit" x="32" y="308"'
    )
    told = files.told()
    assert len(told) == 3 and "scenario.toml:1: this is not TOML" in told[0]
    assert 'the code "ru-24" is there twice' in told[1] and "hex (0, 5) is lake" in told[2]
    assert "what scenario.toml says" in files.notes()[0]


def test_a_side_without_units_is_the_cause_and_what_names_them_is_not_told(files: Files) -> None:
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index('  <object id="8"'), text.index('  <object id="11"')
    files.map.write_text(text[:start] + text[end:], encoding="utf-8")
    assert files.told() == [
        'small/map.tmx:50: the side "soviet" has no units on the map — place some in the layer units'
    ]


def test_no_objectives_are_the_cause_and_what_names_them_is_not_told(files: Files) -> None:
    text = files.map.read_text(encoding="utf-8")
    start, end = text.index('  <object id="12"'), text.index('  <object id="14"')
    files.map.write_text(text[:start] + text[end:], encoding="utf-8")
    assert files.told() == ["small/map.tmx:93: there is no objective — place an Objective in the layer places"]


@pytest.mark.parametrize(("axis", "index"), [("x", "even"), ("y", "odd"), ("y", "even")], ids=lambda word: word)
def test_a_wrong_stagger_is_one_fault(files: Files, axis: str, index: str) -> None:
    files.change("map", 'staggeraxis="x" staggerindex="odd"', f'staggeraxis="{axis}" staggerindex="{index}"')
    (told,) = files.told()
    assert "set Stagger Axis to X and Stagger Index to Odd in the map properties" in told
    assert files.issues()[0].where.endswith("map.tmx:2")


def test_names_of_a_layer_that_is_there_twice_are_excused(files: Files) -> None:
    files.change(
        "map",
        ' <objectgroup id="6" name="places">',
        ' <objectgroup id="9" name="places"/>\n <objectgroup id="6" name="places">',
    )
    (told,) = files.told()
    assert 'there is another layer "places"' in told


def test_lines_that_are_no_toml_are_told_and_the_rest_is_read(files: Files) -> None:
    files.change("toml", "turns = 6", "turns = = 6")
    files.change("toml", 'name = "Japanese forces"', 'name = "Japanese forces')
    files.change("toml", "[victory]", "[calendar]\nturns = 4\n[victory]")
    files.change("toml", 'hold = ["West bridge"]', 'hold = ["West brige"]')
    assert [t.split(" — ")[0] for t in files.told()] == [
        "small/scenario.toml:8: this is not TOML: the value cannot be read",
        "small/scenario.toml:27: this is not TOML: a text is not closed on its line",
        'small/scenario.toml:35: this is not TOML: the table "calendar" is there twice',
        'small/scenario.toml:20: "West brige" is no objective',
    ]


@pytest.mark.parametrize("stop", ["{ to = 3 }", "3", "[5]", '"two\\nlines"', "[]", "true"])
def test_a_stop_that_may_be_a_name_or_a_hex_and_is_neither_is_told_once_and_by_its_place(
    files: Files, stop: str
) -> None:
    """The library tells of each thing that it might have been, by names of its own."""
    files.change("toml", 'through = ["Sumber bridge", [5, 2], "Nomonhan"]', f'through = ["Sumber bridge", {stop}]')
    files.change("toml", 'posture = "attack"', 'posture = "atack"')
    told = files.told()
    assert sum("through[2]" in line for line in told) == 1 and len(told) == 2, told
    assert not any("function-" in line or "constrained" in line for line in told)
