"""One running game, campaigns, reports and measurements; no screen. Imports `core`, `scenario` and `ai`."""
