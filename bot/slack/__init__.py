"""Slack: the conversation where agency leads already are, and what managers see of an audit there."""
