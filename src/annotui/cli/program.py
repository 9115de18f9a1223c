"""The command line taken apart by click: which command is meant, with what, and the help."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui import __version__
from annotui.commands import COMMANDS, COMPLETION
from annotui.core.display import visible

from .options import annotations_option, folder_argument, reviewer_option
from .places import Refused

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MODULES = {"import": "import_", "list": "list_"}
"""Those whose names Python has for something else."""

_OPEN = ""
"""Name of the command without a name: it opens a folder."""

_EXAMPLES = """\b
Examples:
  annotui seeds/                     read and tag
  annotui export seeds/ > tags.jsonl
  annotui import seeds/ tags.jsonl
  annotui ./export                   open a folder that is called export

\b
The tags are kept in annotations/ next to the folder; nothing is written inside it.
Exit status: 0 done, 1 the data has a problem, 2 wrong usage or no usable terminal."""


class _Commands(click.Group):
    """A first word that names no command is the folder to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # a shell asks what could stand here
            first = args[:1]
            return super().parse_args(ctx, args if not first or first[0] in COMMANDS else [_OPEN, *args])
        if not args:
            raise click.UsageError("Give the folder that the articles are in", ctx)
        own = [option for parameter in self.get_params(ctx) for option in parameter.opts]
        if args[0] not in COMMANDS and args[0] not in own:
            if (
                len(args) > 1
                and not any(one.startswith("-") for one in args[:2])
                and not os.path.lexists(args[0])
            ):
                raise click.UsageError(f"There is no command and no folder {visible(args[0])}", ctx)
            args = [_OPEN, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == _OPEN:
            return _open
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"annotui.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            options = [*_open.shell_complete(ctx, incomplete), *super().shell_complete(ctx, incomplete)]
            return list({one.value: one for one in options}.values())
        names = [one for one in COMMANDS.items() if one[0].startswith(incomplete)]
        # Folders first: bash forgets what came before them.
        return [
            CompletionItem(incomplete, type="dir"),
            *(CompletionItem(name, help=said) for name, said in names),
        ]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("annotui", "FOLDER [OPTIONS]")
        formatter.write_usage("annotui", "COMMAND FOLDER [OPTIONS]", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands (each has its own --help)"):
            formatter.write_dl(list(COMMANDS.items()))
        options = [one for one in (*_open.params, *self.get_params(ctx)) if isinstance(one, click.Option)]
        with formatter.section("Options"):
            formatter.write_dl([record for one in options if (record := one.get_help_record(ctx))])


class _Open(click.Command):
    """Its help is that of the program."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if ctx.parent:
            ctx.parent.command.format_help(ctx.parent, formatter)


_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Commands, context_settings=_HELP, epilog=_EXAMPLES)
@click.version_option(__version__, "--version", prog_name="annotui", message="%(prog)s %(version)s")
def program() -> None:
    """Read the articles in FOLDER side by side, tag spans, and export the tags as JSONL.

    Articles are the .txt and .md files in FOLDER, at any depth.
    """


@click.command(cls=_Open, name=_OPEN)
@folder_argument
@annotations_option
@reviewer_option
def _open(folder: Path, annotations: Path | None, reviewer: str | None) -> int:
    from .read import read

    return read(folder, annotations, reviewer)


def invoke(arguments: Sequence[str]) -> int:
    """Do what the command line says.

    Args:
        arguments: what follows the program's name.

    Returns:
        The exit status.

    Raises:
        Refused: it says nothing that can be done, or a command cannot do it.
    """
    try:
        if instruction := os.environ.get(COMPLETION):
            from .completion import complete

            return complete(program, instruction)
        # Not `program.main`: it ends on a closed pipe by itself, with the status of a fault in the data.
        with program.make_context("annotui", list(arguments)) as context:
            status = program.invoke(context)
        if sys.stdout:
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path.strip() if error.ctx else "annotui"
        raise Refused(f"{error.format_message().rstrip('.?')}; {path} --help says how.") from error
    except click.Abort:
        return 130
    return status if isinstance(status, int) else 0
