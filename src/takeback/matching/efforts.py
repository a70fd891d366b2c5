"""How hard a query is searched, 0 to 3: limits, and what they rest on."""

HARDEST = 3
# By effort, of `python -m bench.reshare`: copies found, in per cent, mean over its families of
# re-sharing; milliseconds a query against 10,000 listed pictures, one thread, the median; matches
# among 21 million pairs of unrelated pictures, half of them made into screenshots and collages.
FOUND_PERCENT = (58, 74, 78, 93)
MILLISECONDS = (18, 34, 59, 139)
FALSE_MATCHES = (0, 0, 0, 0)
LIMIT = 31  # bits; what both recipes say of looking up

# An entry that was met is the whole answer when the part of the query that met it is this large;
# a smaller part may be one tile of a collage, so the search goes on for the others.
WHOLE_ANSWER = 0.5  # of the query's area

# Refining. Of a list of 10,000 thousands of fingerprints come within 90 bits; what tells copies
# from them is the weighted distance, in which coarse structure counts more: three in four copies
# that can be refined start at 94 or less, nineteen in twenty at 132 or less.
START_LIMIT = 96
START_WEIGHTED = 148
MOST_CANDIDATES = 48  # of one effort; bounds the work
MOST_OF_AN_ENTRY = 2

# Accepting, in bits. Chosen on photographs and on drawings on white, the hardest: a disc is like
# any other disc. The fewer parts can be compared, the better must they and the refined view agree.
REFINED_LIMIT = 60
VERIFIED_LIMIT = 50.0
# The least mean quality of what the query shows, the least parts compared, and the most that the
# refined distance and the verification may come to together. Where the query is busy, agreeing
# means more: of copies 95 in a hundred have 87 and more, of drawings that were taken for each other
# nearly all less.
TOGETHER_LIMITS = (
    (90.0, 16, 80.0),
    (90.0, 8, 78.0),
    (90.0, 4, 62.0),
    (90.0, 2, 44.0),
    (0.0, 8, 45.0),
    (0.0, 4, 30.0),
)
BETTER_SHARE = 0.6  # of the parts that are compared: what is covered or cut off does not count
# What a plain look-up met is given up when so many parts are so far from what the query shows.
ENOUGH_TO_REFUTE, REFUTED_ABOVE = 4, 90.0
# A picture that looks like its own mirror image or turn has little to be told by: a disc, a cross.
# Of 81 photographs the most alike is 70 bits from itself, of a hundred one is under 84.
SYMMETRIC = 80
LEAST_CELLS = 15  # of the 26; the others are too plain. Photographs have 17 and more
# What has little to be told by must agree in many parts and nearly exactly.
WEAK_LEAST_COMPARED, WEAK_TOGETHER_LIMIT = 8, 20.0
# A copy is shown as a rectangle, or nearly so when a screen was photographed: of copies one in a
# hundred has a corner more than 6.4 degrees off, or opposite sides more than 1.11 to 1.
MOST_SKEW_DEGREES = 12.0
MOST_TAPER = 1.2

# Of the LISTED clip's frames, this share must be found in the query: how long the query is plays no
# part, so a known clip inside a long video is found. Copies reach 0.88 to 1, other videos 0:
# docs/reference/vpdq-1.md has the figures.
CLIP_SHARE = 0.6
