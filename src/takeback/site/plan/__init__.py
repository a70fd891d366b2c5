"""The plan as a visitor sees it: now, today, this week; on the page, on paper, in a calendar.

In: the answers of this visit. Out: steps with their words, reasons and routes, and which of them
are done. The promise: it leaves nothing behind unless somebody asks for it.
"""
