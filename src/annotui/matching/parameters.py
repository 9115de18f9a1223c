"""How closely texts are compared: chosen by the size of the corpus, or given in a configuration."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Parameters:
    """How passages are found.

    Args:
        seed: words in a row that two passages must share to be compared at all.
        neighbours: how often such a run of words may occur until each occurrence is compared with its next four neighbours only.
        shortest: equal words that two aligned passages have at least; whole sentences and lines are found from six words on, and less.
    """

    seed: int = 3
    neighbours: int = 16
    shortest: int = 13

    def given(self, **values: int) -> Parameters:
        """These, with some values from a configuration.

        Raises:
            TypeError: there is no parameter of such a name.
        """
        return replace(self, **values)


NAMES = tuple(field.name for field in fields(Parameters))
"""What a configuration may set."""


def for_articles(count: int) -> Parameters:
    """What worked for a corpus of so many articles, measured on news and on presidential addresses."""
    if count <= 30_000:
        return Parameters()
    return Parameters(seed=4) if count <= 100_000 else Parameters(seed=5, neighbours=64)
