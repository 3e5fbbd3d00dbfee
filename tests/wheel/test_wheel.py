"""The wheel works outside the checkout: bare, and with every extra."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from packaging.requirements import Requirement

from tests.house.sizes import ROOT
from ufork.cli import COMMANDS

BARE = {
    "bench": "bench isa --help",
    "cap": "cap decode 0xd800000070103000 0x10000",
    "fuzz": "fuzz --seconds 0.2",
    "language": "language",
    "oracle": "oracle --ops 50",
    "posix": "posix fork-12",
    "replay": "replay trace.itf.json",
    "run": "run forged-pointer --quiet --trace trace.itf.json",
    "vectors": "vectors",
}
"""What each command that needs no extra is tried with."""

PROVING = {
    "claims": "claims",
    "mutants": "mutants top-rounded-down",
    "prove": "prove any_bits_survive_a_round_trip",
    "verify": "verify --help",
}
"""What each command that proves is tried with; all of ``verify`` takes minutes."""


@attrs.frozen
class Installed:
    """An environment with the wheel in it, and a folder that is no checkout."""

    python: Path
    folder: Path

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return self.python_with("-m", "ufork", *command.split())

    def python_with(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(
        [sys.executable, "-m", *build], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = folder.glob("*.whl")
    return built


def environment(wheel: Path, folder: Path) -> Path:
    """The site-packages of a new environment in which the wheel was unpacked."""
    venv.create(folder / "venv")
    variables = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    site = Path(sysconfig.get_path("purelib", "venv", variables))
    shutil.unpack_archive(wheel, site, "zip")
    return site


def needed(name: str) -> Iterator[str]:
    """A distribution and what it needs, without extras."""
    yield name
    for text in importlib.metadata.requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield from needed(requirement.name)


def copy_distribution(name: str, site: Path) -> None:
    """Copy an installed distribution, as pip would install it without a network."""
    for file in importlib.metadata.files(name) or ():
        if ".." not in file.parts and file.suffix != ".pyc":
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), target)


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("bare")
    site = environment(wheel, folder)
    for name in {each for top in ("attrs", "click", "rich") for each in needed(top)}:
        copy_distribution(name, site)
    return Installed(folder / "venv" / "bin" / "python", folder)


@pytest.fixture(scope="module")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("full")
    site = environment(wheel, folder)
    # A path in a .pth file is searched after the wheel, and its own .pth files, the
    # checkout's among them, are not followed.
    (site / "extras.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(folder / "venv" / "bin" / "python", folder)


def test_every_command_is_tried() -> None:
    assert COMMANDS.keys() == BARE.keys() | PROVING.keys()


def test_the_bare_wheel_runs_every_command_that_needs_no_extra(bare: Installed) -> None:
    # A trace is written before it is replayed.
    for name in sorted(BARE, key=lambda name: name == "replay"):
        ran = bare.run(BARE[name])

        assert 0 == ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", PROVING)
def test_without_its_extra_a_command_says_what_to_type(
    bare: Installed, name: str
) -> None:
    ran = bare.run(PROVING[name])

    assert 2 == ran.returncode
    assert "pip install 'ufork-model[proofs]'" in ran.stderr
    assert 1 == ran.stderr.count("\n")


@pytest.mark.parametrize("name", PROVING)
def test_the_full_wheel_proves(full: Installed, name: str) -> None:
    ran = full.run(PROVING[name])

    assert 0 == ran.returncode, ran.stdout + ran.stderr


def test_the_wheel_knows_its_version(bare: Installed) -> None:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert f"ufork {about['project']['version']}\n" == bare.run("--version").stdout


def test_the_full_wheel_runs_from_the_wheel(full: Installed) -> None:
    code = "import ufork, model; print(ufork.__file__, model.__file__)"
    ran = full.python_with("-c", code)

    assert 2 == ran.stdout.count(str(full.folder))
