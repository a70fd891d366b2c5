"""Which listed entries are near a fingerprint? Asked by a partner, on the partner's own machine.

In: pages of the feed, and fingerprints of a copy. Out: a list file that is up to date, and the
entries within the recipe's limit. The promise: the search is exact, so nothing within the limit is
missed, and an entry that was withdrawn is gone from the file with the page that says so.
"""
