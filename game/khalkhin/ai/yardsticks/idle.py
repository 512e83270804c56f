"""A player that does nothing: what a battle comes to when one side lets it happen."""

from __future__ import annotations

from khalkhin.ai.yardsticks.common import SimplePlayer


class IdlePlayer(SimplePlayer):
    """Ends every turn."""


#: Found by this name in :data:`khalkhin.ai.players.OWN`.
player = IdlePlayer
