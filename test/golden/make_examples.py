"""Makes data/tutorial.json and data/weather.json: two runs of nn.RNN as a user would write them.

    /usr/bin/python3 test/golden/make_examples.py

The formats are described in README.md beside this file.
"""

import csv
import math
import pathlib

import torch
from torch import nn

from golden import base64_of, made_with, write_json

SERIES = pathlib.Path(__file__).parents[2] / "node_modules/vega-datasets/data/seattle-weather.csv"
FEATURES = ["precipitation", "temp_max", "temp_min", "wind"]
STEPS = [0, 1, 2, 6, 30, 100, 364, 365, 729, 1094, 1459, 1460]


def tutorial():
    """The example of the nn.RNN tutorials: everything is drawn after one seed, in the order of the lines."""
    torch.manual_seed(0)
    rnn = nn.RNN(input_size=5, hidden_size=3, batch_first=True)
    x = torch.randn(2, 4, 5)
    h0 = torch.randn(1, 2, 3)
    output, hidden = rnn(x, h0)
    tensors = {**rnn.state_dict(), "input": x, "h0": h0, "output": output.detach(), "hidden": hidden.detach()}
    write_json(
        "tutorial.json",
        {"madeWith": made_with(), "seed": 0},
        "tensors",
        [
            {"name": name, "shape": list(one.shape), "data": base64_of(one), "printed": str(one)}
            for name, one in tensors.items()
        ],
    )


def column(rows, name):
    """(x - mean) / deviation in double precision, with the deviation of the whole population."""
    values = [float(row[name]) for row in rows]
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / deviation for value in values]


def weather():
    """A two-layer network over 1,461 days of Seattle's weather, [seq, batch, feature] = [1461, 1, 4]."""
    with SERIES.open() as file:
        rows = list(csv.DictReader(file))
    x = torch.tensor([column(rows, name) for name in FEATURES], dtype=torch.float64).T.to(torch.float32).unsqueeze(1)
    torch.manual_seed(0)
    rnn = nn.RNN(4, 16, 2)
    output, hidden = rnn(x)
    write_json(
        "weather.json",
        {"madeWith": made_with(), "seed": 0, "features": FEATURES, "shape": list(x.shape), "hidden": base64_of(hidden)},
        "steps",
        [{"at": at, "input": base64_of(x[at]), "output": base64_of(output[at])} for at in STEPS],
    )


with torch.no_grad():
    tutorial()
    weather()
