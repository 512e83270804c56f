"""The help page: how to play by mouse, and the keys."""

from __future__ import annotations

from khalkhin.translation import N_, _
from khalkhin.ui.battle.command import Command
from khalkhin.ui.battle.keys import TABLE, key_name, key_names
from khalkhin.ui.destinations import ToHistory, ToLegend, ToRules
from khalkhin.ui.dialogs.dialog import Dialog, DialogButton
from khalkhin.ui.widgets.keyboard import named
from khalkhin.ui.widgets.rebinding import moves
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

_MOUSE = (
    (
        N_("left click"),
        N_("select a unit or a depot; on a marked hex without any of yours, send the selected unit there"),
    ),
    (N_("left click again"), N_("take the other unit in the hex")),
    (
        N_("right click"),
        N_("plan an assault on an enemy; elsewhere: send the picked units there, however far, also to join others"),
    ),
    (N_("left click beyond reach"), N_("show the way there, turn by turn; again: send the unit")),
    (N_("Ctrl and a click, or a box"), N_("pick several units, to be sent by one click")),
    (N_("drag, or the map's edge"), N_("move the map")),
    (N_("wheel"), N_("zoom about the pointer")),
    (N_("minimap"), N_("click or drag to look there")),
)
_DRAFT = (
    (N_("Tab or Shift+Tab"), N_("order picked: aim at its next or previous target")),
    (N_("its number, + and −"), N_("order picked: more or less of its number (with Shift: less)")),
    (N_("Enter, Esc"), N_("order picked: give it, or go back")),
)


def help_rows() -> list[Row]:
    """The lines of the page."""
    rows: list[Row] = [Heading(_("Mouse"))]
    rows += [Line(_(text), _(name), value_tone="gold") for name, text in _MOUSE]
    rows += [
        Gap(),
        Heading(_("With a unit selected")),
        Line(
            _(
                "Marked hexes can be reached; the number is what the move costs. A burst tells that the unit could "
                "still assault from there, a small one that it could take part in another unit's assault; a blue dot "
                "that the move teaches you something and cannot be taken back, a small one that it may; an amber hex "
                "that no supply reaches it."
            )
        ),
        Line(
            _(
                "The list of orders at the side has what a unit can do besides: work at crossings, missions of guns, "
                "hauls of trucks, what the staff can buy. Grey lines cannot be had now; point at one, or press its "
                "number, to learn why. A depot is selected by a click like a unit; aircraft and deception are under "
                "Army."
            )
        ),
        Line(
            _(
                "A place beyond reach is marched to, turn by turn, out of enemy zones of control: rest the pointer on "
                "it to see the way. A march halts when an enemy appears near, the way is cut, a crossing is full or "
                "supply would fail, and says so when the turn begins; any order to the unit ends it."
            )
        ),
        Line(_("Hexes with odds can be assaulted by the selected unit and those beside it: right click there.")),
        *_on_the_map(),
        *_rehearsing(),
        Line(
            _(
                "The menu (Esc) has who plays each side: a side can be given to the computer, for some turns or until "
                "it is taken back, and where two play at one machine a seat can have a code word."
            )
        ),
        Gap(),
        Heading(_("Keys")),
        Line(
            _("move the map"),
            _("{keys} or arrow keys").format(keys=" ".join(map(named, moves(TABLE)))),
            value_tone="gold",
        ),
        Line(_("pick from the list of orders"), "1 … 9", value_tone="gold"),
        *(Line(_(text), _(name), value_tone="gold") for name, text in _DRAFT),
        *(Line(_(command.value), key_names(command), value_tone="gold") for command in Command),
        Line(_("full screen"), "F11", value_tone="gold"),
        Line(_("The keys can be changed: Settings, Keys."), tone="dim"),
        Line(
            _(
                "In a dialog: Tab or the arrow keys choose, Enter or Space press, Esc closes; Page Up and Page Down "
                "scroll what is long."
            )
        ),
    ]
    return rows


def _on_the_map() -> list[Row]:
    """What is to be seen on the map."""
    return [
        Heading(_("On the map")),
        Line(
            _(
                "At the foot of a counter stand the steps that are ready and, in yellow, the movement points that are "
                "left; above them a pip for every step, hollow when suppressed, dark when lost. Dull counters have "
                "moved or fought. Hexes under hatched mist are not seen."
            )
        ),
        Line(
            _(
                "Tap the key of an overlay to leave it on, or hold it to look and let go. On the supply and jugular "
                "overlays rest the pointer on a hex or a crossing: a note tells who goes short if it is lost."
            )
        ),
        Line(
            _(
                "A bar under a crossing shows the units (blue) and the supplies (yellow) that went over it this turn; "
                "red crosses are its hits. Truck columns in a hex share a counter; its bar is their load. All signs "
                "are shown and explained under Signs ({key})."
            ).format(key=key_name(Command.LEGEND))
        ),
    ]


def _rehearsing() -> list[Row]:
    """What a rehearsal is, and a plan that is kept."""
    return [
        Heading(_("Rehearsing")),
        Line(
            _(
                "A rehearsal ({rehearse}) is three turns of yours on what your side knows: the enemy you know of "
                "stands, no news comes, every throw is the middle one (7 of two dice), all else is as the rules have "
                "it. Its band and frame are violet, all of a turn can be taken back, and nothing of it happens. At its "
                "end you see what was ordered, what fails, what hangs on the dice and who goes short of supplies, and "
                "may keep it as a plan."
            ).format(rehearse=key_name(Command.REHEARSE))
        ),
        Line(
            _(
                "A plan ({plan}) tells of each order whether it was done, can still be given, or why not; its ways lie "
                "on the map, and {following} gives the next one. What was not given is told when the turn ends. A new "
                "rehearsal can go on with it."
            ).format(plan=key_name(Command.PLAN), following=key_name(Command.NEXT_PLANNED))
        ),
    ]


def help_page() -> Dialog:
    answers = (
        DialogButton(_("Close"), primary=True),
        DialogButton(_("Signs"), opens=ToLegend()),
        DialogButton(_("The rules"), opens=ToRules()),
        DialogButton(_("History"), opens=ToHistory()),
    )
    return Dialog(_("Mouse and keys"), help_rows(), answers, width=720)
