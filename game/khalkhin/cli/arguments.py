"""Kinds of values that options take, and what argparse says of its own (the usage, its headings, what is wrong with a
command line), in the language of the texts.

Python looks its messages up in catalogues of its own domain, by functions that stand in the module; ours take their
place.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.translation import N_, Plural, _, ngettext, plural

#: The messages of Python 3.11 and later that a command line can bring out, for those who collect messages.
MESSAGES: tuple[str | Plural, ...] = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    plural("expected %s argument", "expected %s arguments"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)


def path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError(_("name a scenario, or a folder of scenarios"))
    return Path(text)


def positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("{text} is not a whole number above 0").format(text=repr(text)))
    return number


def add_jobs(parser: argparse.ArgumentParser, usual: int) -> None:
    """The option of how many processes fight."""
    told = _("processes; the results are the same for any number")
    parser.add_argument("--jobs", type=positive, default=usual, help=told)


def add_first_seed(parser: argparse.ArgumentParser) -> None:
    """The option of the dice of a series' first battle."""
    told = _("the first battle's dice; the next have the next numbers")
    parser.add_argument("--seed", type=natural, default=1, help=told)


def zoom(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.25 <= number <= 2:
        raise argparse.ArgumentTypeError(_("{text} is not a number from 0.25 to 2").format(text=repr(text)))
    return number


def natural(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise argparse.ArgumentTypeError(_("{text} is not a whole number of at most 15 digits").format(text=repr(text)))
    return int(text)


def speak() -> None:
    """Let argparse say its messages by way of the translation."""
    vars(argparse).update(_=_said, ngettext=ngettext)


def _said(message: str | None) -> str | None:
    """A message, or the description that a group of arguments has not."""
    return _(message) if message else message
