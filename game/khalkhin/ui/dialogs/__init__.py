"""Paper dialogs, menus and terms that every room of the window puts up. Imports `widgets`, scenes and destinations."""
