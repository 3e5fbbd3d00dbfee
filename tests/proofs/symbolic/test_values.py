"""Symbolic integers and booleans do exactly what Python's do."""

import operator
from collections.abc import Callable
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from proofs.symbolic import (
    CannotMerge,
    EngineLimit,
    SymbolicBool,
    SymbolicInt,
    between,
    bitvectors,
    boolean,
    evaluate,
    explore,
    integer,
    integers,
    ite,
    join,
    natural,
    term_of,
    terms,
    uninterpreted,
)
from tests.proofs.symbolic.adequacy import (
    BINARY,
    INTEGER,
    NATURAL,
    ON_INTEGERS,
    SIGNED,
    TRUTH,
    UNARY,
    UNBOUNDED,
    Domain,
    choice,
    disagreements,
    operator_disagreements,
)
