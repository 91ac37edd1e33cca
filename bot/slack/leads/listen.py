"""What the app listens to from leads. Each is put on the disk, acknowledged, and worked off in its person's lane."""

import re
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.slack import views
from bot.slack.api import (
    JSON,
    VIA,
    Live,
    Opening,
    PostTray,
    ShowHome,
    Worked,
    delivered,
    file_source,
    form_source,
    is_in_modal,
    pressed,
    source_of,
    unpacked,
)
from bot.slack.leads.work_off import WorkOff
from bot.slack.views import DO, FORM, LOOK, PICK, SAY, Carried, ShownAnswers

COMMAND = "/s11"
PRESSES = re.compile(rf"^({SAY}|{DO}|{FORM}|{LOOK}|{PICK})(:|$)")
HEARD = {None, "file_share", "thread_broadcast", "message_changed", "message_deleted"}


@dataclass
class Listeners:
    """The listeners of one app: what they hear is on the disk before Slack hears "ok"."""

    tray: PostTray
    work: WorkOff
    show_home: ShowHome

    def register(self, app: App) -> None:
        app.event("message")(self.message)
        app.event("file_shared")(self.file_shared)
        app.event("app_home_opened")(self.home_opened)
        app.command(COMMAND)(self.command)
        app.action(PRESSES)(self.pressed)
        app.view(views.FILL)(self.saved)
        app.view(re.compile(rf"^({re.escape(views.LOADING)}|{re.escape(views.READ)})$"))(lambda ack: ack())
        self.tray.kinds |= {
            "message": Worked(self.work.message, self.work.give_up),
            "file": Worked(self.work.file, self.work.give_up),
            "command": Worked(self.work.command, self.work.give_up),
            "press": Worked(self.work.press, self.work.give_up),
            "form": Worked(self.work.form, self.work.last_form),
        }

    def message(self, ack: Ack, event: JSON) -> None:
        inner = event.get("message") or event.get("previous_message") or event
        user, subtype = str(inner.get("user") or ""), event.get("subtype")
        if event.get("channel_type", "im") != "im" or inner.get("bot_id") or not user or subtype not in HEARD:
            ack()
            return
        at = (inner.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        mark = {"message_changed": f"/{at}", "message_deleted": "/deleted"}.get(subtype or "", "")
        self.tray.take_in(f"{source_of(event['channel'], inner['ts'])}{mark}", user, "message", {"event": event})
        ack()
        self.tray.go_on(user)

    def file_shared(self, ack: Ack, event: JSON) -> None:
        user, channel = str(event.get("user_id") or ""), str(event.get("channel_id") or "")
        if user and channel.startswith("D"):
            file_id = event.get("file_id") or (event.get("file") or {}).get("id")
            shared = {"user": user, "channel": channel, "file_id": file_id}
            self.tray.take_in(f"{file_source(file_id)}/shared", user, "file", shared)
        ack()
        self.tray.go_on(user)

    def home_opened(self, ack: Ack, event: JSON) -> None:
        ack()
        if event.get("tab", "home") == "home":
            user, posting = str(event["user"]), self.work.stage.posting
            self.tray.lanes.do(user, lambda: posting.publish(user, self.show_home(user)))

    def command(self, ack: Ack, body: JSON) -> None:
        user = str(body["user_id"])
        self.tray.take_in(f"{VIA}:command:{body['trigger_id']}", user, "command", {"body": delivered(body)})
        ack() if str(body.get("channel_name")) == "directmessage" else ack("I have written to you in our messages.")
        self.tray.go_on(user)

    def pressed(self, ack: Ack, body: JSON, action: JSON) -> None:
        carried = Carried.read(unpacked(action.get("value")))
        if carried is None:
            ack()
            return
        came, _ = pressed(body, action)
        kind = str(action["action_id"]).partition(":")[0]
        opens = kind in (FORM, LOOK) or (kind == SAY and carried.has_form)
        live = Live(Opening() if opens else None)
        is_new = self.tray.take_in(came.source, came.user, "press", {"body": delivered(body), "action": action}, live)
        ack()
        if is_new and live.opening is not None:
            self.work.stage.open(live.opening, body, on_top=is_in_modal(body))
        self.tray.go_on(came.user)

    def saved(self, ack: Ack, body: JSON) -> None:
        """It waits a little for its errors, which are shown in the form with all that was typed."""
        view = body["view"]
        if ShownAnswers.read(str(view.get("private_metadata") or "")) is None:
            ack()
            return
        self.tray.hear_form(ack, form_source(view, view["state"]["values"]), body, "form", views.loading())
