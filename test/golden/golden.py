"""What the scripts that make goldens share: how numbers are written, and what made them."""

import base64
import json
import pathlib
import re

import torch

DATA = pathlib.Path(__file__).with_name("data")

torch.set_num_threads(1)


def made_with():
    return {
        "torch": torch.__version__,
        "cpu": re.search(r"CPU capability usage: (\S+)", torch.__config__.show())[1],
        "mkl": torch.backends.mkl.is_available(),
    }


def base64_of(tensor):
    """The numbers in row-major order, little-endian, in base64."""
    numbers = tensor.detach().contiguous().numpy()
    return base64.b64encode(numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()).decode()


def number_of(text):
    """A number as JavaScript writes it."""
    return float(text.replace("Infinity", "inf"))


def write_json(name, head, key, lines):
    """An object of `head` and of a list under `key`, one element a line, so that a change shows as the lines it touches."""
    text = lambda value: json.dumps(value, separators=(",", ":"))
    body = ",\n".join(text(line) for line in lines)
    (DATA / name).write_text(f'{text(head)[:-1]},"{key}":[\n{body}\n]}}\n')
