"""The after-action report: figures from a journal, charts, the page."""
