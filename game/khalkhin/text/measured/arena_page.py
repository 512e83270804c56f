"""The report of an arena: what many battles of a scenario came to, as one page in HTML with its map inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from khalkhin.core.model.scenario import Scenario
from khalkhin.foreign_text import in_html
from khalkhin.play.measure.intervals import average, difference
from khalkhin.play.measure.rows import Measured
from khalkhin.play.measure.tunnel import figures
from khalkhin.play.measure.tunnel.figures import Chance
from khalkhin.play.measure.tunnel.records import Trace
from khalkhin.text import kinds
from khalkhin.text.amounts import listed
from khalkhin.text.measured.arena_maps import BaseMap, heat_map, plain_map, symbol
from khalkhin.text.measured.arena_words import CURE, HEAT, WHY, odds
from khalkhin.text.measured.grades import TAKEN
from khalkhin.text.measured.tables import percent, shared, spread
from khalkhin.text.pages.html_page import head, note, table, whole_page
from khalkhin.translation import _, ngettext

STYLE = """
body{max-width:72rem} .pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;align-items:start} .pair>*{min-width:0}
.map{width:100%;height:auto;border:1px solid #b8a884} .keys{margin:.2rem 0;font-size:.85rem}
.key{margin-right:.9rem;white-space:nowrap} .key i{display:inline-block;width:.9rem;height:.9rem;margin-right:.3rem}
.key i{vertical-align:-.1rem} .wide{overflow-x:auto} .wide td,.wide th{padding:.15rem .35rem;font-size:.85rem}
code{color:#7a7264;font-size:.85rem} pre{white-space:pre-wrap;background:#eadfc4;padding:.5rem} h3{margin:1rem 0 .3rem}
"""
#: From which share of the battles a win of one side is called one-sided.
ONE_SIDED = 0.8
#: With fewer battles nothing is said of who wins.
FEW = 8
Part = Callable[["ArenaFindings"], list[str]]


@dataclass(frozen=True, slots=True)
class ArenaFindings:
    """All that the page tells of: rows of the scenario as it is, and those in which something is changed."""

    scenario: Scenario
    plain: Sequence[Measured]
    changed: Sequence[Measured]
    ground: BaseMap | None = None

    @property
    def traces(self) -> list[Trace]:
        """The traces of all battles of the scenario as it is."""
        return [r.trace for row in self.plain for r in row.results if r.trace is not None]

    @property
    def names(self) -> dict[str, str]:
        """What the sides are called, as HTML."""
        return {s.id: in_html(s.name) for s in self.scenario.sides}


def arena_page(command: str, found: ArenaFindings) -> str:
    """The page; `command` makes it anew."""
    scenario = found.scenario
    title = _("{scenario}: the arena").format(scenario=scenario.title)
    parts = [f"<h1>{in_html(title)}</h1>", _made(command, found)]
    sections: tuple[tuple[str, Part], ...] = (
        (_("What stands out"), _striking),
        (_("Who wins"), _results),
        (_("Two steps more or fewer"), _changed),
        (_("On the map"), _maps),
        (_("Objectives, turn by turn"), _objectives),
        (_("Assaults on the objectives"), _assaults),
        (_("The timeline"), _timeline),
        (_("Never used"), _unused),
    )
    for above, section in sections:
        if told := section(found):
            parts += [head(above), *told]
    return whole_page(title, "\n".join(parts), STYLE)


def _made(command: str, found: ArenaFindings) -> str:
    first = found.plain[0].results
    n = sum(len(row.results) for row in (*found.plain, *found.changed))
    told = ngettext("{n} battle of computers.", "{n} battles of computers, seeds {first} to {last} in each row.", n)
    told = told.format(n=n, first=first[0].seed, last=first[-1].seed)
    how = _(
        "In brackets stands where a figure lies with 95 % confidence. Grades go from 0, disaster, to 4, decisive "
        "victory. The same command gives the same page, whatever fights the battles."
    )
    return f"<p>{in_html(told)} {in_html(how)}</p><pre>{in_html(command)}</pre>"


# ------------------------------------------------------------------ what stands out


def _striking(found: ArenaFindings) -> list[str]:
    """What a maker would want to look at first, as sentences; that nothing is odd is said as well."""
    told = [in_html(sentence) for sentence in (*_one_sided(found), *_passive(found), *_dead(found))]
    if not told:
        return [f"<p>{in_html(_('Nothing: both sides win and lose, every place is fought for, all is used.'))}</p>"]
    return [f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in told)}</ul>"]


def _one_sided(found: ArenaFindings) -> Iterable[str]:
    row = found.plain[0]
    games = len(row.results)
    for side in found.scenario.sides:
        won = sum(r.winner == side.id for r in row.results)
        if games >= FEW and won / games >= ONE_SIDED:
            told = _("{side} won {share}: set the grades anew, or give the other side more.")
            yield told.format(side=side.name, share=shared(won, games))
        grades = {r.grades[side.id] for r in row.results}
        if len(grades) == 1 and games >= FEW:
            told = _("{side} always came to the same grade, {grade}: its `grades` lie too far apart.")
            yield told.format(side=side.name, grade=kinds.grade(int(next(iter(grades)))))


def _passive(found: ArenaFindings) -> Iterable[str]:
    for objective in found.scenario.objectives:
        for side in found.scenario.sides:
            seen = figures.looks(found.traces, objective.name, side.id)
            if side.id == objective.holder or not seen or any(x.assaulted for x in seen):
                continue
            if any(t.objective == objective.name and t.side == side.id for x in found.traces for t in x.takings):
                continue
            ((why, n),) = figures.reasons(found.traces, objective.name, side.id).most_common(1)
            told = _("{side} never attacked or took {place}. Mostly ({share} of its turns): {why}.")
            cure = f" {_(CURE[why])}" if why in CURE else ""
            told = told.format(side=side.name, place=objective.name, share=percent(n, len(seen)), why=_(WHY[why]))
            yield told + cure


def _dead(found: ArenaFindings) -> Iterable[str]:
    if entries := figures.unfired(found.scenario, found.traces):
        told = ngettext("{n} entry of the timeline never took effect.", "{n} entries never took effect.", len(entries))
        yield told.format(n=len(entries))
    if idle := figures.never(found.traces, "idle"):
        told = ngettext("{n} unit never did anything.", "{n} units never did anything.", len(idle))
        yield told.format(n=len(idle))


# ------------------------------------------------------------------ results


def _results(found: ArenaFindings) -> list[str]:
    first, second = found.scenario.sides
    names = found.names
    heads = [
        _("players"),
        *(_("{side} won").format(side=names[s]) for s in names),
        _("drawn"),
        *(_("{side}: mean grade").format(side=names[s]) for s in names),
        _("{side}: points").format(side=names[first.id]),
        _("steps lost"),
    ]
    rows = []
    for row in found.plain:
        players, games = dict(row.row.players), len(row.results)
        rows.append(
            (
                in_html(_("{one} against {other}").format(one=players[first.id], other=players[second.id])),
                *(shared(sum(r.winner == s for r in row.results), games) for s in names),
                percent(sum(r.winner is None for r in row.results), games),
                *(spread(average(row.grades(s))) for s in names),
                spread(average([float(r.points[first.id]) for r in row.results]), 0, sign=True),
                " : ".join(f"{average([float(r.lost[s]) for r in row.results]).value:.1f}" for s in names),
            )
        )
    return [f'<div class="wide">{table(heads, rows)}</div>', _grades(found)]


def _grades(found: ArenaFindings) -> str:
    heads = [_("grades given"), *(in_html(kinds.grade(g)) for g in range(5))]
    rows = []
    for row in found.plain:
        players = dict(row.row.players)
        for side, name in found.names.items():
            told = f"{name} ({in_html(players[side])})" if len(found.plain) > 1 else name
            mine = [int(g) for g in row.grades(side)]
            rows.append((told, *(shared(mine.count(g), len(mine)) for g in range(5))))
    return table(heads, rows)


def _changed(found: ArenaFindings) -> list[str]:
    """How the result moves; nothing where no row is changed."""
    if not found.changed:
        return []
    plain, names = found.plain[0], found.names
    heads = [_("changed"), *(_("{side} won").format(side=names[s]) for s in names), _("its mean grade"), _("by")]
    rows = []
    for row in found.changed:
        ((side, name),) = row.row.ablations
        games = len(row.results)
        moved = spread(difference(row.grades(side), plain.grades(side)), sign=True)
        rows.append(
            (
                in_html(_("{side}: {taken}").format(side=row.scenario.side(side).name, taken=_(TAKEN[name]))),
                *(shared(sum(r.winner == s for r in row.results), games) for s in names),
                spread(average(row.grades(side))),
                moved,
            )
        )
    told = _(
        "One step each for its two largest combat units, or one fewer; the dice are the same. If two steps already "
        "turn the battle, it hangs on a hair; if nothing moves, something else decides it. An interval that holds 0 "
        "shows no change."
    )
    return [table(heads, rows), note(told)]


# ------------------------------------------------------------------ maps


def _maps(found: ArenaFindings) -> list[str]:
    if found.ground is None:
        return []
    board, parts = found.scenario.board, [symbol(found.scenario.board, found.ground)]
    told = _("All battles of the scenario as it is. The colours are fifths of the hexes; a hex tells its figure.")
    parts.append(note(told))
    for kind, (title, tip) in HEAT.items():
        pair = "".join(
            f"<div><h3>{in_html(_(title))}: {name}</h3>"
            f"{heat_map(board, figures.heat(found.traces, side, kind), _(tip))}</div>"
            for side, name in found.names.items()
        )
        parts.append(f'<div class="pair">{pair}</div>')
    bare = figures.never_entered(found.scenario, found.traces)
    share = percent(len(bare), board.size)
    told = _("{n} of {all} hexes ({share}) that somebody could enter were never entered, in any battle.")
    parts += [
        f"<h3>{in_html(_('Never entered'))}</h3>",
        note(told.format(n=len(bare), all=board.size, share=share)),
        f'<div class="pair"><div>{plain_map(board, bare)}</div></div>',
    ]
    return parts


# ------------------------------------------------------------------ objectives


def _turn_heads(scenario: Scenario) -> list[str]:
    return [f'<span title="{in_html(f"{t.date} {t.clock}")}">{n}</span>' for n, t in enumerate(scenario.calendar, 1)]


def _shaded(share: float) -> str:
    """A share as a cell, the darker the greater."""
    if not share:
        return "·"
    return f'<span style="background:rgba(143,26,70,{0.12 + 0.5 * share:.2f});padding:.1rem .2rem">{share:.0%}</span>'


def _objectives(found: ArenaFindings) -> list[str]:
    scenario, rows, taken = found.scenario, [], []
    for objective in scenario.objectives:
        enemy = scenario.enemy(objective.holder)
        shares = figures.held(scenario, found.traces, objective.name, enemy)
        rows.append((f"{in_html(objective.name)}: {found.names[enemy]}", *map(_shaded, shares)))
        first = [
            min(turns)
            for trace in found.traces
            if (turns := [t.turn for t in trace.takings if t.objective == objective.name and t.side == enemy])
        ]
        when = median_low(first) if first else None
        taken.append(
            (
                in_html(objective.name),
                found.names[enemy],
                shared(len(first), len(found.traces)),
                "–" if when is None else f"{when} ({in_html(scenario.calendar[when - 1].date)})",
            )
        )
    heads = [_("place"), _("wanted by"), _("ever taken"), _("first, median turn")]
    told = _("The share of battles in which the side that does not hold a place at first has it at the end of a turn.")
    wide = table([_("place and side"), *_turn_heads(scenario)], rows)
    return [table(heads, taken), note(told), f'<div class="wide">{wide}</div>']


def _assaults(found: ArenaFindings) -> list[str]:
    scenario, rows, why = found.scenario, [], []
    for objective in scenario.objectives:
        for side, name in found.names.items():
            by_turn = figures.chances(found.traces, objective.name, side)
            looked = sum(c.looked for c in by_turn.values())
            if not looked:
                continue
            place = f"{in_html(objective.name)}: {name}"
            rows.append((place, *(_cell(scenario, by_turn.get(t)) for t in range(1, len(scenario.calendar) + 1))))
            reasons = figures.reasons(found.traces, objective.name, side)
            parts = [f"{in_html(_(WHY[code]))} {percent(n, looked)}" for code, n in reasons.most_common()]
            made = sum(c.assaulted for c in by_turn.values())
            walked = sum(c.walked_in for c in by_turn.values())
            shares = percent(made, looked), percent(walked, looked)
            why.append((place, looked, *shares, f'<div style="text-align:left">{"; ".join(parts)}</div>'))
    told = _(
        "When a side's turn began and the enemy held a place: the best odds column (shifts counted) that an assault on "
        "it could have had that turn, over all battles, as the staff sees it; bold where one was made in some battle. "
        "A dash: nobody could come up; a dot: the enemy never held it then."
    )
    wide = table([_("place and side"), *_turn_heads(scenario)], rows)
    heads = [_("place and side"), _("turns"), _("assaulted"), _("walked in"), _("else, why not")]
    return [note(told), f'<div class="wide">{wide}</div>', table(heads, why), note(_asked())]


def _asked() -> str:
    return _(
        "Why not is what the staff says of it as the turn begins, of every turn in which nobody attacked it or walked "
        "in. docs/modding/hints.md tells how the staff reads axes, postures and reserves."
    )


def _cell(scenario: Scenario, chance: Chance | None) -> str:
    if chance is None:
        return "·"
    if chance.best is None:
        return "–"
    told = in_html(odds(scenario, chance.best))
    return f"<b>{told}</b>" if chance.assaulted else told


# ------------------------------------------------------------------ the timeline, and what was never used


def _timeline(found: ArenaFindings) -> list[str]:
    scenario, games = found.scenario, len(found.traces)
    if not scenario.timeline:
        return []
    fired = figures.firings(scenario, found.traces)
    given = figures.answers(scenario, found.traces)
    rows = []
    for entry in scenario.timeline:
        n = fired[entry.id]
        chosen = "; ".join(f"<code>{in_html(a)}</code>: {k}" for a, k in given.get(entry.id, {}).items())
        share = shared(n, games) if n else f"<b>{in_html(_('never'))}</b>"
        rows.append((f"{in_html(entry.title)} <code>{in_html(entry.id)}</code>", share, chosen))
    return [table([_("entry"), _("took effect"), _("answers")], rows)]


def _unused(found: ArenaFindings) -> list[str]:
    scenario, traces = found.scenario, found.traces
    specs = {spec.id: spec for spec in scenario.order_of_battle}
    out = []
    for names, told in (
        ("absent", _("Units that never came on the map: {units}.")),
        ("idle", _("Units that neither moved, worked, fired nor fought: {units}.")),
    ):
        if never := figures.never(traces, names):
            units = listed([f"{specs[name].name} ({found.scenario.side(specs[name].side).name})" for name in never])
            out.append(f"<p>{in_html(told.format(units=units))}</p>")
    if bare := figures.uncrossed(scenario, traces):
        crossings = listed([scenario.crossings[hexside].name for hexside in bare])
        out.append(f"<p>{in_html(_('Crossings that nobody used: {crossings}.').format(crossings=crossings))}</p>")
    return out or [f"<p>{in_html(_('All units and crossings were used in some battle.'))}</p>"]
