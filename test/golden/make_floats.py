"""Goldens of the conversions to float32: every pattern of the small float types, and 64-bit integers and doubles near ties.

    pip install ml_dtypes==0.5.4
    /usr/bin/python3 test/golden/make_floats.py
"""

import base64
import json
import pathlib
import random
import zlib

import ml_dtypes
import numpy as np

DATA = pathlib.Path(__file__).with_name("data")

SMALL = {
    "F16": np.float16,
    "BF16": ml_dtypes.bfloat16,
    "F8_E5M2": ml_dtypes.float8_e5m2,
    "F8_E4M3": ml_dtypes.float8_e4m3fn,
    "F8_E8M0": ml_dtypes.float8_e8m0fnu,
    "F8_E4M3FNUZ": ml_dtypes.float8_e4m3fnuz,
    "F8_E5M2FNUZ": ml_dtypes.float8_e5m2fnuz,
}


def bytes_of(floats):
    """Little-endian float32; every NaN as the same one, since its sign and payload mean nothing."""
    floats = floats.astype("<f4")
    floats[np.isnan(floats)] = np.nan
    return floats.tobytes()


def small(name, dtype):
    bits = 8 * np.dtype(dtype).itemsize
    patterns = np.arange(2**bits, dtype=f"u{bits // 8}")
    data = bytes_of(patterns.view(dtype).astype(np.float32))
    # Few enough to be looked at, or a checksum of all.
    return {"dtype": name, "checksum": zlib.crc32(data), "floats": base64.b64encode(data).decode() if bits == 8 else None}


def integers(signed):
    rng = random.Random(1)
    low, high = (-(2**63), 2**63 - 1) if signed else (0, 2**64 - 1)
    found = {0, 1, low, high}
    for exponent in range(20, 64):
        for _ in range(12):
            # Near a tie of float32: 24 bits, then a half, then a little more or less, down to the last bit.
            head = rng.randrange(2**23, 2**24)
            shift = exponent - 23
            tie = (head << shift if shift >= 0 else head >> -shift) + ((1 << shift) >> 1 if shift > 0 else 0)
            for n in [tie, tie + 1, tie - 1, rng.randrange(2**exponent)]:
                found.update(x for x in ([n, -n] if signed else [n]) if low <= x <= high)
    return sorted(found)


def large(name, dtype):
    numbers = np.array(integers(name == "I64"), dtype=dtype)
    return {
        "dtype": name,
        "numbers": base64.b64encode(numbers.astype(f"<{dtype}").tobytes()).decode(),
        "floats": base64.b64encode(bytes_of(numbers.astype(np.float32))).decode(),
    }


def main():
    made = {
        "numpy": np.__version__,
        "ml_dtypes": ml_dtypes.__version__,
        "small": [small(name, dtype) for name, dtype in SMALL.items()],
        "large": [large("I64", "i8"), large("U64", "u8")],
    }
    (DATA / "floats.json").write_text(json.dumps(made, indent=1) + "\n")


main()
