"""Makes data/rng.json: the numbers that PyTorch's CPU generator draws after torch.manual_seed.

    /usr/bin/python3 test/golden/make_rng.py

The formats are described in README.md beside this file.
"""

import base64
import json
import pathlib
import re
import zlib

import torch

SEEDS = [0, 1, 42, 2**31, 2**32 - 1, 2**32, 2**53 - 1, -1, -42, -(2**63), 2**63, 2**64 - 1]
SIZES = [1, 2, 15, 16, 17, 31, 623, 624, 625, 1000, 5000]
BOUNDS = [
    (-1.0, 1.0),
    (0.0, 1.0),
    (-0.1, 0.1),
    (-1 / 3**0.5, 1 / 3**0.5),
    (-1 / 37**0.5, 1 / 37**0.5),
    (0.3, 7.1),
    (100.0, 100.5),
    (1000.0, 1000.001),
    (-1e-3, 1e6),
    (5.0, 5.0),
    (-1e-42, 1e-40),
    (-1.7e38, 1.7e38),
    (16777216.0, 16777300.7),
    (1e-9, 3.0),
    (-7.7, -1e-20),
]
RANGES = [(0, 1), (0, 10), (-5, 7), (0, 2**31), (-(2**31), 2**31 - 1), (-(2**31), 2**31), (2**31 - 1, 2**31), (-3, 2**29 + 11)]

DRAW = {
    "rand": lambda n: torch.rand(n),
    "uniform": lambda n, low, high: torch.empty(n).uniform_(low, high),
    "randn": lambda n: torch.randn(n),
    "randint": lambda n, low, high: torch.randint(low, high, (n,)).to(torch.int32),
    "randperm": lambda n: torch.randperm(n).to(torch.int32),
    "bernoulli": lambda n, p: torch.empty(n).bernoulli_(p),
    "dropout": lambda n, p: torch.nn.functional.dropout(torch.ones(n), p, training=True),
}


def drawn(name, args):
    """One draw: all its bytes where they are few or can't be compared bit for bit, else a checksum and both ends."""
    numbers = DRAW[name](*args).numpy()
    little = numbers.astype(numbers.dtype.newbyteorder("<"))
    text = lambda part: base64.b64encode(part.tobytes()).decode()
    call = {"draw": name, "args": args}
    if len(numbers) <= 32 or name == "randn":
        return {**call, "all": text(little)}
    return {**call, "crc32": zlib.crc32(little.tobytes()), "head": text(little[:4]), "tail": text(little[-4:])}


def sequence(seed, calls):
    """The calls one after another on one generator; two more words at the end show where it stands then."""
    torch.manual_seed(seed)
    return {"seed": str(seed), "calls": [drawn(name, args) for name, *args in [*calls, ("rand", 2)]]}


def sequences():
    for seed in SEEDS:
        yield sequence(seed, [("rand", 31)])
        yield sequence(seed, [("randn", 3), ("randn", 17)])
    for n in SIZES:
        for name in ["rand", "randn", "randperm"]:
            yield sequence(42, [(name, n)])
        yield sequence(1, [("randint", n, -7, 1000)])
        yield sequence(2**53 - 1, [("bernoulli", n, 0.3)])
        yield sequence(5, [("dropout", n, 0.3)])
    for low, high in BOUNDS:
        yield sequence(7, [("uniform", 700, low, high)])
    for low, high in RANGES:
        yield sequence(8, [("randint", 700, low, high)])
    for p in [0.0, 1e-12, 0.1, 0.5, 0.9, 1.0]:
        yield sequence(9, [("bernoulli", 700, p)])
    for p in [0.1, 0.2, 0.5, 0.7, 0.9]:
        yield sequence(10, [("dropout", 700, p)])
    # The second number of a pair waits through every other kind of draw, and through 16 or more normal ones.
    yield sequence(0, [("randn", 3), ("randn", 3)])
    yield sequence(0, [("randn", 3), ("rand", 5), ("randn", 1)])
    yield sequence(0, [("randn", 1), ("randn", 40), ("randn", 1), ("randn", 16), ("randn", 2)])
    yield sequence(0, [("randn", 1), ("randint", 9, 0, 100), ("randperm", 12), ("bernoulli", 5, 0.5), ("randn", 2)])
    yield sequence(3, [("randn", 15), ("randn", 15), ("uniform", 620, -2.0, 3.0), ("randn", 1), ("randperm", 700), ("randn", 5)])
    yield sequence(4, [("rand", 0), ("randn", 0), ("randperm", 0), ("randperm", 1), ("rand", 1), ("randint", 3, 0, 2**31)])
    yield sequence(6, [("rand", 623), ("randint", 1, -(2**31), 2**31), ("bernoulli", 312, 0.4), ("rand", 1)])


def main():
    torch.set_num_threads(1)
    config = torch.__config__.show()
    made_with = {
        "torch": torch.__version__,
        "cpu": re.search(r"CPU capability usage: (\S+)", config)[1],
        "mkl": torch.backends.mkl.is_available(),
    }
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in sequences())
    path = pathlib.Path(__file__).with_name("data") / "rng.json"
    path.write_text(f'{{"madeWith":{json.dumps(made_with)},"sequences":[\n{lines}\n]}}\n')


main()
