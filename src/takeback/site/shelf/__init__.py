"""What to say tonight, how to tell somebody, and what helps before anything has happened.

In: nothing but which page is asked for. Out: pages of words with their sources. The promise: no
figure stands without its year, its country and who was asked.
"""
