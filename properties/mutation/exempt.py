"""What is not changed, because no program could tell or the text would be invalid."""

import ast
from typing import Final

GENERIC: Final = frozenset(
    {"Callable", "Iterator", "Literal", "Mapping", "Sequence"}
    | {"dict", "frozenset", "list", "set", "tuple", "type"}
)
"""The names that are subscripted to name a type."""


def differs(node: ast.expr, made: ast.expr) -> bool:
    """Whether two expressions compile to different code."""
    try:
        return _code(node) != _code(made)
    except SyntaxError:
        return True


def _code(node: ast.expr) -> object:
    """What an expression compiles to."""
    code = compile(ast.unparse(node), "", "eval")
    return code.co_code, code.co_consts, code.co_names


def may_be_dropped(node: ast.stmt, *, in_function: bool, last: bool) -> bool:
    """Whether a valid and different program remains without a statement."""
    if not in_function:
        return False
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Delete(targets=[ast.Name(), *_]):
            return False  # a name that is forgotten is not used again
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
            return True
        case ast.Assign(targets=[target, *_]) | ast.AnnAssign(target=target):
            has_value = node.value is not None
            return has_value and isinstance(target, ast.Attribute | ast.Subscript)
        case ast.Return():
            return not last
        case _:
            return False


def is_of_types(node: ast.stmt) -> bool:
    """Whether a statement speaks of types alone."""
    match node:
        case ast.AnnAssign(annotation=annotation):
            return "TypeAlias" in ast.unparse(annotation)
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "NewType"))):
            return True
        case ast.Assign(value=ast.Subscript(value=ast.Name(id=name))):
            return name in GENERIC
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case _:
            return False
