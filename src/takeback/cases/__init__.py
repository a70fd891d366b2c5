"""A visitor's request: opened, looked at, withdrawn, erased, and what partners answered.

In: fingerprints with an age band; the six words of a code. Out: a code, shown once, and what the
holder of the code may see. The promise: all or nothing, and kept once said; only who holds the
code can open a case, and only `cases` can tell which entries belong to it.
"""
