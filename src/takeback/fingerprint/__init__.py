"""A comparable value: what a recipe makes of a picture or a file.

In come decoded pixels, or the digits somebody else computed; out go fingerprints, which know how
far they are from each other. Promise: the same pixels give the same bits as in the visitor's
browser, and no fingerprint is shown whole by accident.
"""
