"""The chart library that pages share: Vega, Vega-Lite and Vega-Embed in one script, as vl-convert carries them.

Nothing is fetched, now or later. Bundling takes a second and a half and gives the same text for the same release of
vl-convert, so the script is kept in the user's cache folder; its name holds its digest, and a damaged copy is made
again.
"""

from __future__ import annotations

import hashlib
import tempfile
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

VEGA_LITE = "6.4"
_EXPOSE = "window.vegaEmbed = vegaEmbed;"


def script(keep: Path | None = None) -> bytes:
    """The library as one script for a page; ``keep`` is the folder of the kept copy, by default the user's cache."""
    folder = keep or user_cache_path("burdenshare")
    stem = f"vega-{version('vl-convert-python')}-{VEGA_LITE}"
    for path in sorted(folder.glob(f"{stem}-*.js")):
        content = path.read_bytes()
        if path.stem == f"{stem}-{_digest(content)}":
            return content
    import vl_convert

    made: bytes = vl_convert.javascript_bundle(_EXPOSE, vl_version=VEGA_LITE).encode()
    _keep(folder / f"{stem}-{_digest(made)}.js", made)
    return made


def _keep(path: Path, content: bytes) -> None:
    """Write all or nothing; where nothing can be written, the next build bundles again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(content)
        Path(part.name).replace(path)
    except OSError:
        return


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
