"""Makes data/training.json: ten steps of training, every network with every optimiser.

    /usr/bin/python3 test/golden/make_training.py

The formats are described in README.md beside this file.
"""

import torch
import torch.nn.functional as F

from golden import base64_of, made_with, write_json

T, B, I, H, C = 5, 4, 3, 4, 6
STEPS = 10

NETWORKS = {
    "rnn": (torch.nn.RNN, {}),
    "rnn, relu, all options": (torch.nn.RNN, dict(num_layers=2, bidirectional=True, nonlinearity="relu", batch_first=True)),
    "lstm": (torch.nn.LSTM, {}),
    "lstm, all options": (torch.nn.LSTM, dict(num_layers=2, bidirectional=True, proj_size=2, bias=False)),
    "gru": (torch.nn.GRU, {}),
    "gru, all options": (torch.nn.GRU, dict(num_layers=2, bidirectional=True, batch_first=True)),
}

OPTIMIZERS = {
    "SGD": dict(lr=0.5),
    "SGD with momentum": dict(lr=0.2, momentum=0.9, nesterov=True, weight_decay=0.01),
    "Adam": dict(lr=0.02, amsgrad=True),
    "AdamW": dict(lr=0.02, weight_decay=0.1),
    "RMSprop": dict(lr=0.01, centered=True, momentum=0.5),
}

SCHEDULE = {"Adam": dict(T_max=10)}


def uniform(shape, seed):
    torch.manual_seed(seed)
    return torch.rand(shape) * 2 - 1


def train(make, options, name, dtype, kind):
    """The loss before each update, and the parameters after the last one."""
    torch.manual_seed(0)
    net = make(I, H, **options).to(dtype)
    first = options.get("batch_first", False)
    x = uniform((B, T, I) if first else (T, B, I), 1).to(dtype)
    width = net(x)[0].shape[-1]
    target = uniform((B, T, width) if first else (T, B, width), 2).to(dtype)
    torch.manual_seed(3)
    ids = torch.randint(0, width, (B, T) if first else (T, B))
    optimizer = getattr(torch.optim, name.split()[0])(net.parameters(), **OPTIMIZERS[name])
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, **SCHEDULE[name]) if name in SCHEDULE else None
    losses, norms = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        output = net(x)[0]
        loss = F.mse_loss(output, target) if kind == "mse" else F.cross_entropy(output.movedim(-1, 1), ids, label_smoothing=0.1)
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(net.parameters(), 0.4).detach())
        optimizer.step()
        if scheduler:
            scheduler.step()
        losses.append(loss.detach())
    flat = torch.cat([p.detach().reshape(-1) for p in net.parameters()])
    return torch.stack(losses), torch.stack(norms), flat


def cases():
    for network, (make, options) in NETWORKS.items():
        for name in OPTIMIZERS:
            kind = "crossEntropy" if name == "AdamW" else "mse"
            rounded = train(make, options, name, torch.float32, kind)
            exact = train(make, options, name, torch.float64, kind)
            yield {
                "network": network,
                "options": options,
                "optimizer": name,
                "optimizerOptions": OPTIMIZERS[name],
                "loss": kind,
                "losses": base64_of(rounded[0]),
                "norms": base64_of(rounded[1]),
                "params": base64_of(rounded[2]),
                "rounding": [float((a.double() - b).abs().max()) for a, b in zip(rounded, exact)],
            }


def main():
    write_json("training.json", {"madeWith": made_with()}, "cases", list(cases()))


main()
