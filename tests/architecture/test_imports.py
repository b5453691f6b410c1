import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT


def test_imports_run_one_way():
    """The contract stands in pyproject.toml; a lower floor never imports a higher one."""
    # A process of its own: the linter takes the whole process's logging for itself.
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
