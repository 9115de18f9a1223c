"""What the actions of the table do, a group a file; each calls one use case and says what came of it."""
