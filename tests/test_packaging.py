"""The package as others install it, and the lock files that it is installed from."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pipeline
from tools.lock import RUN_EXTRAS

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions that a lock file allows, by package."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer((ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def stated(extras: Iterable[str], groups: Iterable[str] = ()) -> list[Requirement]:
    """Return the requirements of ``pyproject.toml``: its own, some extras', and some groups'."""
    content = project()
    optional = content["project"]["optional-dependencies"]
    lines = [*content["project"]["dependencies"]]
    lines += [line for extra in extras for line in optional[extra]]
    lines += [line for group in groups for line in grouped(content, group)]
    return [Requirement(line) for line in lines]


def grouped(content: dict[str, Any], group: str) -> Iterator[str]:
    """Yield the requirements of a group, and of those that it includes."""
    for line in content["dependency-groups"][group]:
        if isinstance(line, dict):
            yield from grouped(content, line["include-group"])
        else:
            yield line


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", stated(RUN_EXTRAS)),
        ("requirements-dev.lock", stated(project()["project"]["optional-dependencies"], ["dev"])),
        (
            "requirements-build.lock",
            [
                Requirement(line)
                for line in (
                    *project()["dependency-groups"]["build"],
                    *project()["build-system"]["requires"],
                )
            ],
        ),
    ],
)
def test_lock_has_a_fitting_version_of_all_that_the_project_names(
    lock: str, requirements: list[Requirement]
) -> None:
    locked = pins(lock)
    for requirement in requirements:
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}: run make lock"
        for version in versions:
            assert requirement.specifier.contains(version), f"{requirement.name}: run make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert blocks
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_locks_agree_on_versions() -> None:
    every = [pins(lock) for lock in LOCKS]
    for name in set().union(*every):
        versions = {frozenset(locked[name]) for locked in every if name in locked}
        assert len(versions) == 1, f"{name} is locked to {versions}"


def test_spacy_finds_every_extractor() -> None:
    named = project()["project"]["entry-points"]["spacy_factories"]
    assert named
    registered = {entry.name: entry for entry in entry_points(group="spacy_factories")}
    for name in named:
        assert callable(registered[name].load())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*pip, "wheel", *options, str(ROOT)], check=True, stdin=subprocess.DEVNULL)
    (built,) = folder.glob("anli-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel into an empty folder, away from the checkout."""
    folder = tmp_path_factory.mktemp("某处 installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, code: str, cwd: Path) -> str:
    """Run code with the unpacked wheel in front of everything else on the path."""
    environment = {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_carries_every_rule_file_and_every_module(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name: archive.read(name) for name in archive.namelist() if name.startswith("pipeline/")
        }
    expected = {
        f"pipeline/_rules/{file.relative_to(ROOT / 'rules').as_posix()}": file
        for file in (ROOT / "rules").rglob("*")
    } | {file.relative_to(ROOT).as_posix(): file for file in (ROOT / "pipeline").rglob("*")}
    expected = {
        name: file
        for name, file in expected.items()
        if file.is_file() and not {"__pycache__", ".ruff_cache"} & set(file.parts)
    }
    assert packed.keys() == expected.keys()
    for name, file in expected.items():
        assert packed[name] == file.read_bytes(), name


def test_installed_package_is_used_and_finds_its_own_rules(installed: Path, tmp_path: Path) -> None:
    code = (
        "import pipeline, pipeline.rulebook as rulebook\n"
        "print(pipeline.__file__)\nprint(rulebook.default_path())\nrulebook.load()"
    )
    package, rules = run_installed(installed, code, tmp_path).splitlines()
    assert Path(package) == installed / "pipeline" / "__init__.py"
    assert Path(rules) == installed / "pipeline" / "_rules"


def test_installed_package_writes_what_the_checkout_writes(installed: Path, tmp_path: Path) -> None:
    report = tmp_path / "batch5.txt"
    report.write_text(
        "1.河北省武安市“邮快合作”\n建成乡镇站点12个。\n\n2.某县\n无。\n", encoding="utf-8"
    )
    for name, code_of in (("wheel", installed), ("checkout", ROOT)):
        code = (
            "from pipeline.cli.app import main\n"
            f"main(['extract', {str(report)!r}, '--out', {name!r}])"
        )
        run_installed(code_of, code, tmp_path)
    wheel, checkout = (
        {file.name: file.read_bytes() for file in (tmp_path / name / "batch5").iterdir()}
        for name in ("wheel", "checkout")
    )
    assert wheel
    assert wheel == checkout


def test_version_of_the_package_is_the_version_of_the_distribution(wheel: Path) -> None:
    assert wheel.name.split("-")[1] == pipeline.__version__


@pytest.mark.parametrize(
    "statement", ["import pipeline", "import pipeline; pipeline.__version__", "import pipeline.cli"]
)
def test_importing_the_package_loads_nothing_else(statement: str) -> None:
    code = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    foreign = {name.split(".")[0] for name in done.stdout.split()} - {"pipeline"}
    assert foreign <= set(sys.stdlib_module_names)


def test_no_module_hides_a_library_function() -> None:
    modules = {path.stem for path in (ROOT / "pipeline").iterdir()}
    assert modules
    assert modules.isdisjoint(pipeline.__all__)


def test_library_functions_are_found_at_first_use() -> None:
    assert callable(pipeline.extract)
    assert callable(pipeline.load)
    assert set(pipeline.__all__) <= set(dir(pipeline))
    with pytest.raises(AttributeError, match="extrakt"):
        pipeline.extrakt  # noqa: B018
