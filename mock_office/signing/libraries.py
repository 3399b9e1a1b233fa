"""Loading everything that signing needs, once, where nobody waits for it.

The PDF library and what it draws in take half a second to load. Done at the first
signature, in the middle of a session, that is felt; and a full garbage collection that
falls into it stops every thread of the process for forty milliseconds.
"""

from __future__ import annotations

import gc
import threading
from importlib import import_module

MODULES = (
    "typst",
    "pypdfium2",
    "pyhanko.pdf_utils.filters",
    "pyhanko.pdf_utils.metadata.xmp_xml",
    "pyhanko.sign.fields",
    "pyhanko.sign.signers.cms_embedder",
    "pyhanko.sign.signers.pdf_byterange",
    "pyhanko.sign.validation",
    "pyhanko.sign.diff_analysis",
    "mock_office.signing.typeset",
    "mock_office.signing.sign",
    "mock_office.signing.quick_reader",
    "mock_office.signing.validate",
)
_LOADING = threading.Lock()
_DONE = threading.Event()


def loaded() -> bool:
    """Whether there is nothing left to load."""
    return _DONE.is_set()


def load_libraries() -> None:
    """Load them; later calls return at once. Call it in a worker thread, or before a fork.

    Nothing is typeset here: the typesetter starts threads, which would not survive a fork.
    What has been loaded is taken out of later garbage collections, it stays to the end.
    """
    with _LOADING:
        if _DONE.is_set():
            return
        collecting = gc.isenabled()
        gc.disable()
        try:
            for module in MODULES:
                import_module(module)
            gc.freeze()
        finally:
            if collecting:
                gc.enable()
        _DONE.set()
