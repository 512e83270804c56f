"""Sight, contacts, and the view: what one side may know. Imports `model`, `board`, `events`."""
