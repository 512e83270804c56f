"""From the timeline's models to the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khalkhin.core.model.rules import Light
from khalkhin.core.timeline import timeline as t
from khalkhin.foreign_text import quoted
from khalkhin.scenario.timeline import models as m
from khalkhin.scenario.timeline.names import At, Names
from khalkhin.scenario.timeline.reader import Reader
from khalkhin.translation import _


@dataclass(frozen=True, slots=True)
class Story:
    """Builds entries. Faults go to the report of the names."""

    rows: Sequence[m.Entry]
    names: Names

    def entries(self) -> tuple[t.Entry, ...]:
        """The timeline, in the order written."""
        seen: set[str] = set()
        read = Reader(self.names)
        out = []
        for i, row in enumerate(self.rows):
            at: At = ("timeline", i)
            if row.id in seen:
                self.names.error(
                    (*at, "id"), _("the entry {id} is there twice").format(id=quoted(row.id)), _("rename one of them")
                )
            seen.add(row.id)
            if row.side is not None:
                self.names.side(row.side, (*at, "side"))
            out.append(
                t.Entry(
                    row.id,
                    self._when(row.when, (*at, "when")),
                    row.side or "",
                    row.title,
                    row.text,
                    row.source,
                    row.historians,
                    read.conditions(row.if_, (*at, "if")),
                    read.effects(row.do, (*at, "do")),
                    self._answers(row, at, read),
                    row.repeat,
                    row.fate,
                )
            )
        return tuple(out)

    def _answers(self, row: m.Entry, at: At, read: Reader) -> tuple[t.Answer, ...]:
        if not row.answers:
            return ()
        if row.side is None:
            self.names.error(
                at,
                _("the choice {id} is offered to nobody").format(id=quoted(row.id)),
                _("add the side that answers it"),
            )
        if len(row.answers) < 2:
            self.names.error((*at, "answers"), _("a choice has one answer"), _("give two or more answers"))
        out: list[t.Answer] = []
        for i, answer in enumerate(row.answers):
            here: At = (*at, "answers", i)
            if any(a.id == answer.id for a in out):
                self.names.error(
                    (*here, "id"),
                    _("the answer {id} is there twice").format(id=quoted(answer.id)),
                    _("rename one of them"),
                )
            leanings = tuple(
                t.Leaning(read.conditions(lean.if_, (*here, "lean", j, "if")), lean.prefer)
                for j, lean in enumerate(answer.lean)
            )
            out.append(
                t.Answer(answer.id, answer.text, read.effects(answer.do, (*here, "do")), answer.prefer, leanings)
            )
        return tuple(out)

    def _when(self, when: m.When, at: At) -> t.When:
        last = len(self.names.calendar)
        first, end = 1, last
        if when.turn is not None:
            first = end = self.names.turn(when.turn, (*at, "turn"))
        elif when.date is not None:
            day, clock = when.date[0], when.clock or when.date[1]
            first, end = self.names.day(day, clock, (*at, "clock" if when.clock else "date"))
        else:
            if when.from_ is not None:
                first = self.names.moment(when.from_, (*at, "from"))
            if when.to is not None:
                end = self.names.moment(when.to, (*at, "to"), end=True)
        if when.side is not None:
            self.names.side(when.side, (*at, "side"))
        light = None if when.phase is None else Light(when.phase)
        return t.When(first, end, when.side or "", light, when.at_once)
