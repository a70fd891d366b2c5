import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.files import PACKAGE, python_files

PACKAGES = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "core", "manager", "misc", "base"}

# Platforms import it into programs of their own; what they need has one address.
EMBEDDED = {"matching"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_package_introduces_itself(package: Path) -> None:
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text()))

    assert docstring is not None
    assert len(docstring) > 60


@pytest.mark.parametrize(
    "package", [path for path in PACKAGES if path.name not in EMBEDDED], ids=lambda path: path.name
)
def test_a_package_re_exports_nothing(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text())

    assert len(tree.body) == 1


@pytest.mark.parametrize("package", sorted(EMBEDDED))
def test_an_embedded_package_loads_what_it_gives_out_only_when_asked(package: str) -> None:
    program = f"import sys, takeback.{package}; print('numpy' in sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "False\n"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())

    assert ast.get_docstring(tree)


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")} | {path.name for path in PACKAGES}

    assert names & NAMES_THAT_SAY_NOTHING == set()


def test_no_migration_is_without_its_package() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/migrations")} <= {
        package.name for package in PACKAGES
    }
