"""Tagged memory behind one page table, and what every memory can be asked to do."""
