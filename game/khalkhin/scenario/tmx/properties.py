"""Custom properties of Tiled, made plain: values checked, members of classes lifted to their owner."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tmx.xmltree import Node
from khalkhin.translation import _

#: Property types whose values are kept as text.
TEXTS = ("string", "color", "file", "object")


Plain = dict[str, str | int | float | bool]


def plain_properties(owner: Node, report: Report, where: str, file: str) -> Plain:
    """The properties of an element by name. A property of a class lends its members to the owner; one whose name the
    owner or another class has as well stays with its class, as ``class.member``."""
    own: Plain = {}
    members: list[tuple[str, str, str | int | float | bool]] = []
    for holder in owner.all("properties"):
        for node in holder.all("property"):
            _add(node, own, members, "", report, where, file)
    names = Counter(name for _, name, _ in members)
    for path, name, value in members:
        lent = name not in own and names[name] == 1
        own.setdefault(name if lent else f"{path}.{name}", value)
    return own


def _add(
    node: Node,
    own: Plain,
    members: list[tuple[str, str, str | int | float | bool]],
    path: str,
    report: Report,
    where: str,
    file: str,
) -> None:
    """Take in a property: one of the owner's own, or a member of the class at `path`."""
    name, kind = node.get("name"), node.get("type", "string")
    here = f"{file}:{node.line}{where}"
    if not name:
        report.error(here, _("a property has no name"), _("name it or remove it"))
        return
    if kind == "class":
        for holder in node.all("properties"):
            for member in holder.all("property"):
                _add(member, own, members, f"{path}.{name}" if path else name, report, where, file)
        return
    value = _value(kind, node.attrs.get("value", node.text))
    if value is None:
        known = kind in (*TEXTS, "int", "float", "bool")
        report.error(
            here,
            _("the property {name} is {value}, which is no {kind}").format(
                name=quoted(name), value=quoted(node.get("value")), kind=kind[:20]
            )
            if known
            else _("the property {name} has the type {kind}, which is not read").format(
                name=quoted(name), kind=quoted(kind)
            ),
            _("set it again in Tiled") if known else _("make it a string or a number"),
        )
    elif path and not any((path, name) == member[:2] for member in members):
        members.append((path, name, value))
    elif path or name in own:
        report.error(here, _("the property {name} is given twice").format(name=quoted(name)), _("remove one of them"))
    else:
        own[name] = value


def _value(kind: str, text: str) -> str | int | float | bool | None:
    try:
        if kind in TEXTS:
            return text
        if kind == "bool":
            return {"true": True, "false": False}.get(text)
        if kind == "int" and len(text) < 12:
            return int(text)
        if kind == "float" and math.isfinite(float(text)):
            return float(text)
    except ValueError:
        pass
    return None


def write_properties(owner: Element, properties: Mapping[str, str | int | float | bool], **own: str | int) -> None:
    """Write properties under names that pytmx cannot take for its own."""
    named: dict[str, str | int | float | bool] = {f".{k}": v for k, v in properties.items()}
    named |= {f":{k}": v for k, v in own.items()}
    if not named:
        return
    holder = SubElement(owner, "properties")
    for name, value in named.items():
        kind = {bool: "bool", int: "int", float: "float"}.get(type(value), "string")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        SubElement(holder, "property", {"name": name, "type": kind, "value": text})
