"""Prints the table of draw-checksums.test.ts: what CPython 3.11 and numpy 1.24 draw, as checksums.

python draw-checksums.py   (x86-64 Linux with glibc 2.28 or newer)
"""

import json
import random
import struct

import numpy

DRAWS = 10_000
SEEDS = {"python": -(10**30), "numpy": 10**30, "numpy-legacy": 4294967295}
CREATE = {"python": random.Random, "numpy": numpy.random.default_rng, "numpy-legacy": numpy.random.RandomState}
METHODS = {
    "python": [
        ["random"],
        ["randint", -5, 10**6],
        ["randint", 0, 2**70],
        ["randrange", 0, 2**52, 3],
        ["getrandbits", 77],
        ["uniform", -3.5, 12.25],
        ["normalvariate", 1.5, 2.0],
        ["triangular", 0.0, 10.0, 2.5],
        ["expovariate", 1.5],
        ["choice", [3, 1, 4, 1, 5, 9, 2]],
        ["sample", list(range(22)), 3],
        ["sample", list(range(10)), 7],
    ],
    "numpy": [
        ["random"],
        ["integers", -5, 10**6],
        ["integers", 0, 2**32],
        ["integers", 0, 2**52],
        ["integers", -(2**63), 2**63],
        ["standard_normal"],
        ["normal", 1.5, 2.0],
        ["exponential", 1.5],
        ["uniform", -3.5, 12.25],
        ["choice", 10],
        ["permutation", 10],
    ],
    "numpy-legacy": [
        ["random_sample"],
        ["randint", -5, 10**6],
        ["randint", 0, 2**40],
        ["randn"],
        ["normal", 1.5, 2.0],
        ["uniform", -3.5, 12.25],
        ["choice", 10],
        ["permutation", 10],
    ],
}


def words(value):
    """Integers modulo 2^32; floats by their bits, the lower half first."""
    if isinstance(value, (list, numpy.ndarray)):
        for element in value:
            yield from words(element)
    elif isinstance(value, float):
        yield from struct.unpack("<II", struct.pack("<d", value))
    else:
        yield int(value) % 2**32


def checksum(draw):
    """FNV-1a, a word at a time."""
    result = 2166136261
    for _ in range(DRAWS):
        for word in words(draw()):
            result = (result ^ word) * 16777619 % 2**32
    return result


def as_text(argument):
    """Integers that JavaScript writes as bigints."""
    return f"{argument}n" if isinstance(argument, int) and abs(argument) > 2**53 else json.dumps(argument)


for backend, methods in METHODS.items():
    for method, *arguments in methods:
        generator = CREATE[backend](SEEDS[backend])
        result = checksum(lambda: getattr(generator, method)(*arguments))
        print(f'  ["{backend}", "{method}", [{", ".join(map(as_text, arguments))}], {result}],')
