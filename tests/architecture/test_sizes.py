import ast

import pytest

from tests.architecture.house import code, name

LONGEST_FUNCTION = 50  # lines
LONGEST_FILE = 400  # lines
SPEAKING = {"services", "policies", "tasks", "models", "querysets"}  # a file, or a package of them


@pytest.mark.parametrize("path", code(), ids=name)
def test_files_and_functions_stay_small(path):
    source = path.read_text(encoding="utf-8")
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = {
        node.name: size
        for node in functions
        if (size := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}
    assert source.count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", code(), ids=name)
def test_public_classes_and_functions_say_what_they_mean(path):
    """A docstring on every public service, policy, task, model and query set."""
    room = path.parent.name if path.parent.name in SPEAKING else path.stem
    if room not in SPEAKING:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    # A query set that only holds `visible_to()` says it there.
    silent = [label for label in silent if not (room == "querysets" and label.endswith("QuerySet"))]
    assert silent == []
