"""What we write back: figures, reports, reminders, digests."""
