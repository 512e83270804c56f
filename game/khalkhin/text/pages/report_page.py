"""The after-action report as a page: HTML with its charts beside it, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import History
from khalkhin.core.model.state import Outcome
from khalkhin.core.victory import outcome, score
from khalkhin.foreign_text import in_html
from khalkhin.play.report.dates import date_text
from khalkhin.play.report.facts import FATES, Fact
from khalkhin.play.report.report import ArmLoss, Report, ghost, men
from khalkhin.scenario.tables.history import account
from khalkhin.storage.whole import write_whole
from khalkhin.text import kinds
from khalkhin.text.handicap import told
from khalkhin.text.narrator.notice import number_of
from khalkhin.text.pages.html_page import head, note, table, whole_page
from khalkhin.text.reasons import end_text
from khalkhin.text.score import merit
from khalkhin.translation import N_, _, ngettext

#: What stands for all arms together.
ALL = N_("all")


def page(report: Report, facts: Sequence[Fact], pictures: Iterable[str]) -> str:
    """The page; `pictures` are file names beside it."""
    scenario = report.scenario
    names = {s.id: in_html(s.name) for s in scenario.sides}
    end = report.final.outcome or outcome(report.final, EndReason.BROKEN_OFF)
    shown = set(pictures)

    def chart(name: str, text: str) -> str:
        return f'<p><img src="{name}" alt="{in_html(text)}"></p>' if name in shown else ""

    parts = [
        f"<h1>{in_html(scenario.title)}</h1>",
        f'<p class="dim">{in_html(scenario.description)}</p>',
        _result(report, end, names),
        _reckoning(facts),
        head(_("The score")),
        _score(report, names),
        chart("points.png", _("Victory points by turn")),
        head(_("Losses")),
        _losses(report, names),
        chart("losses.png", _("Steps lost by turn")),
        chart("arms.png", _("Steps lost by arm")),
        _toll(report, names),
        _dice(report, names),
        head(_("Surrounded")),
        _envelopments(report, names),
        chart("pockets.png", _("Steps cut off by turn")),
        head(_("Supplies")),
        chart("stocks.png", _("Supplies in depots by turn")),
        _fronts(report, shown),
        head(_("What is told of 1939")),
        _facts(facts),
    ]
    body = "\n".join(p for p in parts if p)
    return whole_page(_("{battle}: after-action report").format(battle=scenario.title), body)


def write(report: Report, facts: Sequence[Fact], pictures: Mapping[str, bytes], folder: Path) -> Path:
    """Write the page and its pictures into a folder, made if need be. Raises: OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        write_whole(folder / name, data)
    target = folder / "report.html"
    write_whole(target, page(report, facts, pictures).encode())
    return target


def _result(report: Report, end: Outcome, names: Mapping[str, str]) -> str:
    rows = [(names[s], f"{end.points[s]:+d}", kinds.grade(end.grades[s])) for s in names]
    last = report.figures[-1]
    given = "".join(f"<p>{in_html(told(report.final, side))}</p>" for side in report.final.handicaps)
    ended = end_text(end.reason, report.scenario)
    played = _("The last turn played began on {date}, {clock}.").format(date=date_text(last.date), clock=last.clock)
    text = in_html(f"{ended} {_won(report, end)} {played}")
    return f"<p>{text}</p>{given}" + table(("", _("margin"), _("grade")), rows)


def _won(report: Report, end: Outcome) -> str:
    """Who won, or is ahead in a battle that goes on, in a sentence."""
    if end.reason == EndReason.BROKEN_OFF:
        ahead = next((side for side, points in end.points.items() if points > 0), None)
        if ahead is None:
            return _("Neither side is ahead.")
        name = report.scenario.side(ahead).name
        return ngettext("{side} is ahead.", "{side} are ahead.", number_of(name)).format(side=name)
    if end.winner is None:
        return _("Neither side wins.")
    name = report.scenario.side(end.winner).name
    return ngettext("{side} wins.", "{side} win.", number_of(name)).format(side=name)


def _score(report: Report, names: Mapping[str, str]) -> str:
    rows = [
        (f"{names[side]}: {in_html(merit(line, report.scenario))}", line.points)
        for side in names
        for line in score(report.final, side).lines
    ]
    return table((_("for"), _("points")), rows)


def _losses(report: Report, names: Mapping[str, str]) -> str:
    told = report.scenario.history != History()
    rows: list[Sequence[object]] = []
    for side in names:
        found = [loss for loss in report.losses[side] if loss.steps]
        whole = ArmLoss(ALL, sum(f.steps for f in found), sum(f.lost for f in found))
        for loss in (*found, whole):
            count = report.men_lost(side) if loss is whole else men(report.final, loss)
            share = f"{100 * loss.lost // loss.steps} %" if loss.steps else ""
            row = (f"{names[side]}: {_(loss.arm)}", loss.lost, loss.steps, share)
            rows.append((*row, "–" if count is None else f"{count:,}") if told else row)
    return table((_("arm"), _("steps lost"), _("of"), "", *((_("men lost"),) if told else ())), rows)


def _toll(report: Report, names: Mapping[str, str]) -> str:
    told = report.scenario.history.losses
    rows = []
    for side in names:
        toll = told.get(side)
        if toll is None:
            continue
        historians = f"{toll.least:,}–{toll.most:,}" if toll.most > toll.least else f"{toll.least:,}"
        rows.append((names[side], f"{report.men_lost(side):,}", f"{toll.account:,}", historians))
    if not rows:
        return ""
    remark = _("A step is counted as {men} men; armour and trucks are left out.")
    remark = note(remark.format(men=report.scenario.history.men_per_step))
    return table((_("men lost"), _("this battle"), _("told of 1939"), _("historians")), rows) + remark + _summer()


def _dice(report: Report, names: Mapping[str, str]) -> str:
    """What the assaults of each side came to, beside what was to be expected of the odds."""
    rows: list[Sequence[object]] = []
    for side in names:
        found = report.luck.get(side)
        if found is None or not found.assaults:
            continue
        rows.append((names[side], _("hexes that fell"), found.falls, f"{found.expected_falls:.1f}"))
        rows.append(("", _("own steps lost in them"), found.own, f"{found.expected_own:.1f}"))
        rows.append(("", _("enemy steps destroyed"), found.theirs, f"{found.expected_theirs:.1f}"))
    if not rows:
        return ""
    n = sum(found.assaults for found in report.luck.values())
    told = ngettext("{n} assault was thrown for.", "{n} assaults were thrown for.", n).format(n=n)
    what = _("Expected is what all throws together would have brought, with the units that were really there.")
    columns = (_("assaults of"), "", _("this battle"), _("expected"))
    return head(_("The dice")) + table(columns, rows) + note(told) + note(what)


def _summer() -> str:
    """What the whole summer cost, by the account and by historians."""
    bill = account()["A23"]
    text = _("Of the whole summer it is told ({fact}): {account} Historians: {historians}")
    return note(text.format(fact=bill.id, account=bill.account, historians=bill.historians))


def _reckoning(facts: Sequence[Fact]) -> str:
    """How many facts of the account happened, were prevented and so on, in a sentence."""
    counts = [(sum(f.fate == fate for f in facts), text) for fate, text in FATES.items()]
    parts = [f"{count} {_(text)}" for count, text in counts if count]
    text = _("Of what is told of this battle: {counts}.").format(counts=", ".join(parts))
    return f"<p>{in_html(text)}</p>" if parts else ""


def _envelopments(report: Report, names: Mapping[str, str]) -> str:
    rows = []
    for side in names:
        ring = report.envelopments[side]
        when = next((date_text(f.date) for f in report.figures if f.turn == ring.turn), "–") if ring.turn else "–"
        rows.append((names[side], ring.score, f"{ring.share} %", when, f"{ring.destroyed} %"))
    remark = _(
        "Envelopment, 0 to 100: the greatest share of a side that was cut off from supply at once, and the share of it "
        "that was destroyed while cut off."
    )
    heads = (_("side"), _("envelopment"), _("most cut off at once"), _("on"), _("destroyed while cut off"))
    return table(heads, rows) + note(remark)


def _fronts(report: Report, shown: set[str]) -> str:
    images = []
    for day in report.days:
        name, line = f"front-{day.date}.png", ghost(report.scenario.history, day.date)
        if name in shown and line is not None:
            on = date_text(day.date)
            told = _("red, the front in this battle; dashed, the front in history on the same day")
            if line.date != day.date:
                told = _("red, the front in this battle; dashed, the front in history on {date}")
            alt, told = _("The front on {date}").format(date=on), told.format(date=date_text(line.date))
            images.append(
                f'<p><img src="{name}" alt="{in_html(alt)}"><br><b>{on}</b>: '
                f'<span class="dim">{in_html(told)}</span></p>'
            )
    above = head(_("The front, day by day"))
    return f'{above}<div class="days">{"".join(images)}</div>' if images else ""


def _facts(facts: Sequence[Fact]) -> str:
    rows = "".join(
        f'<tr><td>{in_html(f.id)}</td><td>{in_html(f.title)}</td><td class="{f.fate}">{_(FATES[f.fate])}</td>'
        f'<td>{in_html(f.compared)} <span class="dim">{in_html(f.note)}</span></td></tr>'
        for f in facts
    )
    return f"<table>{rows}</table>" if rows else f"<p>{in_html(_('Nothing of it belongs to this battle.'))}</p>"
