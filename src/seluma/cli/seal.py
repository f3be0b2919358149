"""``./seluma seal``: what a visible digital seal says and whether it is signed."""

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from cryptography.x509 import Certificate
from rich.console import Console
from rich.table import Table
from rich.text import Text

from seluma.lib import vds

app = typer.Typer(no_args_is_help=True)

_INVALID = 1
_UNREADABLE = 2


@app.callback()
def seal() -> None:
    """Visible digital seals (ICAO Doc 9303-13)."""


@app.command()
def read(
    hexadecimal: Annotated[str, typer.Argument(metavar="HEX", help="The seal's bytes in hexadecimal.")],
    certificate: Annotated[
        list[Path] | None,
        typer.Option(help="A signer's certificate, PEM or DER; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read a seal and verify its signature with the certificates given.

    Exit status 0: read, and the signature is valid or could not be verified;
    1: the signature is invalid; 2: unreadable.
    """
    certificates = [_certificate(path) for path in certificate or []]
    try:
        found = vds.decode(_bytes(hexadecimal))
    except vds.Unreadable as error:
        _stop(str(error))
    verdict = vds.verify(found, certificates)
    description = vds.describe(found, verdict)
    if as_json:
        typer.echo(json.dumps(description, ensure_ascii=False))
    else:
        _print(description)
    if verdict == "invalid":
        raise typer.Exit(_INVALID)


def _bytes(hexadecimal: str) -> bytes:
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        raise vds.Unreadable("The seal is not written in hexadecimal.") from None


def _certificate(path: Path) -> Certificate:
    try:
        return vds.load_certificate(path.read_bytes())
    except OSError as error:
        _stop(f"{path}: {error.strerror}.")
    except vds.Unreadable as error:
        _stop(f"{path}: {error}")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(_UNREADABLE)


def _print(description: dict[str, object]) -> None:
    table = Table("field", "value", show_header=False)
    features = description.pop("features")
    assert isinstance(features, list)
    for name, value in description.items():
        table.add_row(name.replace("_", " "), Text(str(value or "")))
    for feature in features:
        text = feature["text"] if feature["text"] is not None else feature["hex"]
        table.add_row(f"feature {feature['tag']}", Text(text))
    Console().print(table)
