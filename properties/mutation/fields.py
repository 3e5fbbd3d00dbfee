"""Which field of which record a change in a table is of.

A table outside of functions is mostly records that are made of records. Whoever reads
the changed field is the first to be asked about the change.
"""

import ast

from properties.mutation.sites import Site


def fields_of(site: Site) -> frozenset[str]:
    """The names by which the part that is changed is read.

    They are of the innermost field or, where fields have no names, of its record.
    """
    try:
        before, after = ast.parse(site.before), ast.parse(site.after)
    except SyntaxError:
        return frozenset()
    return _innermost(before, after, frozenset())


def _innermost(
    before: ast.AST, after: ast.AST, names: frozenset[str]
) -> frozenset[str]:
    """The names around the part that differs; ``names`` if nothing inside has any."""
    if type(before) is not type(after):
        return names
    if isinstance(before, ast.Call) and isinstance(after, ast.Call):
        there, here = ({k.arg: k for k in each.keywords} for each in (after, before))
        if lacking := {name for name in here.keys() ^ there.keys() if name}:
            return frozenset(lacking)
        if isinstance(before.func, ast.Name):
            names = frozenset({before.func.id})
    if isinstance(before, ast.keyword) and before.arg:
        names = frozenset({before.arg})
    parts = zip(ast.iter_child_nodes(before), ast.iter_child_nodes(after), strict=False)
    for one, other in parts:
        if ast.dump(one) != ast.dump(other):
            return _innermost(one, other, names)
    return names
