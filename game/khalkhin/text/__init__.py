"""What people read that is not on the screen. Imports `core` and `play`; never the window."""
