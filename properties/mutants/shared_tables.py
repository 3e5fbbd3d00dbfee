"""Mutants of shared page tables: who has which, and what is pending on the way."""

from properties.mutants.mutant import Area, Edit, Fuzz, Mutant, Program

_TABLES = "optimized.page_tables:PageTables"

_FOUND = (Fuzz(policy="copa-shared"),)
"""Random programs tell all of these."""

MUTANTS = (
    Mutant(
        "table-copied-frames-uncounted",
        Area.MEMORY,
        "the frames of a table that is copied are not counted again",
        Edit(
            f"{_TABLES}._own_leaf",
            "self.frames.change_mapped(self.leaves, own, self.policy.frame_after_fork)",
            "None",
        ),
        _FOUND,
        source="on-demand-fork: a table that is copied counts its pages",
    ),
    Mutant(
        "parents-tables-not-barred",
        Area.MEMORY,
        "a fork leaves the way to the parent's tables as it was, so that it may write",
        Edit(
            f"{_TABLES}.share",
            "self.roots.set(ROOTS, parent, root.below(Pending.HOME))",
            "None",
        ),
        _FOUND,
        source="on-demand-fork: both page-table entries become read-only",
    ),
    Mutant(
        "childs-tables-barred-as-the-parents",
        Area.MEMORY,
        "what is pending for the child is what is pending for its parent",
        Edit(f"{_TABLES}.share", "Pending.AWAY", "Pending.HOME"),
        _FOUND,
    ),
    Mutant(
        "directory-of-two-changed",
        Area.MEMORY,
        "a directory that two slots use is changed in place",
        Edit(
            f"{_TABLES}._own_directory",
            "self.directory_uses.get(directory) > 1",
            "self.directory_uses.get(directory) > 2",
        ),
        _FOUND,
    ),
    Mutant(
        "table-of-two-changed",
        Area.MEMORY,
        "a table that two directories lead to is changed in place",
        Edit(
            f"{_TABLES}._own_leaf",
            "self.leaf_uses.get(leaf) == 1",
            "self.leaf_uses.get(leaf) <= 2",
        ),
        _FOUND,
        source="on-demand-fork: a table is copied before its first change",
    ),
    Mutant(
        "copied-links-uncounted",
        Area.MEMORY,
        "the tables of a directory that is copied are not counted again",
        Edit(
            f"{_TABLES}._own_directory",
            "self.leaf_uses.change(link.table, 1)",
            "None",
        ),
        _FOUND,
    ),
    Mutant(
        "pending-lost-with-the-directory",
        Area.MEMORY,
        "a directory is copied without what was pending on the way to it",
        Edit(
            f"{_TABLES}._own_directory",
            "lambda link: link.below(pending)",
            "lambda link: link",
        ),
        _FOUND,
    ),
    Mutant(
        "exit-takes-the-others-table",
        Area.MEMORY,
        "the end of a process empties tables that others use",
        Edit(
            f"{_TABLES}._leave",
            "not self.leaf_uses.change(leaf, -1)",
            "self.leaf_uses.change(leaf, -1) >= 0",
        ),
        _FOUND,
        source="on-demand-fork: a table is freed by the last process that has it",
    ),
    Mutant(
        "child-of-its-parents-generation",
        Area.MEMORY,
        "the child runs with its parent's load generation",
        Edit(
            f"{_TABLES}.share",
            "1 - self.generations.get(SLOT, parent)",
            "self.generations.get(SLOT, parent)",
        ),
        _FOUND,
    ),
    Mutant(
        "third-generation-in-a-table",
        Area.MEMORY,
        "a child of a child shares tables whose entries have its own generation",
        Edit(
            f"{_TABLES}.share",
            "self._leave_generation_behind(parent)",
            "None",
        ),
        _FOUND,
    ),
    Mutant(
        "table-of-the-old-generation",
        Area.MEMORY,
        "the entries of a table that a slot gets keep the generation that they had",
        Edit(
            f"{_TABLES}.own",
            "self.generations.set(LEAF, leaf, self.generations.get(SLOT, slot))",
            "None",
        ),
        _FOUND,
    ),
    Mutant(
        "table-left-with-its-entries",
        Area.MEMORY,
        "a table that nothing uses any more keeps its entries",
        Edit(f"{_TABLES}._leave", "self.leaves.clear(leaf)", "None"),
        (
            Program(
                "a_table_without_a_link_is_empty",
                ("a fork b", "b store c1 1 7", "b exit"),
                "copa-shared",
            ),
        ),
    ),
    Mutant(
        "generations-counted-up",
        Area.MEMORY,
        "a child runs with the generation after its parent's, and not with the other",
        Edit(
            f"{_TABLES}.share",
            "1 - self.generations.get(SLOT, parent)",
            "1 + self.generations.get(SLOT, parent)",
        ),
        (
            Program(
                "a_table_without_a_link_is_empty",
                ("a fork b", "b fork c"),
                "copa-shared",
            ),
        ),
    ),
    Mutant(
        "table-of-two-lost-by-one",
        Area.MEMORY,
        "a table that a slot leaves for one of its own counts it on",
        Edit(f"{_TABLES}._own_leaf", "self.leaf_uses.change(leaf, -1)", "None"),
        (
            Program(
                "tables_are_counted_and_barred",
                ("a fork b", "b store c1 1 7"),
                "copa-shared",
            ),
        ),
    ),
)
"""The mutants."""
