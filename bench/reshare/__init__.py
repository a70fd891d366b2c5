"""Whether pictures are found again after they were shared: recall, false matches, time."""
