"""Help for when a private picture of somebody under 18 has been passed on.

Two flows explain the code. Answers become facts, a plan and words; a file on a device becomes a
fingerprint, a case, an entry, a partner's match, feedback, and news for whoever holds the case.
`docs/architecture.md` is the map.
"""
