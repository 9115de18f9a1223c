"""Shell completion: what click offers, for a first word that may be a command or a folder."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, add_completion_class, get_completion_class, shell_complete

from annotui.commands import COMPLETION


@add_completion_class
class _Bash(BashComplete):
    """In bash, click's script offers folders only where nothing else fits; the first word may be either."""

    source_template = BashComplete.source_template.replace("compopt -o dirnames", "compopt -o plusdirs")


def complete(program: click.Command, instruction: str) -> int:
    """Answer a shell.

    Args:
        program: what is to be completed.
        instruction: what the shell wants: `bash_source` for its script, `bash_complete` for what could stand here.

    Returns:
        The exit status.
    """
    if get_completion_class(instruction.partition("_")[0]) is None:
        raise click.UsageError(
            f"{COMPLETION}={instruction} names no shell; bash, zsh and fish have completion"
        )
    return shell_complete(program, {}, "annotui", COMPLETION, instruction)
