"""What the modifiers of the assault are called: in the panel when one is at work, in the rulebook for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.combat.modifiers import Shift

#: The panel's line, by the code of the text.
LINES: Mapping[str, str] = {
    "terrain": "{ground} helps the defender",
    "river": "Half or more of the attack swims the river",
    "crossing": "Half or more of the attack comes over a crossing",
    "stream": "Half or more of the attack wades a stream",
    "escarpment": "Half or more of the attack climbs an escarpment",
    "entrenchment": "Defender entrenched, level {level}",
    "entrenchment.burnt": "Defender entrenched, level {level}, one level burnt out by flame tanks",
    "combined_arms": "Infantry and armour attack together",
    "unsupported_armour": "Armour alone against entrenched infantry",
    "anti_tank": "Anti-tank guns face the armour",
    "overrun": "Armour by day in the open, and nothing there to stop it",
    "night": "Darkness hampers the attack",
    "close_assault": "Troops trained for night assault",
    "attacker_unsupplied": "The attackers are short of supplies",
    "ammunition": "The attackers' stores have no ammunition left for them",
    "defender_isolated": "The defender is isolated",
    "defender_unsupplied": "The defender is out of supply",
    "quality.attack": "Better troops attack",
    "quality.defence": "Better troops defend",
    "leader": "{leader} leads the attack",
    "leader_defends": "{leader} leads the defence",
    "coordination": "{hq} coordinates the attack",
    "surrounded": "The defender has no way to retreat",
    "flanked": "Attacked from several sides",
    "surprise": "Surprise",
    "handicap": "Handicap for the {side}",
    "set_piece": "Set-piece assault prepared by the staff",
}

#: The rulebook's explanation, by modifier: when it applies.
RULES: Mapping[str, str] = {
    "terrain": "by the ground of the defender",
    "river": "half or more of the attack swims a river",
    "crossing": "half or more of the attack comes over a ford, pontoon or bridge",
    "stream": "half or more of the attack wades a stream",
    "escarpment": "half or more of the attack climbs an escarpment",
    "entrenchment": "for each level of the defender's entrenchment",
    "combined_arms": "infantry and armour attack together",
    "unsupported_armour": "armour alone attacks entrenched infantry",
    "anti_tank": "half or more of the attack is armour and meets anti-tank guns",
    "overrun": "armour attacks by day, in open ground, nothing that could stop it",
    "night": "any attack by night",
    "close_assault": "by night, half or more of the attackers are trained for it (over and above the night)",
    "attacker_unsupplied": "half or more of the attackers are short of supplies",
    "ammunition": "half or more of the attackers are fed, but their stores have no ammunition for them",
    "defender_isolated": "the defender is isolated",
    "defender_unsupplied": "the defender is unsupplied",
    "quality": "for each grade by which the better troops differ, up to a limit",
    "leader": "a leader is near enough to an attacker",
    "leader_defends": "a leader is near enough to a defender",
    "coordination": "two or more attackers, all within reach of a headquarters of theirs",
    "surrounded": "the defender has no way to retreat",
    "flanked": "attacked from several sides, or from two opposite ones",
    "surprise": "the scenario says that this side has surprise",
    "handicap": "the attacker has the handicap",
    "handicap_defends": "the defender has the handicap",
    "set_piece": "a set-piece assault, bought with HQ points",
}


def line(shift: Shift) -> str:
    """What the panel says of a modifier at work."""
    return LINES[shift.text].format_map(dict(shift.params))
