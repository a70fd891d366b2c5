"""What can be said of the benches without measuring."""
