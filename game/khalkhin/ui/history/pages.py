"""The pages of the history as rows: chronology, orders of battle, places, the account, supply."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from khalkhin.scenario.issues import ScenarioError
from khalkhin.scenario.tables import history
from khalkhin.translation import N_, _
from khalkhin.ui.destinations import ToHistory
from khalkhin.ui.widgets.rows import Columns, Gap, Heading, Line, Row, Rule

#: Columns of the chronology, of two texts side by side, of two armies, of the comparison of supply.
DATED, PAIR, ARMIES, SUPPLY = (0.0, 0.2), (0.0, 0.5), (0.0, 0.29, 0.51, 0.8), (0.0, 0.18, 0.59)
#: How sure historians are of an entry of the chronology, where it is worth saying.
SURE = {"medium": N_("{date} (probably)"), "low": N_("{date} (perhaps)")}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that the list of contents leads to; `rows` begin with its heading."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A section of the history."""

    key: str
    title: str
    parts: tuple[Part, ...]


def pages() -> tuple[Page, ...]:
    """All sections, each of a part or more. Where a table cannot be read, its page says so."""
    made = (
        ("chronology", _("Chronology"), _chronology),
        ("armies", _("Orders of battle"), _armies),
        ("places", _("Places"), _places),
        ("account", _("Told of 1939"), _account),
        ("supply", _("Supply"), _supply),
    )
    out = []
    for key, title, parts in made:
        try:
            found = parts() or _fault(_("Its table is empty. Install the game again."))
        except ScenarioError as error:
            found = _fault(str(error))
        out.append(Page(key, title, found))
    return tuple(out)


def _fault(why: str) -> tuple[Part, ...]:
    """What stands on a page that cannot be shown."""
    rows = (Heading(_("This page cannot be shown")), Gap(), Line(why, tone="warn"))
    return (Part("fault", _("A fault"), rows),)


def _chronology() -> tuple[Part, ...]:
    facts = history.account()
    months: dict[str, list[Row]] = {}
    for day in history.chronology():
        rows = months.setdefault(day.month, [Heading(_("{month} 1939").format(month=day.month)), Gap(4)])
        date = _(SURE[day.sure]).format(date=day.date) if day.sure in SURE else day.date
        rows.append(Columns((date, day.text), DATED, ("gold", "normal"), ("bold", "normal")))
        if day.fact in facts:
            link = _("Told of 1939: {title} ›").format(title=facts[day.fact].title)
            rows.append(Columns(("", link), DATED, ("blue",), ("small",), action=ToHistory("account", day.fact)))
        rows.append(Gap(8))
    return tuple(Part(month, month, (*rows, Gap(6))) for month, rows in months.items())


def _armies() -> tuple[Part, ...]:
    out = []
    for battle in history.battles():
        first, second = battle.armies
        rows: list[Row] = [
            Heading(_("{battle} 1939").format(battle=battle.title)),
            Gap(2),
            Line(battle.text),
            Gap(8),
            Columns((first.name, "", second.name), ARMIES, ("gold",), ("bold",)),
            Rule(),
        ]
        for mine, theirs in zip_longest(first.forces, second.forces):
            texts: list[str] = []
            notes: list[str] = []
            for force in (mine, theirs):
                texts += [force.name, force.strength] if force else ["", ""]
                notes += [force.note, ""] if force else ["", ""]
            rows.append(Columns(tuple(texts), ARMIES, ("normal", "dim", "normal", "dim")))
            if any(notes):
                rows.append(Columns(tuple(notes), ARMIES, ("dim",), ("small",)))
            rows.append(Gap(4))
        out.append(Part(battle.scenario, battle.title, (*rows, Gap(14))))
    return tuple(out)


def _places() -> tuple[Part, ...]:
    country = history.country()
    spots = [
        Part(
            s.name,
            s.name,
            (Heading(s.name, _("also {names}").format(names=s.also) if s.also else ""), Line(s.text), Gap(12)),
        )
        for s in country.places
    ]
    ground = [Part(g.title, g.title, (Heading(g.title), Line(g.text), Gap(12))) for g in country.ground]
    return (*ground, *spots)


def _account() -> tuple[Part, ...]:
    titles = {b.scenario: b.title for b in history.battles()}
    heads = Columns((_("What is told of 1939"), _("What historians say")), PAIR, ("dim",), ("small",))
    out = []
    for fact in history.account().values():
        said = fact.historians or _("Nothing to the contrary.")
        rows: list[Row] = [
            Heading(f"{fact.id}  {fact.title}", fact.when),
            heads,
            Columns((fact.account, said), PAIR, ("normal", "normal" if fact.historians else "dim")),
        ]
        if fact.scenario in titles:
            link = _("Who fought: {battle} ›").format(battle=titles[fact.scenario])
            rows.append(Line(link, style="small", tone="blue", action=ToHistory("armies", fact.scenario)))
        out.append(Part(fact.id, f"{fact.id}  {fact.title}", (*rows, Gap(14))))
    return tuple(out)


def _supply() -> tuple[Part, ...]:
    supply = history.supply()
    rows: list[Row] = [
        Heading(_("Two roads to the front")),
        Gap(4),
        Columns(("", _("Soviet and Mongolian"), _("Japanese and Manchukuoan")), SUPPLY, ("gold",), ("bold",)),
        Rule(),
    ]
    for line in supply.means:
        rows += [
            Columns((line.what, line.soviet, line.japanese), SUPPLY, ("gold", "normal"), ("bold", "normal")),
            Gap(8),
        ]
    notes = [Part(n.title, n.title, (Heading(n.title), Line(n.text), Gap(12))) for n in supply.remarks]
    return (Part("roads", _("Two roads to the front"), (*rows, Gap(8))), *notes)
