"""The theatre of war in kilometres about the mouth of the Holsten: x east, y north. Courses are drawn as smooth lines.

Between rivers and towns the courses are simplified; on the front they are those of the battle maps.
"""

from __future__ import annotations

from dataclasses import dataclass

from khalkhin.translation import N_

Point = tuple[float, float]
Course = tuple[Point, ...]

#: Edges of the strategic map. A campaign's `at` are thousandths of its width and height, from the north-west corner.
WEST, EAST, NORTH, SOUTH = -323.0, 230.0, 328.0, -190.0
#: The part of it that is also drawn enlarged: west, east, north, south.
FRONT = (-25.0, 30.0, 33.0, -22.0)


@dataclass(frozen=True, slots=True)
class Town:
    """A place with its name, to be translated; `side` is where the name stands: right, left, above or below (r, l, a,
    b), or below and to the right (c). `kind` is town, railhead, airfield, camp, hill or obo."""

    name: str
    at: Point
    kind: str = "town"
    side: str = "r"


def in_km(at: tuple[int, int]) -> Point:
    """A place of the strategic map, in kilometres."""
    return WEST + (EAST - WEST) * at[0] / 1000, NORTH - (NORTH - SOUTH) * at[1] / 1000


HALHA: Course = (
    (103, -62), (72, -44), (43, -25), (36, -22), (31, -20), (26, -18), (21, -16), (16, -13), (11, -11), (6, -9),
    (3, -7), (2, -4), (1, -2), (0, 0), (0, 3), (-1, 6), (0, 9), (-1, 12), (-3, 14), (-5, 15), (-7, 17), (-7, 20),
    (-8, 23), (-9, 28), (-10, 31), (-15, 32), (-24, 33), (-32, 35), (-42, 32), (-52, 20),
)  # fmt: skip
HOLSTEN: Course = ((30, 6), (22, 5), (15, 4), (12, 2), (8, 1), (4, 1), (0, 0))
KERULEN: Course = (
    (-560, -20), (-440, 20), (-360, 30), (-305, 42), (-262, 50), (-232, 62), (-200, 82), (-160, 80), (-120, 92),
)  # fmt: skip
ORSHUN: Course = ((-62, 22), (-72, 45), (-68, 70), (-80, 95), (-86, 108))
HAILAR_RIVER: Course = (
    (560, 210), (330, 190), (230, 170), (160, 176), (120, 165), (89, 168), (50, 186), (10, 192), (-24, 204), (-44, 212),
)  # fmt: skip
ARGUN: Course = ((-44, 212), (-34, 232), (-22, 250), (-6, 276), (6, 300), (28, 330), (48, 372), (60, 420), (90, 520))
ONON: Course = (
    (-620, 210), (-470, 262), (-380, 268), (-330, 300), (-290, 316), (-268, 350), (-250, 420), (-240, 520),
)  # fmt: skip
RIVERS: tuple[tuple[Course, float], ...] = (
    (HALHA, 2.2), (HOLSTEN, 1.0), (KERULEN, 1.6), (ORSHUN, 1.2), (HAILAR_RIVER, 1.6), (ARGUN, 2.0), (ONON, 1.4),
)  # fmt: skip

BUIR: Course = ((-82, 17), (-70, 23), (-56, 20), (-48, 10), (-52, -2), (-64, -6), (-78, 2), (-84, 10))
HULUN: Course = (
    (-120, 92), (-112, 84), (-98, 88), (-86, 104), (-74, 128), (-60, 158), (-52, 180), (-60, 186), (-76, 172),
    (-94, 142), (-110, 116),
)  # fmt: skip
LAKES: tuple[Course, ...] = (BUIR, HULUN)

#: Where the states meet. Manchukuo is what the two polygons below leave.
_NORTH_LINE: Course = ((-421, 230), (-320, 246), (-213, 238), (-140, 236))
_AMUR_LINE: Course = ((-140, 236), (-86, 216), (-44, 212), (-34, 232), (-22, 250), (-6, 276), (6, 300), (28, 330))
_WEST_LINE: Course = (
    (-140, 236), (-164, 186), (-189, 131), (-208, 87), (-226, 48), (-222, 20), (-196, -2), (-170, 12), (-133, -8),
    (-100, 10), (-80, 20), (-60, 24), (-42, 32), (-32, 35), (-24, 33), (-15, 32), (-10, 31),
)  # fmt: skip
#: The border as the Mongolians and the Soviets saw it; to the Japanese it was the river.
CLAIM: Course = (
    (-10, 31), (-1, 31), (1, 27), (4, 23), (6, 20), (8, 16), (11, 12), (13, 8), (16, 5), (24, 2), (32, -2), (40, -6),
    (42, -10), (43, -21),
)  # fmt: skip
_SOUTH_LINE: Course = ((43, -21), (70, -52), (98, -84), (86, -113), (40, -140), (-20, -160), (-70, -210))
BORDERS: tuple[Course, ...] = (_NORTH_LINE, _AMUR_LINE, _WEST_LINE, _SOUTH_LINE)
USSR: Course = ((-1200, 900), (-1200, 232), *_NORTH_LINE, *_AMUR_LINE[1:], (60, 420), (120, 900))
MONGOLIA: Course = (
    (-1200, 232), *_NORTH_LINE, *_WEST_LINE[1:], *CLAIM[1:], *_SOUTH_LINE[1:], (-120, -500), (-1200, -500),
)  # fmt: skip

RAILWAYS: tuple[Course, ...] = (
    ((-330, 470), (-280, 400), (-225, 330), (-153, 296), (-115, 238), (-86, 209), (-40, 190), (20, 178), (89, 166),
     (160, 170), (200, 148), (300, 120), (420, 70), (560, 20)),
    ((-153, 296), (-190, 268), (-213, 243)),
)  # fmt: skip
ROADS: tuple[Course, ...] = (
    ((-213, 243), (-240, 195), (-262, 150), (-282, 92), (-300, 42)),
    ((-300, 42), (-268, -8), (-222, -50), (-165, -62), (-96, -50)),
    ((-96, -50), (-60, -36), (-28, -18), (0, -9)),
    ((89, 166), (70, 120), (52, 70), (36, 42), (22, 22)),
)  # fmt: skip

TOWNS: tuple[Town, ...] = (
    Town(N_("Borzya"), (-153, 296), "railhead"),
    Town(N_("Solovyevsk"), (-213, 243), "town"),
    Town(N_("Manzhouli"), (-86, 209), "town", "b"),
    Town(N_("Hailar"), (89, 166), "railhead", "a"),
    Town(N_("Bayan Tumen"), (-300, 42), "town", "c"),
    Town(N_("Tamsag-Bulak"), (-96, -50), "airfield", "b"),
)
#: Names of stretches of land and water, to be translated.
LANDS: tuple[tuple[str, Point], ...] = (
    (N_("U.S.S.R."), (-255, 292)),
    (N_("MANCHUKUO"), (100, 232)),
    (N_("MONGOLIA"), (-162, -32)),
)
WATERS: tuple[tuple[str, Point], ...] = (
    (N_("Lake Buir"), (-66, 8)),
    (N_("Lake Hulun"), (-84, 134)),
    (N_("Kherlen"), (-205, 64)),
    (N_("Argun"), (26, 300)),
)
#: Hills as ridges: along each course the slopes are hatched.
RIDGES: tuple[Course, ...] = (
    ((150, 300), (172, 262), (186, 226), (206, 196), (228, 176)),
    ((200, 330), (222, 292), (244, 250)),
    ((150, 128), (176, 112), (206, 96), (240, 84)),
    ((-310, 196), (-282, 208), (-250, 214)),
    ((-120, 300), (-92, 278), (-62, 262)),
    ((-60, 330), (-38, 304), (-30, 282)),
    ((-150, 196), (-128, 178), (-118, 156)),
    ((-280, -120), (-250, -132), (-226, -128)),
    ((-60, -120), (-30, -112), (0, -124)),
)

#: On the enlarged front.
SPOTS: tuple[Town, ...] = (
    Town(N_("Nomonhan"), (14, 6), "obo"),
    Town(N_("Bain-Tsagan"), (-12, 8), "hill", "b"),
    Town(N_("Fui Heights"), (2, 18), "hill", "a"),
    Town(N_("Noro Heights"), (7, -5), "hill", "b"),
    Town(N_("Hamar-Daba"), (-2, -8), "camp", "l"),
    Town(N_("Sumber"), (0.5, -11), "town", "b"),
)
DUNES: tuple[tuple[Point, float], ...] = (
    ((8, 9), 6), ((18, -2), 7), ((9, -9), 5), ((22, 10), 6), ((6, 24), 4), ((18, 20), 6), ((24, -12), 6),
)  # fmt: skip
SCARP: Course = ((4, -12), (0, -9), (-1.5, -5), (-2.5, 0), (-3, 4), (-4, 8), (-4, 11), (-7, 13), (-10, 15))
