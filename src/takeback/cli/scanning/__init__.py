"""Where files are -> one line a file: which entries of a list are in it.

Places come in lazily from folders, archives and object stores; an engine looks at them, in worker
processes here or on a Ray cluster; each file's line is kept once, however often a run is stopped.
"""
