"""Fingerprints in force, and what partners answered about them.

In: fingerprints with a random `origin`, partners' answers. Out: entries, pages of what changed,
feedback rows that `cases` reads. The promise: nothing here can tell whose picture an entry is;
only `cases` can resolve an `origin`, and a withdrawn entry keeps no fingerprint.
"""
