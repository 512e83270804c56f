"""What a player intends for a unit beyond its next order: marches over several turns, and holding. Kept beside the
battle, of which the rules know nothing; may import `core` and the kinds of fields in files."""
