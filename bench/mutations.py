"""Mutations of a module's source: each a small change of a rule that a test of its room should notice.

Not mutated: text (messages, patterns, SQL), annotations and docstrings. Mutation operators: Papadakis and others, "Mutation
testing advances: an analysis and survey" (2019), table 3, as far as they fit rules: relations, logic, arithmetic, values,
statements and returns.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
# What no result depends on: names, and how many rows one statement asks for.
_SPARED = ("__slots__", "__all__", "CHUNK")


@dataclass(frozen=True)
class Mutation:
    """One change: the line where it is, what it does in words, and the whole module with it."""

    line: int
    what: str
    source: str


def mutations(source: str) -> Iterator[Mutation]:
    """Every mutation of a module, in the order of its lines."""
    tree = ast.parse(source)
    for node in _places(tree):
        before = ast.unparse(node)
        for changed in _variants(node):
            after = ast.unparse(changed)
            made = _replaced(tree, node, changed)
            yield Mutation(node.lineno, f"{_short(before)}  →  {_short(after)}", made)  # type: ignore[attr-defined]


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may change, by position; annotations and what only names things are left out."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if hasattr(node, "lineno"):
            yield node
        children = []
        for name, value in ast.iter_fields(node):
            if name in (
                "annotation",
                "returns",
                "decorator_list",
                "type_params",
                "bases",
                "keywords",
            ) and not isinstance(node, ast.Call):
                continue
            children += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)]
        if isinstance(node, ast.keyword) and node.arg == "strict":  # `zip` of lists that are as long as each other
            continue
        if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in _SPARED):
            waiting += reversed(children)


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=operators):
            for place, operator in enumerate(operators):
                if (other := _RELATIONS.get(type(operator))) is not None:
                    changed = copy.deepcopy(node)
                    changed.ops[place] = other()
                    yield changed
        case ast.BoolOp(values=values):
            for place in range(len(values)):  # each condition left out
                kept = values[:place] + values[place + 1 :]
                yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=operator, right=right) if not _is_text(left) and not _is_text(right):
            if (opposite := _ARITHMETIC.get(type(operator))) is not None:
                yield ast.BinOp(left, opposite(), right)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1 if isinstance(value, int) else value * 1.5 + 0.1)
        case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
            yield ast.Name(_NAMES[name], ast.Load())
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.If():
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(False)
            yield changed
        case ast.Return(value=value) if value is not None and not _is_empty(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=value) if not _is_text(value):
            yield ast.Pass()
        case ast.AugAssign() | ast.Continue() | ast.Break() | ast.Raise():
            yield ast.Pass()


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)))


def _is_empty(node: ast.AST) -> bool:
    """None and False, which callers seldom distinguish from None; a False is mutated to True anyway."""
    return isinstance(node, ast.Constant) and node.value in (None, False)


def _replaced(tree: ast.AST, old: ast.AST, new: ast.AST) -> str:
    """The module's source with one node in another's place; `tree` is as before afterwards."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                made = ast.unparse(ast.fix_missing_locations(tree))
                setattr(parent, name, old)
                return made
            if isinstance(value, list) and any(one is old for one in value):
                place = next(n for n, one in enumerate(value) if one is old)
                value[place] = new
                made = ast.unparse(ast.fix_missing_locations(tree))
                value[place] = old
                return made
    raise ValueError("not a node of the tree")


def _short(text: str) -> str:
    return text if len(text) <= 70 and "\n" not in text else f"{text.splitlines()[0][:67]}…"
