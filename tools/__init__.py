"""Programs for whoever works on takeback; none of them is installed."""
