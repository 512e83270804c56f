"""The armies of 20 August 1939: who stood where, in kilometres from the confluence (see :mod:`geography`)."""

from __future__ import annotations

from dataclasses import dataclass

Km = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """A unit as the map gives it. `bank` is the bank it stands on: "west" (the river's left bank) or "east"."""

    code: str
    name: str
    type: str
    formation: str
    at: Km
    bank: str
    steps: int | None = None
    quality: str = "regular"
    nation: str = ""
    leader: str = ""
    entrenchment: int = 0
    support: bool = False
    column: bool = False


def _soviet(code: str, name: str, kind: str, formation: str, at: Km, bank: str = "west", **more: object) -> Row:
    return Row(code, name, kind, formation, at, bank, nation="USSR", **more)  # type: ignore[arg-type]


def _mongol(code: str, name: str, kind: str, formation: str, at: Km, **more: object) -> Row:
    return Row(code, name, kind, formation, at, "east", nation="Mongolia", **more)  # type: ignore[arg-type]


def _japanese(code: str, name: str, kind: str, formation: str, at: Km, **more: object) -> Row:
    return Row(code, name, kind, formation, at, "east", nation="Japan", **more)  # type: ignore[arg-type]


def _manchukuoan(code: str, name: str, kind: str, formation: str, at: Km, **more: object) -> Row:
    return Row(code, name, kind, formation, at, "east", nation="Manchukuo", **more)  # type: ignore[arg-type]


SOVIET: tuple[Row, ...] = (
    # South group
    _soviet("su-80", "80th Rifle", "rifle-regiment", "57th Division", (8, -12.4)),
    _soviet("su-127", "127th Rifle", "rifle-regiment", "57th Division", (5, -10.8)),
    _soviet("su-293", "293rd Rifle", "rifle-regiment", "57th Division", (11, -13.4)),
    _soviet(
        "su-57-art", "57th Division Artillery", "field-artillery", "57th Division", (8, -12.4), steps=4, support=True
    ),
    _soviet("su-8-mab", "8th Armoured Brigade", "armoured-brigade", "South Group", (11, -15)),
    _soviet("su-6-tk-a", "6th Tank Brigade, main body", "tank-brigade", "South Group", (5, -14), quality="veteran"),
    _soviet("su-6-tk-b", "6th Tank Brigade, 3rd Battalion", "tank-battalion", "South Group", (2, -15.5)),
    _mongol("mn-8-cav", "8th Mongolian Cavalry", "mongol-cavalry", "South Group", (16, -8)),
    _soviet("su-su12", "SU-12 Battery", "su12-battery", "South Group", (11, -13.4), support=True),
    _soviet("su-flame", "Flame Tank Company", "flame-tanks", "South Group", (5, -14), support=True),
    _soviet("su-hq-south", "South Group HQ", "soviet-hq", "South Group", (6.5, -13.4), support=True, leader="Potapov"),
    _soviet("su-pontoon-s", "South Pontoon Battalion", "soviet-engineers", "South Group", (5, -10.8), support=True),
    # Centre
    _soviet("su-149", "149th Motor Rifle", "motor-rifle-regiment", "36th Division", (3.4, 2.6), "east", entrenchment=1),
    _soviet(
        "su-24",
        "24th Motor Rifle",
        "motor-rifle-regiment",
        "36th Division",
        (3.2, 6),
        "east",
        entrenchment=1,
        quality="veteran",
    ),
    _soviet("su-5-mg", "5th Machine-gun Brigade", "mg-brigade", "36th Division", (2.2, 8.8), "east", entrenchment=1),
    _soviet(
        "su-602", "602nd Rifle", "rifle-regiment", "82nd Division", (4.6, -1.4), "east", quality="raw", entrenchment=1
    ),
    _soviet(
        "su-603", "603rd Rifle", "rifle-regiment", "82nd Division", (3.6, -4), "east", quality="raw", entrenchment=1
    ),
    _soviet(
        "su-175-art", "175th Artillery", "field-artillery", "36th Division", (-2, 2.4), support=True, entrenchment=1
    ),
    _soviet(
        "su-126-art", "126th Artillery", "field-artillery", "82nd Division", (-1, -3.6), support=True, entrenchment=1
    ),
    _soviet(
        "su-185-art",
        "185th Heavy Artillery",
        "heavy-artillery",
        "1st Army Group",
        (-0.6, -6),
        support=True,
        steps=3,
        entrenchment=1,
    ),
    _soviet("su-engineers", "Army Engineer Battalion", "soviet-engineers", "1st Army Group", (-2, -1), support=True),
    # North group
    _soviet("su-601", "601st Rifle", "rifle-regiment", "North Group", (-9, 18), quality="raw"),
    _soviet("su-7-mab", "7th Armoured Brigade", "armoured-brigade", "North Group", (-10.6, 20)),
    _soviet("su-11-tk", "11th Tank Brigade", "tank-brigade", "North Group", (-11, 17), quality="veteran"),
    _soviet("su-82-how", "82nd Howitzers", "howitzers", "North Group", (-7.4, 15.6), support=True),
    _soviet("su-pontoon-n", "North Pontoon Battalion", "soviet-engineers", "North Group", (-9, 18), support=True),
    _mongol("mn-6-cav", "6th Mongolian Cavalry", "mongol-cavalry", "North Group", (-5, 23)),
    # Reserve and headquarters
    _soviet("su-9-mab", "9th Armoured Brigade", "armoured-brigade", "Reserve", (-6, -6)),
    _soviet("su-6-tk-4", "6th Tank Brigade, 4th Battalion", "tank-battalion", "Reserve", (-7, -4)),
    _soviet("su-212-abn", "212th Airborne Brigade", "airborne-brigade", "Reserve", (-5, -4), quality="veteran"),
    _soviet("su-152", "Regiment of the 152nd Division", "rifle-regiment", "Reserve", (-6, -9)),
    _soviet("su-hq", "1st Army Group HQ", "soviet-hq", "1st Army Group", (0, -8), support=True, leader="Zhukov"),
)

#: Lorries on the last leg from Tamsag-Bulak: some 600 of the 2,600 that came from Borzya and back without a stop.
SOVIET_TRUCKS: tuple[Row, ...] = tuple(
    _soviet(f"su-mt-{n}", f"{n}{th} Transport Battalion", "truck-column", "Army Transport", at, column=True)
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
    _japanese(
        "jp-23-recon",
        "23rd Reconnaissance",
        "jp-recon",
        "Fui Detachment",
        (2, 17),
        entrenchment=3,
        quality="elite",
        leader="Ioki",
    ),
    _japanese("jp-iii-64", "III/64th Infantry", "jp-infantry-battalion", "64th Infantry", (5, 9), entrenchment=2),
    _japanese(
        "jp-64",
        "64th Infantry",
        "jp-infantry-regiment",
        "64th Infantry",
        (6, 5),
        entrenchment=2,
        quality="veteran",
        steps=4,
        leader="Yamagata",
    ),
    _japanese(
        "jp-72", "72nd Infantry", "jp-infantry-regiment", "23rd Division", (8.6, 7.4), entrenchment=2, leader="Sakai"
    ),
    _japanese(
        "jp-26",
        "26th Infantry",
        "jp-infantry-regiment",
        "7th Division",
        (7, 10),
        entrenchment=2,
        quality="veteran",
        steps=4,
        leader="Sumi",
    ),
    _japanese(
        "jp-71", "71st Infantry", "jp-infantry-regiment", "23rd Division", (8, -3), entrenchment=2, leader="Morita T."
    ),
    _japanese(
        "jp-hasebe-1",
        "Hasebe Detachment, 1st Battalion",
        "border-garrison",
        "Hasebe Detachment",
        (7, -4),
        entrenchment=2,
        leader="Hasebe",
    ),
    _japanese(
        "jp-hasebe-2",
        "Hasebe Detachment, 2nd Battalion",
        "border-garrison",
        "Hasebe Detachment",
        (6, -5),
        entrenchment=2,
    ),
    _japanese(
        "jp-ii-28",
        "II/28th Infantry",
        "jp-infantry-battalion",
        "28th Infantry",
        (9, -5),
        entrenchment=2,
        leader="Kajikawa",
    ),
    _japanese(
        "jp-13-art", "13th Field Artillery", "jp-field-artillery", "23rd Division", (9, 4), support=True, entrenchment=1
    ),
    _japanese(
        "jp-1-heavy",
        "1st Heavy Field Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (11, 3.6),
        support=True,
        entrenchment=1,
    ),
    _japanese(
        "jp-7-heavy",
        "7th Heavy Field Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (11, 5.8),
        support=True,
        entrenchment=1,
    ),
    _japanese(
        "jp-muling",
        "Muling Heavy Artillery",
        "jp-heavy-artillery",
        "Artillery Group",
        (12.6, 2.8),
        support=True,
        steps=2,
        entrenchment=1,
    ),
    _japanese(
        "jp-23-eng", "23rd Engineers", "jp-engineers", "23rd Division", (10.4, 7.6), support=True, entrenchment=1
    ),
    _manchukuoan(
        "mk-north-1", "North Xing'an Cavalry, 1st Regiment", "manchukuo-cavalry", "Manchukuoan North", (1, 22)
    ),
    _manchukuoan(
        "mk-north-2", "North Xing'an Cavalry, 2nd Regiment", "manchukuo-cavalry", "Manchukuoan North", (4, 21)
    ),
    _manchukuoan("mk-south", "South Xing'an Cavalry", "manchukuo-cavalry", "Manchukuoan South", (16, -5)),
    _japanese(
        "jp-hq-23", "23rd Division HQ", "jp-hq", "23rd Division", (11.6, 7.4), support=True, leader="Komatsubara"
    ),
)

#: The 800 to 1,000 lorries of Hailar go back and forth over 200 km; a third of them is on the map at a time.
JAPANESE_TRUCKS: tuple[Row, ...] = tuple(
    _japanese(f"jp-tr-{n}", f"{n}{th} Transport Company", "jp-truck-column", "Army Transport", at, column=True)
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
    _japanese("jp-hq-6", "6th Army HQ", "jp-hq", "6th Army", (26, 24), support=True, leader="Ogisu"),
    _japanese("jp-28", "28th Infantry", "jp-infantry-regiment", "28th Infantry", (26, -8), steps=4),
    _japanese("jp-14-a", "14th Brigade, first echelon", "jp-infantry-battalion", "14th Brigade", (26, -6)),
    _japanese("jp-14-b", "14th Brigade, second echelon", "jp-infantry-battalion", "14th Brigade", (26, -10)),
    _japanese(
        "jp-hq-14", "14th Brigade HQ", "jp-hq", "14th Brigade", (26, -8), support=True, leader="Morita N.", steps=1
    ),
)
