"""Reading a table with faults as it was probably meant, so that what else is wrong can be told with them.

Misspelt words are put right, numbers in quotes are taken out of them; what cannot be guessed is left out, or something
harmless stands for it.
"""

from __future__ import annotations

import copy
import itertools
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from khalkhin.scenario.issues import Report
from khalkhin.scenario.tables.key_lines import KeyLines, Path

M = TypeVar("M", bound=BaseModel)

#: How often a table is read anew; each time, more of what is around a fault is left out.
ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Mended(Generic[M]):
    """A table as it was probably meant: with the lines of what is left of it, the words in what was taken out, and
    where something was guessed that may have been meant otherwise."""

    value: M
    lines: KeyLines
    words: frozenset[str]
    guessed: frozenset[Path]


def mend(model: type[M], data: Any, lines: KeyLines, report: Report) -> Mended[M] | None:
    """A table that its model does not take, mended; None if that does not help."""
    work = _Work(model, copy.deepcopy(data), lines, report)
    for depth in range(ROUNDS):
        try:
            value = model.model_validate(work.data)
        except ValidationError as error:
            work.round(error.errors(include_url=False), depth)
        else:
            return Mended(value, work.lines, frozenset(work.words), frozenset(work.guessed))
    return None


def place_of(fault: Mapping[str, Any], data: Any) -> Path:
    """Where in the data a fault is: its place without the names that the library gives to what a value may be, where it
    may be one of several things."""
    out: list[str | int] = []
    here = data
    for n, part in enumerate(fault["loc"]):
        listed = isinstance(here, list) and isinstance(part, int) and part < len(here)
        if listed or (isinstance(here, dict) and part in here):
            here = here[part]
        elif fault["type"] != "missing" or n < len(fault["loc"]) - 1:
            continue
        out.append(part)
    return tuple(out)


@dataclass(slots=True)
class _Work:
    model: type[BaseModel]
    data: Any
    lines: KeyLines
    report: Report
    words: set[str] = field(default_factory=set)
    guessed: set[Path] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def round(self, faults: Sequence[Any], depth: int) -> None:
        """Mend each fault; those that were there before, with more of what is around them."""
        drops: set[Path] = set()
        places = [place_of(fault, self.data) for fault in faults]
        for fault, place in zip(faults, places, strict=True):
            at = self._there(place)
            if not at or (depth == 0 and self._gently(at, at == place, fault)):
                continue
            target = at[: max(1, len(at) - max(0, depth - 1))]
            self.guessed.add(target)
            if isinstance(target[-1], int):
                drops.add(target)
            else:
                self._replace(target)
        for path in sorted(drops, key=lambda p: (len(p), p[-1]), reverse=True):
            self._drop(path)

    def _there(self, loc: Path) -> Path:
        """As much of a place as the data have, and a key that is missing there."""
        here = self.data
        for n, part in enumerate(loc):
            if isinstance(here, dict) and isinstance(part, str):
                if part not in here:
                    return loc[: n + 1] if n == len(loc) - 1 else loc[:n]
                here = here[part]
            elif isinstance(here, list) and isinstance(part, int) and part < len(here):
                here = here[part]
            else:
                return loc[:n]
        return loc

    def _owner(self, at: Path) -> Any:
        here = self.data
        for part in at[:-1]:
            here = here[part]
        return here

    def _gently(self, at: Path, whole: bool, fault: Mapping[str, Any]) -> bool:
        """Put right what can hardly have been meant otherwise; whether that was so. `whole` says that what is at fault
        is still there, and not only what was around it."""
        owner, key = self._owner(at), at[-1]
        ctx = fault.get("ctx") or {}
        if fault["type"] == "extra_forbidden":
            value = owner.pop(key)
            near = self.report.hint(str(key), fields_of(self.model, at[:-1])).near
            if near:
                owner.setdefault(near, value)
            else:
                self.words |= set(_words({key: value}))
            return True
        # What may be one of several things has a fault for each of them, and the first may have taken it out.
        if not whole or fault["type"] == "missing" or (isinstance(owner, dict) and key not in owner):
            return False
        value = owner[key]
        match fault["type"]:
            case "literal_error" | "enum":
                near = self.report.hint(str(value), words_allowed(fault)).near
                if near:
                    owner[key] = near
                return bool(near)
            case "int_type" if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value.strip()):
                owner[key] = int(value)
            case "string_type" if isinstance(value, int | float) and not isinstance(value, bool):
                owner[key] = str(value)
            case "string_too_long" if isinstance(value, str):  # or a name that something has
                owner[key] = value[: ctx["max_length"]]
            case "too_long" if isinstance(value, list):
                self.words |= set(_words(value[ctx["max_length"] :]))
                owner[key] = value[: ctx["max_length"]]
            case _:
                return False
        return True

    def _replace(self, at: Path) -> None:
        """Leave out a key; something harmless takes the place of one that must be there."""
        owner, key = self._owner(at), at[-1]
        if not isinstance(owner, dict):
            return
        if key in owner:
            self.words |= set(_words(owner.pop(key)))
        info = field_of(self.model, at)
        if isinstance(info, FieldInfo) and not info.is_required():
            return
        wanted = _annotation(info) if isinstance(info, FieldInfo) else info
        if wanted is not None:
            owner[key] = self._stand_in(wanted)
            self.words |= set(_words(owner[key]))

    def _drop(self, at: Path) -> None:
        owner = self._owner(at)
        index = at[-1]
        if isinstance(owner, list) and isinstance(index, int) and index < len(owner):
            self.words |= set(_words(owner.pop(index)))
            self.lines = self.lines.without(at)

    def _stand_in(self, annotation: Any) -> Any:
        """Something that a field takes; None if nothing simple does."""
        return next(self._choices(annotation), None)

    def _choices(self, annotation: Any) -> Iterator[Any]:
        """Simple things that a field takes."""
        plain = unwrap(annotation)
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            yield self._whole(plain)
            return
        name = f"unnamed-{next(self._numbers)}"
        choices: list[Any] = [0, 1, False, name, "06:00", "1939-08-20", [], {}, [name], [name, f"{name}b"]]
        choices += [[0, 1, 2, 3], [0, 1]]
        if get_origin(plain) is Literal:
            choices = [*get_args(plain)]
        if get_origin(plain) is list:
            item = self._stand_in(get_args(plain)[0])
            choices += [[item], [item, item]]
        adapter = TypeAdapter(annotation)
        for choice in choices:
            try:
                adapter.validate_python(choice, strict=True)
            except ValidationError:
                continue
            yield choice

    def _whole(self, model: type[BaseModel]) -> dict[str, Any]:
        """What a model needs, each field the first simple thing that all its validators take."""
        needed = {f.alias or name: f for name, f in model.model_fields.items() if f.is_required()}
        ways = {name: self._choices(_annotation(f)) for name, f in needed.items()}
        out = {name: next(way, None) for name, way in ways.items()}
        for _round in range(ROUNDS):
            try:
                model.model_validate(out)
            except ValidationError as error:
                for name in {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]} & ways.keys():
                    out[name] = next(ways[name], out[name])
            else:
                break
        return out


def _words(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str):
        yield value


def words_allowed(fault: Mapping[str, Any]) -> list[str]:
    """The words of which a value had to be one."""
    return re.findall(r"'([^']*)'", str((fault.get("ctx") or {}).get("expected", "")))


def _annotation(info: FieldInfo) -> Any:
    made: Any = Annotated
    return made[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def field_of(model: Any, loc: Sequence[str | int]) -> Any:
    """The field of a model at a path inside another, or the type of what a list or table has there; None if there is
    no such."""
    here: Any = model
    for part in loc:
        here = unwrap(_annotation(here) if isinstance(here, FieldInfo) else here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = here.model_fields
            here = fields.get(str(part)) or next((f for f in fields.values() if f.alias == part), None)
            if here is None:
                return None
        elif get_origin(here) in (list, dict):
            here = get_args(here)[-1]
        else:
            return None
    return here


def fields_of(model: Any, loc: Sequence[str | int]) -> list[str]:
    """Names of the fields of the model at a path inside another."""
    found = field_of(model, loc)
    here = unwrap(_annotation(found) if isinstance(found, FieldInfo) else found)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [f.alias or name for name, f in here.model_fields.items()]
    return []


def unwrap(annotation: Any) -> Any:
    """A type without what is said of it, and without None."""
    while True:
        origin = get_origin(annotation)
        if origin is typing.Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation
