"""The two battles of May 1939: horsemen and a ford (11-15 May), and the trap for the 64th (28-29 May)."""

from __future__ import annotations

from armies import Row, japanese, manchukuoan, mongol, soviet
from battlefield import Battle, Store
from grid import Grid

LABELS = (
    ("Khalkhin Gol", "river", (0, 12)),
    ("Khalkhin Gol", "river", (7, -9)),
    ("Holsten", "river", (11.2, 1.6)),
    ("Mongolia", "region", (-7, -5)),
    ("Manchukuo", "region", (14, 13)),
)
STREAMS = (
    ("Lower Holsten Ford", "Ford", (3.4, 0.8)),
    ("Middle Holsten Ford", "Ford", (8.8, 1.2)),
    ("Upper Holsten Ford", "Ford", (12.6, 2.4)),
)

GRAZING_MONGOLS: tuple[Row, ...] = (
    mongol("mn-post", "7th Border Post", "mongol-squadron", "Border Troops", (6, 2), steps=2),
    mongol("mn-herd", "Herdsmen with the remounts", "mongol-squadron", "Border Troops", (5, 9), steps=1, quality="raw"),
    mongol("mn-15-1", "15th Cavalry, 1st Squadron", "mongol-squadron", "6th Cavalry Division", (-3, 3), "west"),
    mongol("mn-15-2", "15th Cavalry, 2nd Squadron", "mongol-squadron", "6th Cavalry Division", (-4, 7), "west"),
    mongol("mn-hq", "6th Cavalry Division, forward staff", "mongol-hq", "6th Cavalry Division", (-6, 3), "west"),
    mongol("mn-pack", "Pack train", "pack-column", "6th Cavalry Division", (-6, 1), "west"),
    # From 13 May
    mongol("mn-17-1", "17th Cavalry, 1st Squadron", "mongol-squadron", "6th Cavalry Division", (-10, 2), "west"),
    mongol("mn-17-2", "17th Cavalry, 2nd Squadron", "mongol-squadron", "6th Cavalry Division", (-10, 5), "west"),
    mongol("mn-guns", "Cavalry battery", "cavalry-battery", "6th Cavalry Division", (-9, 3), "west"),
    soviet("su-cars", "Armoured car platoon", "car-platoon", "57th Corps", (-10, 0), "west"),
)
GRAZING_JAPANESE: tuple[Row, ...] = (
    manchukuoan("mk-1", "Border police, mounted", "manchukuo-squadron", "Border Police", (11, 6), steps=2),
    manchukuoan("mk-2", "8th Xing'an Cavalry, 1st Squadron", "manchukuo-squadron", "Xing'an North", (12, 9)),
    manchukuoan("mk-3", "8th Xing'an Cavalry, 2nd Squadron", "manchukuo-squadron", "Xing'an North", (14, 6)),
    manchukuoan("mk-pack", "Pack train", "pack-column", "Xing'an North", (16, 12)),
    # From 13 May
    japanese("jp-azuma-1", "Azuma's squadron", "jp-squadron", "Azuma Detachment", (16, 12), leader="Azuma"),
    japanese("jp-azuma-2", "Azuma's tankettes", "jp-tankettes", "Azuma Detachment", (16, 10)),
    japanese("jp-foot", "Infantry company", "jp-company", "Azuma Detachment", (16, 8)),
    manchukuoan("mk-4", "8th Xing'an Cavalry, 3rd Squadron", "manchukuo-squadron", "Xing'an North", (16, 4)),
)

GRAZING_RIGHTS = Battle(
    folder="grazing_rights",
    grid=Grid(16, 14, west=-10, north=17),
    river_crossings=(
        ("Sumber Ford", "Ford", (4.4, -8.2)),
        ("Confluence Ford", "Ford", (0.4, 1)),
        ("Northern Ford", "Ford", (-0.8, 7)),
    ),
    stream_crossings=STREAMS,
    bridges_of="soviet",
    roads=(
        ("Track", "Tamsag track", ((-10, 0), (-5, 1), (-2, 0), "Confluence Ford")),
        ("Track", "Bank track", ((-2, 0), (-4, 6), "Northern Ford")),
        ("Track", "Southern track", ((-5, 1), "Hamar-Daba", "Sumber", "Sumber Ford")),
        ("Track", "Obo track", ("Nomonhan Burd Obo", (11, 6.2), (7.6, 2.8), "Confluence Ford")),
        ("Track", "Hailar track", ((16, 13), (15, 9), "Nomonhan Burd Obo")),
        ("Track", "Pasture track", ((7.6, 2.8), "Middle Holsten Ford", "Holsten springs", "Southern pastures")),
    ),
    objectives=(
        ("Northern pastures", "soviet", 8, 8),
        ("Holsten springs", "soviet", 8, 8),
        ("Southern pastures", "soviet", 6, 6),
        ("Nomonhan Burd Obo", "japanese", 12, 8),
        ("Confluence Ford", "soviet", 8, 8),
    ),
    stores=(
        Store("SupplySource", "Tamsag track", "soviet", (-10, 0), {"per_turn": 12, "stock": 20}),
        Store("SupplySource", "Hailar track", "japanese", (16, 13), {"per_turn": 12, "stock": 20}),
        Store("Depot", "Border post stores", "soviet", (-2, 0), {"stock": 30}),
        Store("Depot", "Herdsmen's camp", "soviet", (4, 8), {"stock": 12}),
        Store("Depot", "Obo stores", "japanese", "Nomonhan Burd Obo", {"stock": 30}),
    ),
    areas=(
        ("East bank", ((2.6, 12), (9, 12), (11, 5), (10, -6), (4, -6), (2.6, 0))),
        ("Yurts", ((-6, 5), (-0.6, 5), (-0.6, -1), (-6, -1))),
    ),
    labels=LABELS,
    armies={"soviet": GRAZING_MONGOLS, "japanese": GRAZING_JAPANESE},
)

TRAP_SOVIETS: tuple[Row, ...] = (
    soviet("su-bykov-1", "Bykov's 1st Company", "rifle-company", "Bykov's Group", (4, 5), "east", entrenchment=1),
    soviet("su-bykov-2", "Bykov's 2nd Company", "rifle-company", "Bykov's Group", (4.4, 2), "east", entrenchment=1),
    soviet("su-bykov-3", "Bykov's 3rd Company", "rifle-company", "Bykov's Group", (3.4, -1), "east", entrenchment=1),
    soviet("su-ba", "Armoured car company, BA-6", "car-company", "Bykov's Group", (2.4, 4), "east"),
    soviet("su-su12", "SU-12 Battery", "su12-battery", "Bykov's Group", (-1.6, 2), quality="veteran"),
    soviet("su-sappers", "Sapper company at the bridge", "soviet-engineers", "Bykov's Group", (-1.6, 0), steps=1),
    soviet("su-hq", "Bykov's staff", "soviet-hq", "Bykov's Group", (0.8, 2), "east", leader="Bykov", steps=1),
    mongol("mn-15", "15th Cavalry", "mongol-regiment", "6th Cavalry Division", (7, 8), steps=5),
    mongol("mn-17", "17th Cavalry", "mongol-regiment", "6th Cavalry Division", (6, 11), steps=5),
    mongol("mn-guns", "Cavalry batteries", "cavalry-battery", "6th Cavalry Division", (-4, 8), "west", steps=2),
    soviet("su-149-1", "149th Rifle, 1st Battalion", "rifle-battalion", "149th Regiment", (-5, 1), quality="regular"),
    soviet("su-149-2", "149th Rifle, 2nd Battalion", "rifle-battalion", "149th Regiment", (-6, 2), quality="regular"),
    soviet("su-149-g", "149th Rifle, regimental guns", "field-battery", "149th Regiment", (-5, 1)),
    soviet("su-column", "Truck column from Tamsag", "truck-column", "57th Corps", (-12, 0), steps=2),
)
TRAP_JAPANESE: tuple[Row, ...] = (
    japanese(
        "jp-azuma",
        "23rd Reconnaissance",
        "jp-squadron",
        "Azuma Detachment",
        (3, 14),
        leader="Azuma",
        steps=4,
        quality="veteran",
    ),
    japanese("jp-64-3", "III/64th, leading companies", "jp-company", "64th Infantry", (11, 6.4)),
    japanese("jp-64-4", "III/64th, main body", "jp-company", "64th Infantry", (12.6, 5)),
    japanese("jp-64-5", "10th Company, 64th", "jp-company", "64th Infantry", (13, 8)),
    japanese("jp-64-g", "Mountain guns, 64th", "jp-mountain-guns", "64th Infantry", (13.6, 6)),
    japanese("jp-hq", "Yamagata's staff", "jp-hq", "64th Infantry", (14.6, 6), leader="Yamagata", steps=1),
    manchukuoan("mk-north", "Xing'an cavalry, right flank", "manchukuo-cavalry", "Xing'an North", (9, 13)),
    manchukuoan("mk-south", "Xing'an cavalry, left flank", "manchukuo-cavalry", "Xing'an North", (12, -1)),
    japanese("jp-trucks", "Truck company from Hailar", "jp-truck-column", "64th Infantry", (17, 13), steps=2),
)

THE_64TH = Battle(
    folder="the_64th",
    grid=Grid(18, 15, west=-12, north=17),
    river_crossings=(
        ("Sumber Ford", "Ford", (4.4, -8.2)),
        ("Central Bridge", "Bridge", (0.4, 1)),
        ("Northern Ford", "Ford", (-0.8, 7)),
    ),
    stream_crossings=STREAMS,
    roads=(
        ("Road", "Tamsag road", ((-12, 0), (-6, 1), (-2, 0), "Central Bridge")),
        ("Track", "Bank track", ((-2, 0), (-4, 6), (-6, 12))),
        ("Track", "Ford track", ((-4, 6), "Northern Ford")),
        ("Track", "Southern track", ((-6, 1), "Hamar-Daba", "Sumber", "Sumber Ford")),
        ("Road", "Nomonhan road", ("Nomonhan Burd Obo", (11, 6.2), (7.6, 2.8), (4, 2.4), "Central Bridge")),
        ("Track", "Northern track", ((10, 15), (6, 12), (3, 8), (2, 4), "Central Bridge")),
        ("Road", "Hailar road", ((17, 14), (16, 9), "Nomonhan Burd Obo")),
        ("Track", "Holsten track", ((7.6, 2.8), "Middle Holsten Ford", "Holsten springs", "Noro Heights")),
    ),
    objectives=(
        ("Central Bridge", "soviet", 24, 24),
        ("Remizov Heights", "soviet", 10, 8),
        ("Noro Heights", "japanese", 6, 6),
        ("Nomonhan Burd Obo", "japanese", 14, 14),
        ("Northern pastures", "soviet", 8, 8),
    ),
    stores=(
        Store("SupplySource", "Tamsag road", "soviet", (-12, 0), {"per_turn": 16, "stock": 30}),
        Store("SupplySource", "Hailar road", "japanese", (17, 14), {"per_turn": 14, "stock": 30}),
        Store("Depot", "Bridge depot", "soviet", (-2, 0), {"stock": 40}),
        Store("Depot", "East bank dump", "soviet", (1.6, 3), {"stock": 12}),
        Store("Depot", "Cavalry packs", "soviet", (6, 11), {"stock": 8}),
        Store("Depot", "Azuma's packs", "japanese", (4.6, 15), {"stock": 6}),
        Store("Depot", "Southern packs", "japanese", (13, -1), {"stock": 8}),
        Store("Depot", "Obo depot", "japanese", "Nomonhan Burd Obo", {"stock": 40}),
    ),
    areas=(
        ("Azuma's road", ((2, 17), (8, 17), (7, 9), (1, 9))),
        ("The confluence", ((-0.4, 5), (4, 5), (4, -1), (-0.4, -1))),
        ("East bank", ((1.4, 13), (9, 13), (12, 5), (12, -7), (5, -7), (1.2, 0))),
    ),
    labels=LABELS,
    armies={"soviet": TRAP_SOVIETS, "japanese": TRAP_JAPANESE},
)
