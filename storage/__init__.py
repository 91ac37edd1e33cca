"""What was said: the record, its evidence, and backups of both."""
