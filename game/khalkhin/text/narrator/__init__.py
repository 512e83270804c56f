"""The narrator: events in words, for the window's log, the replay on a terminal and whoever else tells a battle.

:func:`khalkhin.text.narrator.narrator.tell` is the one way in; each family of events has a module of its own. It may
import core, play's dates and the other texts, never pygame.
"""
