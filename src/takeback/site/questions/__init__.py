"""The guided questions: one a page, from a door to the answers somebody can check.

In: one answer at a time, by a plain form. Out: answers in the visitor's own sealed cookie. The
promise: an answer that no longer applies does not count, going back loses none, and none of them
is stored anywhere else.
"""
