"""2-5 July 1939: one prong over the river to Bain-Tsagan, the other of armour down the east bank."""

from __future__ import annotations

from armies import Row, japanese, manchukuoan, mongol, soviet
from battlefield import Battle, Store
from grid import Grid

SOVIETS: tuple[Row, ...] = (
    soviet("su-149", "149th Rifle", "motor-rifle-regiment", "East Bank", (6, 5), "east", steps=6, entrenchment=2),
    soviet("su-9-mab", "9th Armoured Brigade", "armoured-brigade", "East Bank", (3, 9), "east", steps=4),
    soviet(
        "su-5-mg-1",
        "5th Machine-gun Brigade, advance",
        "rifle-battalion",
        "East Bank",
        (5, 2.4),
        "east",
        entrenchment=2,
    ),
    soviet(
        "su-5-mg-2",
        "5th Machine-gun Brigade, main body",
        "mg-brigade",
        "East Bank",
        (2, 4),
        "east",
        steps=4,
        entrenchment=1,
    ),
    mongol("mn-6-cav", "6th Mongolian Cavalry", "mongol-cavalry", "6th Cavalry Division", (-12, 11), "west", steps=4),
    soviet("su-185", "185th Artillery, 152 mm", "heavy-artillery", "Corps Artillery", (-3, 5), steps=2, entrenchment=1),
    soviet("su-art", "Corps field artillery", "field-artillery", "Corps Artillery", (-2.6, 0), entrenchment=1),
    soviet("su-at", "Anti-tank battalion", "soviet-anti-tank", "East Bank", (6, 5), "east", entrenchment=2),
    soviet("su-eng", "Corps sappers", "soviet-engineers", "57th Corps", (-2, 1)),
    soviet("su-hq", "57th Corps HQ", "soviet-hq", "57th Corps", (-1, -8), leader="Zhukov"),
    soviet("su-col-1", "1st Truck Column", "truck-column", "57th Corps", (-16, -6)),
    soviet("su-col-2", "2nd Truck Column", "truck-column", "57th Corps", (-12, -4)),
    soviet("su-col-3", "3rd Truck Column", "truck-column", "57th Corps", (-10, -4)),
    soviet("su-col-4", "4th Truck Column", "truck-column", "57th Corps", (-16, -6)),
    # On the way
    soviet(
        "su-11-tk-1",
        "11th Tank Brigade, leading battalions",
        "tank-brigade",
        "11th Tank Brigade",
        (-16, 8),
        steps=4,
        quality="veteran",
    ),
    soviet(
        "su-11-tk-2",
        "11th Tank Brigade, third battalion",
        "tank-battalion",
        "11th Tank Brigade",
        (-16, 12),
        quality="veteran",
    ),
    soviet(
        "su-24", "24th Motor Rifle", "motor-rifle-regiment", "24th Regiment", (-16, 14), steps=6, leader="Fedyuninsky"
    ),
    soviet("su-7-mab", "7th Armoured Brigade", "armoured-brigade", "7th Armoured Brigade", (-16, -4), steps=4),
    mongol(
        "mn-8-mab",
        "Mongolian Armoured Division",
        "armoured-battalion",
        "7th Armoured Brigade",
        (-16, -8),
        "west",
        steps=1,
    ),
)
JAPANESE: tuple[Row, ...] = (
    # Kobayashi's prong, over the river
    japanese("jp-71", "71st Infantry", "jp-full-regiment", "Kobayashi", (-4, 20)),
    japanese("jp-72", "72nd Infantry", "jp-full-regiment", "Kobayashi", (-5, 22)),
    japanese(
        "jp-26",
        "26th Infantry, in trucks",
        "jp-infantry-regiment",
        "Kobayashi",
        (-2, 23),
        steps=6,
        quality="veteran",
        leader="Sumi",
    ),
    japanese("jp-13-art", "13th Field Artillery", "jp-field-artillery", "Kobayashi", (-4, 20)),
    japanese("jp-23-eng", "23rd Engineers with the pontoons", "jp-engineers", "Kobayashi", (-6, 18), entrenchment=0),
    japanese("jp-at", "Rapid-fire gun battalion", "jp-anti-tank", "Kobayashi", (-5, 22)),
    japanese("jp-hq-23", "23rd Division HQ", "jp-hq", "Kobayashi", (-2, 23), leader="Komatsubara"),
    # Yasuoka's armour, down the east bank
    japanese("jp-3-tk", "3rd Tank Regiment", "jp-tank-regiment", "Yasuoka", (4, 15)),
    japanese("jp-4-tk", "4th Tank Regiment", "jp-light-tank-regiment", "Yasuoka", (8, 13)),
    japanese("jp-64", "64th Infantry", "jp-infantry-regiment", "Yasuoka", (9, 16), leader="Yamagata"),
    japanese("jp-ii-28", "II/28th Infantry", "jp-infantry-battalion", "Yasuoka", (6, 17)),
    japanese("jp-hq-y", "Yasuoka's HQ", "jp-hq", "Yasuoka", (8, 17), leader="Yasuoka", steps=1),
    japanese("jp-y-art", "II/13th Field Artillery and motor 75s", "jp-field-artillery", "Yasuoka", (9, 16), steps=3),
    japanese("jp-24-eng", "24th Engineers", "jp-engineers", "Yasuoka", (6, 17)),
    manchukuoan("mk-1", "Xing'an cavalry, right", "manchukuo-cavalry", "Xing'an", (-4, 25)),
    manchukuoan("mk-2", "Xing'an cavalry, left", "manchukuo-cavalry", "Xing'an", (14, 6)),
    japanese("jp-col-1", "1st Truck Company", "jp-truck-column", "Kwantung Army", (18, 22)),
    japanese("jp-col-2", "2nd Truck Company", "jp-truck-column", "Kwantung Army", (17, 20)),
    japanese("jp-col-3", "3rd Truck Company", "jp-truck-column", "Kwantung Army", (18, 22)),
    japanese("jp-col-4", "4th Truck Company", "jp-truck-column", "Kwantung Army", (12, 20)),
)

TWO_PRONGS = Battle(
    folder="two_prongs",
    grid=Grid(21, 22, west=-16, north=28),
    river_crossings=(
        ("Central Bridge", "Bridge", (0.4, 1)),
        ("Northern Ford", "Ford", (-0.8, 7)),
        ("Japanese pontoon", "Pontoon", (-6.6, 18)),
        ("Upper Ford", "Ford", (-8, 23)),
    ),
    owners={"Japanese pontoon": "japanese"},
    stream_crossings=(
        ("Lower Holsten Ford", "Ford", (3.4, 0.8)),
        ("Holsten Bridge", "Bridge", (8.8, 1.2)),
        ("Upper Holsten Ford", "Ford", (12.6, 2.4)),
    ),
    roads=(
        ("Road", "Tamsag road", ((-16, -6), (-10, -4), (-2, 0), "Central Bridge")),
        ("Road", "Command road", ((-10, -4), "Hamar-Daba")),
        ("Track", "Bank track", ((-2, 0), (-4, 4), (-5, 9), "Bain-Tsagan", (-9.6, 18))),
        ("Track", "Western track", ((-16, 10), "Bain-Tsagan")),
        ("Track", "Crossing track", ((-9.6, 18), "Japanese pontoon", (-3, 21))),
        ("Track", "Ford track", ((-4, 6), "Northern Ford")),
        ("Road", "Hailar road", ((18, 23), (18, 14), "Nomonhan Burd Obo")),
        ("Track", "Northern track", ((18, 20), (8, 20), (-3, 21))),
        ("Road", "Nomonhan road", ("Nomonhan Burd Obo", (11, 6.2), (7.6, 2.8), (4, 2.4), "Central Bridge")),
        ("Track", "Tank road", ((8, 20), (6, 14), (4, 9), (4, 2.4))),
        ("Track", "Remizov track", ((7.6, 2.8), "Remizov Heights", "Balshagal Heights", (11, 6.2))),
    ),
    objectives=(
        ("Bain-Tsagan", "soviet", 24, 16),
        ("Central Bridge", "soviet", 40, 24),
        ("Hamar-Daba", "soviet", 30, 20),
        ("Remizov Heights", "soviet", 14, 10),
        ("Japanese crossing", "soviet", 6, 6),
        ("Nomonhan Burd Obo", "japanese", 24, 16),
        ("Fui Heights", "japanese", 12, 8),
    ),
    stores=(
        Store("SupplySource", "Tamsag road", "soviet", (-16, -6), {"per_turn": 40, "stock": 60}),
        Store("SupplySource", "Hailar road", "japanese", (18, 23), {"per_turn": 30, "stock": 40}),
        Store("Depot", "Central depot", "soviet", (-2, 0), {"stock": 200}),
        Store("Depot", "East bank depot", "soviet", (1.8, 3), {"stock": 80}),
        Store("Depot", "Bain-Tsagan depot", "soviet", (-12, 11), {"stock": 80}),
        Store("Depot", "Crossing depot", "japanese", (-3, 21), {"stock": 130}),
        Store("Depot", "Yasuoka's depot", "japanese", (8, 18), {"stock": 120}),
        Store("Depot", "Nomonhan depot", "japanese", "Nomonhan Burd Obo", {"stock": 40}),
    ),
    areas=(
        ("West bank bridgehead", ((-15, 20), (-8, 20), (-6.6, 15), (-8, 9), (-15, 9))),
        ("West bank", ((-16, 27), (-9, 27), (-7, 18), (-4, 13), (-1.6, 6), (-1, -2), (1, -12), (-16, -12))),
        ("Soviet east bank", ((0.6, 10), (7, 10), (7, 2), (0.6, 2))),
    ),
    labels=(
        ("Khalkhin Gol", "river", (-8.8, 26)),
        ("Khalkhin Gol", "river", (0, 11)),
        ("Holsten", "river", (11.2, 1.6)),
        ("West bank plateau", "region", (-12, 3)),
        ("Manchukuo", "region", (14, 19)),
        ("to Tamsag-Bulak", "region", (-13, -4.4)),
        ("to Hailar", "region", (16.6, 24.6)),
    ),
    armies={"soviet": SOVIETS, "japanese": JAPANESE},
)
