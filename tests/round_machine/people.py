"""Who takes part in a walked round: the agencies and their people, three partnerships and their managers."""

KEY, SECOND, US = "small", "second", "audit@anytown.example"
AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east;west,Ann Lee,ann@csc.example,UANN,lead
CSC,Children's Social Care,council,east;west,Cy Moss,cy@csc.example,,deputy
SCH,High School,school,west,Bo Day,bo@sch.example,,lead
GPS,Hill Surgery,primary_care,north,Di Fox,di@gps.example,UDI,lead
GPS,Hill Surgery,primary_care,north,Ed Ray,ed@gps.example,,senior lead
YOT,Youth Justice,justice,north;east,Fay Orr,fay@both.example,UFAY,lead
TRU,Care Trust,council,east,Fay Orr,fay@both.example,UFAY,lead
"""
LATER = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
NEW,New Start,voluntary,north,Gil Poe,gil@new.example,,lead
"""
ASKING = """\
[[partnership]]
key = "{key}"
name = "The {name} Partnership"
digest = {{ every = "week", to = ["board@{key}.example"]{channel} }}
keep_letters = "2m"
keep_leavers = "1m"
[[partnership.managers]]
name = "{manager}"
email = "{email}"
slack_user = "{user}"
[[partnership.officers]]
name = "Olu Ade"
email = "olu@{key}.example"
role = "scrutineer"
[[partnership.priorities]]
key = "neglect"
name = "Children who live with neglect"
questions = ["1.2", "2"]
"""
MANAGERS = {"mo": ("Mo Shah", "mo@east.example", "UMO"), "pat": ("Pat Low", "pat@west.example", "UPAT")}
MANAGERS["una"] = ("Una Oak", "una@north.example", "UUNA")
OF = {"east": "mo", "west": "pat", "north": "una"}
IN_SLACK = {"ann": "UANN", "di": "UDI", "fay": "UFAY"}
MAIL = {row.split(",")[4].split()[0].lower(): row.split(",")[5] for row in (AGENCIES + LATER).splitlines()} | {
    "hal": "hal@csc.example"
}
DAEMON = """\
From: MAILER-DAEMON@mx.example
To: audit@anytown.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@mx.example>
Return-Path: <>

The address could not be reached. <{address}>: 550 5.1.1 user unknown
"""


def asking(key: str) -> str:
    """The partnership in partnerships.toml."""
    manager, email, user = MANAGERS[OF[key]]
    channel = ', slack_channel = "CEAST"' if key == "east" else ""
    return ASKING.format(key=key, name=key.title(), manager=manager, email=email, user=user, channel=channel)
