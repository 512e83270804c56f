"""Kinds of values that options take."""

from __future__ import annotations

import argparse
from pathlib import Path

from khalkhin.translation import _


def path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError(_("name a scenario, or a folder of scenarios"))
    return Path(text)


def positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("{text} is not a whole number above 0").format(text=repr(text)))
    return number


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
