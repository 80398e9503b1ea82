"""A small table to fill in, its key, and answers that are all right: for the tests of tables and of their widget."""

LAYOUT = """\
title = "Who says it?"
help = "Copy the words."

[[column]]
id = "source"
name = "Who?"
kind = "text"

[[column]]
id = "so"
name = "Is it so?"
kind = "choice"
choices = ["yes", "no", "unclear"]

[[column]]
id = "cards"
name = "Cards"
kind = "several"
choices = ["K1 The town's record", "K2 A newspaper", "K3 A poster"]

[[column]]
id = "sure"
name = "How sure?"
kind = "confidence"

[[row]]
id = "r1"
name = "The ferry"
text = "The captain said the ferry was full."

[[row]]
id = "s14"
article = "icpa-withdrawal"
sentence = "s14"

[[row]]
id = "r3"
text = "The mayor wrote that the pool was closed."

[[row]]
id = "r3-other"
text = "The cook wrote that the soup was cold."
instead_of = "r3"
"""
KEY = """\
row,column,accepted,near,why
r1,source,The captain|captain,,named
r1,so,yes,unclear,it was full
r1,cards,K1|K2,,both say so
s14,source,Michael Schmid,,named
s14,so,no,,
s14,cards,-,,none needed
r3,source,The mayor,,named
r3,so,unclear,,
r3,cards,K3,,the poster
r3-other,source,The cook,,named
r3-other,so,unclear,,
r3-other,cards,K3,,the poster
"""
RIGHT = {
    "r1": {"source": "The captain", "so": "yes", "cards": "K1"},
    "s14": {"source": "Michael Schmid", "so": "no"},
    "r3": {"source": "The mayor", "so": "unclear", "cards": "K3"},
}
