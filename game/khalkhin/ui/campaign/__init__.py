"""The campaign's screens and its map of the theatre."""
