"""The after-action report in the window, and its pictures."""
