"""What the program can do besides opening a folder; also for whoever must know before the command line is taken apart."""

from __future__ import annotations

COMMANDS = {
    "export": "Annotations as JSONL on standard output.",
    "import": "Annotations from such JSONL.",
    "match": "Passages that occur more than once, as JSONL.",
    "list": "Annotations as plain text, for pipes and screen readers.",
    "stats": "Counts per article, label and reviewer; progress of the review.",
    "check": "Verify the tags and every place in the articles.",
    "init": "A commented annotui.toml with labels, ready to be edited.",
}
"""Each command and what the help says of it; the module of its name in `cli` is imported when it runs."""
