"""The reference of all conditions and effects, made from their words and marks: docs/modding/timeline.md.

python -m khalkhin.scenario.timeline.reference > docs/modding/timeline.md
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from khalkhin.core.timeline import condition_kinds, effect_kinds, written
from khalkhin.core.timeline.written import (
    Area,
    Bound,
    Given,
    HexesOf,
    MarkedField,
    Named,
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
from khalkhin.scenario.timeline.words import UNITS, keys_of

HEAD = """\
# Conditions and effects of the timeline

<!-- Made from the game's own vocabulary by `python -m khalkhin.scenario.timeline.reference`; do not edit. -->

What the entries of a scenario's timeline may ask (`if`) and do (`do`). How an entry is put together, and when it is
looked at, stands in [Making maps and scenarios](maps.md#the-timeline). Keys in (parentheses) may be left out.
"""
#: What a name is the name of.
NAMES: Mapping[Named, str] = {
    "side": "a side",
    "objective": "an objective",
    "entry": "the id of another entry",
    "choice": "the id of an entry with answers",
    "answer": "the id of one of its answers",
}
#: What has a name of its own, which is written.
NAMED: Mapping[Named, str] = {
    "crossing": "a crossing",
    "store": "a depot or source",
    "airfield": "an airfield",
    "area": "an area",
    "flag": "a flag",
}


def page() -> str:
    """The whole reference, in Markdown."""
    parts = [HEAD]
    for title, key, words in (
        ("Conditions", "if", condition_kinds.condition.words),
        ("Effects", "do", effect_kinds.effect.words),
    ):
        parts.append(f"## {title}\n\nEach is a table with one key in the list `{key}`.\n")
        # Kinds that share a word stand one after another.
        parts += ["\n".join(_entry(list(those), words)) + "\n" for _, those in groupby(words, lambda word: word.key)]
    return "\n".join(parts)


def _entry(those: Sequence[Word], words: Sequence[Word]) -> Iterator[str]:
    """One word: how it is written, what it means, and what its keys are."""
    word = those[0]
    yield f"### `{word.key}`\n"
    yield f"`{{ {word.key} = {_shape(those)} }}`\n"
    yield from (f"{meaning(w, words)}\n" for w in those)
    fields = {keys: line for w in those for f in marked(w.kind) for keys, line in _explained(w, f)}
    yield from (f"- {keys}: {line}" if keys else f"- {line}" for keys, line in fields.items())


def meaning(word: Word, words: Sequence[Word]) -> str:
    """What a word means, in a sentence."""
    if word.opposite:
        same = next(w.key for w in words if w.kind is word.kind and not w.opposite)
        return f"The opposite of `{same}`."
    return " ".join((inspect.getdoc(word.kind) or "").split())


def keys(word: Word) -> dict[str, str]:
    """The keys of a word's table, and what each is."""
    out: dict[str, str] = {}
    for field in marked(word.kind):
        for key in keys_of(field):
            alike = [f for f in marked(word.kind) if key in keys_of(f)]
            out.setdefault(key, _explain(field, alike))
    return out


def _shape(those: Sequence[Word]) -> str:
    """How a word's value is written."""
    if those[0].bare:
        (field,) = (f for f in marked(those[0].kind) if keys_of(f))
        if isinstance(field.mark, Parts):
            return "{ … }" if field.mark.one else "[ … ]"
        return '"…"'
    keys: dict[str, bool] = {}
    for word in those:
        for field in marked(word.kind):
            keys |= {key: default is ... for key, (_, default) in keys_of(field).items()}
    either = {key for name in those[0].either for key in (UNITS if name == "units" else (name,))}
    own = [key for word in those for key in _own(word, those)]
    units = UNITS if any(isinstance(f.mark, Units) for w in those for f in marked(w.kind)) else ()
    choice = [key for key in keys if key in either or key in own or key in units]
    shown = [key if needed else f"({key})" for key, needed in keys.items() if key not in choice]
    return "{ " + ", ".join([" or ".join(choice)] * bool(choice) + shown) + " }"


def _own(word: Word, those: Sequence[Word]) -> list[str]:
    """The keys that tell a kind from others with the same word."""
    others = {key for w in those if w is not word for f in marked(w.kind) for key in keys_of(f)}
    return [key for f in marked(word.kind) for key in keys_of(f) if key not in others] if len(those) > 1 else []


def _explained(word: Word, field: MarkedField) -> Iterator[tuple[str, str]]:
    """The keys of a field and what they are, unless nothing is written for it."""
    if keys := tuple(keys_of(field)):
        names = "" if word.bare else ", ".join(f"`{key}`" for key in keys)
        alike = [f for f in marked(word.kind) if keys_of(f).keys() & set(keys)]
        # A name that may be of several things is explained where it may be of any place.
        if len(alike) == 1 or isinstance(field.mark, Place):
            bare_default = not field.required and isinstance(field.mark, Number | Turns)
            yield names, _explain(field, alike) + (f"; {field.default} if it is left out" if bare_default else "")


def _explain(field: MarkedField, alike: Sequence[MarkedField]) -> str:
    match field.mark:
        case Ref(to=to):
            return f"the name of {NAMED[to]}" if to in NAMED else NAMES[to]
        case Units():
            return "the code of a unit, a list of codes, or the name of a formation"
        case Place():
            refs = (f.mark.to for f in alike if isinstance(f.mark, Ref))
            others = "".join(f", of {NAMED[to] if to in NAMED else NAMES[to]}" for to in refs)
            return f"the name of a place{others}, or [column, row]; with all hexes up to `within` (0 to 20) around it"
        case Spot():
            return "the name of a place, or [column, row]"
        case Area():
            return "the name of an area"
        case Turns():
            return "a number of turns, the present one among them"
        case Until():
            return 'the last turn, or a date such as "1939-08-23" or "1939-08-23 19:00"'
        case Number(least=least, most=most):
            return f"a whole number from {least} to {most}"
        case Bound(key="at_least"):
            return "so many or more"
        case Bound():
            return "so many or fewer"
        case OneOf(words=words):
            return ", ".join(f'`"{word}"`' for word in words)
        case written.Text(most=most):
            return f"a text of up to {most} characters"
        case SupplyState():
            return "the name of a supply state (see `states` in assets/rules/supply.toml)"
        case Parts(one=one):
            return "a condition" if one else "a list of conditions"
        case HexesOf() | Given():
            raise AssertionError(field)
        case _:
            assert_never(field.mark)


if __name__ == "__main__":
    print(page(), end="")
