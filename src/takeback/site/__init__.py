"""The visitor's door: the first pages, the fingerprint page, and the way back to a case.

In: fingerprints made on the visitor's own device, and six words. Out: pages that load only from
their own host and say nothing telling in a title or an address. The promise: no picture comes in
through this door, and every page can be left at once.
"""
