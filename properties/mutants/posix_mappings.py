"""Changed lines of the kernel about what is mapped, where, and for how long."""

from properties.mutants.lines import Change

DELIVERY = "model.kernel.calls.delivery"
DESCRIPTORS = "model.kernel.calls.descriptors"
KERNEL = "model.kernel.state.kernel"
MAPPINGS = "model.kernel.calls.mappings"
PAGES = "model.kernel.calls.page_mapping"
SYSCALLS = "model.syscalls"

MAPPING_LINES: tuple[Change, ...] = (
    Change(
        "file-offset-ignored",
        MAPPINGS,
        "return PageUse(protection, description.file, offset, shared, may_write)",
        "return PageUse(protection, description.file, 0, shared, may_write)",
    ),
    Change(
        "placed-anywhere",
        MAPPINGS,
        "return mmap(kernel, process, length, use, at.page)",
        "return mmap(kernel, process, length, use)",
    ),
    Change(
        "what-is-replaced-stays",
        MAPPINGS,
        "for page in taken:",
        "for page in taken[:0]:",
    ),
    Change(
        "no-room-is-looked-for",
        MAPPINGS,
        "taken = [n for n in range(page, page + count) if n in process.pages]",
        "taken = []",
    ),
    Change(
        "region-has-no-end",
        MAPPINGS,
        "while page + count <= pages:",
        "while page <= pages:",
    ),
    Change(
        "no-bytes-may-be-mapped",
        MAPPINGS,
        "if length <= 0:",
        "if length < 0:",
    ),
    Change(
        "neither-private-nor-shared",
        SYSCALLS,
        'if op.sharing == "invalid":',
        'if op.sharing == "none":',
    ),
    Change(
        "offsets-are-rounded-down",
        SYSCALLS,
        "if rest or page < 0:",
        "if page < 0:",
    ),
    Change(
        "none-is-readable",
        PAGES,
        'readable=use.protection != "none",',
        "readable=True,",
    ),
    Change(
        "read-only-pages-writable",
        PAGES,
        'writable = use.protection == "rw" and not (shows and use.is_private)',
        'writable = use.protection != "none" and not (shows and use.is_private)',
    ),
    Change(
        "private-stores-reach-the-file",
        PAGES,
        'writable = use.protection == "rw" and not (shows and use.is_private)',
        'writable = use.protection == "rw"',
    ),
    Change(
        "no-bus-signal",
        DELIVERY,
        "beyond = isinstance(cause, NotMapped) and use is not None",
        "beyond = False",
    ),
    Change(
        "mappings-keep-no-files",
        KERNEL,
        "return not (file.links or file.openings or file.mappings)",
        "return not (file.links or file.openings)",
    ),
    Change(
        "bad-descriptors-are-EINVAL",
        KERNEL,
        'raise SyscallError("EBADF")',
        'raise SyscallError("EINVAL")',
    ),
    Change(
        "write-only-files-mapped",
        MAPPINGS,
        'if not description.readable or (protection == "rw" and not may_write):',
        'if protection == "rw" and not may_write:',
    ),
    Change(
        "closed-is-still-open",
        DESCRIPTORS,
        "del process.descriptors[number]",
        "process.descriptors[number] = process.descriptors[number]",
    ),
    Change(
        "nothing-is-unmapped",
        MAPPINGS,
        "mapped = sorted(page for page in process.pages if page in pages)",
        "mapped = []",
    ),
    Change(
        "last-page-stays-mapped",
        MAPPINGS,
        "mapped = sorted(page for page in process.pages if page in pages)",
        "mapped = sorted(p for p in process.pages if p in pages[:-1])",
    ),
    Change(
        "unmapping-needs-mappings",
        MAPPINGS,
        "if not pages:",
        "if not pages or any(page not in process.pages for page in pages):",
    ),
    Change(
        "empty-ranges-unmapped",
        MAPPINGS,
        "if not pages:",
        "if pages is None:",
    ),
    Change(
        "ranges-begin-anywhere",
        MAPPINGS,
        "whole = bounds.base % layout.page_size == 0 == bounds.length % "
        "layout.page_size",
        "whole = bounds.length % layout.page_size == 0",
    ),
    Change(
        "half-pages-unmapped",
        MAPPINGS,
        "whole = bounds.base % layout.page_size == 0 == bounds.length % "
        "layout.page_size",
        "whole = 2 * bounds.base % layout.page_size == 0 == bounds.length % "
        "layout.page_size",
    ),
    Change(
        "untagged-ranges-are-the-first-page",
        MAPPINGS,
        "if not capability.tag or capability.is_sealed:",
        "if not capability.tag and not (capability := pages_root(layout, "
        "memory.place(process.slot), 0, 1, DATA)):",
    ),
    Change(
        "what-was-unmapped-comes-back",
        "model.memories.full_copy",
        "self.granules.clear(slot, lambda cell: cell[0] == page)",
        "self.granules.clear(slot, lambda cell: cell[0] == -page)",
    ),
)
"""The mutants."""
