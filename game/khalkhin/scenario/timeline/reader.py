"""From the models of conditions and effects to the values of `core`, as their words and marks say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never, cast

from khalkhin.core.timeline import condition_kinds, effect_kinds, written
from khalkhin.core.timeline.condition_kinds import Condition, Not
from khalkhin.core.timeline.effect_kinds import Effect
from khalkhin.core.timeline.written import (
    Area,
    Bound,
    Given,
    HexesOf,
    Number,
    OneOf,
    Parts,
    Place,
    Ref,
    Spot,
    SupplyState,
    Turns,
    Units,
    Until,
    Word,
    marked,
)
from khalkhin.scenario.timeline import words as m
from khalkhin.scenario.timeline.names import At, Names


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes conditions and effects; what they name is found by `names`."""

    names: Names

    def conditions(self, rows: Iterable[m.Condition], at: At) -> tuple[Condition, ...]:
        """The conditions of a list that stands at a key."""
        return tuple(self.condition(row, (*at, i)) for i, row in enumerate(rows))

    def condition(self, row: m.Condition, at: At) -> Condition:
        """The condition of a row."""
        word, made = self._made(condition_kinds.condition.words, row, at)
        return Not(cast(Condition, made)) if word.opposite else cast(Condition, made)

    def effects(self, rows: Iterable[m.Effect], at: At) -> tuple[Effect, ...]:
        """The effects of a list that stands at a key."""
        return tuple(self.effect(row, (*at, i)) for i, row in enumerate(rows))

    def effect(self, row: m.Effect, at: At) -> Effect:
        """The effect of a row."""
        _, made = self._made(effect_kinds.effect.words, row, at)
        return cast(Effect, made)

    def _made(self, vocabulary: Sequence[Word], row: m.Worded, at: At) -> tuple[Word, object]:
        """The word that a row is written with, and what it makes."""
        word = next(w for w in vocabulary if w.key == row.word and _fits(w, row.value))
        values: dict[str, Any] = dict(word.given)
        taken: set[str] = set()
        for field in marked(word.kind):
            if isinstance(field.mark, Given):
                continue
            found = self._field(word, field, row.value, (*at, word.key), taken)
            values[field.name] = field.default if found is None and not field.required else found
        return word, word.kind(**values)

    def _field(self, word: Word, field: written.MarkedField, value: Any, at: At, taken: set[str]) -> Any:
        """The value of a field; None where nothing is given. `taken` are keys that a field before has had, whose name
        it knew."""
        key = next(iter(m.keys_of(field)), "")
        given: Any = value if word.bare else getattr(value, key, None)
        here = at if word.bare else (*at, key)
        match field.mark:
            case Ref(to=to):
                shared = [f for f in marked(word.kind) if key in m.keys_of(f)]
                if given is None or key in taken:
                    return None
                if len(shared) > 1:
                    if not isinstance(given, str) or value.within or given not in self.names.those(to):
                        return None
                    taken.add(key)
                return self.names.named(to, given, here)
            case Units():
                return self.names.units(value, at) if _names_units(value) else None
            case Place():
                return None if key in taken else self.names.around(self.names.place(given, here), value.within)
            case Spot():
                return None if given is None else min(self.names.place(given, here), default=-1)
            case Area():
                return None if given is None else self.names.area(given, here)
            case HexesOf(field=other):
                # Whether there is such an area is told where it is named.
                return self.names.pieces.areas.get(getattr(value, other), frozenset())
            case Until():
                return self.names.until(given, here)
            case SupplyState():
                return self.names.state(given, here)
            case Parts(one=one):
                return self.condition(given, here) if one else self.conditions(given, here)
            case Turns() | Number() | Bound() | OneOf() | written.Text():
                return given
            case Given():
                raise AssertionError(field)
            case _:
                assert_never(field.mark)


def _names_units(value: Any) -> bool:
    return any(getattr(value, key) is not None for key in m.UNITS)


def _fits(word: Word, value: Any) -> bool:
    """Whether a word's kind is the one that a row has the keys of, of those that share the word."""
    if word.bare:
        return True
    needed = [f for f in marked(word.kind) if f.required and not isinstance(f.mark, Units)]
    return all(getattr(value, key) is not None for f in needed for key in m.keys_of(f))
