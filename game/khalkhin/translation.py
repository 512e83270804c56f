"""The language of what is said. Every sentence is English in the source and goes through one of these functions.

Sentences that stand in a table are marked there with :func:`N_` or :func:`plural`, which leave them as they are, and
put into the language when they are said, with :func:`_` or :func:`counted`. A tool that collects messages needs the
keywords ``_``, ``N_``, ``ngettext:1,2`` and ``plural:1,2``.

The environment variable ``KHALKHIN_LANGUAGE`` names the language, for this process and those it begins: one of the
catalogues in ``assets/languages``, or :data:`PSEUDO`, which shows what has been forgotten.
"""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import dataclass

from khalkhin import paths

#: The name of the language for developers.
PSEUDO = "pseudo"
#: The environment variable that names the language.
VARIABLE = "KHALKHIN_LANGUAGE"
#: The environment variable that names the language of scenarios' texts, for this process and those it begins, and what
#: it says if they are to be as they are written. Without it the system's own variables tell which languages are wanted.
TEXTS, AS_WRITTEN = "KHALKHIN_TEXTS", "-"
_SYSTEM = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_DOMAIN = "khalkhin"

_language = gettext.NullTranslations()


def use(language: gettext.NullTranslations) -> None:
    """Say everything from now on in a language; `NullTranslations()` is the English of the source."""
    global _language
    _language = language


def begin() -> None:
    """Use the language that the environment names, or English. Raises: LookupError with a sentence."""
    use(named(os.environ.get(VARIABLE, "")))


def named(name: str) -> gettext.NullTranslations:
    """A language by its name; English by none. Raises: LookupError with a sentence."""
    if name in ("", "en"):
        return gettext.NullTranslations()
    if name == PSEUDO:
        return Pseudo()
    folder = paths.assets_dir() / "languages"
    try:
        return gettext.translation(_DOMAIN, folder, [name])
    except OSError as error:
        text = _("There are no texts in the language {name}: {variable} names a folder of {folder}, or {pseudo}.")
        told = text.format(name=repr(name), variable=VARIABLE, folder=folder, pseudo=PSEUDO)
        raise LookupError(told) from error


def texts_in(name: str) -> None:
    """Show scenarios in a language from now on, :data:`AS_WRITTEN`, or (empty) as the system is set."""
    if name:
        os.environ[TEXTS] = name
    else:
        os.environ.pop(TEXTS, None)


def preferred() -> tuple[str, ...]:
    """The languages that scenarios' texts are wanted in, the dearest first; none for texts as they are written.

    The language of the game goes before that of the system; in the language for developers scenarios stay as they are.
    """
    chosen = os.environ.get(TEXTS, "")
    if chosen:
        return () if chosen == AS_WRITTEN else (chosen,)
    if own := os.environ.get(VARIABLE, ""):
        return () if own == PSEUDO else (own,)
    told = next(filter(None, (os.environ.get(name) for name in _SYSTEM)), "")
    names = (name.split(".")[0].split("@")[0] for name in told.split(":"))
    return tuple(name for name in names if name not in ("", "C", "POSIX"))


def language() -> str:
    """The code of the language, as pages of HTML give it: what its catalogue says, or English."""
    return _language.info().get("language") or "en"


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


class Pseudo(gettext.NullTranslations):
    """A language for developers: English with a mark on every letter, vowels twice, in angles, so that what has not
    gone through this module stands out, and so does what has no room for longer words. Places (in braces, or after a
    %), markup and entities stay as they are."""

    _KEPT = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[rs](?![a-z])|\[/?[a-z_ ]*\]|</?[a-zA-Z][^<>]*>|&#?\w+;")
    _LETTERS = str.maketrans(
        {
            plain: marked * 2 if plain in "aeiou" else marked
            for plain, marked in zip(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "áƀçďéƒğĥïĵķļṁñöƥɋŕšţüṽŵẋýžÁßÇĎÉƑĞĤÏĴĶĻṀÑÖƤɊŔŠŢÜṼŴẊÝŽ",
                strict=True,
            )
        }
    )

    def gettext(self, message: str) -> str:
        marked, at = [], 0
        for kept in self._KEPT.finditer(message):
            marked += [message[at : kept.start()].translate(self._LETTERS), kept.group()]
            at = kept.end()
        return f"«{''.join(marked)}{message[at:].translate(self._LETTERS)}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)
