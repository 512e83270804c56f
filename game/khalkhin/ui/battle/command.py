"""What a player can ask for in a battle, by key or button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from khalkhin.translation import N_
from khalkhin.ui.widgets.rows import RowAction


class Command(Enum):
    """What a key asks for; the text is what the help page prints, in the language of the texts."""

    NEXT_UNIT = N_("nearest unit that can still act, then the next")
    PREVIOUS_UNIT = N_("back to the unit before")
    HOLD = N_("the selected unit holds this turn; on to the next")
    HOLD_SEEN = N_("the picked units hold until an enemy appears, or no longer")
    HOLD_TOLD = N_("the picked units hold until told otherwise, or no longer")
    CARRY_ON = N_("carry on marches that halted: the picked units', or all")
    FORMATION = N_("pick the whole formation of the selected unit")
    GROUP = N_("pick the unit at the cursor beside the others, or let it go")
    OTHER_IN_HEX = N_("the other unit in the same hex")
    CURSOR = N_("hex cursor on or off; arrow keys then move it")
    ACT = N_("click at the cursor: select, move, choose a target")
    ATTACK = N_("right click at the cursor: assault, or send units there")
    BARRAGE = N_("barrage with the selected guns, then choose a hex")
    EXIT = N_("the selected unit leaves the map by its supply source")
    UNDO = N_("take the last order back")
    REDO = N_("give the order again that was taken back")
    END_TURN = N_("end the turn")
    REHEARSE = N_("rehearse your next turns against an enemy who stands; in a rehearsal: end it")
    PLAN = N_("the plan you have kept, and how it stands")
    NEXT_PLANNED = N_("give the next order that is planned for this turn")
    STORES = N_("supply screen: stores, columns, the staff's plan")
    ROSTER = N_("army screen: all units in a table, sorted and narrowed")
    SEARCH = N_("search: units, places, rules, orders")
    SUPPLY = N_("overlay: your supply net (hold the key, or tap it)")
    ENEMY_SUPPLY = N_("overlay: the enemy's supply net, as far as known")
    JUGULAR = N_("overlay: what would cut off most of a side")
    POCKETS = N_("overlay: pockets, and groups about to be shut in")
    CROSSINGS = N_("overlay: crossings, their loads and queues")
    AIR = N_("overlay: airfields, struck and scouted hexes")
    THREATS = N_("overlay: what the enemy could hit next turn, as far as known")
    ZONES = N_("overlay: hexes that the enemy controls, as far as known")
    OWN_ZONES = N_("overlay: hexes that your units control")
    MEASURE = N_("measure how far it is, in hexes, movement and turns")
    SIGHT = N_("show what your side sees")
    ZOOM_IN = N_("zoom in")
    ZOOM_OUT = N_("zoom out")
    CENTRE = N_("centre on the selected unit")
    WHOLE_MAP = N_("show the whole map")
    LAST_SAW = N_("what happened last, again")
    WATCH = N_("watch what happened last, again")
    TAB_INFO = N_("panel: what is here")
    TAB_LOG = N_("panel: what happened")
    TAB_AIMS = N_("panel: objectives and points")
    TAB_FORCES = N_("panel: forces and arrivals")
    TAB_ARMY = N_("panel: aircraft, staff and orders of the whole army")
    SAVE = N_("save the game")
    REREAD = N_("read the scenario's files again, as you have edited them")
    BRIEFING = N_("your briefing, with the plan on the map")
    HISTORY = N_("history: what happened in 1939")
    RULES = N_("the rules, at what was refused last")
    LEGEND = N_("signs of the map and its counters, explained")
    HELP = N_("this page")
    MENU = N_("let go of the selection; then the menu")


@dataclass(frozen=True, slots=True)
class RunCommand(RowAction):
    """Do what a key asks for, as a line that was found by its name."""

    command: Command
