"""The Ray engine on real clusters of this machine, with workers and nodes that are lost."""
