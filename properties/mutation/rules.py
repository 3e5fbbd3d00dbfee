"""The rules by which one node of a syntax tree is changed.

Each rule is given a node and yields what may stand in its place. Nothing is known here
of where the node stands; ``sites`` sees to it that annotations, docstrings and the like
are not changed.
"""

import ast
import copy
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

Change = tuple[str, ast.expr]
"""The kind of a change, and the expression that stands in the place of the node."""

COMPARISONS: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = MappingProxyType(
    {
        ast.Eq: ast.NotEq,
        ast.NotEq: ast.Eq,
        ast.Lt: ast.LtE,
        ast.LtE: ast.Lt,
        ast.Gt: ast.GtE,
        ast.GtE: ast.Gt,
        ast.Is: ast.IsNot,
        ast.IsNot: ast.Is,
        ast.In: ast.NotIn,
        ast.NotIn: ast.In,
    }
)
"""An order loses or gains its equality; the others are negated."""

ARITHMETIC: Final[Mapping[type[ast.operator], type[ast.operator]]] = MappingProxyType(
    {
        ast.Add: ast.Sub,
        ast.Sub: ast.Add,
        ast.Mult: ast.Add,
        ast.FloorDiv: ast.Mult,
        ast.Mod: ast.FloorDiv,
        ast.Pow: ast.Mult,
    }
)

BITS: Final[Mapping[type[ast.operator], type[ast.operator]]] = MappingProxyType(
    {
        ast.BitAnd: ast.BitOr,
        ast.BitOr: ast.BitAnd,
        ast.BitXor: ast.BitAnd,
        ast.LShift: ast.RShift,
        ast.RShift: ast.LShift,
    }
)

SHOWN_ONLY: Final = frozenset({"repr"})
"""Keyword arguments that change nothing but how a value prints in a debugger."""


def changes(node: ast.expr) -> Iterator[Change]:
    """What may stand in the place of an expression."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BinOp(op=operator):
            for kind, other in _operators(operator):
                yield kind, _evolved(node, op=other)
        case ast.BoolOp(op=joined):
            other_joined = ast.Or() if isinstance(joined, ast.And) else ast.And()
            yield "and/or", _evolved(node, op=other_joined)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield _unary(node), operand
        case ast.Constant(value=int(number)):
            by_one = not number if isinstance(number, bool) else number + 1
            yield "constant", ast.Constant(by_one)
        case _:
            pass


def droppable(node: ast.Call) -> Iterator[ast.keyword]:
    """The keyword arguments that a call may be made without.

    A ``strict=False`` says what holds without it.
    """
    for keyword in node.keywords:
        is_shown = keyword.arg is None or keyword.arg in SHOWN_ONLY
        if not is_shown and ast.unparse(keyword) != "strict=False":
            yield keyword


def negated(test: ast.expr) -> Change:
    """The opposite of a condition."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return "condition", test.operand
    return "condition", ast.UnaryOp(ast.Not(), test)


def augmented(node: ast.AugAssign) -> Iterator[tuple[str, ast.AugAssign]]:
    """What may stand in the place of an assignment such as ``x += 1``."""
    for kind, other in _operators(node.op):
        yield kind, ast.AugAssign(node.target, other, node.value)


def _compared(node: ast.Compare) -> Iterator[Change]:
    """The comparison with one of its operators changed."""
    for index, operator in enumerate(node.ops):
        other = COMPARISONS[type(operator)]()
        ops = [*node.ops[:index], other, *node.ops[index + 1 :]]
        yield "comparison", _evolved(node, ops=ops)


def _operators(operator: ast.operator) -> Iterator[tuple[str, ast.operator]]:
    """What may stand in the place of an operator of two numbers."""
    if type(operator) in ARITHMETIC:
        yield "arithmetic", ARITHMETIC[type(operator)]()
    if type(operator) in BITS:
        yield "bits", BITS[type(operator)]()


def _unary(node: ast.UnaryOp) -> str:
    """The kind of a change that drops an operator of one operand."""
    match node.op:
        case ast.Not():
            return "condition"
        case ast.Invert():
            return "bits"
        case _:
            return "arithmetic"


def _evolved(node: ast.expr, **fields: object) -> ast.expr:
    """The node with other fields; its parts are shared."""
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


_OPERANDS = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.Attribute,
    ast.Subscript,
    ast.IfExp,
    ast.Starred,
    ast.Call,
)
"""Expressions whose parts may need parentheses of their own."""

_ATOMS = (ast.Constant, ast.Name, ast.Call, ast.Attribute, ast.Subscript)
"""Expressions that never need any."""


def may_need_parentheses(made: ast.expr, parent: ast.AST | None) -> bool:
    """Whether an expression may fall apart where it stands."""
    return isinstance(parent, _OPERANDS) and not isinstance(made, _ATOMS)
