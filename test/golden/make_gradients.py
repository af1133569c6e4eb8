"""Makes data/gradients.json: gradients through PyTorch's nn.RNN, nn.LSTM and nn.GRU, by the input, the initial states and every parameter.

    /usr/bin/python3 test/golden/make_gradients.py

The loss is sum(output * w) + sum(hidden * w) + sum(cell * w), each w drawn by a seed of its own. PyTorch runs in double precision, on the
same float32 numbers, and each gradient is rounded once. README.md beside this file describes the format.
"""

import itertools
import random

import torch

from golden import base64_of, made_with, write_json
from recurrent import case, checksum, checksum_of, forward, given_of, network_of, sensitivity

YES_NO = [False, True]
KINDS = [("rnn", {}), ("rnn", {"nonlinearity": "relu"}), ("lstm", {}), ("lstm", {"projSize": 1}), ("gru", {})]

# The weights of the loss are drawn after the seeds that follow those of a run.
LOSS = [5, 6, 7]


def cases():
    for index, (of, kind) in enumerate(KINDS):
        chosen = random.Random(20240 + index)
        inputs, hidden = chosen.sample([2, 3], 2) if of == "rnn" or kind else (1, 2)
        hidden = max(hidden, 2)
        sizes = lambda: (chosen.choice([2, 3]), chosen.choice([1, 2]), inputs, hidden)
        for layers, bias, batch_first, bidirectional in itertools.product([1, 2], YES_NO, YES_NO, YES_NO):
            # Every pair of a batch or none, and of a state or none, with every other option.
            batched = batch_first or chosen.random() < 0.5
            options = {"numLayers": layers, "bias": bias, "batchFirst": batch_first, "bidirectional": bidirectional, **kind}
            yield case(chosen, of, "options", sizes(), batched=batched, with_state=chosen.random() < 0.6, **options)
        for bidirectional, batch_first in itertools.product(YES_NO, YES_NO):
            options = {"bidirectional": bidirectional, "batchFirst": batch_first, **kind}
            lengths = [*chosen.sample([1, 2, 3], 2), 4]
            chosen.shuffle(lengths)
            size = (4, 3, inputs, hidden)
            layers = chosen.choice([1, 2])
            yield case(chosen, of, "packed", size, lengths=lengths, with_state=layers == 1, numLayers=layers, **options)
            yield case(chosen, of, "training", sizes(), numLayers=2, dropout=0.4, how="train", with_state=False, **options)
        options = {"bidirectional": True, "numLayers": 2, "dropout": 0.5, **kind}
        yield case(chosen, of, "packed, training", (4, 3, inputs, hidden), lengths=[2, 4, 1], how="train", **options)
        yield case(chosen, of, "large weights", (3, 2, inputs, hidden), weight_scale=5, **kind)
        yield case(chosen, of, "wide", (2, 3, 9, 8) if of == "rnn" else (2, 2, 5, 4), **kind)


def loss_weights(one, results):
    def drawn(offset, shape):
        torch.manual_seed(one["seed"] + offset)
        return torch.rand(shape) * 2 - 1

    return [drawn(offset, result.shape) for offset, result in zip(LOSS, results)]


def gradients(network, one, given, weights):
    """By the input, the initial states that are given, and the parameters in state-dict order."""
    given = [value if value is None else value.detach().requires_grad_() for value in given]
    results = forward(network, one, *given)
    loss = sum((result * weight).sum() for result, weight in zip(results, weights))
    return torch.autograd.grad(loss, [*(value for value in given if value is not None), *network.parameters()])


def run(one):
    network, given = network_of(one), given_of(one)
    with torch.no_grad():
        weights = loss_weights(one, forward(network, one, *given))
    double = [weight.double() for weight in weights]
    found = lambda net, *values: gradients(net, one, values, double)
    made = {**one, "crc32": checksum_of(network, given), "lossCrc32": checksum(weights)}
    moves = sensitivity(network, given, found)
    exact = found(network.double(), *(None if value is None else value.double() for value in given))
    return {**made, "gradients": base64_of(torch.cat([each.flatten() for each in exact]).float()), "sensitivity": moves}


write_json("gradients.json", {"madeWith": made_with()}, "cases", map(run, cases()))
