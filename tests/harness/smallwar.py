"""A small battle that two people play with orders chosen by dice, for harnesses that break files while it is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from khalkhin.core import legal_orders
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.orders.orders import EndTurn
from khalkhin.play.campaign.campaign import Progress
from khalkhin.play.session.journal import Record, read, replay
from khalkhin.play.session.session import HUMAN, Session

from tests.narrow import the
from tests.scenarios import small_scenario

BOTH = {"soviet": HUMAN, "japanese": HUMAN}
UNDO = "undo"


def scenario(turns: int = 12) -> Scenario:
    """Two small sides on steppe."""
    units = [
        ("s", "rifle-regiment", "soviet", (1, 1)),
        ("t", "tank-brigade", "soviet", (2, 1)),
        ("j", "jp-infantry-regiment", "japanese", (5, 2)),
        ("k", "jp-recon", "japanese", (6, 4)),
    ]
    return small_scenario(
        rows=["........"] * 6, units=units, sources=[("soviet", (0, 0)), ("japanese", (7, 5))], turns=turns
    )


def give(session: Session, dice: Random) -> str:
    """Give an order, or take one back; its text. Raises: JournalError if it is refused for its file."""
    if session.undo_reason() is None and dice.random() < 0.2:
        session.undo()
        return UNDO
    orders = legal_orders(session._state)
    order = EndTurn() if dice.random() < 0.15 or len(orders) < 2 else dice.choice(orders)
    session.submit(order)
    return str(order)


def texts(record: Record) -> list[str]:
    """The orders of a journal as :func:`give` tells them."""
    return [UNDO if e.undo else the(e.order) for e in record.entries if e.undo or e.order is not None]


def faults(path: Path, accepted: list[str], scenario: Scenario) -> list[str]:
    """What is wrong with a journal that must hold these orders first of all and make sense to its end."""
    record = read(path)
    written = texts(record)
    out = []
    if record.damage:
        out.append(record.damage)
    lost = next((n for n, order in enumerate(accepted) if n >= len(written) or written[n] != order), len(accepted))
    if lost < len(accepted):
        out.append(f"{path}: {len(accepted) - lost} accepted orders lost from {accepted[lost]!r} on")
    for _ in replay(record, scenario):
        pass
    return out


def named(number: int) -> Callable[[Progress], Progress]:
    """A change of a campaign: its battle's journal has this number for a name."""
    return lambda now: replace(now, journal=str(number))
