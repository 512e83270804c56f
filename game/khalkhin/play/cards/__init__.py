"""What the menus know of a battle before it is loaded: cards of scenarios, and how the player fared.

May import core, scenario and storage; no pygame.
"""
