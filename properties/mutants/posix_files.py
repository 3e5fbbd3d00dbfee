"""Changed lines of the kernel about files and mappings, and all about files."""

from properties.mutants.lines import Change
from properties.mutants.posix_descriptors import DESCRIPTOR_LINES
from properties.mutants.posix_pipes import PIPE_LINES
from properties.mutants.posix_waits import WAIT_LINES

_CONTENTS = "model.kernel.calls.contents"
_PAGE_MAPPING = "model.kernel.calls.page_mapping"
_MAPPINGS = "model.kernel.calls.mappings"
_DELIVERY = "model.kernel.calls.delivery"

_MAPPING_LINES: tuple[Change, ...] = (
    Change(
        "growing-shows-what-was-stored",
        _CONTENTS,
        "if size > before:",
        "if size == before:",
    ),
    Change(
        "forbidden-pages-can-be-read",
        _PAGE_MAPPING,
        'readable=use.protection != "none",',
        "readable=True,",
    ),
    Change(
        "mapping-without-reading",
        _MAPPINGS,
        'if not description.readable or (protection == "rw" and not may_write):',
        'if protection == "rw" and not may_write:',
    ),
    Change(
        "mappings-outlast-the-file",
        _PAGE_MAPPING,
        "elif mapped and not inside:",
        "elif mapped and file.size < 0:",
    ),
    Change(
        "beyond-the-file-is-like-nowhere",
        _DELIVERY,
        "signal = Signal.BUS if beyond else Signal.SEGV",
        "signal = Signal.SEGV",
    ),
    Change(
        "only-if-free-replaces",
        _MAPPINGS,
        "if taken and new:",
        "if taken and count < 0:",
    ),
    Change(
        "shared-mappings-made-private",
        _MAPPINGS,
        "return PageUse(protection, description.file, offset, shared, may_write)",
        "return PageUse(protection, description.file, offset, may_write=may_write)",
    ),
    Change(
        "unmapping-does-nothing",
        _MAPPINGS,
        "mapped = sorted(page for page in process.pages if page in pages)",
        "mapped = []",
    ),
    Change(
        "parts-of-pages-can-be-unmapped",
        _MAPPINGS,
        "if not (whole and inside):",
        "if not inside:",
    ),
    Change(
        "wiping-is-forgotten-by-children",
        _PAGE_MAPPING,
        "pages[page] = use",
        "pages[page] = PageUse(use.protection, use.file, use.index, use.shared)",
    ),
)

FILE_LINES: tuple[Change, ...] = (
    *DESCRIPTOR_LINES,
    *PIPE_LINES,
    *WAIT_LINES,
    *_MAPPING_LINES,
)
"""The mutants of all four modules."""
