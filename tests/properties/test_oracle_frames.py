"""Which pages share a frame: the lazy memory and the running kernel agree."""

import json
import random
import subprocess
import sys

import pytest

from model import operations as ops
from model.memory.layout import MORELLO_LAYOUT
from model.system import System, boot, step
from optimized.lazy_memory import LazyMemory
from optimized.policies.copa import CoPA
from optimized.policy import Policy
from properties.adapters.linux.frames import NAMES, PAGES, is_readable
from properties.mutants import MUTANTS

if not sys.platform.startswith("linux") or not is_readable():
    pytest.skip(
        "only the administrator of a Linux system can see frames",
        allow_module_level=True,
    )

Classes = dict[str, list[int]]


def random_commands(source: random.Random, count: int) -> list[str]:
    living, born = ["a"], 1
    commands: list[str] = []
    while len(commands) < count:
        name, dice = source.choice(living), source.random()
        if dice < 0.25 and born < len(NAMES):
            commands.append(f"{name} fork {NAMES[born]}")
            living.append(NAMES[born])
            born += 1
        elif dice < 0.4 and len(living) > 1:
            commands.append(f"{name} exit")
            living.remove(name)
        else:
            commands.append(f"{name} store {source.randrange(PAGES)}")
    return commands


def of_the_kernel(commands: list[str]) -> list[Classes]:
    ran = subprocess.run(
        [sys.executable, "-m", "properties.adapters.linux.frames"],
        input="\n".join(commands),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def of_the_model(commands: list[str], policy: type[Policy] = CoPA) -> list[Classes]:
    system = boot(LazyMemory(policy(MORELLO_LAYOUT)))
    seen = []
    for command in commands:
        name, verb, *operands = command.split()
        match verb:
            case "fork":
                step(system, ops.Fork(name, operands[0]))
            case "exit":
                step(system, ops.Exit(name))
            case _:
                at = ("c1", int(operands[0]) * MORELLO_LAYOUT.page_size)
                step(system, ops.StoreData(name, at, 1, 2))
        seen.append(classes_of(system))
    return seen


def classes_of(system: System) -> Classes:
    memory = system.memory
    assert isinstance(memory, LazyMemory)
    numbers: dict[int, int] = {}
    classes: Classes = {}
    for name, process in sorted(system.processes.items()):
        pages = range(2, 2 + PAGES)
        frames = [memory.pages.get(process.slot, page).frame for page in pages]
        classes[name] = [numbers.setdefault(f, len(numbers)) for f in frames]
    return classes


@pytest.mark.parametrize("seed", range(8))
def test_frames_are_shared_as_the_kernel_shares_them(seed: int) -> None:
    commands = random_commands(random.Random(seed), 40)

    assert of_the_kernel(commands) == of_the_model(commands)


def test_a_parent_that_keeps_its_write_bit_shares_too_much() -> None:
    commands = ["a fork b", "a store 1"]
    policy = MUTANTS["parent-keeps-write"].policy
    assert policy is not None
    wrong = of_the_model(commands, policy)

    assert of_the_kernel(commands) == of_the_model(commands)
    assert of_the_kernel(commands) != wrong
