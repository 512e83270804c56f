"""What happened, as values. Imports `model` only."""
