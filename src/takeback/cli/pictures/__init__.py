"""Picture files of this machine: decoded as a person would see them, then fingerprinted."""
