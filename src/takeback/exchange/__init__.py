"""The partner's door: what changed in the list, and the way to answer.

In: a partner's key, a cursor, answers. Out: pages of the feed as JSON, a receipt for each answer.
The promise: a request of a partner reaches the registry and nothing behind it; no case, no
visitor, no origin of an entry.
"""
