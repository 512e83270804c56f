"""Why the rules refuse an order: a code and what the sentence about it has to name. The sentences are in
:mod:`khalkhin.text.refusals`."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

Place = tuple[int, int]


class RefusalCode(Enum):
    """Every reason there is, by the kind of order that meets it first. The values are stable."""

    # Any order: the battle, the unit, the place.
    OVER = "over"
    NO_UNIT = "no-unit"
    NOT_YOURS = "not-yours"
    OFF_MAP = "off-map"
    OFF_BOARD = "off-board"
    NO_HEXSIDE = "no-hexside"
    SUPPRESSED = "suppressed"
    # What higher headquarters have decided.
    HELD = "held"
    AREA_CLOSED = "area-closed"
    MISSION_FORBIDDEN = "mission-forbidden"
    NO_CHOICE = "no-choice"
    NO_ANSWER = "no-answer"
    CHOICE_WAITS = "choice-waits"
    # Moves, and leaving the map.
    MOVE_FOUGHT = "move-fought"
    NO_MP = "no-mp"
    SAME_HEX = "same-hex"
    ENEMY_THERE = "enemy-there"
    COMBAT_UNIT_THERE = "combat-unit-there"
    SUPPORT_UNIT_THERE = "support-unit-there"
    IMPASSABLE = "impassable"
    OUT_OF_REACH = "out-of-reach"
    NO_EXIT = "no-exit"
    # Assaults.
    NO_ATTACKERS = "no-attackers"
    NAMED_TWICE = "named-twice"
    ONLY_COLUMNS = "only-columns"
    NOTHING_SEEN = "nothing-seen"
    NO_ASSAULT_UNIT = "no-assault-unit"
    ASSAULT_FOUGHT = "assault-fought"
    NOT_ADJACENT = "not-adjacent"
    ASSAULT_MP = "assault-mp"
    NO_WAY_ACROSS = "no-way-across"
    ONLY_BREAKOUT = "only-breakout"
    SUPPORT_LEADS = "support-leads"
    SUPPORT_AT_NIGHT = "support-at-night"
    SUPPORT_SORTIES = "support-sorties"
    NO_SUPPORT_LEFT = "no-support-left"
    SET_PIECE_GUNS = "set-piece-guns"
    SET_PIECE_MOVED = "set-piece-moved"
    # Guns: barrages, support, crossings, standing by.
    NO_GUNS = "no-guns"
    STANDS_BY = "stands-by"
    GUNS_FIRED = "guns-fired"
    GUNS_MOVED = "guns-moved"
    GUNS_UNSUPPLIED = "guns-unsupplied"
    SILENCED = "silenced"
    NO_STORE = "no-store"
    STORE_LOST = "store-lost"
    AMMUNITION = "ammunition"
    AMMUNITION_FOR_ALL = "ammunition-for-all"
    RANGE = "range"
    NO_AIM = "no-aim"
    NO_STANDBY = "no-standby"
    NO_STANDBY_MISSION = "no-standby-mission"
    NOTHING_TO_SHELL = "nothing-to-shell"
    SHELL_FORD = "shell-ford"
    SHELL_DESTROYED = "shell-destroyed"
    SHELL_OWN = "shell-own"
    SHELL_RANGE = "shell-range"
    # Engineers: work, and blowing crossings.
    NO_ENGINEERS = "no-engineers"
    WORK_NOT_BESIDE = "work-not-beside"
    NO_TASK = "no-task"
    AT_IT = "at-it"
    WORK_FOUGHT = "work-fought"
    FAR_BANK = "far-bank"
    NO_CROSSING = "no-crossing"
    ENEMY_CROSSING = "enemy-crossing"
    WORK_FORD = "work-ford"
    UNHARMED = "unharmed"
    NOT_A_PONTOON = "not-a-pontoon"
    NOT_TAKEN_OVER = "not-taken-over"
    DAMAGED = "damaged"
    CHARGES_LAID = "charges-laid"
    NOTHING_TO_MINE = "nothing-to-mine"
    SITE_TAKEN = "site-taken"
    SITE_WRECKED = "site-wrecked"
    NO_WATER = "no-water"
    LEADS_NOWHERE = "leads-nowhere"
    NO_JOB = "no-job"
    NOTHING_TO_BLOW = "nothing-to-blow"
    BLOW_NOT_BESIDE = "blow-not-beside"
    BLOW_FORD = "blow-ford"
    BLOW_DESTROYED = "blow-destroyed"
    NO_HANDS = "no-hands"
    BLOW_FOUGHT = "blow-fought"
    NO_CHARGES = "no-charges"
    # Trucks and stores.
    NO_COLUMN = "no-column"
    STAFF_DRIVES = "staff-drives"
    NO_DEPOT = "no-depot"
    NO_PRIORITY = "no-priority"
    SAME_PRIORITY = "same-priority"
    NOTHING_TO_LOAD = "nothing-to-load"
    NO_HAUL_END = "no-haul-end"
    SAME_HAUL = "same-haul"
    NO_HAUL_WAY = "no-haul-way"
    LOAD_NO_STORE = "load-no-store"
    LOAD_MP = "load-mp"
    LOAD_ROOM = "load-room"
    LOAD_STOCK = "load-stock"
    UNLOAD_MP = "unload-mp"
    UNLOAD_CARGO = "unload-cargo"
    # Aircraft.
    NO_AIR_MISSION = "no-air-mission"
    NO_SORTIE = "no-sortie"
    FLY_AT_NIGHT = "fly-at-night"
    SORTIES = "sorties"
    NO_AIRFIELD = "no-airfield"
    OWN_AIRFIELD = "own-airfield"
    NOTHING_TO_BOMB = "nothing-to-bomb"
    BOMB_FORD = "bomb-ford"
    BOMB_OWN = "bomb-own"
    AIM_AT_AIRFIELD = "aim-at-airfield"
    AIM_AT_CROSSING = "aim-at-crossing"
    AIM_AT_HEX = "aim-at-hex"
    # What HQ points buy.
    HQ_POINTS = "hq-points"
    HURRY_COLUMN = "hurry-column"
    HURRY_MOVED = "hurry-moved"
    HURRIED = "hurried"
    WORN_OUT = "worn-out"
    FED = "fed"
    NOTHING_TO_SEND = "nothing-to-send"
    NO_FOG = "no-fog"
    DECOY_TERRAIN = "decoy-terrain"
    DECOY_TWICE = "decoy-twice"
    DECOY_OWN = "decoy-own"
    DECOY_FAR = "decoy-far"
    DECOY_NEAR = "decoy-near"


class Refusal(NamedTuple):
    """Why an order is refused. A tuple, since the list of what is legal makes thousands.

    What each code tells besides: `unit` is a unit by its id, `name` a proper name of the scenario (a store, a crossing,
    an airfield, an area, an entry of the timeline by its id) or what the order called for, `what` the name of a value
    (a mobility, a job, an air mission, a use of HQ points), `have` and `need` numbers that should agree, `also` a
    second number to have, `until` the last turn that it lasts (0: no end is set), `place` and `other` hexes by column
    and row.
    """

    code: RefusalCode
    unit: str = ""
    name: str = ""
    what: str = ""
    have: int = 0
    need: int = 0
    also: int = 0
    until: int = 0
    place: Place | None = None
    other: Place | None = None
