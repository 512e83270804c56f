"""Sentences go through the translation as a tool that collects them, and a language that is changed, can bear."""

from __future__ import annotations

import ast
import gettext
import re
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from khalkhin import paths, translation
from khalkhin.translation import N_, Pseudo, _, counted, ngettext, plural

from tests import house

#: Functions that give a message in the language: they wait until it is shown. Marks may stand anywhere.
IMPORT = "from khalkhin.translation import N_, _, counted, ngettext, plural"
SAID, MARKED = frozenset({"_", "ngettext", "counted"}), frozenset({"N_", "plural"})


class _Calls(ast.NodeVisitor):
    """Calls of the translation's functions, and whether each stands in a function."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self.found: list[tuple[ast.Call, str, bool]] = []
        self._late = 0

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if (node.module or "").endswith(".translation"):
            self._names |= {name.name for name in node.names} & (SAID | MARKED)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        """Defaults and decorators are worked out when the function is made."""
        early = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        early += [] if isinstance(node, ast.Lambda) else node.decorator_list
        for part in early:
            self.visit(part)
        self._late += 1
        late: Sequence[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else node.body
        for step in late:
            self.visit(step)
        self._late -= 1

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in self._names:
            self.found.append((node, node.func.id, self._late > 0))
        self.generic_visit(node)


@cache
def _calls(source: str) -> tuple[tuple[ast.Call, str, bool], ...]:
    calls = _Calls()
    calls.visit(ast.parse(source))
    return tuple(calls.found)


def breaches(sources: Mapping[str, str]) -> Iterator[str]:
    """Messages that are said too early, or that no tool could collect."""
    for module, source in sources.items():
        if module == translation.__name__:
            continue
        for call, name, late in _calls(source):
            where = f"{module}:{call.lineno}"
            if name in SAID and not late:
                yield f"{where}: {name} is called when the module is imported; mark the message with N_"
            messages = call.args[:2] if name in ("ngettext", "plural") else call.args[:1]
            for message in messages:
                if isinstance(message, ast.JoinedStr | ast.BinOp):
                    yield f"{where}: {name} is given a text that is put together; name places in it and use format"
                elif not (isinstance(message, ast.Constant) and isinstance(message.value, str)):
                    if name not in ("_", "counted") or (isinstance(message, ast.Call) and not _looked_up(message)):
                        yield f"{where}: {name} is not given one text as it stands"
                elif not message.value.strip():
                    yield f"{where}: {name} is given an empty text, which means the catalogue's own head"


def _looked_up(call: ast.Call) -> bool:
    """Whether a call takes a marked message from a table: `TABLE.get(code, N_("…"))`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "get"


def test_messages_can_be_collected_and_said_in_any_language() -> None:
    assert list(breaches(house.house())) == []


@pytest.mark.parametrize(
    ("source", "breach"),
    [
        ("A = _('Fire')", "m:2: _ is called when the module is imported; mark the message with N_"),
        ("def f(a=_('Fire')): pass", "m:2: _ is called when the module is imported; mark the message with N_"),
        (
            "class A:\n b = ngettext('a', 'b', 1)",
            "m:3: ngettext is called when the module is imported; mark the message",
        ),
        ("def f(n): return _(f'{n} guns')", "m:2: _ is given a text that is put together; name places in it and use"),
        ("A = N_('a' + 'b')", "m:2: N_ is given a text that is put together; name places in it and use format"),
        ("def f(): return _(g())", "m:2: _ is not given one text as it stands"),
        ("A = N_(B)", "m:2: N_ is not given one text as it stands"),
        ("def f(n): return ngettext(A, 'b', n)", "m:2: ngettext is not given one text as it stands"),
        ("def f(): return _('')", "m:2: _ is given an empty text, which means the catalogue's own head"),
    ],
)
def test_each_breach_is_found(source: str, breach: str) -> None:
    (found,) = breaches({"m": f"{IMPORT}\n{source}"})
    assert found.startswith(breach)


@pytest.mark.parametrize(
    "source", ["A = N_('Fire')", "def f(): return _(A)", "f = lambda: _('Fire')", "def f(): return _(A.get(1, 2))"]
)
def test_what_is_right_is_let_be(source: str) -> None:
    assert list(breaches({"m": f"{IMPORT}\n{source}"})) == []


def messages() -> Iterator[tuple[str, str]]:
    """All messages of the game and where they stand."""
    for module, source in house.house().items():
        for call, name, _late in _calls(source):
            for message in call.args[: 2 if name in ("ngettext", "plural") else 1]:
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    yield f"{module}:{call.lineno}", message.value


def test_places_in_messages_have_names() -> None:
    """Another language puts them in another order."""
    for where, message in messages():
        for _text, place, _spec, _conversion in string.Formatter().parse(message):
            assert place is None or (place and not place.isdigit()), (where, message)


def test_no_message_stands_with_a_plural_and_without() -> None:
    """A catalogue has one entry for a message, which has a plural or has none."""
    alone: set[object] = set()
    counted_ones: set[object] = set()
    for source in house.house().values():
        for call, name, _late in _calls(source):
            if isinstance(call.args[0], ast.Constant):
                (counted_ones if name in ("ngettext", "plural") else alone).add(call.args[0].value)
    assert alone & counted_ones == set()


def test_the_pseudo_locale_leaves_no_letter_and_no_place_out() -> None:
    for where, message in messages():
        said = Pseudo().gettext(message)
        places = [p for _text, p, _spec, _conversion in string.Formatter().parse(message) if p is not None]
        assert [p for _text, p, _spec, _conversion in string.Formatter().parse(said) if p is not None] == places, where
        assert said.startswith("«") and said.endswith("»")
    assert Pseudo().gettext("Fire {n:+d} <b>now</b> &amp; [bold]then[/bold]") == (
        "«Ƒïïŕéé {n:+d} <b>ñööŵ</b> &amp; [bold]ţĥééñ[/bold]»"
    )


@pytest.fixture
def english_again() -> Iterator[None]:
    yield
    translation.use(gettext.NullTranslations())


@pytest.mark.usefixtures("english_again")
def test_what_is_marked_is_said_in_the_language_of_the_moment() -> None:
    fire, guns = N_("Fire"), plural("{n} gun", "{n} guns")
    assert (_(fire), counted(guns, 1), counted(guns, 2), ngettext("gun", "guns", 2)) == (
        "Fire",
        "{n} gun",
        "{n} guns",
        "guns",
    )
    translation.use(Pseudo())
    assert (_(fire), counted(guns, 1), counted(guns, 2)) == ("«Ƒïïŕéé»", "«{n} ğüüñ»", "«{n} ğüüñš»")


@pytest.mark.usefixtures("english_again")
def test_the_environment_names_the_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "assets_dir", lambda: tmp_path)
    folder = tmp_path / "languages" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "khalkhin.mo").write_bytes(catalogue({"Fire": "Feuer"}))
    for name, said in (("xx", "Feuer"), ("pseudo", "«Ƒïïŕéé»"), ("en", "Fire"), ("", "Fire")):
        monkeypatch.setenv(translation.VARIABLE, name)
        translation.begin()
        assert _("Fire") == said
    monkeypatch.setenv(translation.VARIABLE, "yy")
    with pytest.raises(LookupError, match=r"no texts in the language 'yy'.*languages, or pseudo\."):
        translation.begin()


def catalogue(texts: Mapping[str, str]) -> bytes:
    """The bytes of a compiled catalogue."""
    rows = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **texts}.items())
    head, body, places = 28, b"", []
    start = head + 16 * len(rows)
    for pair in zip(*rows, strict=True):
        for text in pair:
            data = text.encode()
            places.append((len(data), start + len(body)))
            body += data + b"\0"
    numbers = [0x950412DE, 0, len(rows), head, head + 8 * len(rows), 0, 0, *(n for place in places for n in place)]
    return b"".join(n.to_bytes(4, "little") for n in numbers) + body


#: Where what players, modders and whoever types a command read is said.
SPEAKING = ("cli", "play", "scenario", "text", "ui", "foreign_text", "formats", "regular_files")
#: What only developers read: the log of other processes, a page made of docstrings, and files for makers of maps, which
#: are in English as the documentation is.
DEVELOPERS = (
    "khalkhin.play.processes.",
    "khalkhin.scenario.timeline.reference",
    "khalkhin.scenario.making.explained",
    "khalkhin.scenario.making.first_battle",
    "khalkhin.scenario.making.reference",
    "khalkhin.scenario.making.templates",
    "khalkhin.scenario.making.tmx_writer",
)
#: Texts that nobody reads as a sentence, or that stay as they are in every language.
KEPT = (
    re.compile(r"drafts do not stay|is no unit of the scenario|no answer in \{\} seconds|khalkhin: \{\}"),  # faults
    re.compile(r"no order in \{\} seconds|the command was: \{\}|at work on the thread \{\}"),  # the log
    re.compile(r"\nbody\{.*", re.DOTALL),  # a sheet of styles
    re.compile(r"\nimport .*|\^\(\.\*\).*", re.DOTALL),  # a program, and a pattern of Python's own words
    re.compile(r"khalkhin [a-z]+( --[a-z]+)?|--[a-z]+( \{\})?|-m|json|khalkhin \{\}"),  # words of a command line
    re.compile(r"Growth|West road|East road|Bridge \{\}|\{\} depot \{\}"),  # a made-up battle
    re.compile(r"<\?xml .*"),  # how files of Tiled begin
    re.compile(r"(: tile|object|: terrain|\{\}:\{\}: terrain)( \{\}| )?"),  # places in files
)
#: Two words beside each other, or a word beside what is filled in.
_ENGLISH = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}|\{\}[,:;]? [a-z]{2,}|[a-z]{2,}[,:]? \{\}")
_WORD = re.compile(r"[A-Za-z]{2,}")
_TAG = re.compile(r"</?[a-z!][^<>]*>")
#: Functions whose texts are shown as they are, so that a single word counts too; parameters that are shown.
SHOWING = frozenset({"say", "complain", "print_table", "Failure", "Misuse", "Issue", "Hint", "add_task"})
METHODS = frozenset({"add_task"})
SHOWN = frozenset({"help", "description", "epilog", "title"})
#: Exceptions that only programmers are told of; in models of tables, a `ValueError` is what a modder reads.
FAULTS = frozenset({"ValueError", "RuntimeError", "KeyError", "TypeError", "Unreadable"})


def unsaid(sources: Mapping[str, str]) -> Iterator[str]:
    """English in the rooms that speak to people which does not go through the translation: texts of two words or more
    that stand in no call of it, and single words that are shown. Docstrings, logs and errors of programmers are left
    aside."""
    for module, source in sources.items():
        room = module.split(".")[1] if "." in module else ""
        if room in SPEAKING and not module.startswith(DEVELOPERS):
            faults = FAULTS - {"ValueError"} if room == "scenario" else FAULTS
            for line, text, shown in _plain(ast.parse(source), faults):
                bare = _TAG.sub("", text)
                if (_WORD if shown else _ENGLISH).search(bare) and not any(kept.fullmatch(text) for kept in KEPT):
                    yield f"{module}:{line}: {text!r} does not go through the translation"


def _plain(node: ast.AST, faults: Collection[str], shown: bool = False) -> Iterator[tuple[int, str, bool]]:
    """Texts outside calls of the translation, with their lines and whether they are shown as they are; what is filled
    in stands as {}."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in SAID | MARKED:
            return
        case ast.Call(func=ast.Name(id="_names" | "_said")):  # words of Tiled's files, of tables and of Python's parser
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logfile"))):
            return
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in faults:
            return
        case ast.Expr(value=ast.Constant()) | ast.Assert():
            return
        case ast.Call(func=func, args=args, keywords=keywords):
            name = func.id if isinstance(func, ast.Name) else ""
            if isinstance(func, ast.Attribute) and func.attr in METHODS:
                name = func.attr
            yield from _plain(func, faults)
            for arg in args:
                yield from _plain(arg, faults, name in SHOWING)
            for keyword in keywords:
                yield from _plain(keyword.value, faults, keyword.arg in SHOWN)
            return
        case ast.Subscript() | ast.Compare():
            shown = False
        case ast.JoinedStr(values=values):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
            yield node.lineno, text, shown
            for value in values:
                if isinstance(value, ast.FormattedValue):
                    yield from _plain(value.value, faults, shown)
            return
        case ast.Constant(value=str(text)):
            yield node.lineno, text, shown
    for child in ast.iter_child_nodes(node):
        yield from _plain(child, faults, shown)


def test_nothing_is_said_to_players_past_the_translation() -> None:
    assert list(unsaid(house.house())) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 'The guns are ready.'",
        "def f(n): return f'{n} guns'",
        "raise JournalError(f'Cannot write {path}.')",
        "x = f'<p>{head} of the battle</p>'",
        "x = Line('to the map', _('Back'))",
        "x = f'{key} is {value}'",
    ],
)
@pytest.mark.parametrize("room", SPEAKING)
def test_english_past_the_translation_is_found(source: str, room: str) -> None:
    assert len(list(unsaid({f"khalkhin.{room}.a": source}))) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("cli", "print_table(_('Losses'), ('side', _('lost')), rows)"),
        ("cli", "parser.add_argument('--seed', help='dice')"),
        ("cli", "bar.add_task('battles', total=3)"),
        ("cli", "raise Failure('stopped.')"),
        ("scenario", "raise ValueError('has no end — give one')"),
        ("scenario", "report.error(where, 'it is gone', _('add it'))"),
    ],
)
def test_what_commands_and_checks_show_is_found_too(room: str, source: str) -> None:
    assert len(list(unsaid({f"khalkhin.{room}.a": source}))) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""The guns of it."""',
        "x = N_('The guns are ready.')",
        "def f(n): return ngettext('{n} gun', '{n} guns', n).format(n=n)",
        "log.info('it was begun: %s', x)",
        "raise ValueError('no such hex')",
        "x = f'<p class=\"dim\">{text}</p>'",
        "print_json({'lost': n})",
        "say(row['side'])",
        "raise Misuse(told.format(side=side))",
    ],
)
def test_what_goes_through_it_or_to_programmers_is_let_be(source: str) -> None:
    assert list(unsaid({"khalkhin.ui.a": source})) == []
