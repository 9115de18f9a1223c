"""annotui: a terminal reader for annotating several articles about the same story side by side."""

__version__ = "0.1.0"
