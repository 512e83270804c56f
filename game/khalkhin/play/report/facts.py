"""What became of the account's facts in a battle: each happened, was prevented, was turned round, or is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khalkhin.core.model.state import GameState
from khalkhin.core.timeline.timeline import Entry
from khalkhin.play.report.dates import date_text
from khalkhin.scenario.tables.history import account
from khalkhin.translation import N_, _

#: Fates as they read behind a fact or a number of facts.
FATES: Mapping[str, str] = {
    "happened": N_("happened"),
    "prevented": N_("prevented"),
    "turned": N_("turned round"),
    "open": N_("not reached"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What became of a fact of the account in a battle: `fate` is happened, prevented, turned or open. `compared` sets
    it beside history in a sentence, `note` says by what and when it was settled."""

    id: str
    title: str
    fate: str
    note: str = ""
    compared: str = ""


def fates(state: GameState) -> tuple[Fact, ...]:
    """The facts that a battle's timeline speaks of, by number.

    The entries with a `fate` that have fired decide it; where there are none with a fate, a fact happened when it was
    told of. Once the battle is over, what did not happen was prevented.
    """
    told: dict[str, list[Entry]] = {}
    for entry in state.scenario.timeline:
        if entry.source:
            told.setdefault(entry.source, []).append(entry)
    facts = account()
    out = []
    for id_, entries in sorted(told.items(), key=lambda item: int(item[0][1:])):
        fate, note = _fate(entries, state)
        fact = facts.get(id_)
        title, compared = ("", "") if fact is None else (fact.title, fact.compared(fate))
        out.append(Fact(id_, title, fate, note, compared))
    return tuple(out)


def _fate(entries: list[Entry], state: GameState) -> tuple[str, str]:
    fired = [e for e in entries if e.id in state.fired]
    told = not any(e.fate for e in entries)
    for fate in ("turned", "prevented", "happened"):
        for entry in fired:
            if (entry.fate or ("happened" if told else "")) == fate:
                turn = state.fired[entry.id]
                date = date_text(state.scenario.calendar[turn - 1].date)
                return fate, _("{entry}, {date}").format(entry=entry.title, date=date)
    return ("prevented", "") if state.over else ("open", "")
