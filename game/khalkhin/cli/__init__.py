"""The commands: a module each, and the entry that picks one. May import every room.

A command's module is imported when it is asked for, and the window only by the commands that need it.
"""

from khalkhin.cli.entry import main

__all__ = ["main"]
