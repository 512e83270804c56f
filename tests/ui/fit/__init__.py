"""The test of fit: every screen at every size of window and text, measured on the picture that the player sees."""
