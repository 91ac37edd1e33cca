"""Letters we owe people because of what others wrote or decided."""

from intake.notices.decided import never_told, outstanding, take_back, tell, tell_open, template_of
from intake.notices.held import held_for
from intake.notices.ordered import (
    MOST_TRIES,
    PaperOrder,
    audits_meant,
    audits_of,
    call_off,
    fill,
    order_paper,
    papers_waiting,
    put_back,
    take_up,
)
from intake.notices.settled import MORE_TIME, NOT_ME, decide_pleas, tell_settled, writer_of
from intake.notices.shut import tell_shut
from intake.notices.stationery import NOTICE, Stationery, may_notify, notice, notice_stranger, reply, unused_key

__all__ = [
    "MORE_TIME",
    "MOST_TRIES",
    "NOTICE",
    "NOT_ME",
    "PaperOrder",
    "Stationery",
    "audits_meant",
    "audits_of",
    "call_off",
    "decide_pleas",
    "fill",
    "held_for",
    "may_notify",
    "never_told",
    "notice",
    "notice_stranger",
    "order_paper",
    "outstanding",
    "papers_waiting",
    "put_back",
    "reply",
    "take_back",
    "take_up",
    "tell",
    "tell_open",
    "tell_settled",
    "tell_shut",
    "template_of",
    "unused_key",
    "writer_of",
]
