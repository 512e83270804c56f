"""Changes of files: by bytes, by words, by the tree of an XML file, by the tree of a JSON or TOML value."""

from __future__ import annotations

import base64
import copy
import datetime
import gzip
import json
import re
import struct
import tomllib
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from xml.etree import ElementTree

Value = Any

#: Texts that have hurt somebody somewhere.
WORDS = (
    "", " ", "0", "-1", "1", "2", "7", "1e9", "1e308", "nan", "inf", "-0.0", "0x10", "99999999999", "4294967295", "0.5",
    "true", "[]", "{}", "ü", "é", "日本", "\U0001f600", "..", "../..", "/", "\\", "//server/share/x", "/etc/hosts",
    "../../secret.tsx", "file:///etc/x", "\t", "\n", "<", "&", '"', "'", "x" * 5000, "soviet", "japanese", "Unit",
    "River", "units", "places", "terrain", "base64", "zlib", "gzip", "ru-24", "1,1", "0,0 16,28", "0,0", "map", "id",
    "class", "\x1b[2J", "\u202e", "\u009b", "\u2028", "\ufeff", "%s%n", "[/]", "$x$", "human", "staff", "$", "\u0000",
    "۳", "²", "+1", "1_000", " 1", "true ", "TRUE",
)  # fmt: skip
#: The same for JSON.
VALUES: tuple[Value, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 5, 7, 47, 48, 99, 287, 288, 400, 401, 10**6, 2**31, 2**63, -(2**63) - 1, 10**18,
    10**30, 0.0, 0.5, -1.5, 1e308, float("inf"), float("nan"), [], {}, [[]], [0], [1, 2], {"": 0}, "\ud800", *WORDS,
)  # fmt: skip
#: Bytes that have hurt somebody somewhere.
BYTES = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xc3", b"<", b"{", b"[", b'"', b"\n")


def some_bytes(data: bytes, random: Random) -> bytes:
    """Bits flipped, bytes cut out, doubled or put in."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        at = random.randrange(len(out) + 1)
        match random.randrange(5):
            case 0 | 1 if at < len(out):
                out[at] ^= 1 << random.randrange(8)
            case 2:
                del out[at : at + random.choice((1, 4, 64, 4096))]
            case 3:
                out[at:at] = random.choice(
                    (b"\0", b"\xff", b"\xed\xa0\x80", b"\xc3", b"<", b"{", b"[", b'"', b"\n")
                ) * random.choice((1, 9, 999))
            case _:
                out[at:at] = out[at : at + random.choice((2, 32, 1024))]
    return bytes(out)


def some_words(text: str, random: Random) -> str:
    """A word, tag or text in quotes replaced, dropped, doubled or moved; a line lost or doubled."""
    if random.random() < 0.2:
        lines = text.splitlines(keepends=True)
        if lines:
            at, other = random.randrange(len(lines)), random.randrange(len(lines))
            lines[at:at] = lines[other : other + random.choice((1, 1, 5, 30))]
            if random.random() < 0.5:
                del lines[other]
        return "".join(lines)
    spans = [m.span() for m in re.finditer(r"[\w.-]+|<[^>]*>|\"[^\"\n]*\"|\[|\]|\n", text)]
    if not spans:
        return text + random.choice(WORDS)
    start, end = random.choice(spans)
    begin, past = random.choice(spans)
    new = random.choice((random.choice(WORDS), "", text[start:end] * random.choice((2, 50)), text[begin:past]))
    if text[start] == '"' and random.random() < 0.8:
        new = json.dumps(new.strip('"'), ensure_ascii=False)
    return text[:start] + new + text[end:]


# ---------------------------------------------------------------- XML


def xml(text: str, random: Random) -> str:
    """An element or an attribute of a tree changed; what is no XML is changed by its words, and what is thousands of
    elements deep is harm enough as it is."""
    try:
        return _xml(text, random)
    except RecursionError:
        return text


def _xml(text: str, random: Random) -> str:
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, UnicodeEncodeError):
        return some_words(text, random)
    parents = {child: parent for parent in root.iter() for child in parent}
    every = list(root.iter())
    node, other = random.choice(every), random.choice(every)
    match random.randrange(9):
        case 0:
            _attribute(node, other, random)
        case 1 | 2:
            named = [e for e in every if e.attrib]
            if named:
                _attribute(random.choice(named), other, random)
        case 3 if node in parents:
            parents[node].remove(node)
        case 4 if node in parents:
            for _ in range(random.choice((1, 1, 3, 200))):
                parents[node].append(copy.deepcopy(node))
        case 5 if node is not root and other not in set(node.iter()):
            parents[node].remove(node)
            other.append(node)
        case 6:
            node.tag = random.choice((other.tag, "group", "objectgroup", "properties", "x"))
        case 7:
            _data(every, random)
        case _:
            _property(node, random)
    return ElementTree.tostring(root, encoding="unicode")


def _attribute(node: ElementTree.Element, other: ElementTree.Element, random: Random) -> None:
    names = list(node.attrib) or ["name"]
    name = random.choice(names)
    match random.randrange(5):
        case 0:
            node.attrib.pop(name, None)
        case 1 if other.attrib:
            node.set(name, random.choice(list(other.attrib.values())))
        case 2:
            node.set(
                random.choice((*names, "class", "type", "id", "gid", "template", "rotation", "visible")), _safe(random)
            )
        case 3:
            node.set(name, _number(node.get(name, ""), random))
        case _:
            node.set(name, _safe(random))


def _number(text: str, random: Random) -> str:
    try:
        number = float(text)
    except ValueError:
        return _safe(random)
    changed = random.choice((number + 1, number - 1, -number, number * 1000, number / 3, number + 0.5))
    return str(int(changed)) if changed.is_integer() else repr(changed)


def _safe(random: Random) -> str:
    """A text that XML can hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "?", random.choice(WORDS))


def _data(every: list[ElementTree.Element], random: Random) -> None:
    """Layer data of any kind, mostly of the right length."""
    layers = [e for e in every if e.tag == "data"]
    if not layers:
        return
    node = random.choice(layers)
    count = max(1, (node.text or "").count(",") + random.choice((1, 1, 1, 0, 2, -5)))
    gids = [
        random.choice((0, 1, 2, 3, 9, 10, 0x80000001, 0xFFFFFFFF)) if random.random() < 0.1 else 1 for _ in range(count)
    ]
    raw = struct.pack(f"<{len(gids)}I", *gids)
    match random.randrange(4):
        case 0:
            node.text = ",".join(map(str, gids))
        case 1:
            node.attrib.update(encoding="base64", compression="zlib")
            node.text = base64.b64encode(zlib.compress(raw * random.choice((1, 1, 100_000)))).decode()
        case 2:
            node.attrib.update(encoding="base64", compression="gzip")
            node.text = base64.b64encode(gzip.compress(raw)).decode()
        case _:
            node.attrib.update(encoding="base64")
            node.attrib.pop("compression", None)
            node.text = base64.b64encode(raw).decode()


def _property(node: ElementTree.Element, random: Random) -> None:
    holder = node.find("properties")
    if holder is None:
        holder = ElementTree.SubElement(node, "properties")
    kind = random.choice(("string", "int", "float", "bool", "color", "file", "object", "class", "x"))
    made = ElementTree.SubElement(holder, "property", {"name": _safe(random), "type": kind, "value": _safe(random)})
    if kind == "class":
        _property(made, random)


# ---------------------------------------------------------------- JSON


def places(value: Value, at: tuple[Value, ...] = ()) -> Iterator[tuple[Value, ...]]:
    """Paths of everything inside a JSON value, itself first."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from places(inner, (*at, i))


def json_value(value: Value, random: Random) -> Value:
    """A copy of a JSON value with something inside it changed, lost, doubled or exchanged."""
    out = copy.deepcopy(value)
    paths = list(places(out))
    path = random.choice(paths)
    if not path:
        return random.choice(VALUES) if random.random() < 0.05 else out
    holder = out
    for step in path[:-1]:
        holder = holder[step]
    key, here = path[-1], holder[path[-1]]
    match random.randrange(7):
        case 0:
            holder[key] = random.choice(VALUES)
        case 1 | 2 | 3:
            holder[key] = _like(here, random)
        case 4:
            del holder[key]
        case 5 if isinstance(holder, list):
            holder[key:key] = [copy.deepcopy(here) for _ in range(random.choice((1, 1, 300)))]
        case _:
            other = out
            for step in random.choice(paths):
                other = other[step]
            holder[key] = copy.deepcopy(other) if len(str(other)[:10_001]) < 10_000 else None
    return out


def _like(value: Value, random: Random) -> Value:
    match value:
        case bool():
            return not value
        case int():
            return random.choice((value + 1, value - 1, -value, value * 1000, ~value, random.randrange(-10, 500)))
        case str():
            return random.choice((value + "x", value[:-1], value.upper(), random.choice(WORDS), value * 40))
        case list() if value:
            return random.choice((value[:-1], value[1:], value[::-1], [*value, value[0]]))
        case _:
            return random.choice(VALUES)


Change = Callable[[Value, Random], Value]


# ---------------------------------------------------------------- TOML


def toml(text: str, random: Random) -> str:
    """A value in a table changed as in JSON, and the table written anew; what is no table is changed by its words."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return some_words(text, random)
    changed = json_value(table, random)
    if not isinstance(changed, dict):
        return some_words(text, random)
    return "".join(f"{json.dumps(str(key))} = {in_toml(value)}\n" for key, value in changed.items())


def in_toml(value: Value) -> str:
    """A value as TOML writes it in a line; what TOML has no word for is an empty text."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case list():
            return "[" + ", ".join(map(in_toml, value)) + "]"
        case dict():
            return "{ " + ", ".join(f"{json.dumps(str(k))} = {in_toml(v)}" for k, v in value.items()) + " }"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case _:
            return '""'
