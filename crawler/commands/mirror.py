"""`tintinh mirror`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.base.errors import UserError
from crawler.commands.app import Output, app


@app.command()
def mirror(
    target: Annotated[str, typer.Argument(help="A folder, or an address such as s3://bucket/folder (with s3fs).")],
    output: Output = Path("output"),
) -> None:
    """Bring a copy of the log in another place up to date: new segments, then the manifest."""
    from crawler.log.mirror import mirror as bring_up  # fsspec takes a while to load

    if not output.is_dir():
        raise UserError(f"there is no folder {output}")
    copied, through = bring_up(output, target)
    typer.echo(f"{copied} segments copied to {target}, up to seq {through}")
