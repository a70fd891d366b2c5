"""Looking up over HTTP: how many requests and fingerprints a second, ours and a peer's."""
