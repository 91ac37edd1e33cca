"""A channel of files in folders, for tests: what a new channel needs, and nothing else. It stands on faces alone."""
