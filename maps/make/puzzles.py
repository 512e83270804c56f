"""The small maps of the puzzles, drawn as those of the lessons."""

from __future__ import annotations

from armies import japanese, mongol, soviet
from lessons import Place, SmallMap, Water, aim, depot, row, source

RING = SmallMap(
    folder="close_the_ring",
    rows=(
        "............",
        "............",
        "......r.....",
        "......^.....",
        "......r.....",
        "............",
        "............",
        "............",
    ),
    roads=(
        ("Track", "Northern track", ((6, 3), (7, 2), (8, 2), (9, 1), (10, 1), (11, 1))),
        ("Track", "Southern track", ((6, 3), (6, 4), (7, 4), (8, 5), (9, 5), (10, 6), (11, 6))),
    ),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (6, 1), steps=6),
            soviet("su-2", "601st Rifle Regiment", "rifle-regiment", "82nd Division", (3, 4), steps=6),
            mongol("mn-1", "6th Cavalry", "mongol-cavalry", "6th Cavalry Division", (2, 6)),
        ),
        "japanese": (
            japanese("jp-1", "II/64th", "jp-infantry-battalion", "64th Infantry", (6, 3), steps=3),
            japanese("jp-staff", "Staff of the 64th", "jp-hq", "64th Infantry", (11, 3), steps=1),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 3), 40),
        source("Hailar track", "japanese", (11, 1)),
        source("Nomonhan track", "japanese", (11, 6)),
        aim("Bare Rise", "japanese", (6, 3)),
        Place("Label", "Bare Rise", (6, 3), {"kind": "heights"}),
    ),
)
CROSS = SmallMap(
    folder="cross_and_hold",
    rows=(
        "............",
        "............",
        "......r.....",
        "......r.....",
        "............",
        "............",
        "............",
    ),
    roads=(("Road", "Bridge road", (*row(0, 5, 4), (6, 5), *row(7, 11, 4))),),
    waters=(Water("Khalkhin Gol", 5, (("Ford", "Upper Ford", 1, ""), ("Bridge", "Road Bridge", 4, ""))),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (4, 4), steps=8),
            mongol("mn-1", "6th Cavalry", "mongol-cavalry", "6th Cavalry Division", (4, 1)),
        ),
        "japanese": (
            japanese("jp-1", "I/71st", "jp-infantry-battalion", "71st Infantry", (8, 3), steps=3),
            japanese("jp-2", "I/72nd", "jp-infantry-battalion", "72nd Infantry", (9, 4), steps=3),
        ),
    },
    places=(
        source("Tamsag road", "soviet", (0, 4), 40),
        source("Hailar road", "japanese", (11, 4), 40),
        aim("Far Bank", "japanese", (7, 3)),
        Place("Label", "Far Bank", (7, 3), {"kind": "place"}),
    ),
)
ROAD = SmallMap(
    folder="cut_the_road",
    rows=(
        ".............",
        "......d......",
        "......dd.....",
        ".............",
        ".............",
        ".....r.......",
        ".............",
        ".............",
    ),
    roads=(("Road", "Supply road", row(0, 12, 4)),),
    units={
        "soviet": (
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (3, 4), steps=6),
            mongol("mn-1", "8th Cavalry", "mongol-cavalry", "8th Cavalry Division", (7, 0)),
            soviet("su-cars", "9th Armoured Brigade", "armoured-brigade", "9th Armoured Brigade", (5, 7)),
        ),
        "japanese": (
            japanese("jp-1", "I/72nd", "jp-infantry-battalion", "72nd Infantry", (5, 4), steps=3),
            japanese("jp-2", "II/72nd", "jp-infantry-battalion", "72nd Infantry", (6, 5), steps=3),
            japanese("jp-3", "III/72nd", "jp-infantry-battalion", "72nd Infantry", (7, 3), steps=3),
        ),
    },
    places=(
        source("Tamsag road", "soviet", (0, 4), 40),
        source("Hailar road", "japanese", (12, 4), 40),
        depot("Northern dump", "soviet", (6, 0), 20),
        depot("Southern dump", "soviet", (4, 7), 20),
        aim("Rise", "japanese", (5, 5)),
    ),
)
HOME = SmallMap(
    folder="the_way_home",
    rows=(
        "....LLLL...",
        "....LLL....",
        "...........",
        ".......r...",
        "...........",
        ".....LL....",
        "....LLLL...",
    ),
    roads=(("Track", "Steppe track", row(0, 10, 3)),),
    units={
        "soviet": (
            soviet("su-cut", "149th Rifle Regiment", "rifle-regiment", "36th Division", (7, 3), steps=4),
            soviet("su-1", "24th Rifle Regiment", "rifle-regiment", "36th Division", (3, 2), steps=6),
            mongol("mn-1", "6th Cavalry", "mongol-cavalry", "6th Cavalry Division", (2, 5)),
        ),
        "japanese": (
            japanese("jp-1", "I/64th", "jp-infantry-battalion", "64th Infantry", (6, 2), steps=4),
            japanese("jp-2", "II/64th", "jp-infantry-battalion", "64th Infantry", (6, 4), steps=4),
            japanese("jp-3", "III/64th", "jp-infantry-battalion", "64th Infantry", (9, 3), steps=4),
        ),
    },
    places=(
        source("Tamsag track", "soviet", (0, 3), 40),
        source("Hailar track", "japanese", (10, 3)),
        aim("Lone Rise", "soviet", (7, 3)),
        Place("Label", "Lone Rise", (7, 3), {"kind": "heights"}),
    ),
)

PUZZLES = {puzzle.folder: puzzle for puzzle in (RING, CROSS, ROAD, HOME)}
