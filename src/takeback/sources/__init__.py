"""Every published statement and service that the pages rely on.

In: data files, one row a statement or service, each with its publisher, its address, the day
somebody last read it and how sure we are. Out: frozen values. The promise: a row that is
incomplete, misspelt or of the wrong kind is refused by file, entry and reason, and never shown.
"""
