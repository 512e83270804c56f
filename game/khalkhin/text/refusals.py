"""Why the rules refuse an order, in sentences that teach the rule and say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.model.state import GameState
from khalkhin.core.refusals import Refusal, RefusalCode
from khalkhin.core.timeline.effects import find
from khalkhin.play.report.dates import date_text
from khalkhin.text.names import in_sentence, store_name, unit_title
from khalkhin.translation import N_, Plural, _, counted, plural

#: The sentence of each code. In braces the fields of a refusal: units and entries by name, the rest as it is.
LINES: Mapping[RefusalCode, str | Plural] = {
    RefusalCode.OVER: N_("The battle is over."),
    RefusalCode.NO_UNIT: N_("There is no unit called {name}."),
    RefusalCode.NOT_YOURS: N_("{unit} does not belong to the side whose turn it is."),
    RefusalCode.OFF_MAP: N_("{unit} is not on the map."),
    RefusalCode.OFF_BOARD: N_("Hex {place} is not on the map."),
    RefusalCode.NO_HEXSIDE: N_("The hexes {place} and {other} are not next to each other."),
    RefusalCode.SUPPRESSED: N_("All of {unit} is suppressed; it must rest first."),
    RefusalCode.HELD: N_("{unit} is held back by higher headquarters and takes no orders {until}."),
    RefusalCode.AREA_CLOSED: N_(
        "Your side may not enter or assault {name}: headquarters forbids it {until}. Choose a hex outside it."
    ),
    RefusalCode.MISSION_FORBIDDEN: N_("Headquarters forbids this mission {until}."),
    RefusalCode.NO_CHOICE: N_("No such choice waits for your answer."),
    RefusalCode.NO_ANSWER: N_("“{entry}” has no such answer; it has {answers}."),
    RefusalCode.CHOICE_WAITS: N_("“{entry}” waits for your answer; give one before you end the turn."),
    RefusalCode.MOVE_FOUGHT: N_("{unit} has fought this turn and stays where it is."),
    RefusalCode.NO_MP: N_("{unit} has no movement left this turn."),
    RefusalCode.SAME_HEX: N_("{unit} is already there."),
    RefusalCode.ENEMY_THERE: N_("The enemy holds that hex; {unit} must assault it from next to it."),
    RefusalCode.COMBAT_UNIT_THERE: N_(
        "Another combat unit is there; a hex holds one combat and one support unit of a side."
    ),
    RefusalCode.SUPPORT_UNIT_THERE: N_(
        "Another support unit is there; a hex holds one combat and one support unit of a side."
    ),
    RefusalCode.IMPASSABLE: N_("{name} cannot be entered on {what}."),
    RefusalCode.OUT_OF_REACH: N_(
        "{unit} cannot get there with the movement it has left ({have}): it is too far, or rivers without a crossing "
        "it can use, escarpments, enemies near the way or areas closed to it bar the way."
    ),
    RefusalCode.NO_EXIT: N_("{unit} must stand on one of its side's supply sources to leave."),
    RefusalCode.NO_ATTACKERS: N_("Name at least one unit to attack with."),
    RefusalCode.NAMED_TWICE: N_("A unit takes part in an assault only once."),
    RefusalCode.ONLY_COLUMNS: N_(
        "Only truck columns are there, and they do not fight; move a combat unit in to take them."
    ),
    RefusalCode.NOTHING_SEEN: N_("No enemy is seen there; move into the hex to find out."),
    RefusalCode.NO_ASSAULT_UNIT: N_("{unit} does not fight in assaults; guns support them from a distance."),
    RefusalCode.ASSAULT_FOUGHT: N_("{unit} has already fought this turn."),
    RefusalCode.NOT_ADJACENT: N_("{unit} is not next to the target."),
    RefusalCode.ASSAULT_MP: N_("{unit} has {have} of its movement left; an assault takes {need}."),
    RefusalCode.NO_WAY_ACROSS: N_(
        "{unit} cannot get across to the target there; it needs ground or a crossing that carries it."
    ),
    RefusalCode.ONLY_BREAKOUT: N_("{unit} is out of supply and may only assault to break out, towards its own supply."),
    RefusalCode.SUPPORT_LEADS: N_("{unit} is a support unit; a combat unit must lead the assault."),
    RefusalCode.SUPPORT_AT_NIGHT: N_("Aircraft do not fly at night; support assaults from the air by day."),
    RefusalCode.SUPPORT_SORTIES: plural(
        "{have} bomber sortie is left this turn; send no more than that.",
        "{have} bomber sorties are left this turn; send no more than that.",
    ),
    RefusalCode.NO_SUPPORT_LEFT: N_("No bomber sorties are left this turn; they are back with the next day."),
    RefusalCode.SET_PIECE_GUNS: N_("A set-piece assault needs guns in support; add at least one."),
    RefusalCode.SET_PIECE_MOVED: N_("{unit} has moved this turn; a set-piece assault starts from prepared positions."),
    RefusalCode.NO_GUNS: N_("{unit} has no guns that fire at a distance."),
    RefusalCode.STANDS_BY: N_("{unit} stands by for the enemy's turn; take that back before it fires now."),
    RefusalCode.GUNS_FIRED: N_("{unit} has already fired this turn."),
    RefusalCode.GUNS_MOVED: N_("{unit} has moved this turn; towed guns fire from where they began."),
    RefusalCode.GUNS_UNSUPPLIED: N_("{unit} is out of supply; its guns have no ammunition."),
    RefusalCode.SILENCED: N_("{unit} is silenced: surprise has cut its lines and knocked out its observers."),
    RefusalCode.NO_STORE: N_(
        "{unit} has no ammunition: no store could feed it this turn; open a way for its supplies."
    ),
    RefusalCode.STORE_LOST: N_("{unit} has no ammunition: {name}, which fed it, is lost."),
    RefusalCode.AMMUNITION: N_(
        "{unit} needs {need} in ammunition and {name} has supplies of {have} left; haul more there."
    ),
    RefusalCode.AMMUNITION_FOR_ALL: N_(
        "There is not ammunition enough for all these guns in their store; leave {unit} out, or haul more there."
    ),
    RefusalCode.RANGE: plural(
        "{unit} reaches {have} hex; the target is {need} away.",
        "{unit} reaches {have} hexes; the target is {need} away.",
    ),
    RefusalCode.NO_AIM: N_("No enemy is seen there; guns need something to aim at."),
    RefusalCode.NO_STANDBY: N_("{unit} does not stand by for anything."),
    RefusalCode.NO_STANDBY_MISSION: N_("Guns do not know how to stand by for {name}."),
    RefusalCode.NOTHING_TO_SHELL: N_("There is no crossing there to fire at."),
    RefusalCode.SHELL_FORD: N_("{name} is a ford, the bed of the river: shells do it no harm."),
    RefusalCode.SHELL_DESTROYED: N_("{name} is destroyed already."),
    RefusalCode.SHELL_OWN: N_("{name} is your own; engineers can take it down or blow it up."),
    RefusalCode.SHELL_RANGE: plural(
        "{unit} reaches {have} hex; {name} is {need} away.", "{unit} reaches {have} hexes; {name} is {need} away."
    ),
    RefusalCode.NO_ENGINEERS: N_("{unit} cannot do this; bring engineers beside the crossing."),
    RefusalCode.WORK_NOT_BESIDE: N_("{unit} must stand in a hex beside the place where it is to work."),
    RefusalCode.NO_TASK: N_("Engineers do not know the job {name}."),
    RefusalCode.AT_IT: N_("{unit} is at this job already; leave it in its place to go on."),
    RefusalCode.WORK_FOUGHT: N_("{unit} has fought this turn and begins no work."),
    RefusalCode.FAR_BANK: N_("The enemy holds the far bank; drive it off before you work there."),
    RefusalCode.NO_CROSSING: N_("There is no crossing here; build a ford or a pontoon first."),
    RefusalCode.ENEMY_CROSSING: N_("The enemy holds {name}; take it first, with a combat unit alone beside it."),
    RefusalCode.WORK_FORD: N_(
        "{name} is a ford, the bed of the river: there is nothing to mend, take down or blow up."
    ),
    RefusalCode.UNHARMED: N_("{name} is unharmed; there is nothing to repair."),
    RefusalCode.NOT_A_PONTOON: N_("Only pontoons can be taken down; lay charges to deny a bridge to the enemy."),
    RefusalCode.NOT_TAKEN_OVER: N_("{name} is not yours to take down; put a combat unit beside it to take it over."),
    RefusalCode.DAMAGED: N_("{name} is damaged; repair it before you take it down."),
    RefusalCode.CHARGES_LAID: N_("Charges are laid at {name} already; any unit beside it can blow it."),
    RefusalCode.NOTHING_TO_MINE: N_("{name} is destroyed; there is nothing left to blow up."),
    RefusalCode.SITE_TAKEN: N_("{name} is here; a hexside has room for one crossing."),
    RefusalCode.SITE_WRECKED: N_("{name} is here (destroyed: repair it); a hexside has room for one crossing."),
    RefusalCode.NO_WATER: N_("There is no river or stream here to build a {what} over."),
    RefusalCode.LEADS_NOWHERE: N_("A {what} here would lead nowhere; choose banks that units can enter."),
    RefusalCode.NO_JOB: N_("{unit} has no job in hand to give up."),
    RefusalCode.NOTHING_TO_BLOW: N_("There is no crossing here to blow up."),
    RefusalCode.BLOW_NOT_BESIDE: N_("{unit} must stand beside {name} to blow it."),
    RefusalCode.BLOW_FORD: N_("{name} is a ford, the bed of the river: it cannot be blown up."),
    RefusalCode.BLOW_DESTROYED: N_("{name} is destroyed already."),
    RefusalCode.NO_HANDS: N_("{unit} cannot blow it; combat units and engineers can."),
    RefusalCode.BLOW_FOUGHT: N_("{unit} has fought this turn; firing the charges takes its turn."),
    RefusalCode.NO_CHARGES: N_("No charges are laid; only engineers can blow it without them."),
    RefusalCode.NO_COLUMN: N_("{unit} is no truck column; only trucks haul supplies."),
    RefusalCode.STAFF_DRIVES: N_("The staff already drives {unit}."),
    RefusalCode.NO_DEPOT: N_("None of your depots is there; only depots are given a priority."),
    RefusalCode.NO_PRIORITY: N_("Priorities go from 0, not at all, to 3, before all others."),
    RefusalCode.SAME_PRIORITY: N_("{name} already has priority {have}."),
    RefusalCode.NOTHING_TO_LOAD: N_("There is nothing to load at {place}; begin at one of your sources or depots."),
    RefusalCode.NO_HAUL_END: N_("A haul ends at another depot of yours; {place} is none. Choose a depot."),
    RefusalCode.SAME_HAUL: N_("{unit} already has this haul."),
    RefusalCode.NO_HAUL_WAY: N_(
        "{unit} finds no way there and back: trucks need ground they can use, crossings that stand, and a road free of "
        "the enemy and his zones of control."
    ),
    RefusalCode.LOAD_NO_STORE: N_("{unit} stands at no store of yours; drive to a source or depot first."),
    RefusalCode.LOAD_MP: N_("Loading takes {need} of its movement; {unit} has {have} left this turn."),
    RefusalCode.LOAD_ROOM: plural(
        "{unit} has room for {have} supply point more.", "{unit} has room for {have} supply points more."
    ),
    RefusalCode.LOAD_STOCK: plural(
        "Only {have} supply point is in store here.", "Only {have} supply points are in store here."
    ),
    RefusalCode.UNLOAD_MP: N_("Unloading takes {need} of its movement; {unit} has {have} left this turn."),
    RefusalCode.UNLOAD_CARGO: plural("{unit} carries {have} supply point.", "{unit} carries {have} supply points."),
    RefusalCode.NO_AIR_MISSION: N_("There is no such mission; fly one of interdict, bomb, raid, scout."),
    RefusalCode.NO_SORTIE: N_("Send at least one sortie."),
    RefusalCode.FLY_AT_NIGHT: N_("Aircraft do not fly at night; wait for the day."),
    RefusalCode.SORTIES: N_("{have} bomber and {also} fighter sorties are left this turn; send no more than that."),
    RefusalCode.NO_AIRFIELD: N_("There is no airfield called {name}."),
    RefusalCode.OWN_AIRFIELD: N_("{name} is your own airfield; raid one of the enemy's."),
    RefusalCode.NOTHING_TO_BOMB: N_("No crossing stands there to be bombed."),
    RefusalCode.BOMB_FORD: N_("A ford is the bed of the river: bombs do it no harm."),
    RefusalCode.BOMB_OWN: N_("{name} is in your own hands; spare it."),
    RefusalCode.AIM_AT_AIRFIELD: N_("This mission needs the name of an airfield for its target."),
    RefusalCode.AIM_AT_CROSSING: N_("This mission needs a hexside with a crossing for its target."),
    RefusalCode.AIM_AT_HEX: N_("This mission needs a hex for its target."),
    RefusalCode.HQ_POINTS: plural(
        "{what} takes {need} HQ point; you have {have} left this turn.",
        "{what} takes {need} HQ points; you have {have} left this turn.",
    ),
    RefusalCode.HURRY_COLUMN: N_("{unit} drives as hard as it can already; only troops are hurried."),
    RefusalCode.HURRY_MOVED: N_("{unit} has already moved or fought; a forced march is ordered first."),
    RefusalCode.HURRIED: N_("{unit} is on a forced march already."),
    RefusalCode.WORN_OUT: N_("{unit} is in no state to march; let it rest."),
    RefusalCode.FED: N_("{unit} does not lack supplies."),
    RefusalCode.NOTHING_TO_SEND: N_("No depot or source of your side has supplies left to send."),
    RefusalCode.NO_FOG: N_("Without fog of war the enemy sees everything; nothing would fool him."),
    RefusalCode.DECOY_TERRAIN: N_("Nobody would believe in troops there; choose ground that can be entered."),
    RefusalCode.DECOY_TWICE: N_("The enemy is shown a contact there already."),
    RefusalCode.DECOY_OWN: N_("Your own troops stand there; a decoy belongs where there is nobody."),
    RefusalCode.DECOY_FAR: plural(
        "A decoy must be within {need} hex of one of your units.",
        "A decoy must be within {need} hexes of one of your units.",
    ),
    RefusalCode.DECOY_NEAR: N_("The enemy is too near and would see that nothing is there."),
}

#: Which number chooses the form of a sentence that has more than one: `have`, and for these codes `need`.
BY_NEED = frozenset({RefusalCode.HQ_POINTS, RefusalCode.DECOY_FAR})
#: Sentences that name a store; other sentences with a name that may be missing name a crossing.
OF_STORES = frozenset({RefusalCode.STORE_LOST, RefusalCode.AMMUNITION, RefusalCode.SAME_PRIORITY})

#: What the values are called that refusals name.
VALUES: Mapping[str, str] = {
    "foot": N_("foot"),
    "horse": N_("horse"),
    "wheels": N_("wheels"),
    "tracks": N_("tracks"),
    "ford": N_("ford"),
    "pontoon": N_("pontoon"),
    "set_piece": N_("A set-piece assault"),
    "forced_march": N_("A forced march"),
    "emergency": N_("Emergency supply"),
    "deception": N_("Deception"),
}


def refusal_text(refusal: Refusal, state: GameState) -> str:
    """The sentence of a refusal; `state` has the names of units, the calendar and the timeline."""
    code = refusal.code
    unit = state.unit(refusal.unit) if refusal.unit else None
    entry = find(state, refusal.name)
    missing = _("the store") if code in OF_STORES else _("the crossing")
    number = refusal.need if code in BY_NEED else refusal.have
    line = counted(LINES[code], number).format(
        unit=in_sentence(unit_title(unit)) if unit is not None else refusal.unit,
        name=store_name(state.scenario, refusal.name) or missing,
        what=_(VALUES[refusal.what]) if refusal.what in VALUES else refusal.what,
        have=refusal.have,
        need=refusal.need,
        also=refusal.also,
        until=_until(state, refusal),
        place=_place(refusal.place),
        other=_place(refusal.other),
        entry=entry.title if entry is not None else refusal.name,
        answers=", ".join(a.id for a in entry.answers) if entry is not None else "",
    )
    # Names are written as they are; what stands for a missing one begins a sentence with a capital.
    return line[:1].upper() + line[1:] if line.startswith(missing) and not refusal.name else line


def _place(place: tuple[int, int] | None) -> str:
    return "" if place is None else f"{place[0]},{place[1]}"


def _until(state: GameState, refusal: Refusal) -> str:
    """How long a decision of headquarters lasts: up to and with a turn, or until it is taken back."""
    until = refusal.until
    if not until:
        return _("until released") if refusal.code is RefusalCode.HELD else _("until that is lifted")
    if until >= len(state.scenario.calendar):
        return _("to the end of the battle")
    following = state.scenario.calendar[until]
    return _("until turn {turn} ({date}, {clock})").format(
        turn=until + 1, date=date_text(following.date), clock=following.clock
    )
