"""Long measurements of what the game promises, each a module to be run by itself; small samples of them are tests."""
