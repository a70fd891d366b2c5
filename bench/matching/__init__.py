"""Lists of realistic and of random fingerprints, and how fast and how exactly they are searched."""
