"""A state as plain JSON and back, exactly: ``decode(scenario, encode(state)).digest() == state.digest()``.

The fields of the state's own dataclasses say what is written and what is expected, so that a state never has a part
that a save forgets. What a snapshot says is checked before anybody plays on from it: each field by its kind
(:mod:`khalkhin.play.session.snapshot_fields`), and whether they fit one another and the scenario
(:mod:`khalkhin.play.session.snapshot_checks`).
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState, plain
from khalkhin.play.file_fields import first_fault
from khalkhin.play.session.snapshot_checks import OTHER_UNITS, SnapshotError, check_state
from khalkhin.play.session.snapshot_fields import NO_UNIT, Terms, line_reader
from khalkhin.translation import _


def encode(state: GameState) -> dict[str, Any]:
    """The state as JSON values. The scenario is not part of it."""
    return {name: plain(getattr(state, name)) for name in state.told()}


def decode(scenario: Scenario, data: Any) -> GameState:
    """The state of a snapshot. Raises: SnapshotError if it does not belong to this order of battle and map."""
    return decode_line(scenario, json.dumps({"snapshot": data}).encode())


def decode_line(scenario: Scenario, line: bytes) -> GameState:
    """The state of the snapshot in a line of a journal. Raises: SnapshotError."""
    try:
        read = line_reader().validate_json(line, strict=True, context=Terms.of(scenario))["snapshot"]
    except ValidationError as error:
        if any(fault["type"] == NO_UNIT for fault in error.errors(include_url=False, include_input=False)):
            raise SnapshotError(_(OTHER_UNITS)) from error
        raise SnapshotError(
            _("The snapshot is damaged, or not of this scenario: {place}.").format(place=first_fault(error))
        ) from error
    at: dict[int, tuple[int, ...]] = {}
    for unit in read["units"]:
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    state = GameState(scenario=scenario, at=at, **read)
    check_state(state)
    return state
