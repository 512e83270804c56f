"""The help page: how to play by mouse, and the keys."""

from __future__ import annotations

from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import PAN, key_names
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.dialogs.dialog import Answer, Dialog
from khalkhin.ui.widgets.keyboard import label
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

_MOUSE = (
    ("left click", "select a unit, or send the selected unit to a marked hex"),
    ("left click again", "take the other unit in the hex"),
    ("right click", "plan an assault on an enemy; on empty ground: let go"),
    ("drag, or the map's edge", "move the map"),
    ("wheel", "zoom about the pointer"),
    ("minimap", "click or drag to look there"),
)
_DRAFT = (
    ("Tab or Shift+Tab", "order picked: aim at its next or previous target"),
    ("its number, + and −", "order picked: more or less of its number (with Shift: less)"),
    ("Enter, Esc", "order picked: give it, or go back"),
)


def help_rows() -> list[Row]:
    """The lines of the page."""
    rows: list[Row] = [Heading("Mouse")]
    rows += [Line(text, name, value_tone="gold") for name, text in _MOUSE]
    rows += [
        Gap(),
        Heading("With a unit selected"),
        Line(
            "Marked hexes can be reached; the number is what the move costs. A burst tells that the unit could "
            "still assault from there, a small one that it could take part in another unit's assault; a blue dot "
            "that the move teaches you something and cannot be taken back, a small one that it may; an amber hex "
            "that no supply reaches it."
        ),
        Line(
            "The list of orders at the side has what a unit can do besides: work at crossings, missions of guns, hauls "
            "of trucks, what the staff can buy. Grey lines cannot be had now; point at one, or press its number, to "
            "learn why. A depot is selected by a click like a unit; aircraft and deception are under Army."
        ),
        Line("Hexes with odds can be assaulted by the selected unit and those beside it: right click there."),
        Heading("On the map"),
        Line(
            "Tap the key of an overlay to leave it on, or hold it to look and let go. On the supply and jugular "
            "overlays rest the pointer on a hex or a crossing: a note tells who goes short if it is lost."
        ),
        Line(
            "A bar under a crossing shows the units (blue) and SP (yellow) that went over it this turn, red pips its "
            "hits, two red sticks that charges are laid, a mallet engineers at work with a dot for each point. Truck "
            "columns in a hex share a counter; its bar is their load. A shield or a gun sight on guns: they stand by."
        ),
        Gap(),
        Heading("Keys"),
        Line("move the map", f"{' '.join(map(label, PAN))} or arrow keys", value_tone="gold"),
        Line("pick from the list of orders", "1 … 9", value_tone="gold"),
        *(Line(text, name, value_tone="gold") for name, text in _DRAFT),
        *(Line(command.value, key_names(command), value_tone="gold") for command in Command),
        Line("full screen", "F11", value_tone="gold"),
        Line(
            "In a dialog: Tab or the arrow keys choose, Enter or Space press, Esc closes; Page Up and Page Down "
            "scroll what is long."
        ),
    ]
    return rows


def help_page() -> Dialog:
    answers = (Answer("Close", primary=True), Answer("History", opens=ToHistory()))
    return Dialog("Mouse and keys", help_rows(), answers, width=720)
