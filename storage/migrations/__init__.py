"""How a record of an earlier version is brought up to date."""
