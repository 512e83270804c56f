"""What the player is about to do: selection, drafts, plans, what may be chosen. No pygame, no rule of its own."""
