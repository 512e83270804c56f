"""Whether the parts of a state that was read from a file fit one another and its scenario, so that play can trust them.

Each check is about one part. A state that the rules made passes all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from khalkhin.core.model.state import GameState
from khalkhin.translation import N_, _

OTHER_UNITS = N_("The snapshot has other units than the scenario; its order of battle has changed.")


class SnapshotError(ValueError):
    """A snapshot that does not fit its scenario, or is no snapshot. The message is a sentence."""


def check_state(state: GameState) -> None:
    """Run every check. Raises: SnapshotError with the first thing that does not fit."""
    for check in CHECKS:
        check(state)


def _whole_order_of_battle(state: GameState) -> None:
    if [u.spec.id for u in state.units] != [s.id for s in state.scenario.order_of_battle]:
        raise SnapshotError(_(OTHER_UNITS))


def _turn_of_the_calendar(state: GameState) -> None:
    if state.turn > len(state.scenario.calendar):
        raise SnapshotError(
            _("The snapshot is of turn {turn}, which the scenario does not have.").format(turn=state.turn)
        )


def _units_stand(state: GameState) -> None:
    """Units have the steps to be where they are, and share a hex only with whom they may."""
    for unit in state.units:
        if unit.suppressed > unit.steps or (unit.on_map and unit.steps < 1):
            raise SnapshotError(_("The snapshot's figures for {name} make no sense.").format(name=unit.spec.name))
        if unit.store >= len(state.stores):
            raise SnapshotError(
                _("In the snapshot, {name} is fed from a store that is not there.").format(name=unit.spec.name)
            )
        if unit.job is not None and unit.hex not in state.scenario.board.hexside_hexes(unit.job.hexside):
            raise SnapshotError(_("In the snapshot, {name} works at a hexside far away.").format(name=unit.spec.name))
    for indices in state.at.values():
        here = [state.units[i] for i in indices]
        kinds = [u.spec.type.stack for u in here if not u.is_column]
        if len({u.side for u in here}) > 1 or len(set(kinds)) < len(kinds):
            raise SnapshotError(
                _("In the snapshot, {name} shares its hex with whom it may not.").format(name=here[0].spec.name)
            )


def _crossings_in_place(state: GameState) -> None:
    for hexside, crossing in state.crossings.items():
        if crossing.hexside != hexside:
            raise SnapshotError(
                _("In the snapshot, the crossing {name} lies at two hexsides.").format(name=crossing.name)
            )


def _places_of_the_scenario(state: GameState) -> None:
    """Sources, depots, airfields and objectives are those of the scenario, in its order; dumps come after them."""
    scenario = state.scenario
    stores = [(s.name, s.hex, True) for s in scenario.sources] + [(d.name, d.hex, False) for d in scenario.depots]
    if [(s.name, s.hex, s.is_source) for s in state.stores[: len(stores)]] != stores:
        raise SnapshotError(_("The snapshot has other sources and depots than the scenario."))
    if any(s.is_source for s in state.stores[len(stores) :]):
        raise SnapshotError(_("The snapshot has a source that the scenario does not have."))
    # A field may have been given another name since.
    if [f.hex for f in state.airfields] != [f.hex for f in scenario.airfields]:
        raise SnapshotError(_("The snapshot has other airfields than the scenario."))
    if len(state.holdings) != len(scenario.objectives):
        raise SnapshotError(_("The snapshot has other objectives than the scenario."))


def _sightings_of_these_units(state: GameState) -> None:
    sides = {s.id for s in state.scenario.sides}
    count = len(state.units)
    if set(state.sightings) != sides:
        raise SnapshotError(_("The snapshot does not tell what each side sees."))
    for seen in state.sightings.values():
        if len(seen.levels) != count or any(i >= count for i in seen.ghosts):
            raise SnapshotError(_("The snapshot's sightings are for other units."))
    for side, losses in state.losses.items():
        if any(i >= count or state.units[i].spec.side == side for i in losses):
            raise SnapshotError(_("The snapshot's sightings are for other units."))


def _an_outcome_for_both(state: GameState) -> None:
    sides = {s.id for s in state.scenario.sides}
    if state.outcome is not None and not (set(state.outcome.points) == set(state.outcome.grades) == sides):
        raise SnapshotError(_("The snapshot does not tell how the battle ended for each side."))


def _choices_of_the_timeline(state: GameState) -> None:
    asked = {e.id for e in state.scenario.timeline if e.answers}
    if not asked.issuperset(state.pending) or len(set(state.pending)) < len(state.pending):
        raise SnapshotError(_("In the snapshot, a choice waits that the scenario does not have."))


CHECKS: tuple[Callable[[GameState], None], ...] = (
    _whole_order_of_battle,
    _turn_of_the_calendar,
    _units_stand,
    _crossings_in_place,
    _places_of_the_scenario,
    _sightings_of_these_units,
    _an_outcome_for_both,
    _choices_of_the_timeline,
)
