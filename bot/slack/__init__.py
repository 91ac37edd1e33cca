"""Slack: the conversation where agency leads already are, and what managers see of an audit there."""

NOT_SET_UP = "There is no bot token. Set S11_SLACK_BOT_TOKEN."
