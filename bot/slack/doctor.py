"""Whether Slack would let the app work: its token, its scopes, and the way Slack reaches it."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from slack_sdk.errors import SlackClientError

from bot.slack.api import failure
from bot.slack.app import Reach, web_client

SCOPES = frozenset({"chat:write", "commands", "files:read", "files:write", "im:history", "im:write"})


class SlackFinding(NamedTuple):
    """One thing looked at, and how to mend it."""

    what: str
    state: Literal["ok", "warn", "fail"]
    says: str
    mend: str = ""


def check(reach: Reach) -> Iterator[SlackFinding]:
    """Ask Slack; nothing is posted."""
    if not reach.bot_token:
        return
    try:
        who = web_client(reach.bot_token, reach.api_url).auth_test()
    except (SlackClientError, OSError) as error:
        yield SlackFinding("slack", "fail", str(failure(error)), "See docs/slack.md.")
        return
    yield SlackFinding("slack", "ok", f"The app is {who.get('user')} in {who.get('team')}.")
    yield from _scopes(str((who.headers or {}).get("x-oauth-scopes") or ""))
    yield _way(reach)


def _scopes(given: str) -> Iterator[SlackFinding]:
    """Scopes too few, or more than it needs; some stand-ins do not tell."""
    has = {each.strip() for each in given.split(",") if each.strip()}
    missing, more = sorted(SCOPES - has), sorted(has - SCOPES)
    if has and missing:
        yield SlackFinding(
            "slack scopes", "fail", f"Missing: {', '.join(missing)}.", "Install the app from the manifest."
        )
    elif more:
        yield SlackFinding("slack scopes", "warn", f"More than it needs: {', '.join(more)}.", "Take them away.")
    elif has:
        yield SlackFinding("slack scopes", "ok", "All that it needs, and no more.")


def _way(reach: Reach) -> SlackFinding:
    if not reach.app_token:
        if reach.signing_secret:
            return SlackFinding("slack way in", "ok", "HTTP mode: requests signed by Slack.")
        told = "Slack has no way to reach the app."
        return SlackFinding("slack way in", "fail", told, "Set S11_SLACK_APP_TOKEN, or S11_SLACK_SIGNING_SECRET.")
    try:
        web_client(reach.app_token, reach.api_url).apps_connections_open(app_token=reach.app_token)
    except (SlackClientError, OSError) as error:
        return SlackFinding("slack way in", "fail", str(failure(error)), "Check S11_SLACK_APP_TOKEN.")
    return SlackFinding("slack way in", "ok", "Socket Mode opens.")
