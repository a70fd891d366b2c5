"""Work that nobody waits for: the queue, what is due by the clock, and the worker that does both.

In: names of jobs. Out: calls of functions of `now`. The promise: a job enqueued in a transaction
runs if and only if that transaction is committed, and one failing job does not stop the others.
This package knows the names of jobs, and imports no package that has them.
"""
