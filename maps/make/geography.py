"""The country on both banks of the Khalkhin Gol, in kilometres: x east, y north of the confluence with the Holsten.

Plain data for the maps of this ground (:data:`KHALKHIN`) and of the country behind both armies (:data:`REAR`). Lines
are courses in the order of flow or travel, patches are circles (x, y, radius). Heights and dunes are known to a
kilometre or three; the river is known well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Km = tuple[float, float]
Patch = tuple[float, float, float]

KHALKHIN_GOL: tuple[Km, ...] = (
    (43, -25),
    (36, -22),
    (31, -20),
    (26, -18),
    (21, -16),
    (16, -13),
    (11, -11),
    (6, -9),
    (3, -7),
    (2, -4),
    (1, -2),
    (0, 0),
    (0, 3),
    (-1, 6),
    (0, 9),
    (-1, 12),
    (-3, 14),
    (-5, 15),
    (-7, 17),
    (-7, 20),
    (-8, 23),
    (-9, 28),
    (-10, 31),
    (-15, 32),
    (-24, 33),
    (-32, 35),
    (-42, 32),
)
HOLSTEN: tuple[Km, ...] = ((15, 4), (12, 2), (8, 1), (4, 1), (0, 0))
#: The frontier as Mongolia and the Soviet Union drew it; Japan and Manchukuo claimed the river itself.
CLAIMED_BORDER: tuple[Km, ...] = (
    (43, -21),
    (42, -10),
    (40, -6),
    (32, -2),
    (24, 2),
    (16, 5),
    (13, 8),
    (11, 12),
    (8, 16),
    (6, 20),
    (4, 23),
    (1, 27),
    (-1, 31),
)
#: The brow of the plateau over the valley, steepest from Hamar-Daba to Bain-Tsagan.
ESCARPMENT: tuple[Km, ...] = (
    (1.5, -9.2),
    (-0.5, -6.5),
    (-1.0, -4),
    (-2.6, -1),
    (-3, 3),
    (-3.6, 6),
    (-3.2, 9),
    (-4.6, 12),
    (-7, 13.2),
    (-9.5, 15.6),
)

PLACES: dict[str, Km] = {
    "Nomonhan Burd Obo": (14, 6),
    "Bain-Tsagan": (-9, 12),
    "Fui Heights": (2, 17),
    "Remizov Heights": (6, 5),
    "Balshagal Heights": (8.6, 7.4),
    "Noro Heights": (7, -4),
    "Peschanaya": (8, -3),
    "Zelenaya": (6, -5),
    "Hamar-Daba": (0, -8),
    "Sumber": (2, -9.5),
    "Jiangjunmiao": (22, 22),
    "Northern pastures": (4, 10),
    "Holsten springs": (9, 0),
    "Southern pastures": (5, -3),
    "Japanese crossing": (-8.4, 17),
    "Eris-Ulyn-Obo": (23, -3),
    "Tamsag-Bulak": (-96, -50),
    "Hailar": (89, 166),
    "Handagai": (62, -62),
    "Arshaan": (103, -61),
}

#: Single hills, named or not: the hex each stands in is high ground.
HILLS: tuple[Km | str, ...] = (
    "Fui Heights",
    "Remizov Heights",
    "Balshagal Heights",
    "Noro Heights",
    "Peschanaya",
    "Zelenaya",
    "Hamar-Daba",
    "Bain-Tsagan",
    (-7.6, 10.6),
    "Eris-Ulyn-Obo",
    (-15, 25),
    (18.5, 15),
    (-14, -2),
)
SETTLEMENTS: tuple[str, ...] = ("Nomonhan Burd Obo", "Sumber", "Jiangjunmiao")

DUNES: tuple[Patch, ...] = (
    (4, 7.6, 2.2),
    (7.6, 9.6, 1.8),
    (9.6, 2.8, 1.6),
    (11.4, 4.4, 1.2),
    (12, -1.4, 2.4),
    (9.6, -6.2, 1.8),
    (15, -4, 1.8),
    (5.4, 13, 1.8),
    (8.6, 20.4, 2.2),
    (12.6, 17.4, 1.6),
    (-1, 22, 1.8),
    (18, 8.6, 2.4),
    (21.6, 4, 1.8),
    (15.8, 12.6, 1.5),
    (19, -9, 1.6),
    (1.5, 29, 2.0),
    (12, 27, 2.2),
    (4.2, 3.2, 1.0),
    (23.6, 14.6, 2.0),
    (5.4, -2.6, 0.9),
)
SAND: tuple[Patch, ...] = ((12.4, -1.2, 1.1), (18.2, 8.8, 1.3), (8.8, 20.6, 1.1), (12.2, 27.4, 1.2), (24, 15, 1.1))
ROUGH: tuple[Patch, ...] = (
    (4, 17.6, 1.8),
    (1.4, 15.2, 1.2),
    (7.6, 5.2, 1.6),
    (6, 2.6, 1.2),
    (10.4, 8.4, 1.6),
    (6.6, -5.8, 1.6),
    (10, -3.6, 1.5),
    (13, 8.4, 1.4),
    (16, 5, 1.2),
    (-1, 26.4, 1.5),
    (20, 24, 1.8),
    (6, 25, 1.6),
    (15.6, 20, 1.6),
    (21.6, -4.6, 1.8),
    (13.4, -7.4, 1.4),
    (24, 9, 1.5),
    (4.6, 10.4, 1.3),
    (17, 0.6, 1.4),
    (22, 29, 2.0),
    (-11, 10.6, 1.8),
    (-12, -14, 2.2),
    (-16, 9, 1.8),
    (4, -16, 2.0),
    (12, -19, 2.2),
    (20, -20, 2.0),
    (-4, -20, 2.0),
    (-17, -20, 1.6),
    (-15, 27, 1.6),
    (-18, 18, 1.6),
    (-8, 2, 1.4),
    (-1.4, -12.6, 1.2),
)
#: Wet ground in the valley: reaches of the river where its bends lie low (along the course, both banks).
MARSH: tuple[Patch, ...] = (
    (-0.6, 10.6, 1.5),
    (-2.2, 13.4, 1.3),
    (-7.6, 21.8, 1.7),
    (-8.8, 26, 1.5),
    (-9.6, 30, 1.9),
    (1.6, -2.6, 0.9),
    (8.2, -9.8, 1.3),
    (18.6, -14.8, 1.5),
    (24, -17, 1.6),
    (-1.0, 4.6, 1.1),
    (-15, 32, 1.6),
)


@dataclass(frozen=True)
class Country:
    """Ground to lay a map on. `rivers` and `streams` are (name, course), the first river's left bank being the "west"
    bank; `borders` are (name, claimed by, course), an empty course meaning the first river; `patches` are by terrain,
    the later over the earlier; `plateau` says that the west bank lies high behind the `brow`."""

    rivers: tuple[tuple[str, tuple[Km, ...]], ...]
    streams: tuple[tuple[str, tuple[Km, ...]], ...]
    borders: tuple[tuple[str, str, tuple[Km, ...]], ...]
    patches: Mapping[str, tuple[Patch, ...]]
    hills: tuple[Km | str, ...]
    settlements: tuple[str, ...]
    places: Mapping[str, Km]
    brow: tuple[Km, ...] = ()
    plateau: bool = False
    lakes: tuple[Patch, ...] = field(default_factory=tuple)


_CLAIMS = ("Frontier by the Soviet and Mongolian claim", "Frontier by the Japanese claim")

#: The battlefield on both banks.
KHALKHIN = Country(
    rivers=(("Khalkhin Gol", KHALKHIN_GOL),),
    streams=(("Holsten", HOLSTEN),),
    borders=((_CLAIMS[0], "soviet", CLAIMED_BORDER), (_CLAIMS[1], "japanese", ())),
    patches={"rough": ROUGH, "dunes": DUNES, "sand": SAND, "marsh": MARSH},
    hills=HILLS,
    settlements=SETTLEMENTS,
    places=PLACES,
    brow=ESCARPMENT,
    plateau=True,
)

#: The rear of both armies: from the Trans-Baikal railway to Hailar, the Khingan and the front.
REAR = Country(
    rivers=(("Khalkhin Gol", ((60, -40), (36, -22), (11, -11), (0, 0), (-7, 20), (-24, 33), (-42, 32), (-56, 20))),),
    streams=(
        ("Kherlen", ((-345, 12), (-300, 36), (-250, 48), (-200, 84), (-150, 104), (-108, 118))),
        ("Orshun", ((-62, 22), (-70, 60), (-76, 104))),
        ("Onon", ((-345, 268), (-300, 288), (-250, 312), (-210, 330))),
        ("Hailar river", ((150, 150), (89, 168), (40, 190), (-20, 205), (-70, 210))),
    ),
    borders=(
        (_CLAIMS[0], "soviet", ((70, -60), (43, -21), (24, 2), (8, 16), (-1, 31), (-40, 60), (-80, 76), (-120, 178))),
    ),
    patches={
        "rough": (
            (-330, 210, 45),
            (-300, 165, 40),
            (-335, 120, 30),
            (-235, -70, 45),
            (-320, -60, 45),
            (-60, -80, 40),
            (-160, 30, 30),
            (-165, 190, 26),
            (-30, 120, 30),
            (60, 100, 30),
            (85, -30, 30),
            (-120, 320, 40),
        ),
        "sand": ((30, 60, 18), (-10, 160, 16), (-120, 60, 18)),
        "marsh": ((-100, 100, 16), (-70, 66, 16), (-60, 180, 16), (-205, 70, 14)),
        "heights": ((140, 110, 45), (150, 20, 45), (150, 200, 35), (125, -50, 32), (-345, 320, 30)),
    },
    hills=(),
    settlements=("Borzya", "Solovyevsk", "Bayan Tumen", "Tamsag-Bulak", "Hailar", "Handagai", "Arshaan", "Manzhouli"),
    places=PLACES
    | {
        "Borzya": (-149, 296),
        "Solovyevsk": (-206, 243),
        "Bayan Tumen": (-300, 42),
        "Matad": (-215, -66),
        "Manzhouli": (-84, 211),
        "The front": (-4, -4),
        "The bridgehead": (20, 8),
    },
    lakes=((-65, 6, 19), (-86, 142, 22), (-92, 118, 14)),
)
