"""Who rules the air, and the missions flown under it."""
