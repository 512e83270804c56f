"""A file of texts for whoever translates: made, or brought up to date without losing what is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from khalkhin.formats import TEXTS
from khalkhin.scenario.issues import Report, ScenarioError
from khalkhin.scenario.texts.files import TextRow, file_of, read_rows
from khalkhin.scenario.texts.sentences import Sentence
from khalkhin.storage.whole import write_whole
from khalkhin.translation import N_, _

HEAD = N_("""\
# The texts of "{title}" in another language ({language}). What is `written` stands in the scenario's own files; write
# the same in this language as its `text`. What is left empty is shown as it is written.
# `before` is what a text was translated from, where it has been written anew since: mend the text and take
# that line out.
# What is {{in braces}} the game fills in; it must be in the text as well.
""")


@dataclass(frozen=True, slots=True)
class Count:
    """How many texts a file has, and of these: how many are new, written anew, not translated; how many are gone."""

    file: Path
    texts: int
    new: int
    changed: int
    missing: int
    gone: int


def update(folder: Path, language: str, title: str, written: Mapping[str, Sentence]) -> Count:
    """Write or renew the file of a language. Raises: ScenarioError if there is one that cannot be read; OSError."""
    path = file_of(folder, language)
    before: Mapping[str, TextRow] = {}
    if path.exists():
        report = Report()
        read = read_rows(path, report)
        if read is None:
            raise ScenarioError(report.finish())
        before = read[1].texts
    rows = renewed(before, written)
    write_whole(path, "".join(_file(title, language, rows)).encode())
    there = [row for key, row in rows.items() if key in written]
    return Count(
        path,
        len(there),
        sum(key not in before for key in written),
        sum(bool(row.before) for row in there),
        sum(not row.text.strip() for row in there),
        len(rows) - len(there),
    )


def renewed(before: Mapping[str, TextRow], written: Mapping[str, Sentence]) -> dict[str, TextRow]:
    """The rows of a file as they should be now. A text whose key is new is taken from one that said the same under a
    key that is gone; what is translated and belongs nowhere any more is kept at the end."""
    adrift = {row.written.strip(): key for key, row in before.items() if key not in written and row.text.strip()}
    out: dict[str, TextRow] = {}
    moved: set[str] = set()
    for key, sentence in written.items():
        now = sentence.written.strip()
        old = before.get(key)
        if (old is None or not old.text.strip()) and (from_ := adrift.get(now)):
            old = before[from_]
            moved.add(from_)
        if old is None or not old.text.strip():
            out[key] = TextRow(written=now)
        elif old.written.strip() == now:
            out[key] = TextRow(written=now, text=old.text.strip(), before=old.before.strip())
        else:
            first = old.before.strip() or old.written.strip()
            out[key] = TextRow(written=now, text=old.text.strip(), before="" if first == now else first)
    for key, row in before.items():
        if key not in written and key not in moved and row.text.strip():
            out[key] = TextRow(written=row.written.strip(), text=row.text.strip(), gone=True)
    return out


def _file(title: str, language: str, rows: Mapping[str, TextRow]) -> Iterator[str]:
    yield _(HEAD).format(title=title.replace('"', "'"), language=language)
    yield f"format = {TEXTS.today}\n"
    for key, row in rows.items():
        yield f"\n[texts.{_quoted(key)}]\n"
        yield "gone = true\n" if row.gone else ""
        yield f"written = {_value(row.written)}\n"
        yield f"before = {_value(row.before)}\n" if row.before else ""
        yield f"text = {_value(row.text)}\n"


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{plain}"'


def _value(text: str) -> str:
    """A text as TOML; one of several lines keeps them."""
    if "\n" not in text:
        return _quoted(text)
    plain = text.replace("\\", "\\\\").replace('"""', '""\\"').replace("\t", "\\t").replace("\r", "\\r")
    return f'"""\n{plain}{chr(92) + chr(10) if plain.endswith(chr(34)) else ""}"""'
