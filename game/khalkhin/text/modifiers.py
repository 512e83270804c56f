"""What the modifiers of the assault are called: in the panel when one is at work, in the rulebook for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.combat.modifiers import Section, Shift
from khalkhin.translation import N_, _

#: The panel's line, by the code of the text.
LINES: Mapping[str, str] = {
    "terrain": N_("Defender's ground: {ground}"),
    "river": N_("Half or more of the attack swims the river"),
    "crossing": N_("Half or more of the attack comes over a crossing"),
    "stream": N_("Half or more of the attack wades a stream"),
    "escarpment": N_("Half or more of the attack climbs an escarpment"),
    "entrenchment": N_("Defender entrenched, level {level}"),
    "entrenchment.burnt": N_("Defender entrenched, level {level}, one level burnt out by flame tanks"),
    "strongpoint": N_("Strongpoint: in good works, fed and unshaken"),
    "combined_arms": N_("Infantry and armour attack together"),
    "unsupported_armour": N_("Armour alone against entrenched infantry"),
    "anti_tank": N_("Anti-tank guns face the armour"),
    "overrun": N_("Armour by day in the open, and nothing there to stop it"),
    "night": N_("Darkness hampers the attack"),
    "close_assault": N_("Troops trained for night assault"),
    "attacker_unsupplied": N_("The attackers are short of supplies"),
    "ammunition": N_("The attackers' stores have no ammunition left for them"),
    "defender_isolated": N_("The defender is isolated"),
    "defender_unsupplied": N_("The defender is out of supply"),
    "quality.attack": N_("Better troops attack"),
    "quality.defence": N_("Better troops defend"),
    "leader": N_("{leader} leads the attack"),
    "leader_defends": N_("{leader} leads the defence"),
    "coordination": N_("{hq} coordinates the attack"),
    "surrounded": N_("The defender has no way to retreat"),
    "flanked": N_("Attacked from several sides"),
    "surprise": N_("Surprise"),
    "handicap": N_("Handicap for the {side}"),
    "set_piece": N_("Set-piece assault prepared by the staff"),
}

#: The rulebook's explanation, by modifier: when it applies.
RULES: Mapping[str, str] = {
    "terrain": N_("by the ground of the defender"),
    "river": N_("half or more of the attack swims a river"),
    "crossing": N_("half or more of the attack comes over a ford, pontoon or bridge"),
    "stream": N_("half or more of the attack wades a stream"),
    "escarpment": N_("half or more of the attack climbs an escarpment"),
    "entrenchment": N_("for each level of the defender's entrenchment"),
    "strongpoint": N_(
        "infantry in works, enough of it for them and not yet unsupplied, with less than half of the steps suppressed; "
        "field works only while they are neither flanked nor surrounded, prepared works always"
    ),
    "combined_arms": N_("infantry and armour attack together"),
    "unsupported_armour": N_("armour alone attacks entrenched infantry"),
    "anti_tank": N_("half or more of the attack is armour and meets anti-tank guns"),
    "overrun": N_("armour attacks by day, in open ground, nothing that could stop it"),
    "night": N_("any attack by night"),
    "close_assault": N_("by night, half or more of the attackers are trained for it (over and above the night)"),
    "attacker_unsupplied": N_("half or more of the attackers are short of supplies"),
    "ammunition": N_("half or more of the attackers are fed, but their stores have no ammunition for them"),
    "defender_isolated": N_("the defender is isolated"),
    "defender_unsupplied": N_("the defender is unsupplied"),
    "quality": N_("for each grade by which the better troops differ, up to a limit"),
    "leader": N_("a leader is near enough to an attacker"),
    "leader_defends": N_("a leader is near enough to a defender"),
    "coordination": N_("two or more attackers, all within reach of a headquarters of theirs"),
    "surrounded": N_("the defender has no way to retreat"),
    "flanked": N_("attacked from several sides, or from two opposite ones"),
    "surprise": N_("the scenario says that this side has surprise"),
    "handicap": N_("the attacker has the handicap"),
    "handicap_defends": N_("the defender has the handicap"),
    "set_piece": N_("a set-piece assault, bought with HQ points"),
}

#: Headings of the rulebook.
SECTIONS: Mapping[Section, str] = {
    Section.GROUND: N_("Ground and movement"),
    Section.RIVERS: N_("Rivers, crossings and engineers"),
    Section.ASSAULT: N_("The assault"),
    Section.SUPPLY: N_("Supply"),
    Section.HQ: N_("Headquarters"),
    Section.NIGHT: N_("Night and weather"),
    Section.BATTLE: N_("A battle"),
    Section.LEVELS: N_("Levels"),
}


def line(shift: Shift) -> str:
    """What the panel says of a modifier at work."""
    return _(LINES[shift.text]).format_map(dict(shift.params))


def when(modifier: str) -> str:
    """When a modifier applies, as the rulebook says it."""
    return _(RULES[modifier])


def heading(found: Section) -> str:
    """The heading in the rulebook under which more is said of a modifier."""
    return _(SECTIONS[found])
