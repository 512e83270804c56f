"""Computer players: a side's view in, an order out. Imports `core` only.

``make("staff")`` is the opponent, ``"staff-easy"`` and ``"staff-hard"`` the same with a narrower and a wider search;
``make("random")`` gives any legal order; ``"idle"``, ``"flee"``, ``"greedy"`` and ``"cutter"`` have one simple idea
each, to measure the staff by; other packages may bring more. A player is asked for one order at a time until it answers
with the end of the turn, and may be given any view: nothing it keeps is needed to go on from a save.
"""

from khalkhin.ai.players import NoPlayer, Player, close_turn, make, names

__all__ = ["NoPlayer", "Player", "close_turn", "make", "names"]
