"""Orders: their classes and text forms, what may be ordered, and why not. Imports the rooms of the rules."""
