"""Files of texts: read, checked against what is written, and chosen by the languages that are wanted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from khalkhin.foreign_text import control_in, quoted
from khalkhin.formats import TEXTS
from khalkhin.scenario.formats import upgraded
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.tables.toml_models import Model, Table, parse, read_table
from khalkhin.scenario.texts.sentences import BESIDE, LONG, Sentence
from khalkhin.scenario.tmx.path_sandbox import Roots
from khalkhin.translation import _, preferred

#: A language as files are called by it: de, pt-BR, zh_TW.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})?")
#: The most files of texts that one scenario has.
MOST = 40
_FILE = re.compile(r"texts\.(.+)\.toml")
_PLACE = re.compile(r"\{[^{}]*\}")

Written = Annotated[str, Field(max_length=LONG.most)]


class TextRow(Model):
    """A text as it is `written` and in the language of the file; `before` is what it was translated from, if that was
    something else, and one that is `gone` is written no more."""

    written: Written
    text: Written = ""
    before: Written = ""
    gone: bool = False


class TextsTable(Model):
    format: int
    texts: dict[Annotated[str, Field(min_length=1, max_length=200)], TextRow] = Field(default_factory=dict)


def file_of(folder: Path, language: str) -> Path:
    """The file of the texts in a language."""
    return folder / f"texts.{language}.toml"


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that a folder has texts in."""
    return tuple(name for name, _path in _files(folder) if LANGUAGE.fullmatch(name))


def chosen(folder: Path, own: str) -> str:
    """Of the languages that a folder has texts in, the one to be used; empty for the texts as they are written, which
    are in the language `own`."""
    there = {_plain(name): name for name in languages(folder)}
    for wanted in map(_plain, preferred()):
        for name in (wanted, wanted.partition("-")[0]):
            if name in there:
                return there[name]
            if name == _plain(own):
                return ""
    return ""


def _plain(language: str) -> str:
    return language.replace("_", "-").lower()


def _files(folder: Path) -> list[tuple[str, Path]]:
    try:
        found = sorted(p for p in folder.iterdir() if _FILE.fullmatch(p.name))
    except OSError:
        return []
    return [(found_[1], path) for path in found if (found_ := _FILE.fullmatch(path.name))]


def read_rows(path: Path, report: Report) -> tuple[Table, TextsTable] | None:
    """A file of texts as it is; None and issues if it has faults."""
    table = read_table(path, report)
    table = None if table is None else upgraded(table, TEXTS, report)
    rows = None if table is None else parse(TextsTable, table, report)
    return None if table is None or rows is None else (table, rows)


def read_texts(
    folder: Path,
    roots: Roots,
    ask: Callable[[], Mapping[str, Sentence]] | None,
    own: str | Callable[[], str],
    report: Report,
    beside: str = "",
) -> Mapping[str, str]:
    """Read and check all texts in a folder, as far as there is something written to compare them with, which is asked
    for if there are any; what is to be said instead of it, by key. Those of a table that lies `beside` a scenario begin
    with that word of :data:`BESIDE`; the scenario's are all others. `own` is the language that they are written in, or
    asked for it if there are any."""
    found = _files(folder)
    if not found:
        return {}
    written = None if ask is None else ask()
    wanted = chosen(folder, own if isinstance(own, str) else own())
    # What is wrong with the files themselves is told once: of the scenario, if there is one.
    first = not beside or not (folder / "scenario.toml").is_file()
    out: Mapping[str, str] = {}
    for n, (language, path) in enumerate(found):
        if not LANGUAGE.fullmatch(language) or n >= MOST:
            if first:
                _strange(path, n, report)
            continue
        of_files = report if first else Report()
        if roots.own(folder.resolve(), path.name, of_files, _("the file of texts")) is None:
            continue
        read = read_rows(path, of_files)
        if read is None:
            continue
        if written is None:
            report.unexamined(_("whether the texts in {file} fit").format(file=quoted(path.name)))
            continue
        texts = _fitting(read[0], _concerning(read[1], folder, beside), written, report)
        if language == wanted:
            out = texts
    return out


def _concerning(rows: TextsTable, folder: Path, beside: str) -> Mapping[str, TextRow]:
    """Of all rows of a file those that concern the table `beside` a scenario, or all others, for the scenario. Where
    there is no scenario, all concern the one table."""
    if beside:
        alone = not (folder / "scenario.toml").is_file()
        return {key: row for key, row in rows.texts.items() if alone or key.startswith(beside)}
    others = tuple(word for word, name in BESIDE.items() if (folder / name).is_file())
    return {key: row for key, row in rows.texts.items() if not key.startswith(others)}


def text_of(folder: Path, own: str, key: str) -> str:
    """One text in the language that is wanted, without looking at the rest; empty where it is as it is written."""
    language = chosen(folder, own)
    read = read_rows(file_of(folder, language), Report()) if language else None
    row = None if read is None else read[1].texts.get(key)
    return "" if row is None or row.gone else row.text.strip()


def _strange(path: Path, n: int, report: Report) -> None:
    if n >= MOST:
        report.error(
            shown(path), _("it has texts in more than {most} languages").format(most=MOST), _("take out some of them")
        )
        return
    report.warning(
        shown(path),
        _("it is not read: no language is called like that"),
        _("name it after a language, such as texts.de.toml or texts.pt-BR.toml"),
    )


def _fitting(
    table: Table, rows: Mapping[str, TextRow], written: Mapping[str, Sentence], report: Report
) -> dict[str, str]:
    """The texts of a file that can be said; what is wrong with the others is told."""
    out: dict[str, str] = {}
    anew = _("`khalkhin texts` brings the file up to date and keeps what is translated")
    for key, row in rows.items():
        where = table.where("texts", key)
        sentence = written.get(key)
        if sentence is None:
            if not row.gone:
                told = _("nothing is written under the key {key}").format(key=quoted(key))
                report.warning(where, told, report.hint(key, written).text if written else anew, kind=told)
            continue
        if not row.text.strip():
            continue
        if fault := _fault(key, row.text, sentence):
            report.error(where, *fault)
            continue
        if row.before or row.written.strip() != sentence.written.strip():
            report.warning(
                where,
                _("{key} has been written anew since it was translated").format(key=quoted(key)),
                _("mend its text and take out the line `before`") if row.before else anew,
                kind=_("texts in {file} that were written anew").format(file=quoted(table.path.name)),
            )
        out[key] = row.text.strip()
    report.untranslated(table.name, sum(key not in out for key in written), len(written))
    return out


def _fault(key: str, text: str, sentence: Sentence) -> tuple[str, str] | None:
    """Why a text cannot stand for what is written, with a cure."""
    room, text = sentence.room, text.strip()
    if control_in(text, lines=room.lines):
        return _("{key} has several lines").format(key=quoted(key)), _("write it in one")
    if len(text) > room.most:
        told = _("{key} is {n} characters long").format(key=quoted(key), n=len(text))
        return told, _("the most is {n}").format(n=room.most)
    wanted, there = (Counter(_PLACE.findall(each)) for each in (sentence.written, text))
    if lost := sorted((wanted - there).elements()):
        return (
            _("{key} lacks {places}").format(key=quoted(key), places=", ".join(lost)),
            _("write it where its words belong: the game puts something there"),
        )
    if odd := sorted((there - wanted).elements()):
        told = _("{key} has {places}, which is not in what is written").format(key=quoted(key), places=", ".join(odd))
        return told, _("take it out, or mend its name")
    return None
