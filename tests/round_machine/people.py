"""Who takes part in a walked round: the agencies and their people, three partnerships and their managers."""

import re

KEY, SECOND, LAST, US = "small", "second", "last", "audit@anytown.example"
APART = "north"  # the partnership whose letters leave from an address of its own
ASKED = (f"s11 invite {KEY}", "post:")  # as most rounds begin
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
QUESTIONNAIRE = """\
A fresh audit 2026,,,
No,Question,Rating,Comments
1,Leadership,,
1.1,Does a named person lead on safeguarding children?,,
1.2,Are all staff trained in safeguarding children?,,
2,Listening,,
2.1,How do you hear what children say?,,
"""
SAID_LAST_YEAR = """\
agency,question,prompt,value
CSC,1.1,rating,2
CSC,1.1,text,Ann leads zebra90011.
CSC,1.2,yes_no,yes
CSC,1.2,rating,0
CSC,1.2,text,Half are trained zebra90012.
CSC,2.1,text,Children told us zebra90021.
GPS,1.1,rating,1
GPS,1.2,yes_no,no
GPS,1.2,rating,N/A
GPS,1.3,yes_no,no
GPS,2.1,text,We hear them zebra91021.
GPS,2.4,rating,2
TRU,1.1,rating,X
TRU,1.2,yes_no,yes
TRU,1.2,rating,2
TRU,1.2,text,All are trained zebra92012.
"""
UNSENT_LAST_YEAR = """\
agency,question,prompt,value
SCH,1.1,rating,2
SCH,2.1,text,The gates are new zebra93021.
"""
OF_LAST_YEAR = {  # whose words of then, and at which question
    each[-1]: (each[0], each[1])
    for each in re.findall(r"^(\w+),([\d.]+),text,.*(zebra\d+)", SAID_LAST_YEAR + UNSENT_LAST_YEAR, re.MULTILINE)
}
ASKING = """\
[[partnership]]
key = "{key}"
name = "The {name} Partnership"
digest = {{ every = "{every}", to = ["board@{key}.example"]{channel} }}
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


def asking(key: str, every: str) -> str:
    """The partnership in partnerships.toml."""
    manager, email, user = MANAGERS[OF[key]]
    channel = ', slack_channel = "CEAST"' if key == "east" else ""
    return ASKING.format(
        key=key, name=key.title(), manager=manager, email=email, user=user, channel=channel, every=every
    )
