"""Files that versions of the game have written or come with, one of every kind and format before today's and at least
one of each kind: a scenario, a campaign, a journal, a campaign that is being played. They stay as they are."""
