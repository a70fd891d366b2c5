"""From what somebody could say to what they can do, in order, with reasons.

In: facts, each said or not said. Out: a plan: steps in the order to do them, each with the rules
that gave it and the sources those rules rest on, and the words for it. The promise: danger comes
first, nobody is told to look at, keep or pass on the picture, and what was not said is never taken
for "no".
"""
