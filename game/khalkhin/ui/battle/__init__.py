"""The battle: its screen, its commands, what is shown of what happened."""
