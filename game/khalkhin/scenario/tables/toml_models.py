"""TOML files checked against pydantic models; every fault with its line, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from khalkhin.foreign_text import control_in, quoted
from khalkhin.regular_files import NotAFile, TooLarge, read_regular
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.letters import letters_shown
from khalkhin.scenario.tables.key_lines import KeyLines, TooDeep
from khalkhin.scenario.tables.mending import Mended, fields_of, mend, place_of, words_allowed
from khalkhin.scenario.tables.toml_text import read_toml
from khalkhin.translation import _, ngettext

#: Largest table read, bytes.
MAX_TABLE = 512 * 1024


class Model(BaseModel):
    """A table: unknown keys refused, values not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


M = TypeVar("M", bound=Model)


class Table:
    """A TOML file as read: its data and the lines of its keys. `lost` are the keys on lines that could not be read,
    `words` what is named there."""

    def __init__(
        self,
        path: Path,
        data: dict[str, Any],
        lines: KeyLines,
        lost: frozenset[tuple[str | int, ...]] = frozenset(),
        words: frozenset[str] = frozenset(),
    ) -> None:
        self.path, self.data, self.lines, self.lost, self.words = path, data, lines, lost, words
        self.name = shown(path)

    def where(self, *path: str | int) -> str:
        """``file:line`` of a key."""
        return f"{self.name}:{self.lines.line(path)}"

    def instead(self, data: dict[str, Any], lines: KeyLines | None = None) -> Table:
        """The same file, saying something else."""
        return Table(self.path, data, lines or self.lines, self.lost, self.words)


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
        report.error(name, _("{what} is missing").format(what=what), report.not_there(path))
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


def read_table(path: Path, report: Report, *, lenient: bool = False) -> Table | None:
    """Read a TOML file; None and an issue if that fails. If `lenient` it is read without the few lines that cannot be
    read, so that what else is wrong can be told with them."""
    text = read_text(path, MAX_TABLE, report, _("the table"))
    if text is None:
        return None
    name = shown(path)
    try:
        read = read_toml(text, name, report, lenient=lenient)
        if read is None:
            return None
        table = Table(path, read.data, read.lines, read.lost, read.words)
        return None if _odd_characters(table, report) and not lenient else table
    except TooDeep as error:
        report.error(f"{name}:{error.args[0]}", _("keys are nested too deeply or too many"), _("write a flatter table"))
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
    context: Mapping[str, Any] | None = None,
) -> M | None:
    """Check a table, or its part `data` found at key path `at`; None and issues if it has faults. `context` is what
    validators of the model may ask for."""
    try:
        return model.model_validate(table.data if data is None else data, context=context)
    except ValidationError as error:
        _tell(model, table, error, report, table.data if data is None else data, at)
        return None


def parse_mended(model: type[M], table: Table, report: Report) -> Mended[M] | None:
    """Check a table. One with faults, which the report has, is read as it was probably meant; None if that does not
    help."""
    try:
        return Mended(model.model_validate(table.data), table.lines, frozenset(), frozenset())
    except ValidationError as error:
        _tell(model, table, error, report, table.data, ())
        return mend(model, table.data, table.lines, report)


def _tell(
    model: type[Model], table: Table, error: ValidationError, report: Report, data: Any, at: tuple[str | int, ...]
) -> None:
    faults = error.errors(include_url=False)
    meant = _meant(model, faults, report)
    told: set[tuple[str | int, ...]] = set()
    for fault in faults:
        loc = place_of(fault, data)
        # What may be one of several things and is none of them is told once.
        if loc != fault["loc"] and loc in told:
            continue
        told.add(loc)
        if fault["type"] == "missing" and (loc in meant or (*at, *loc) in table.lost):
            continue
        if fault["type"] == "missing":
            message, hint = _missing((*at, *loc)), _("add it")
        else:
            message, hint = _explain(model, loc, fault, report)
        report.error(table.where(*at, *loc), message, hint, kind=f"{table.name} {fault['type']}")


def _meant(model: type[Model], faults: Sequence[Any], report: Report) -> set[tuple[str | int, ...]]:
    """Keys that are missing because an unknown key beside them is that key, misspelt."""
    strange = [f["loc"] for f in faults if f["type"] == "extra_forbidden"]
    hints = [(loc, report.hint(str(loc[-1]), fields_of(model, loc[:-1]))) for loc in strange]
    return {(*loc[:-1], hint.near) for loc, hint in hints if hint.near}


def _explain(
    model: type[Model], loc: tuple[str | int, ...], fault: Mapping[str, Any], report: Report
) -> tuple[str, str]:
    key = _dotted(loc)
    value = fault.get("input")
    ctx = fault.get("ctx") or {}
    match fault["type"]:
        case "extra_forbidden":
            return _("unknown key {key}").format(key=quoted(loc[-1])), _place_for(model, loc, report)
        case "literal_error" | "enum":
            known = words_allowed(fault)
            wanted = known or [str(ctx.get("expected", ""))]
            return _("{key} is {value}, which is none of {wanted}").format(
                key=key, value=_written(value), wanted=", ".join(wanted)
            ), report.suggest(str(value), known)
        case "int_type" | "int_from_float":
            return _("{key} is {value}").format(key=key, value=_written(value)), _(
                "write a whole number, without quotes"
            )
        case "string_type":
            return _("{key} is {value}").format(key=key, value=_written(value)), _("write a text in quotes")
        case "bool_type":
            return _("{key} is {value}").format(key=key, value=_written(value)), _("write true or false")
        case "list_type":
            told = _("{key} is {value}").format(key=key, value=_written(value))
            if isinstance(value, dict):
                header = ".".join(str(part) for part in loc if isinstance(part, str))
                cure = _("write it in [square brackets], or, as a header of several, in two: [[{header}]]")
                return told, cure.format(header=header)
            return told, _("write a list in [square brackets]")
        case "dict_type" | "model_type" | "model_attributes_type":
            return _("{key} is {value}").format(key=key, value=_written(value)), _("write a table here")
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
            there = int(ctx.get("actual_length") or 0)
            told = ngettext("{key} has {n} entry", "{key} has {n} entries", there).format(key=key, n=there)
            bound = _("the least is {n}") if fault["type"] == "too_short" else _("the most is {n}")
            return told, bound.format(n=limit)
        case "string_pattern_mismatch":
            return _("{key} is {value}").format(key=key, value=_written(value)), _("use letters, digits and dashes")
        case "value_error":
            text, _dash, hint = str(ctx.get("error", fault["msg"])).partition(" — ")
            return _("{key} {text}").format(key=key, text=text) if loc else text, hint
        case _:
            return f"{key}: {fault['msg'][:160].lower()}", ""


def _place_for(model: type[Model], loc: tuple[str | int, ...], report: Report) -> str:
    """A cure for an unknown key: its right spelling, or its right place where it is a key of the whole file that has
    got behind the first line in brackets."""
    word, known, top = str(loc[-1]), fields_of(model, loc[:-1]), fields_of(model, ())
    if len(loc) > 1 and word in top and not report.hint(word, known).near:
        return _("it belongs to the whole file: move it up, above the first line in [brackets]")
    return report.suggest(word, known)


def _written(value: object) -> str:
    """A value for a sentence: a word or number in quotes; what is more than that is called by its kind."""
    match value:
        case dict():
            return _("a table")
        case list():
            return _("a list")
        case bool():
            return quoted("true" if value else "false")
        case _:
            return quoted(value)


def _missing(loc: tuple[str | int, ...]) -> str:
    if not loc[:-1]:
        return _("{key} is missing").format(key=quoted(loc[-1]))
    return _("{key} is missing from {table}").format(key=quoted(loc[-1]), table=_dotted(loc[:-1]))


def _dotted(loc: Sequence[str | int]) -> str:
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text[:80] or _("the table")
