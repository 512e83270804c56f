"""20 August 1939: the ground of the double envelopment and who stood where, in kilometres from the confluence."""

from __future__ import annotations

from armies import Row, japanese, manchukuoan, mongol, soviet
from battlefield import Battle, Store
from grid import Grid, Km

SOVIET: tuple[Row, ...] = (
    # South group
    soviet("su-80", "80th Rifle", "rifle-regiment", "57th Division", (8, -12.4)),
    soviet("su-127", "127th Rifle", "rifle-regiment", "57th Division", (5, -10.8)),
    soviet("su-293", "293rd Rifle", "rifle-regiment", "57th Division", (11, -13.4)),
    soviet("su-57-art", "57th Division Artillery", "field-artillery", "57th Division", (8, -12.4), steps=4),
    soviet("su-8-mab", "8th Armoured Brigade", "armoured-brigade", "South Group", (11, -15)),
    soviet("su-6-tk-a", "6th Tank Brigade, main body", "tank-brigade", "South Group", (4, -16)),
    soviet("su-6-tk-b", "6th Tank Brigade, 3rd Battalion", "tank-battalion", "South Group", (2, -15.5)),
    mongol("mn-8-cav", "8th Mongolian Cavalry", "mongol-cavalry", "Right Flank", (16, -8)),
    soviet("su-su12", "SU-12 Battery", "su12-battery", "South Group", (11, -13.4)),
    soviet("su-flame", "Flame Tank Company", "flame-tanks", "South Group", (5, -14)),
    soviet("su-hq-south", "South Group HQ", "soviet-hq", "South Group", (6.5, -13.4), leader="Potapov"),
    soviet("su-pontoon-s", "South Pontoon Battalion", "soviet-engineers", "South Group", (5, -10.8)),
    # Centre
    soviet("su-149", "149th Motor Rifle", "motor-rifle-regiment", "36th Division", (3.4, 2.6), "east", entrenchment=1),
    soviet(
        "su-24",
        "24th Motor Rifle",
        "motor-rifle-regiment",
        "36th Division",
        (3.2, 6),
        "east",
        entrenchment=1,
        quality="veteran",
    ),
    soviet("su-5-mg", "5th Machine-gun Brigade", "mg-brigade", "36th Division", (2.2, 8.8), "east", entrenchment=1),
    soviet(
        "su-602", "602nd Rifle", "rifle-regiment", "82nd Division", (4.6, -1.4), "east", quality="raw", entrenchment=1
    ),
    soviet(
        "su-603", "603rd Rifle", "rifle-regiment", "82nd Division", (3.6, -4), "east", quality="raw", entrenchment=1
    ),
    soviet("su-175-art", "175th Artillery", "field-artillery", "36th Division", (-2, 2.4), entrenchment=1),
    soviet("su-126-art", "126th Artillery", "field-artillery", "82nd Division", (-1, -3.6), entrenchment=1),
    soviet(
        "su-185-art",
        "185th Heavy Artillery",
        "heavy-artillery",
        "1st Army Group",
        (-0.6, -6),
        steps=3,
        entrenchment=1,
    ),
    soviet("su-engineers", "Army Engineer Battalion", "soviet-engineers", "1st Army Group", (-2, -1)),
    # North group
    soviet("su-601", "601st Rifle", "rifle-regiment", "Northern Infantry", (-9, 18), quality="raw"),
    soviet("su-7-mab", "7th Armoured Brigade", "armoured-brigade", "North Group", (-10.6, 20)),
    soviet("su-11-tk", "11th Tank Brigade", "tank-brigade", "North Group", (-11, 17), quality="veteran"),
    soviet("su-82-how", "82nd Howitzers", "howitzers", "Northern Infantry", (-7.4, 15.6)),
    soviet("su-pontoon-n", "North Pontoon Battalion", "soviet-engineers", "North Group", (-9, 18)),
    mongol("mn-6-cav", "6th Mongolian Cavalry", "mongol-cavalry", "North Group", (-5, 23)),
    # Reserve and headquarters
    soviet("su-9-mab", "9th Armoured Brigade", "armoured-brigade", "Reserve", (-6, -6)),
    soviet("su-6-tk-4", "6th Tank Brigade, 4th Battalion", "tank-battalion", "Reserve", (-7, -4)),
    soviet("su-212-abn", "212th Airborne Brigade", "airborne-brigade", "Reserve", (-5, -4), quality="veteran"),
    soviet("su-152", "Regiment of the 152nd Division", "rifle-regiment", "Reserve", (-6, -9)),
    soviet("su-hq", "1st Army Group HQ", "soviet-hq", "1st Army Group", (0, -8), leader="Zhukov"),
)

#: Lorries on the last leg from Tamsag-Bulak: some 600 of the 2,600 that came from Borzya and back without a stop.
SOVIET_TRUCKS: tuple[Row, ...] = tuple(
    soviet(f"su-mt-{n}", f"{n}{th} Transport Battalion", "truck-column", "Army Transport", at)
    for n, th, at in (
        (1, "st", (-20, -16)),
        (2, "nd", (-20, -16)),
        (3, "rd", (-16, -13)),
        (4, "th", (-10, -10)),
        (5, "th", (-10, -10)),
        (6, "th", (-1.6, -8.4)),
        (7, "th", (-1.6, -8.4)),
        (8, "th", (2, -9.5)),
        (9, "th", (-10, 18)),
        (10, "th", (-10, 18)),
    )
)

JAPANESE: tuple[Row, ...] = (
    japanese(
        "jp-23-recon",
        "23rd Reconnaissance",
        "jp-recon",
        "Fui Detachment",
        (2, 17),
        entrenchment=3,
        quality="elite",
        leader="Ioki",
    ),
    japanese(
        "jp-iii-64",
        "III/64th Infantry",
        "jp-infantry-battalion",
        "64th Infantry",
        (5, 9),
        entrenchment=2,
        quality="veteran",
    ),
    japanese(
        "jp-64",
        "64th Infantry",
        "jp-infantry-regiment",
        "64th Infantry",
        (6, 5),
        entrenchment=3,
        quality="veteran",
        steps=5,
        leader="Yamagata",
    ),
    japanese(
        "jp-72",
        "72nd Infantry",
        "jp-infantry-regiment",
        "23rd Division",
        (8.6, 7.4),
        entrenchment=3,
        quality="veteran",
        steps=5,
        leader="Sakai",
    ),
    japanese(
        "jp-iii-72",
        "III/72nd Infantry",
        "jp-infantry-battalion",
        "23rd Division",
        (6.6, 2.4),
        entrenchment=2,
        steps=3,
    ),
    japanese(
        "jp-26",
        "26th Infantry",
        "jp-infantry-regiment",
        "7th Division",
        (7, 10),
        entrenchment=2,
        quality="veteran",
        steps=5,
        leader="Sumi",
    ),
    japanese(
        "jp-71",
        "71st Infantry",
        "jp-infantry-regiment",
        "23rd Division",
        (8, -3),
        entrenchment=3,
        quality="veteran",
        steps=5,
        leader="Morita T.",
    ),
    japanese("jp-i-71", "I/71st Infantry", "jp-infantry-battalion", "23rd Division", (7, -1), entrenchment=2, steps=3),
    japanese(
        "jp-hasebe-1",
        "Hasebe Detachment, 1st Battalion",
        "border-garrison",
        "Hasebe Detachment",
        (7, -4),
        entrenchment=3,
        leader="Hasebe",
    ),
    japanese(
        "jp-hasebe-2",
        "Hasebe Detachment, 2nd Battalion",
        "border-garrison",
        "Hasebe Detachment",
        (6, -5),
        entrenchment=3,
    ),
    japanese(
        "jp-ii-28",
        "II/28th Infantry",
        "jp-infantry-battalion",
        "Kajikawa Battalion",
        (9, -5),
        entrenchment=2,
        quality="veteran",
        leader="Kajikawa",
    ),
    japanese("jp-13-art", "13th Field Artillery", "jp-field-artillery", "23rd Division", (9, 4), entrenchment=1),
    japanese(
        "jp-1-heavy",
        "1st Heavy Field Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (11, 3.6),
        entrenchment=1,
    ),
    japanese(
        "jp-7-heavy",
        "7th Heavy Field Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (11, 5.8),
        entrenchment=1,
    ),
    japanese(
        "jp-muling",
        "Muling Heavy Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (12.6, 2.8),
        steps=2,
        entrenchment=1,
    ),
    japanese(
        "jp-23-tr", "23rd Transport Regiment", "jp-infantry-battalion", "23rd Division", (14, 6), quality="raw", steps=2
    ),
    japanese("jp-23-eng", "23rd Engineers", "jp-engineers", "23rd Division", (10.4, 7.6), entrenchment=1),
    manchukuoan("mk-north-1", "North Xing'an Cavalry, 1st Regiment", "manchukuo-cavalry", "Manchukuoan North", (1, 22)),
    manchukuoan("mk-north-2", "North Xing'an Cavalry, 2nd Regiment", "manchukuo-cavalry", "Manchukuoan North", (4, 21)),
    manchukuoan("mk-south", "South Xing'an Cavalry", "manchukuo-cavalry", "Manchukuoan South", (16, -5)),
    japanese("jp-hq-23", "23rd Division HQ", "jp-hq", "23rd Division", (11.6, 7.4), leader="Komatsubara"),
)

#: The 800 to 1,000 lorries of Hailar go back and forth over 200 km; a third of them is on the map at a time.
JAPANESE_TRUCKS: tuple[Row, ...] = tuple(
    japanese(f"jp-tr-{n}", f"{n}{th} Transport Company", "jp-truck-column", "Army Transport", at)
    for n, th, at in (
        (1, "st", (26, 25)),
        (2, "nd", (26, 25)),
        (3, "rd", (22, 22)),
        (4, "th", (14, 6)),
        (5, "th", (14, 6)),
        (6, "th", (26, -8)),
        (7, "th", (12, -3.6)),
    )
)

#: These stand where they come on; scenario.toml gives the turn.
ARRIVALS: tuple[Row, ...] = (
    japanese("jp-hq-6", "6th Army HQ", "jp-hq", "6th Army", (26, 24), leader="Ogisu"),
    japanese("jp-28", "28th Infantry", "jp-infantry-regiment", "28th Infantry", (26, -8), steps=4),
    japanese("jp-14-a", "14th Brigade, first echelon", "jp-infantry-battalion", "14th Brigade", (26, -6)),
    japanese("jp-14-b", "14th Brigade, second echelon", "jp-infantry-battalion", "14th Brigade", (26, -10)),
    japanese("jp-hq-14", "14th Brigade HQ", "jp-hq", "14th Brigade", (26, -8), leader="Morita N.", steps=1),
)

#: Name, class, place; all are the Soviet army's own work or known to it.
RIVER_CROSSINGS: tuple[tuple[str, str, Km], ...] = (
    ("Southern Ford", "Ford", (17, -13.4)),
    ("Southern Bridge", "Bridge", (10.4, -11)),
    ("Sumber Bridge", "Bridge", (4.4, -8.2)),
    ("Central Bridge", "Bridge", (0.4, 1)),
    ("Northern Bridge", "Bridge", (-0.8, 7)),
    ("Bain-Tsagan Bridge", "Bridge", (-6.6, 17.6)),
    ("Northern Ford", "Ford", (-8, 23)),
)
#: In the south and north not much more than a lane was ready when the attack began, and the southernmost bridge not
#: at all: the tanks waited for it until the evening of the 21st.
HITS = {"Southern Bridge": 3, "Sumber Bridge": 2, "Bain-Tsagan Bridge": 2}
STREAM_CROSSINGS: tuple[tuple[str, str, Km], ...] = (
    ("Lower Holsten Ford", "Ford", (3.4, 0.8)),
    ("Holsten Bridge", "Bridge", (8.8, 1.2)),
    ("Upper Holsten Ford", "Ford", (12.6, 2.4)),
)
#: Class, name, stops: places in kilometres, or the name of a place or a crossing.
ROADS: tuple[tuple[str, str, tuple[Km | str, ...]], ...] = (
    ("Road", "Tamsag road", ((-20, -16), (-10, -10), "Hamar-Daba", "Sumber", "Sumber Bridge")),
    ("Road", "Central road", ("Hamar-Daba", (-2, -4), (-2, 0), "Central Bridge")),
    ("Track", "Bank track", ((-2, 0), (-4, 4), (-5, 9), (-8, 14), (-9.6, 18), (-10, 22), (-12, 28))),
    ("Track", "Northern Bridge track", ((-5, 8), "Northern Bridge")),
    ("Track", "Bain-Tsagan Bridge track", ((-9.6, 18), "Bain-Tsagan Bridge")),
    ("Track", "Northern Ford track", ((-10, 22), "Northern Ford")),
    ("Track", "Western track", ((-20, 6), (-14, 8), (-9, 14))),
    ("Track", "Plateau track", ((-10, -10), (-11, 0), (-14, 8))),
    ("Track", "South bank track", ("Sumber", (8, -13), (16, -16), (26, -22))),
    ("Track", "Southern Bridge track", ((9.6, -13), "Southern Bridge")),
    ("Track", "Southern Ford track", ((16, -16), "Southern Ford")),
    ("Road", "Hailar road", ((26, 25), "Jiangjunmiao", (18, 14), "Nomonhan Burd Obo")),
    ("Road", "Nomonhan road", ("Nomonhan Burd Obo", (11, 6.2), (7.6, 2.8), (4, 2.4), "Central Bridge")),
    ("Track", "Remizov track", ((7.6, 2.8), "Remizov Heights", "Balshagal Heights", (11, 6.2))),
    ("Track", "North track", ("Nomonhan Burd Obo", (10, 12), (6, 15.4), "Fui Heights")),
    ("Track", "Fui track", ("Fui Heights", (-2, 18.4), "Bain-Tsagan Bridge")),
    ("Road", "Holsten road", ((11, 6.2), (10, 3), "Holsten Bridge", (9, -1), "Noro Heights", "Sumber Bridge")),
    ("Track", "Handagai track", ((26, -8), (19, -4.4), (12.8, -4.4), "Noro Heights")),
    ("Track", "Frontier track", ("Nomonhan Burd Obo", (15.6, 1), (19, -4.4))),
    ("Track", "Eastern track", ((26, 6), (20, 6.4), "Nomonhan Burd Obo")),
)
OBJECTIVES: tuple[tuple[str, str, int, int], ...] = (
    ("Fui Heights", "japanese", 144, 3),
    ("Remizov Heights", "japanese", 172, 4),
    ("Balshagal Heights", "japanese", 116, 3),
    ("Noro Heights", "japanese", 100, 2),
    ("Peschanaya", "japanese", 72, 2),
    ("Zelenaya", "japanese", 58, 1),
    ("Nomonhan Burd Obo", "japanese", 216, 5),
    ("Central Bridge", "soviet", 20, 10),
    ("Hamar-Daba", "soviet", 30, 15),
    ("Sumber", "soviet", 14, 8),
)
#: Class, name, side, place, SP there at the start, SP that come in each turn.
STORES = (
    Store("SupplySource", "Tamsag road", "soviet", (-20, -16), {"stock": 120, "per_turn": 50}),
    Store("SupplySource", "Hailar road", "japanese", (26, 25), {"stock": 40, "per_turn": 18}),
    Store("SupplySource", "Handagai road", "japanese", (26, -8), {"stock": 10, "per_turn": 8}),
    Store("Depot", "Hamar-Daba depot", "soviet", (-1.6, -8.4), {"stock": 180}),
    Store("Depot", "Sumber depot", "soviet", (2, -9.5), {"stock": 160}),
    Store("Depot", "Bain-Tsagan depot", "soviet", (-10, 18), {"stock": 180}),
    Store("Depot", "Bridgehead depot", "soviet", (1.8, 3), {"stock": 70}),
    Store("Depot", "Cavalry depot", "soviet", (-4, 19.6), {"stock": 40}),
    Store("Depot", "Southern bridgehead depot", "soviet", (13, -9.6), {"stock": 40}),
    Store("Depot", "Nomonhan depot", "japanese", (14, 6), {"stock": 102}),
    Store("Depot", "Northern depot", "japanese", (9, 12), {"stock": 21}),
    Store("Depot", "Fui stores", "japanese", (2, 17), {"stock": 6}),
    Store("Depot", "Remizov stores", "japanese", (6, 5), {"stock": 8}),
    Store("Depot", "Balshagal stores", "japanese", (8.6, 7.4), {"stock": 8}),
    Store("Depot", "Noro stores", "japanese", (7, -4), {"stock": 40}),
    Store("Depot", "Southern depot", "japanese", (12, -3.6), {"stock": 27}),
)
AREAS: tuple[tuple[str, tuple[Km, ...]], ...] = (
    (
        "Front line",
        (
            (0, 19.5),
            (4.6, 19.5),
            (7, 12.6),
            (10.6, 9),
            (10.6, 3),
            (11, -6.6),
            (3.6, -6.8),
            (5.6, -2),
            (4.9, 4),
            (3.6, 9),
            (0, 15),
        ),
    ),
    ("Fui", ((0, 19.5), (4.6, 19.5), (4.6, 14.6), (0, 14.6))),
    ("Gun line", ((8, 6.6), (14, 6.6), (14, 1.8), (8, 1.8))),
    ("South bank of the Holsten", ((3.6, -0.2), (13, 1.4), (13, -7), (3.6, -7))),
)
LABELS: tuple[tuple[str, str, Km], ...] = (
    ("Khalkhin Gol", "river", (-9.4, 28)),
    ("Khalkhin Gol", "river", (20, -15.2)),
    ("Khalkhin Gol", "river", (0, 10)),
    ("Holsten", "river", (11.2, 1.6)),
    ("West bank plateau", "region", (-13, 3)),
    ("Manchukuo", "region", (19, 19)),
    ("Mongolia", "region", (-13, -18)),
    ("to Tamsag-Bulak", "region", (-17.5, -13.4)),
    ("to Hailar", "region", (23.4, 26.6)),
    ("to Handagai", "region", (23, -6)),
)

DOUBLE_ENVELOPMENT = Battle(
    folder="double_envelopment",
    grid=Grid(27, 29, west=-20, north=34),
    river_crossings=RIVER_CROSSINGS,
    hits=HITS,
    stream_crossings=STREAM_CROSSINGS,
    roads=ROADS,
    objectives=OBJECTIVES,
    stores=STORES,
    areas=AREAS,
    labels=LABELS,
    armies={"soviet": SOVIET + SOVIET_TRUCKS, "japanese": JAPANESE + JAPANESE_TRUCKS + ARRIVALS},
)
