"""Khalkhin Gol 1939, a hex wargame. The rules are in :mod:`khalkhin.core`; start the program with ``khalkhin``."""

__version__ = "0.1.0"
