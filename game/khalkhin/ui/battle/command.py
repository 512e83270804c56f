"""What a player can ask for in a battle, by key or button."""

from __future__ import annotations

from enum import Enum


class Command(Enum):
    """What a key asks for; the text is what the help page prints."""

    NEXT_UNIT = "next unit that can still act"
    PREVIOUS_UNIT = "previous unit that can still act"
    HOLD = "the selected unit holds this turn; on to the next"
    OTHER_IN_HEX = "the other unit in the same hex"
    CURSOR = "hex cursor on or off; arrow keys then move it"
    ACT = "click at the cursor: select, move, choose a target"
    ATTACK = "assault the hex at the cursor (right click)"
    BARRAGE = "barrage with the selected guns, then choose a hex"
    EXIT = "the selected unit leaves the map by its supply source"
    UNDO = "take the last order back"
    END_TURN = "end the turn"
    STORES = "supply screen: stores, columns, the staff's plan"
    SUPPLY = "overlay: your supply net (hold the key, or tap it)"
    ENEMY_SUPPLY = "overlay: the enemy's supply net, as far as known"
    JUGULAR = "overlay: what would cut most of a side off"
    POCKETS = "overlay: pockets, and groups about to be shut in"
    CROSSINGS = "overlay: crossings, their loads and queues"
    AIR = "overlay: airfields, struck and scouted hexes"
    SIGHT = "show what your side sees"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"
    CENTRE = "centre on the selected unit"
    WHOLE_MAP = "show the whole map"
    LAST_SAW = "what happened last, again"
    TAB_INFO = "panel: what is here"
    TAB_LOG = "panel: what happened"
    TAB_AIMS = "panel: objectives and points"
    TAB_FORCES = "panel: forces and arrivals"
    TAB_ARMY = "panel: aircraft, staff and orders of the whole army"
    SAVE = "save the game"
    HISTORY = "history: what happened in 1939"
    HELP = "this page"
    MENU = "let go of the selection; then the menu"
