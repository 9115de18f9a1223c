"""Text, spans and selections: the standard library only, pure functions, no input or output."""
