"""What happened, in words and pictures: the log and the playback."""
