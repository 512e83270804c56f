"""6 July - 19 August 1939: the roads to the front. A hex is 25 km, a turn two days, a column some 180 trucks."""

from __future__ import annotations

import geography as geo
from armies import Row, japanese, manchukuoan, mongol, soviet
from battlefield import Battle, Store
from grid import Grid

_COLUMNS = 8
SOVIETS: tuple[Row, ...] = (
    soviet("su-front-n", "36th Division and armour", "front-corps", "57th Corps", (-8, 22), "", entrenchment=3),
    soviet("su-front-s", "82nd Division and armour", "front-corps", "57th Corps", (-2, -6), "", entrenchment=3),
    mongol("mn-6-cav", "6th Mongolian Cavalry", "screen", "Mongolian Army", (-30, -30), ""),
    mongol("mn-8-cav", "8th Mongolian Cavalry", "screen", "Mongolian Army", (-20, -60), ""),
    soviet("su-rail", "Frontier detachment", "screen", "Trans-Baikal District", (-149, 296), ""),
    soviet("su-hq", "Front Group, rear services", "soviet-hq", "57th Corps", (-50, -28), "", leader="Shtern"),
    soviet("su-road-eng", "Road battalions", "soviet-engineers", "57th Corps", (-50, -28), ""),
    *(
        soviet(f"su-tr-{n}", f"{n}. Truck Column", "road-column", "Trans-Baikal District", (-149, 296), "", steps=3)
        for n in range(1, _COLUMNS + 1)
    ),
    # Bought, borrowed and taken off collective farms
    *(
        soviet(f"su-tr-{n}", f"{n}. Truck Column", "road-column", "Trans-Baikal District", (-149, 296), "", steps=3)
        for n in range(_COLUMNS + 1, 2 * _COLUMNS + 3)
    ),
)
JAPANESE: tuple[Row, ...] = (
    japanese("jp-23", "23rd Division", "jp-front-division", "23rd Division", (20, 8), "", entrenchment=3),
    japanese("jp-28", "7th Division, advance units", "jp-front-brigade", "7th Division", (40, -18), "", entrenchment=2),
    manchukuoan("mk-n", "Xing'an North Cavalry", "screen", "Manchukuo", (0, 60), ""),
    manchukuoan("mk-s", "Xing'an South Cavalry", "screen", "Manchukuo", (62, -62), "", entrenchment=2),
    japanese("jp-8-bg", "8th Border Garrison", "screen", "Hailar", (89, 166), "", entrenchment=1),
    japanese("jp-hq", "6th Army HQ", "jp-hq", "23rd Division", (24, 30), "", leader="Ogisu"),
    japanese("jp-eng", "Road labour battalion", "jp-engineers", "23rd Division", (24, 30), ""),
    *(
        japanese(f"jp-tr-{n}", f"{n}. Motor Transport", "jp-road-column", "Hailar", (89, 166), "", steps=3)
        for n in (1, 2, 3, 4, 6)
    ),
    japanese("jp-tr-5", "Horse transport, Handagai", "jp-cart-column", "Hailar", (62, -62), "", steps=2),
)

ROAD_FROM_BORZYA = Battle(
    folder="road_from_borzya",
    grid=Grid(24, 19, west=-345, north=338, hex_km=25),
    country=geo.REAR,
    bridges_of="",
    river_crossings=(("Front bridges", "Bridge", (-2, 6)),),
    stream_crossings=(
        ("Bayan Tumen bridge", "Bridge", (-300, 36)),
        ("Lower Kherlen ford", "Ford", (-150, 104)),
        ("Hailar bridge", "Bridge", (89, 168)),
        ("Orshun ford", "Ford", (-70, 60)),
        ("Manzhouli bridge", "Bridge", (-62, 208)),
    ),
    roads=(
        ("Road", "Borzya road", ("Borzya", "Solovyevsk", (-240, 150), (-285, 80), "Bayan Tumen bridge", "Bayan Tumen")),
        ("Road", "Tamsag road", ("Bayan Tumen", (-262, -20), "Matad", (-150, -62), "Tamsag-Bulak")),
        ("Road", "Front road", ("Tamsag-Bulak", (-50, -28), "The front")),
        (
            "Track",
            "Northern steppe track",
            ("Solovyevsk", (-190, 160), "Lower Kherlen ford", (-140, 40), "Tamsag-Bulak"),
        ),
        ("Road", "Hailar road", ("Hailar", (70, 100), (30, 40), "The bridgehead")),
        ("Road", "Handagai road", ("Arshaan", "Handagai", (40, -18), "The bridgehead")),
        ("Track", "Hailar-Handagai track", ("Hailar", (100, 90), (90, 20), "Handagai")),
        ("Road", "Manzhouli road", ("Manzhouli", "Manzhouli bridge", (10, 190), "Hailar")),
    ),
    objectives=(
        ("The front", "soviet", 10, 10),
        ("Tamsag-Bulak", "soviet", 10, 10),
        ("The bridgehead", "japanese", 10, 10),
        ("Handagai", "japanese", 6, 6),
        ("Borzya", "soviet", 6, 6),
        ("Hailar", "japanese", 6, 6),
    ),
    stores=(
        Store("SupplySource", "Borzya railhead", "soviet", "Borzya", {"per_turn": 240, "stock": 600}),
        Store("SupplySource", "Hailar railhead", "japanese", "Hailar", {"per_turn": 24, "stock": 40}),
        Store("SupplySource", "Arshaan railhead", "japanese", "Arshaan", {"per_turn": 8, "stock": 10}),
        Store("Depot", "Bayan Tumen base", "soviet", "Bayan Tumen", {"stock": 60}),
        Store("Depot", "Tamsag-Bulak base", "soviet", "Tamsag-Bulak", {"stock": 120, "wanted": 600}),
        Store("Depot", "Army dumps", "soviet", "The front", {"stock": 120, "wanted": 3000}),
        Store("Depot", "Jiangjunmiao depot", "japanese", (24, 30), {"stock": 30, "wanted": 400}),
        Store("Depot", "Handagai depot", "japanese", "Handagai", {"stock": 40}),
    ),
    areas=(
        ("Western road", ((-330, 100), (-130, 100), (-60, -20), (-60, -90), (-330, -90))),
        ("Hailar road", ((20, 150), (110, 150), (60, 20), (10, 20))),
        ("The steppe west of the river", ((-345, 338), (-345, -110), (-30, -110), (-30, 20), (-110, 120), (-200, 338))),
    ),
    labels=(
        ("Lake Buir", "river", (-65, 6)),
        ("Lake Hulun", "river", (-87, 142)),
        ("Kherlen", "river", (-230, 62)),
        ("Khalkhin Gol", "river", (-24, 40)),
        ("Trans-Baikal", "region", (-270, 280)),
        ("Mongolia", "region", (-180, -10)),
        ("Manchukuo", "region", (70, 130)),
        ("Great Khingan", "region", (140, 60)),
    ),
    armies={"soviet": SOVIETS, "japanese": JAPANESE},
)
