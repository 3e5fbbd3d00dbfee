"""Changed lines of the kernel about descriptors, files and their offsets."""

from properties.mutants.lines import Change

_DESCRIPTORS = "model.kernel.calls.descriptors"
_KERNEL = "model.kernel.state.kernel"
_OPEN_FILES = "model.kernel.state.open_files"
_FILES = "model.kernel.calls.files"

DESCRIPTOR_LINES: tuple[Change, ...] = (
    Change(
        "dup-opens-another-file",
        _DESCRIPTORS,
        "Descriptor(entry.description, cloexec),",
        "Descriptor(OpenFile(RegularFile()), cloexec),",
    ),
    Change(
        "descriptor-missing-told-as-einval",
        _KERNEL,
        'raise SyscallError("EBADF")',
        'raise SyscallError("EINVAL")',
    ),
    Change(
        "descriptor-limit-off-by-one",
        _DESCRIPTORS,
        "if number >= process.attributes[Attribute.OPEN_MAX]:",
        "if number > process.attributes[Attribute.OPEN_MAX]:",
    ),
    Change(
        "descriptor-limit-forgotten",
        _DESCRIPTORS,
        "if number >= process.attributes[Attribute.OPEN_MAX]:",
        "if number < 0:",
    ),
    Change(
        "dup-takes-the-first-opening",
        _DESCRIPTORS,
        "Descriptor(entry.description, cloexec),",
        "Descriptor(entry.description.file.openings[0], cloexec),",
    ),
    Change(
        "dup-fills-no-holes",
        _DESCRIPTORS,
        "while number in process.descriptors:",
        "while number <= max(process.descriptors, default=-1):",
    ),
    Change(
        "dup-opens-the-file-anew",
        _DESCRIPTORS,
        "Descriptor(entry.description, cloexec),",
        "Descriptor(OpenFile(entry.description.file), cloexec),",
    ),
    Change(
        "dupfd-ignores-the-least",
        _DESCRIPTORS,
        "lowest_free(process, least),",
        "lowest_free(process),",
    ),
    Change(
        "dup2-takes-negative-numbers",
        _DESCRIPTORS,
        "if not 0 <= target < process.attributes[Attribute.OPEN_MAX]:",
        "if target >= process.attributes[Attribute.OPEN_MAX]:",
    ),
    Change(
        "dup2-limit-off-by-one",
        _DESCRIPTORS,
        "if not 0 <= target < process.attributes[Attribute.OPEN_MAX]:",
        "if not 0 <= target <= process.attributes[Attribute.OPEN_MAX]:",
    ),
    Change(
        "dup2-opens-the-file-anew",
        _DESCRIPTORS,
        "return _replace(kernel, process, target, Descriptor(entry.description))",
        "return install(process, target, Descriptor(OpenFile(entry.description.file)))",
    ),
    Change(
        "dup2-copies-close-on-exec",
        _DESCRIPTORS,
        "return _replace(kernel, process, target, Descriptor(entry.description))",
        "return _replace(kernel, process, target, entry)",
    ),
    Change(
        "dup2-moves-the-descriptor",
        _DESCRIPTORS,
        "return _replace(kernel, process, target, Descriptor(entry.description))",
        "return _replace(kernel, process, target, process.descriptors.pop(number))",
    ),
    Change(
        "dup2-onto-itself-closes",
        _DESCRIPTORS,
        "if number == target:",
        "if target < 0:",
    ),
    Change(
        "dup2-copies-the-description",
        _DESCRIPTORS,
        "return _replace(kernel, process, target, Descriptor(entry.description))",
        "return install(process, target, Descriptor(attrs.evolve(entry.description)))",
    ),
    Change(
        "closing-keeps-the-number",
        _DESCRIPTORS,
        "del process.descriptors[number]",
        "process.descriptors = dict(process.descriptors)",
    ),
    Change(
        "descriptions-never-go",
        _DESCRIPTORS,
        "if description.references == 0:",
        "if description.references < 0:",
    ),
    Change(
        "children-get-no-descriptors",
        _DESCRIPTORS,
        "return dict(parent.descriptors)",
        "return {}",
    ),
    Change(
        "forks-count-no-descriptors",
        _DESCRIPTORS,
        "for entry in parent.descriptors.values():",
        "for entry in list(parent.descriptors.values())[:0]:",
    ),
    Change(
        "closed-descriptors-have-flags",
        _DESCRIPTORS,
        "return int(descriptor(process, number).cloexec)",
        "return int(number in process.descriptors and "
        "process.descriptors[number].cloexec)",
    ),
    Change(
        "getfl-leaves-out-append",
        _DESCRIPTORS,
        "| APPEND_BIT * description.append",
        "| APPEND_BIT * False",
    ),
    Change(
        "setfl-only-adds",
        _DESCRIPTORS,
        'description.nonblock = "nonblock" in flags',
        'description.nonblock |= "nonblock" in flags',
    ),
    Change(
        "setfl-drops-append",
        _DESCRIPTORS,
        'description.append = "append" in flags',
        "description.append = False",
    ),
    Change(
        "locks-go-with-the-last-descriptor",
        _DESCRIPTORS,
        "file.locks = [lock for lock in file.locks if lock.pid != process.pid]",
        "file.locks = [k for k in file.locks if description.references > 1]",
    ),
    Change(
        "file-gone-with-its-last-opening",
        _KERNEL,
        "return not (file.links or file.openings or file.mappings)",
        "return not (file.openings or file.mappings)",
    ),
    Change(
        "the-end-is-where-the-offset-is",
        _OPEN_FILES,
        "return self.file.size if isinstance(self.file, RegularFile) else 0",
        "return self.offset",
    ),
    Change(
        "pipes-have-offsets",
        _FILES,
        "if isinstance(description.file, Pipe | MessageQueue):",
        "if isinstance(description.file, MessageQueue):",
    ),
    Change(
        "writing-closes-the-gap",
        _FILES,
        "write_file(kernel, file, offset, content)",
        "write_file(kernel, file, min(offset, file.size), content)",
    ),
)
"""The mutants."""
