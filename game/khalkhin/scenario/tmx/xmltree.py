"""Reading XML that may be hostile: every element with its line, within limits, without document types or entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report, shown
from khalkhin.scenario.tables.toml_models import read_text
from khalkhin.translation import _

MAX_DEPTH = 24
MAX_ELEMENTS = 100_000
MAX_BYTES = 12 << 20


@dataclass(slots=True)
class Budget:
    """What is left to read of all files of one map together."""

    elements: int = MAX_ELEMENTS
    bytes: int = MAX_BYTES


@dataclass(slots=True, eq=False)
class Node:
    """An element: its text is what stands directly inside it."""

    tag: str
    attrs: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""
    #: Whether the file ends, or is damaged, inside it.
    torn: bool = False

    def all(self, *tags: str) -> Iterator[Node]:
        return (c for c in self.children if c.tag in tags)

    def first(self, tag: str) -> Node | None:
        return next(self.all(tag), None)

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)


class _Refused(Exception):
    """The file is well formed but not one we read: message and cure."""


def read_xml(
    path: Path, limit: int, root: str, report: Report, what: str, budget: Budget, *, lenient: bool = False
) -> Node | None:
    """Read a file of at most `limit` bytes whose root element is `root`; None and an issue if that fails. If `lenient`,
    what stands before the place where a file is damaged is given, with the elements that are `torn` there."""
    text = read_text(path, min(limit, max(budget.bytes, 0)), report, what)
    if text is None:
        return None
    data = text.encode()
    budget.bytes -= len(data)
    reader = _Reader(budget)
    name = shown(path)
    try:
        reader.parser.Parse(data, True)
    except _Refused as refused:
        message, hint = refused.args
        report.error(f"{name}:{reader.parser.CurrentLineNumber}", message, hint)
        return None
    except expat.ExpatError as error:
        why, hint = _damage(reader, error, text)
        if reader.root is None or reader.root.tag == root:
            report.error(f"{name}:{error.lineno}", _("this is not XML: {why}").format(why=why), hint)
            if not lenient or reader.root is None:
                return None
            for node in (reader.root, *reader.open):
                node.torn = True
    assert reader.root is not None
    if reader.root.tag != root:
        report.error(
            f"{name}:{reader.root.line}",
            _("the file begins with <{found}>, not with <{root}>").format(found=reader.root.tag[:40], root=root),
            _("give {what} here").format(what=what),
        )
        return None
    return reader.root


def _damage(reader: _Reader, error: expat.ExpatError, text: str) -> tuple[str, str]:
    """What is wrong with a file that is no XML, and a cure."""
    again = _("save the map again in Tiled, or take an earlier copy of it")
    if not text.strip():
        return _("the file is empty"), again
    if not reader.open:
        return expat.errors.messages.get(error.code) or _("unreadable"), again
    inner = reader.open[-1]
    what = _("<{tag}> of line {line} is not closed").format(tag=inner.tag[:40], line=inner.line)
    if error.code in _ENDS or error.lineno > text.rstrip().count("\n") + 1:
        return _("the file breaks off, {what}").format(what=what), again
    if error.code == _MISMATCHED:
        return what, _("undo what was changed there by hand, or save the map again in Tiled")
    odd = _("there is an odd character in <{tag}> of line {line}").format(tag=inner.tag[:40], line=inner.line)
    return odd, _('write & as &amp;, < as &lt; and " as &quot; in texts, or save the map again in Tiled')


_MISMATCHED = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_ENDS = frozenset(
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)


class _Reader:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.root: Node | None = None
        self.open: list[Node] = []
        self.texts: list[list[str]] = []
        # The text has been decoded already: whatever the file claims of its encoding, expat is given UTF-8.
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise _Refused(
                _("the encoding is {encoding}").format(encoding=quoted(encoding)),
                _("save the file with UTF-8 encoding"),
            )

    def _doctype(self, *given: object) -> None:
        raise _Refused(_("there is a document type, which map files have no use for"), _("remove the <!DOCTYPE>"))

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        self.budget.elements -= 1
        if self.budget.elements < 0:
            raise _Refused(
                _("there are more than {most} elements in all").format(most=MAX_ELEMENTS), _("make the map simpler")
            )
        if len(self.open) >= MAX_DEPTH:
            raise _Refused(
                _("elements are nested more than {most} deep").format(most=MAX_DEPTH), _("make the file flatter")
            )
        node = Node(tag, attrs, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.texts.append([])

    def _text(self, text: str) -> None:
        if self.texts:
            self.texts[-1].append(text)

    def _end(self, tag: str) -> None:
        node = self.open.pop()
        node.text = "".join(self.texts.pop())
