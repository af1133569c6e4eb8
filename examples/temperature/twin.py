"""The same network, data, seed and training in PyTorch: `python3 examples/temperature/twin.py [data/temperature.json]`.

Prints the loss of each pass and the error on the last year; with a path, writes them there for the test, which holds the TypeScript to them.
"""

import csv
import datetime
import json
import math
import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
WINDOW, BATCH, PASSES = 28, 32, 12

with open(ROOT / "node_modules/vega-datasets/data/seattle-weather.csv") as file:
    days = list(csv.DictReader(file))
columns = [[float(day[name]) for day in days] for name in ["precipitation", "temp_max", "temp_min", "wind"]]
dates = [datetime.date.fromisoformat(day["date"]) for day in days]
split = next(i for i, date in enumerate(dates) if date.year == 2015)


def scale(values):
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((x - mean) ** 2 for x in values) / len(values))


scales = [scale(column[:split]) for column in columns]
rows = []
for i, date in enumerate(dates):
    angle = 2 * math.pi * (date - datetime.date(date.year, 1, 1)).days / 365.25
    rows.append([(c[i] - m) / d for c, (m, d) in zip(columns, scales)] + [math.sin(angle), math.cos(angle)])
warmth, deviation = columns[1], scales[1][1]


def windows(first, last):
    x = torch.tensor([rows[day - WINDOW : day] for day in range(first, last)], dtype=torch.float64).float()
    y = torch.tensor([[(warmth[day] - warmth[day - 1]) / deviation] for day in range(first, last)], dtype=torch.float64)
    return x, y.float()


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = torch.nn.GRU(6, 32, batch_first=True)
        self.head = torch.nn.Linear(32, 1)

    def forward(self, x):
        return self.head(self.gru(x)[0][:, -1])


torch.set_num_threads(1)
torch.manual_seed(0)
net = Network()
optimizer = torch.optim.Adam(net.parameters(), lr=2e-3)
x, y = windows(WINDOW, split)
losses, steps = [], []
for _ in range(PASSES):
    order = torch.randperm(len(x))
    total = 0.0
    batches = [order[at : at + BATCH] for at in range(0, len(x), BATCH)]
    for batch in batches:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(x[batch]), y[batch])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
        optimizer.step()
        total += loss.item()
        steps.append(loss.item())
    losses.append(total / len(batches))
    print(f"pass {len(losses):2}  loss {losses[-1]:.4f}")

with torch.no_grad():
    said = net(windows(split, len(dates))[0])[:, 0].double()
off = [warmth[day - 1] + said[i].item() * deviation - warmth[day] for i, day in enumerate(range(split, len(dates)))]
error = math.sqrt(sum(d * d for d in off) / len(off))
print(f"the network is off by {error:.2f} degrees")
if len(sys.argv) > 1:
    made = {"madeWith": {"torch": torch.__version__}, "steps": steps[:40], "passes": losses, "error": error}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(made) + "\n")
