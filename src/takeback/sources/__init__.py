"""Every published statement, service, provider, law and figure that the pages rely on.

In: data files, one row each, with its publisher, its address, the day somebody last read it, how
sure we are and when to read it again. Out: frozen values. The promise: a row that is incomplete,
misspelt or of the wrong kind is refused by file, line, entry and reason, and never shown.
"""
