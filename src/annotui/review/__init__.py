"""The use cases: what a reader does, without a screen and without files."""
