"""The commented `annotui.toml` that a corpus can start with: the standard labels, and what every setting means."""

from __future__ import annotations

from .file import OWN_FILE, SHARED_FILE
from .label import COLORS, LONGEST_NAME, STANDARD, TAKEN, Label
from .parameters import RANGES


def _range(name: str) -> str:
    return "{} to {}".format(*RANGES[name])


_HEAD = f"""\
# {SHARED_FILE}: what can be tagged, and how articles are compared. It belongs to the corpora beside this folder
# and to all who read them; annotui reads it when it starts. Without [[labels]] the labels are the four below.
#
# Each label has its own [[labels]], in the order in which they are shown:
#
# name       What stands in every annotation, at most {LONGEST_NAME} characters. Needed. Annotations that were made
#            under another name keep that one.
# key        The key that tags. Needed. One character, or a name such as insert, f5 or ctrl+t.
# color      {", ".join(COLORS)}, or a value such as "#ff8800".
#            Otherwise the first of these names that no label has.
# letter     One character that marks it in the gutter, so that it is seen without colour too.
#            Otherwise the first letter of the name. Not {" ".join(TAKEN)}: the gutter says something else with these.
# guideline  When to use it; shown where it is tagged. A text in three quotation marks may have many lines.
#
# No two labels may have the same name, key or letter, and no key may do something else as well.
"""

_TAIL = f"""
# How closely the articles are compared. Each number follows from how many articles there are, unless it is given:
#
#   [matching]
#   seed = 4           words in a row that two passages have to share to be compared at all ({_range("seed")})
#   neighbours = 32    how often such words may occur until each place is compared with the next four alone ({_range("neighbours")})
#   shortest = 10      equal words that two passages have at least, unless they are whole sentences ({_range("shortest")})
#
# A smaller seed finds more, and takes longer.

# ---------------------------------------------------------------------------------------------------------
# What each reader wants differently is not set here, but in a file of their own for all corpora:
#
#   $XDG_CONFIG_HOME/annotui/{OWN_FILE}, otherwise ~/.config/annotui/{OWN_FILE}
#
# It could hold the following, without the # at the beginning of the lines.

#theme = "dark"     # terminal (the terminal's own colours), dark, light or colorblind
#mouse = false      # leaves the mouse to the terminal

# Other keys for an action: one, or a list. Names of actions are in the help (?) and in the README.
#[keys]
#next_sentence = [")", "S"]
#raw = []           # no key; the palette (:) still has it

# Another key, color or letter for a label.
#[labels.claim]
#key = "C"
#color = "magenta"
"""


def shared_sample() -> str:
    """What `annotui init` writes: TOML that says no more than what holds without it."""
    return _HEAD + "".join(_section(label) for label in STANDARD) + _TAIL


def _section(label: Label) -> str:
    # Nothing in the standard labels needs an escape; a test reads them back.
    return f"""
[[labels]]
name = "{label.name}"
key = "{label.key}"
color = "{label.color}"
letter = "{label.letter}"
guideline = "{label.guideline}"
"""
