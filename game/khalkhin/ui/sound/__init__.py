"""What is to be heard: effects, what surrounds the player, the score. It knows no scene; scenes say what they want."""
