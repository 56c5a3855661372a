"""Notebooks as nbformat's nodes, but for what cells show: making nodes of that too costs 30 ms a page, and nobody asks it for attributes.

A stranger needs: nbformat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kernels import warm

with warm.without():
    from nbformat import NotebookNode, from_dict


def notebook_node(nb: Mapping[str, Any]) -> NotebookNode:
    """An executed notebook; not checked again against the format, as ``nbformat.reads`` would."""
    node = from_dict({**nb, "cells": []})
    node.cells = [_cell(cell) for cell in nb["cells"]]
    return node


def _cell(cell: Mapping[str, Any]) -> NotebookNode:
    node = from_dict({name: value for name, value in cell.items() if name != "outputs"})
    if "outputs" in cell:
        node.outputs = [output_node(output) for output in cell["outputs"]]
    return node


def output_node(output: Mapping[str, Any]) -> NotebookNode:
    """One output, its ``data`` as they are."""
    node = from_dict({name: value for name, value in output.items() if name != "data"})
    if "data" in output:
        dict.__setitem__(node, "data", output["data"])  # a node's own way would copy them into nodes
    return node
