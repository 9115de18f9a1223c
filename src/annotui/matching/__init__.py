"""Near-identical passages and related sentences: pure functions over arrays, and the child process that runs them."""
