"""A scenario that is edited while its battle is played: seeing that its files changed, reading them again, and what
becomes of the position."""
