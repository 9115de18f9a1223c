"""How much is tried: what takes long is tried more often in the long form of the tests."""

from __future__ import annotations

import os

from hypothesis import settings

IS_LONG = os.environ.get("ANNOTUI_LONG") == "1"


def examples(usual: int, *, long: int) -> settings:
    """How many examples Hypothesis tries.

    Args:
        usual: each time.
        long: in the long form.

    Returns:
        The settings of a test, which decorate it.
    """
    return settings(max_examples=long if IS_LONG else usual)
