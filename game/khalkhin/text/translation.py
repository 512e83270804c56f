"""The language of the texts. Every sentence is English in the source and goes through one of these functions.

Sentences that stand in a table are marked there with :func:`N_` or :func:`plural`, which leave them as they are, and
put into the language when they are said, with :func:`_` or :func:`counted`. A tool that collects messages needs the
keywords ``_``, ``N_``, ``ngettext:1,2`` and ``plural:1,2``.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass

_language = gettext.NullTranslations()


def use(language: gettext.NullTranslations) -> None:
    """Say everything from now on in a language; `NullTranslations()` is the English of the source."""
    global _language
    _language = language


def _(message: str) -> str:
    """A message in the language of the texts."""
    return _language.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Of two messages the one that goes with a number, in the language of the texts."""
    return _language.ngettext(one, many, number)


def N_(message: str) -> str:
    """Mark a message in a table; it is put into the language when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Plural:
    """A message of a table that depends on a number."""

    one: str
    many: str


def plural(one: str, many: str) -> Plural:
    """Mark a message in a table that depends on a number."""
    return Plural(one, many)


def counted(message: str | Plural, number: int) -> str:
    """A message of a table in the language of the texts; `number` chooses its form, if it has more than one."""
    if isinstance(message, Plural):
        return ngettext(message.one, message.many, number)
    return _(message)
