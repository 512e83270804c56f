"""Whether the entries of a timeline can happen, and whether what they ask for is ever brought about.

These checks read the timeline as data: which turns are left for an entry when what it waits for has come about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khalkhin.core.model.rules import Light
from khalkhin.core.model.scenario import TurnInfo
from khalkhin.core.model.units import UnitSpec
from khalkhin.core.timeline.condition_kinds import AllOf, AnyOf, Condition, Lost, Not
from khalkhin.core.timeline.condition_kinds import condition as words
from khalkhin.core.timeline.effect_kinds import (
    AllowArea,
    AllowMission,
    ForbidArea,
    ForbidMission,
    Hold,
    Reinforce,
    Release,
    SetFlag,
    Withdraw,
)
from khalkhin.core.timeline.timeline import Entry
from khalkhin.core.timeline.written import Named, Parts, Ref, marked
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.toml_models import Table
from khalkhin.translation import N_, _

NEVER = 1 << 30
LIGHTS: Mapping[Light, str] = {Light.DAY: N_("day"), Light.NIGHT: N_("night")}
At = tuple[str | int, ...]


@dataclass(slots=True)
class Checks:
    """Checks a timeline. `waiting` units stand off the map until an entry calls them; `given` are flags that come from
    elsewhere (a campaign)."""

    timeline: Sequence[Entry]
    table: Table
    sides: Sequence[str]
    calendar: Sequence[TurnInfo]
    units: Mapping[str, UnitSpec]
    waiting: Mapping[str, str]
    report: Report
    given: frozenset[str] = frozenset()
    _known: dict[str, Entry] = field(init=False)
    _setters: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {e.id: e for e in self.timeline}
        self._setters = defaultdict(set)
        for entry in self.timeline:
            for effect in entry.all_effects:
                if isinstance(effect, SetFlag) and effect.on:
                    self._setters[effect.name].add(entry.id)

    def run(self) -> None:
        """Every check."""
        before = self.report.errors
        for i, entry in enumerate(self.timeline):
            self._turns(entry, i)
            self._repeats(entry, i)
            for condition, at in self._conditions(entry, i):
                self._refers(condition, at)
        self._reinforcements()
        self._counterparts()
        if self.report.errors == before:
            self._in_time()

    # ---- One entry

    def _turns(self, entry: Entry, i: int) -> None:
        when = entry.when
        if when.first > when.end:
            self._error(
                ("timeline", i, "when"),
                _("{id} can never happen: turn {first} is after turn {end}").format(
                    id=quoted(entry.id), first=when.first, end=when.end
                ),
                _("let it begin before it ends"),
            )
        elif not self._possible(entry):
            light = "" if when.light is None else _(LIGHTS[when.light])
            self._error(
                ("timeline", i, "when"),
                _("{id} can never happen: no turn from {first} to {end} is by {light}").format(
                    id=quoted(entry.id), first=when.first, end=when.end, light=light
                ),
                _("name other turns, or leave out the phase"),
            )
        elif entry.answers and entry.side in self.sides and not self._answerable(entry):
            self._error(
                ("timeline", i),
                _("the choice {id} comes when {side} has no turn left to answer it").format(
                    id=quoted(entry.id), side=entry.side
                ),
                _("offer it a turn earlier"),
            )

    def _possible(self, entry: Entry) -> list[int]:
        when = entry.when
        return [
            n
            for n in range(when.first, min(when.end, len(self.calendar)) + 1)
            if when.light is None or self.calendar[n - 1].light is when.light
        ]

    def _answerable(self, entry: Entry) -> bool:
        when = entry.when
        late = when.side == self.sides[1] and entry.side == self.sides[0]
        return not late or min(self._possible(entry)) < len(self.calendar)

    def _repeats(self, entry: Entry, i: int) -> None:
        if entry.repeat and entry.when.first == entry.when.end:
            self._error(
                ("timeline", i, "repeat"),
                _("{id} is to be repeated but is looked at in one turn only").format(id=quoted(entry.id)),
                _("give it turns from and to, or leave out repeat"),
            )
        denied = {c.condition for c in _flat(entry.conditions) if isinstance(c, Not)}
        for condition in _flat(entry.conditions):
            if condition in denied:
                self._error(
                    ("timeline", i, "if"),
                    _("{id} can never happen: one of its conditions is the opposite of another").format(
                        id=quoted(entry.id)
                    ),
                    _("leave one of them out"),
                )
                break

    def _refers(self, condition: Condition, at: At) -> None:
        for to, name in _names(condition):
            match to:
                case "flag" if name not in self._setters and name not in self.given:
                    known = {*self._setters, *self.given}
                    self._error(
                        at,
                        _("the flag {name} is never set").format(name=quoted(name)),
                        self.report.suggest(name, known) or _('set it with { set = "…" } in some entry'),
                    )
                case "entry" if name not in self._known:
                    self._error(
                        at,
                        _("there is no entry {name}").format(name=quoted(name)),
                        self.report.suggest(name, self._known),
                    )
                case "choice":
                    self._answered(name, dict(_names(condition))["answer"], at)
        if isinstance(condition, Lost):
            self._losable(condition, at)

    def _losable(self, lost: Lost, at: At) -> None:
        there = [u for u in self.units.values() if (u.side == lost.side if lost.side else u.id in lost.units)]
        most = sum(u.steps for u in there)
        if lost.steps > most:
            self._error(
                at,
                _("{steps} steps can never be lost: there are {most}").format(steps=lost.steps, most=most),
                _("lower the number"),
            )

    def _answered(self, name: str, answer: str, at: At) -> None:
        entry = self._known.get(name)
        choices = [e.id for e in self.timeline if e.answers]
        if entry is None:
            self._error(at, _("there is no entry {name}").format(name=quoted(name)), self.report.suggest(name, choices))
        elif not entry.answers:
            self._error(
                at, _("the entry {name} offers no choice").format(name=quoted(name)), self.report.suggest(name, choices)
            )
        elif entry.answer(answer) is None:
            known = [a.id for a in entry.answers]
            self._error(
                at,
                _("{answer} is no answer to {name}").format(answer=quoted(answer), name=quoted(name)),
                self.report.suggest(answer, known),
            )

    # ---- What belongs together

    def _reinforcements(self) -> None:
        called: set[str] = set()
        sent_away = {u for e in self.timeline for x in e.all_effects if isinstance(x, Withdraw) for u in x.units}
        for i, entry in enumerate(self.timeline):
            for effect, at in _effects(entry, i):
                if not isinstance(effect, Reinforce):
                    continue
                called.update(effect.units)
                for name in effect.units:
                    unit = self.units.get(name)
                    if unit is not None and unit.arrives is None and name not in self.waiting and name not in sent_away:
                        self._error(
                            (*at, "reinforce"),
                            _("the unit {name} is on the map from the start and cannot come on").format(
                                name=quoted(name)
                            ),
                            _("list it under [[reinforcements]] without a turn"),
                        )
        for name, where in self.waiting.items():
            if name not in called:
                self.report.error(
                    where,
                    _("the unit {name} waits for the timeline, but no entry calls it").format(name=quoted(name)),
                    _("give its reinforcement a turn, or add an entry with { reinforce = … }"),
                )

    def _counterparts(self) -> None:
        effects = [e for entry in self.timeline for e in entry.all_effects]
        held = {u for e in effects if isinstance(e, Hold) for u in e.units}
        freed = {u for e in effects if isinstance(e, Release) for u in e.units}
        closed = {(e.side, e.area) for e in effects if isinstance(e, ForbidArea)}
        closed |= {(e.side, e.mission) for e in effects if isinstance(e, ForbidMission)}
        for i, entry in enumerate(self.timeline):
            for effect, at in _effects(entry, i):
                match effect:
                    case Release(units=names) if not held.intersection(names):
                        self._error(
                            (*at, "release"), _("none of these units is ever held"), _("hold them, or leave it out")
                        )
                    case Hold(units=names, until=0) if not freed.issuperset(names):
                        name = next(n for n in names if n not in freed)
                        self._warning(
                            (*at, "hold"),
                            _("{name} is held and never released").format(name=quoted(name)),
                            _("give it until, or release it"),
                        )
                    case AllowArea(side=side, area=what) | AllowMission(side=side, mission=what) if (
                        side,
                        what,
                    ) not in closed:
                        self._error(
                            (*at, "allow"),
                            _("{what} is never forbidden to {side}").format(what=quoted(what), side=side),
                            self.report.suggest(what, [w for s, w in closed if s == side])
                            or _("forbid it, or leave this out"),
                        )

    # ---- Time

    def _in_time(self) -> None:
        """Entries that wait for what comes too late or never: the earliest turn of each, found step by step."""
        earliest = dict.fromkeys(self._known, NEVER)
        changed = True
        while changed:
            changed = False
            for entry in self.timeline:
                ready = max((self._ready(c, earliest) for c in entry.conditions), default=1)
                turn = min((n for n in self._possible(entry) if n >= ready), default=NEVER)
                if turn < earliest[entry.id]:
                    earliest[entry.id] = turn
                    changed = True
        for i, entry in enumerate(self.timeline):
            if earliest[entry.id] == NEVER:
                self._error(
                    ("timeline", i, "if"),
                    _("{id} can never happen: what it waits for comes too late or not at all").format(
                        id=quoted(entry.id)
                    ),
                    _("let it wait longer, or for something else"),
                )

    def _ready(self, condition: Condition, earliest: Mapping[str, int]) -> int:
        """The first turn in which a condition could hold."""
        match condition:
            case AllOf(conditions=parts):
                return max((self._ready(p, earliest) for p in parts), default=1)
            case AnyOf(conditions=parts):
                return min((self._ready(p, earliest) for p in parts), default=NEVER)
            case Not():
                return 1
            case _:
                return max((self._brought(to, name, earliest) for to, name in _names(condition)), default=1)

    def _brought(self, to: Named, name: str, earliest: Mapping[str, int]) -> int:
        """The first turn in which what a condition names could have come about."""
        match to:
            case "entry" | "choice":
                return earliest.get(name, NEVER)
            case "flag" if name not in self.given:
                return min((earliest[e] for e in self._setters.get(name, ())), default=NEVER)
            case _:
                return 1

    def _conditions(self, entry: Entry, i: int) -> Iterator[tuple[Condition, At]]:
        for j, condition in enumerate(entry.conditions):
            yield from _walk(condition, ("timeline", i, "if", j))
        for j, answer in enumerate(entry.answers):
            for k, lean in enumerate(answer.leanings):
                for n, condition in enumerate(lean.conditions):
                    yield from _walk(condition, ("timeline", i, "answers", j, "lean", k, "if", n))

    def _error(self, at: At, message: str, hint: str) -> None:
        self.report.error(self.table.where(*at), message, hint)

    def _warning(self, at: At, message: str, hint: str) -> None:
        self.report.warning(self.table.where(*at), message, hint)


def _flat(conditions: Sequence[Condition]) -> Iterator[Condition]:
    """Conditions that must all hold, those inside `all` among them."""
    for condition in conditions:
        if isinstance(condition, AllOf):
            yield from _flat(condition.conditions)
        else:
            yield condition


def _names(condition: Condition) -> Iterator[tuple[Named, str]]:
    """What a condition names, as its marks say."""
    for part in marked(type(condition)):
        name = getattr(condition, part.name)
        if isinstance(part.mark, Ref) and isinstance(name, str) and name:
            yield part.mark.to, name


def _walk(condition: Condition, at: At) -> Iterator[tuple[Condition, At]]:
    """A condition and those inside it, each with its place in the file."""
    yield condition, at
    for part in marked(type(condition)):
        if isinstance(part.mark, Parts):
            key = next(word.key for word in words.words if word.kind is type(condition))
            inside = getattr(condition, part.name)
            if part.mark.one:
                yield from _walk(inside, (*at, key))
            for i, one in enumerate(() if part.mark.one else inside):
                yield from _walk(one, (*at, key, i))


def _effects(entry: Entry, i: int) -> Iterator[tuple[object, At]]:
    """Effects of an entry and of its answers, each with its place in the file."""
    for j, effect in enumerate(entry.effects):
        yield effect, ("timeline", i, "do", j)
    for k, answer in enumerate(entry.answers):
        for j, effect in enumerate(answer.effects):
            yield effect, ("timeline", i, "answers", k, "do", j)
