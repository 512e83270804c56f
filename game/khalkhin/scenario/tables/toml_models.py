"""TOML files checked against pydantic models; every fault with its line, all at once."""

from __future__ import annotations

import copy
import re
import tomllib
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from khalkhin.foreign_text import control_in
from khalkhin.regular_files import NotAFile, TooLarge, read_regular
from khalkhin.scenario.issues import Report, quoted, shown
from khalkhin.scenario.letters import letters_shown
from khalkhin.scenario.tables.key_lines import KeyLines, TooDeep, key_lines
from khalkhin.translation import _

#: Largest table read, bytes.
MAX_TABLE = 512 * 1024


class Model(BaseModel):
    """A table: unknown keys refused, values not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


M = TypeVar("M", bound=Model)


class Table:
    """A TOML file as read: its data and the lines of its keys."""

    def __init__(self, path: Path, data: dict[str, Any], lines: KeyLines) -> None:
        self.path, self.data, self.lines = path, data, lines
        self.name = shown(path)

    def where(self, *path: str | int) -> str:
        """``file:line`` of a key."""
        return f"{self.name}:{self.lines.line(path)}"


def read_bytes(path: Path, limit: int, report: Report, what: str) -> bytes | None:
    """The bytes of a regular file of at most `limit`; otherwise None and an issue."""
    name = shown(path)
    try:
        return read_regular(path, limit)
    except NotAFile:
        report.error(name, _("{what} is not an ordinary file").format(what=what), _("put a file there"))
    except TooLarge:
        report.error(
            name, _("{what} is larger than {size} KiB").format(what=what, size=limit // 1024), _("make it smaller")
        )
    except FileNotFoundError:
        report.error(name, _("{what} is missing").format(what=what), _("add it, or mend the name"))
    except OSError as error:
        reason = error.strerror or _("no such name")
        report.error(
            name,
            _("{what} cannot be read: {why}").format(what=what, why=reason.lower()),
            _("mend the name or its permissions"),
        )
    return None


def read_text(path: Path, limit: int, report: Report, what: str) -> str | None:
    """A UTF-8 text without NUL; otherwise None and an issue."""
    data = read_bytes(path, limit, report, what)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.error(f"{shown(path)}:{line}", _("the text is not UTF-8"), _("save the file with UTF-8 encoding"))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        report.error(
            f"{shown(path)}:{line}", _("there is a NUL character in the text"), _("save the file as plain text")
        )
        return None
    return text


def read_table(path: Path, report: Report) -> Table | None:
    """Read a TOML file; None and an issue if that fails."""
    text = read_text(path, MAX_TABLE, report, _("the table"))
    if text is None:
        return None
    name = shown(path)
    try:
        lines = key_lines(text)
        table = Table(path, tomllib.loads(text), lines)
        return None if _odd_characters(table, report) else table
    except TooDeep as error:
        report.error(f"{name}:{error.args[0]}", _("keys are nested too deeply or too many"), _("write a flatter table"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|(end of document))\)$", str(error), re.S)
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        why = found[1] if found else str(error)
        why = f"{why[:1].lower()}{why[1:160]}"
        report.error(
            f"{name}:{line}", _("this is not TOML: {why}").format(why=why), _("mend the line or the one before")
        )
    except (RecursionError, ValueError) as error:
        report.error(name, _("this is not TOML: {error}").format(error=quoted(error)), _("write a plainer table"))
    return None


def one_line(text: str) -> str:
    """A name or title as it is. Raises: ValueError if it has several lines."""
    if control_in(text):
        raise ValueError(_("has several lines — write it in one"))
    return text


def _odd_characters(table: Table, report: Report) -> bool:
    """Whether a key or a text anywhere in a table has control characters, which are told; letters without a font are
    too."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), table.data)]
    found = False
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*at, key), inner) for key, inner in value.items()]
            texts = [*value]
        elif isinstance(value, list):
            waiting += [((*at, i), inner) for i, inner in enumerate(value)]
            continue
        else:
            texts = [value] if isinstance(value, str) else []
            letters_shown(table.where(*at), _dotted(at), "".join(texts), report)
        for odd in filter(None, (control_in(text, lines=True) for text in texts)):
            found = True
            report.error(
                table.where(*at),
                _("{key} has the control character {odd}").format(key=_dotted(at), odd=odd),
                _("take it out"),
                kind=_("control characters in {name}").format(name=table.name),
            )
    return found


def parse(
    model: type[M],
    table: Table,
    report: Report,
    data: Any = None,
    at: tuple[str | int, ...] = (),
    *,
    mend: bool = False,
) -> M | None:
    """Check a table, or its part `data` found at key path `at`; None and issues if it has faults. With `mend`, a table
    whose only faults are words is read as it was probably meant, so that what else is wrong can be told with them."""
    try:
        return model.model_validate(table.data if data is None else data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        meant = _meant(model, faults, report)
        for fault in faults:
            loc = fault["loc"]
            if fault["type"] == "missing" and loc in meant:
                continue
            message, hint = _explain(model, loc, fault, report)
            report.error(table.where(*at, *loc), message, hint, kind=f"{table.name} {fault['type']}")
        return _mended(model, table.data if data is None else data, faults, report) if mend else None


def _mended(model: type[M], data: Any, faults: Sequence[Any], report: Report) -> M | None:
    """The table with words put right that are hardly misspelt, and others left out; None if that does not help."""
    data = copy.deepcopy(data)
    try:
        for fault in faults:
            *path, key = fault["loc"]
            owner = data
            for part in path:
                owner = owner[part]
            match fault["type"]:
                case "literal_error" | "enum":
                    near = report.hint(str(fault.get("input")), _allowed(fault)).near
                    if near:
                        owner[key] = near
                    else:
                        del owner[key]
                case "extra_forbidden":
                    value = owner.pop(key)
                    near = report.hint(str(key), _fields(model, fault["loc"][:-1])).near
                    if near:
                        owner.setdefault(near, value)
                case _:  # What is missing may be what was misspelt.
                    pass
        return model.model_validate(data)
    except (ValidationError, KeyError, IndexError, TypeError, AttributeError):
        return None


def _allowed(fault: Mapping[str, Any]) -> list[str]:
    """The words of which a value had to be one."""
    return re.findall(r"'([^']*)'", str((fault.get("ctx") or {}).get("expected", "")))


def _meant(model: type[Model], faults: Sequence[Any], report: Report) -> set[tuple[str | int, ...]]:
    """Keys that are missing because an unknown key beside them is that key, misspelt."""
    strange = [f["loc"] for f in faults if f["type"] == "extra_forbidden"]
    hints = [(loc, report.hint(str(loc[-1]), _fields(model, loc[:-1]))) for loc in strange]
    return {(*loc[:-1], hint.near) for loc, hint in hints if hint.near}


def _explain(
    model: type[Model], loc: tuple[str | int, ...], fault: Mapping[str, Any], report: Report
) -> tuple[str, str]:
    key = _dotted(loc)
    value = fault.get("input")
    ctx = fault.get("ctx") or {}
    match fault["type"]:
        case "extra_forbidden":
            return _("unknown key {key}").format(key=quoted(loc[-1])), report.suggest(
                str(loc[-1]), _fields(model, loc[:-1])
            )
        case "missing":
            return _missing(loc), _("add it")
        case "literal_error" | "enum":
            known = _allowed(fault)
            wanted = known or [str(ctx.get("expected", ""))]
            return _("{key} is {value}, which is none of {wanted}").format(
                key=key, value=quoted(value), wanted=", ".join(wanted)
            ), report.suggest(str(value), known)
        case "int_type" | "int_from_float":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("write a whole number, without quotes")
        case "string_type":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("write a text in quotes")
        case "bool_type":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("write true or false")
        case "list_type":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("write a list in [square brackets]")
        case "dict_type" | "model_type" | "model_attributes_type":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("write a table here")
        case "greater_than_equal":
            return _("{key} is {value}").format(key=key, value=value), _("the least is {n}").format(n=ctx["ge"])
        case "less_than_equal":
            return _("{key} is {value}").format(key=key, value=value), _("the most is {n}").format(n=ctx["le"])
        case "string_too_short":
            return _("{key} is empty").format(key=key), _("write something")
        case "string_too_long":
            return _("{key} is {n} characters long").format(key=key, n=len(str(value))), _("the most is {n}").format(
                n=ctx["max_length"]
            )
        case "too_short" | "too_long":
            limit = ctx.get("min_length", ctx.get("max_length"))
            told = _("{key} has {n} entries").format(key=key, n=ctx.get("actual_length"))
            bound = _("the least is {n}") if fault["type"] == "too_short" else _("the most is {n}")
            return told, bound.format(n=limit)
        case "string_pattern_mismatch":
            return _("{key} is {value}").format(key=key, value=quoted(value)), _("use letters, digits and dashes")
        case "value_error":
            text, _dash, hint = str(ctx.get("error", fault["msg"])).partition(" — ")
            return _("{key} {text}").format(key=key, text=text) if loc else text, hint
        case _:
            return f"{key}: {fault['msg'][:160].lower()}", ""


def _missing(loc: tuple[str | int, ...]) -> str:
    if not loc[:-1]:
        return _("{key} is missing").format(key=quoted(loc[-1]))
    return _("{key} is missing from {table}").format(key=quoted(loc[-1]), table=_dotted(loc[:-1]))


def _dotted(loc: Sequence[str | int]) -> str:
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text[:80] or _("the table")


def _fields(model: Any, loc: Sequence[str | int]) -> list[str]:
    """Names of the fields of the model at a path inside another."""
    here: Any = model
    for part in loc:
        here = _unwrap(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            info = here.model_fields.get(str(part))
            if info is None:
                info = next((f for f in here.model_fields.values() if f.alias == part), None)
            if info is None:
                return []
            here = info.annotation
        elif get_origin(here) in (list, dict):
            here = get_args(here)[-1]
        else:
            return []
    here = _unwrap(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [f.alias or name for name, f in here.model_fields.items()]
    return []


def _unwrap(annotation: Any) -> Any:
    while True:
        origin = get_origin(annotation)
        if origin is typing.Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            rest = [a for a in get_args(annotation) if a is not type(None)]
            annotation = rest[0]
        else:
            return annotation
