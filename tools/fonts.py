"""Cut the Tinos fonts down to what official documents in Vietnamese need.

Tinos has the advance widths of Times New Roman, so a document set in it breaks its
lines where the real one would. The four faces are reduced to Latin and Vietnamese and
scaled to 1000 units/em, because font widths in PDF files count in thousandths and some
writers pass a font's own units through. A table of glyph numbers and widths lies beside
them, so that text can be put into a form field without a font library at hand.

To repeat (needs `fonttools`, and the fonts of Debian's package fonts-croscore):

    python tools/fonts.py /usr/share/fonts/truetype/croscore mock_office/scenarios/fonts
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]
from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-not-found]

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
STAMPED = ("Regular", "Italic")  # faces a form field can be filled in with
UNITS = 1000

VIETNAMESE = (
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    + "\u0300\u0301\u0303\u0309\u0323"
)
PUNCTUATION = "\u2010\u2011\u2012–—‘’“”…•†‰′″‹›₫№©«»°±·×÷§½¼¾²³\u00a0\u00ad"
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + PUNCTUATION + VIETNAMESE


def cut(source: Path, target: Path) -> None:
    """Write the subset of one face, in thousandths of the em and without hints."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    scale_upem(font, UNITS)
    font["head"].modified = font["head"].created  # the same bytes every time
    font.recalcTimestamp = False
    font.save(str(target))


def metrics(path: Path) -> dict[str, list[int]]:
    """Character -> [glyph number, advance width in thousandths] of a cut face."""
    font = TTFont(str(path))
    widths = font["hmtx"]
    return {
        chr(code): [font.getGlyphID(name), widths[name][0]]
        for code, name in sorted(font.getBestCmap().items())
    }


def main() -> None:
    """Read the arguments and make the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="folder with the full Tinos fonts")
    parser.add_argument("target", type=Path, help="folder to write into")
    chosen = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    table: dict[str, dict[str, list[int]]] = {}
    for face in FACES:
        path = chosen.target / f"Tinos-{face}.ttf"
        cut(chosen.source / path.name, path)
        print(f"{path.name}: {path.stat().st_size} bytes")
        if face in STAMPED:
            table[face] = metrics(path)
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (chosen.target / "metrics.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
