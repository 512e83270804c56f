"""What many battles came to, as pages in Markdown for those who make the game."""
