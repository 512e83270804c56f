"""A position as a short text: a state, compressed by what it has in common with the beginning of its scenario.

Whoever unpacks it has the same scenario, and so the same beginning; a position of another version cannot be unpacked
with it, and says so.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import replace

from khalkhin.core import initial_state
from khalkhin.core.fog.sight import look
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import NOT_ARRIVED, UNKNOWN_STOCK, UNSEEN, GameState, Sightings
from khalkhin.play.session.snapshot import decode, encode
from khalkhin.play.session.snapshot_checks import SnapshotError
from khalkhin.translation import _

#: The largest position, unpacked, in bytes; and how much of the beginning the compressor looks back at.
MAX_BYTES, WINDOW = 400_000, 32_000


class Unpacked(ValueError):
    """A text that is no position of this scenario. The message is a sentence."""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _beginning(scenario: Scenario) -> bytes:
    return _json(encode(initial_state(scenario, 0, fog=False)))[-WINDOW:]


def letters(data: bytes) -> str:
    """Bytes as letters, digits, dashes and underlines."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_letters(text: str) -> bytes:
    """The bytes of such a text. Raises: Unpacked."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text, re.ASCII):
        raise Unpacked(_("it has signs that no code has"))
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unpacked(_("a letter of it is wrong or missing")) from error


def inflated(data: bytes, most: int, dictionary: bytes = b"") -> bytes:
    """What compressed data hold, of at most so many bytes. Raises: Unpacked."""
    reader = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
    try:
        out = reader.decompress(data, most)
    except zlib.error as error:
        raise Unpacked(_("it is damaged, or made with another version of the scenario")) from error
    if reader.unconsumed_tail or reader.unused_data or not reader.eof:
        raise Unpacked(_("it is larger than any, or cut off"))
    return out


def packed(state: GameState) -> str:
    """A state as a text. The dice and the fog are not part of it."""
    plain = replace(state, seed=0, fog=False)
    squeezer = zlib.compressobj(9, zdict=_beginning(state.scenario))
    return letters(squeezer.compress(_json(encode(plain))) + squeezer.flush())


def unpacked(text: str, start: GameState) -> GameState:
    """The state of a text, in the scenario of a beginning and with its dice. Raises: Unpacked."""
    data = inflated(from_letters(text), MAX_BYTES, _beginning(start.scenario))
    try:
        state = decode(start.scenario, json.loads(data))
    except (SnapshotError, RecursionError, ValueError) as error:
        raise Unpacked(str(error) if isinstance(error, SnapshotError) else _("it is no position")) from error
    return seen_anew(replace(state, seed=start.seed, fog=False))


def seen_anew(state: GameState) -> GameState:
    """A state whose sides see each other as they stand, and remember nothing."""
    unseen = {side.id: Sightings((0,) * len(state.units)) for side in state.scenario.sides}
    return look(replace(state, sightings=unseen, losses={}))[0]


def as_known(view: View) -> GameState:
    """A whole state of what a side knows: enemies that it has not made out are not there, and of the enemy's stores and
    the rest is taken what the scenario begins with."""
    state, scenario = view.state, view.state.scenario
    count = len(scenario.order_of_battle)
    units = tuple(replace(u, hex=NOT_ARRIVED) if u.hex == UNSEEN else u for u in state.units[:count])
    at: dict[int, tuple[int, ...]] = {}
    for unit in units:
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    stock = [*(s.stock for s in scenario.sources), *(d.stock for d in scenario.depots)]
    stores = tuple(
        replace(s, stock=stock[i] if i < len(stock) else 0) if s.stock == UNKNOWN_STOCK else s
        for i, s in enumerate(state.stores)
    )
    whole = replace(state, units=units, at=at, stores=stores, observer=None, fog=False)
    return seen_anew(whole)
