"""What became of the account's facts in a battle: each happened, was prevented, was turned round, or is still open."""

from __future__ import annotations

from game.core.timeline import Entry
from game.play.report import Report
from game.play.reportpage import Fact
from game.scenario.history import account


def fates(report: Report) -> tuple[Fact, ...]:
    """The facts that a battle's timeline speaks of, by number.

    The entries with a `fate` that have fired decide it; where there are none with a fate, a fact happened when it was
    told of. Once the battle is over, what did not happen was prevented.
    """
    told: dict[str, list[Entry]] = {}
    for entry in report.scenario.timeline:
        if entry.source:
            told.setdefault(entry.source, []).append(entry)
    facts = account()
    return tuple(
        Fact(id_, facts[id_].title if id_ in facts else "", *_fate(entries, report))
        for id_, entries in sorted(told.items(), key=lambda item: int(item[0][1:]))
    )


def _fate(entries: list[Entry], report: Report) -> tuple[str, str]:
    fired = [e for e in entries if e.id in report.fired]
    told = not any(e.fate for e in entries)
    for fate in ("turned", "prevented", "happened"):
        for entry in fired:
            if (entry.fate or ("happened" if told else "")) == fate:
                turn = report.fired[entry.id]
                return fate, f"{entry.title}, {report.scenario.calendar[turn - 1].date}"
    return ("prevented", "") if report.final.over else ("open", "")
