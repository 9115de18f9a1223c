"""The first text on the screen, before Textual is imported; what is here imports the standard library and the core only."""
