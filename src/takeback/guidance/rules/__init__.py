"""The rules, one file a subject: each a small function from facts to a step, or to none.

In: facts. Out: a step, a warning, or nothing. The promise: a rule cites its sources, says where it
holds and when it must be read again, never writes text, and never calls another rule.
"""
