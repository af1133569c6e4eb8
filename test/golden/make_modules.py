"""Makes data/modules.json: the modules beside the recurrent networks, alone and in nn.Sequential, forward, in training and backward.

    /usr/bin/python3 test/golden/make_modules.py

The formats are described in README.md beside this file. One script, above the usual length, since one data file comes of it and all its cases are made by `case`.
"""

import zlib
from collections import OrderedDict

import torch
from torch import nn

from golden import base64_of, made_with, write_json

ROLES = {"s": "seq", "b": "batch", "f": "feature", "h": "head"}


def uniform(shape, seed, scale=1.0):
    torch.manual_seed(seed)
    return (torch.rand(shape) * 2 - 1) * scale


def axes_of(text):
    """`s4 b2 f5` as roles and sizes."""
    return [[ROLES[part[0]], int(part[1:])] for part in text.split()]


def drawn(axes, seed, scale=1.0, tokens=None):
    """An input: floats, or tokens below `tokens`."""
    shape = [size for _, size in axes]
    if tokens is None:
        return uniform(shape, seed, scale)
    torch.manual_seed(seed)
    return torch.randint(0, tokens, shape)


def owner(module, key):
    """The module that a parameter belongs to."""
    for name in key.split(".")[:-1]:
        module = getattr(module, name)
    return module


def drawn_bits(value, is_normal):
    """Numbers that were drawn: uniform ones are the same to the bit, so that a checksum is enough."""
    if is_normal:
        return {"all": base64_of(value)}
    return {"crc32": zlib.crc32(value.detach().contiguous().numpy().tobytes())}


class Output(nn.Module):
    """What a recurrent network gives at every time step; the names of its parameters stay as they are."""

    def __new__(cls, network):
        forward = network.forward
        network.forward = lambda x: forward(x)[0]
        return network


class Over(nn.Module):
    """A function of the time steps, which stand on the axis `dim`."""

    def __init__(self, how, dim):
        super().__init__()
        self.how, self.dim = how, dim

    def forward(self, x):
        if self.how == "last":
            return x.select(self.dim, -1)
        return x.mean(self.dim) if self.how == "mean" else x.max(self.dim).values


def case(kind, options, make, axes, *, seed=0, tokens=None, scale=1.0, weights=None, train=False, gradients=True):
    """
    A module made after manual_seed(seed), run on an input of these axes. Its parameters are its own, or with `weights` drawn anew from that
    seed. The loss whose gradients are stored is the sum of the output times numbers from the seed 3.
    """
    axes = axes_of(axes)
    torch.manual_seed(seed)
    module = make()
    one = {"module": kind, "options": options, "seed": seed, "axes": axes, "inputSeed": 1, "scale": scale}
    one["next"] = base64_of(torch.rand(2))
    one["init"] = {
        key: drawn_bits(value, isinstance(owner(module, key), nn.Embedding)) for key, value in module.state_dict().items()
    }
    if weights is not None:
        one["weightSeed"] = weights
        torch.manual_seed(weights)
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(torch.rand(parameter.shape) * 2 - 1)
    x = drawn(axes, 1, scale, tokens)
    if tokens is not None:
        one["tokens"] = tokens
    elif gradients:
        x.requires_grad_()
    module.train(train)
    if train:
        one["trainSeed"] = 2
        torch.manual_seed(2)
    y = module(x)
    if train:
        one["drawnNext"] = base64_of(torch.rand(2))
    one["shape"] = list(y.shape)
    one["output"] = base64_of(y)
    if gradients:
        (y * uniform(y.shape, 3)).sum().backward()
        one["gradients"] = {key: base64_of(value.grad) for key, value in module.named_parameters()}
        if tokens is None:
            one["inputGradient"] = base64_of(x.grad)
    return one


def linears():
    for axes in ["f5", "b2 f5", "s4 b2 f5", "b2 s4 f5", "s4 f5", "s3 b2 h4 f5"]:
        for bias in [True, False]:
            options = {"inFeatures": 5, "outFeatures": 3, "bias": bias}
            yield case("linear", options, lambda: nn.Linear(5, 3, bias), axes)
    for inputs, outputs in [(1, 1), (1, 9), (7, 8), (8, 7), (9, 1), (31, 33), (33, 31), (64, 128), (128, 64), (3, 200), (200, 3), (1, 300)]:
        for seed in [0, 42]:
            options = {"inFeatures": inputs, "outFeatures": outputs}
            few = inputs * outputs < 1000
            yield case("linear", options, lambda: nn.Linear(inputs, outputs), f"b3 f{inputs}", seed=seed, gradients=few)


def embeddings():
    for axes in ["b3", "s4 b2", "b2 s4", "s3 b2 h4"]:
        for padding in [None, 0, 6, -1, -7]:
            options = {"numEmbeddings": 7, "embeddingDim": 3, **({} if padding is None else {"paddingIdx": padding})}
            yield case("embedding", options, lambda: nn.Embedding(7, 3, padding_idx=padding), axes, tokens=7)
    for tokens, width in [(1, 1), (1, 5), (3, 4), (65, 8), (100, 33)]:
        options = {"numEmbeddings": tokens, "embeddingDim": width}
        yield case("embedding", options, lambda: nn.Embedding(tokens, width), "s5 b2", seed=7, tokens=tokens)


def norms():
    for axes, norm in [("f3", 3), ("f8", 8), ("b2 f8", 8), ("s4 b2 f5", 5), ("b3 f33", 33), ("b2 f300", 300)]:
        for affine in [True, False]:
            options = {"normalizedShape": norm, "elementwiseAffine": affine}
            yield case("layerNorm", options, lambda: nn.LayerNorm(norm, elementwise_affine=affine), axes, weights=5)
    for eps in [0.0, 1e-12, 0.1, 10.0]:
        yield case("layerNorm", {"normalizedShape": 8, "eps": eps}, lambda: nn.LayerNorm(8, eps), "b3 f8", weights=5)
    for scale in [1e-3, 100.0]:
        yield case("layerNorm", {"normalizedShape": 8}, lambda: nn.LayerNorm(8), "b3 f8", weights=5, scale=scale)
    for axes, norm in [("b2 h4 f8", [4, 8]), ("h4 f8", [4, 8]), ("s3 b2 h4 f8", [2, 4, 8])]:
        options = {"normalizedShape": norm}
        yield case("layerNorm", options, lambda: nn.LayerNorm(norm), axes, weights=5)


def dropouts():
    for p in [0.0, 0.1, 0.5, 0.9, 1.0]:
        for train in [False, True]:
            for axes in ["f7", "s4 b2 f5"]:
                yield case("dropout", {"p": p}, lambda: nn.Dropout(p), axes, train=train)


def functions():
    for axes, dim in [("s1 f3", 0), ("s5 f3", 0), ("s4 b2 f5", 0), ("b2 s4 f5", 1), ("b2 s3 h4 f5", 1), ("b2 h4 s3", 2)]:
        for how in ["last", "mean", "max"]:
            yield case(how, {}, lambda: Over(how, dim), axes)


def sequentials():
    """Each layer as [name or null, kind, options], beside PyTorch's; those without a name are numbered, as in nn.Sequential."""
    linear = lambda i, o: ("linear", {"inFeatures": i, "outFeatures": o}, lambda: nn.Linear(i, o))
    embed = ("embedding", {"numEmbeddings": 11, "embeddingDim": 5}, lambda: nn.Embedding(11, 5))
    norm = ("layerNorm", {"normalizedShape": 6}, lambda: nn.LayerNorm(6))
    drop = ("dropout", {"p": 0.3}, lambda: nn.Dropout(0.3))
    tanh = ("tanh", {}, nn.Tanh)
    relu = ("relu", {}, nn.ReLU)
    rnn = lambda **more: (
        "rnn",
        {"inputSize": 5, "hiddenSize": 6, **{camel(key): value for key, value in more.items()}},
        lambda: Output(nn.RNN(5, 6, **more)),
    )
    last = lambda dim: ("last", {}, lambda: Over("last", dim))
    mean = lambda dim: ("mean", {}, lambda: Over("mean", dim))
    plain = lambda *layers: [(None, *layer) for layer in layers]
    chains = [
        ("s4 b2 f5", None, plain(linear(5, 6), tanh, norm, linear(6, 3))),
        ("b2 s4 f5", None, plain(linear(5, 6), relu, drop, linear(6, 7), drop)),
        ("s4 b2", 11, plain(embed, drop, linear(5, 6))),
        ("s4 b2", 11, plain(embed, rnn(), last(0), linear(6, 3))),
        ("b2 s4", 11, plain(embed, rnn(batch_first=True), mean(1), tanh)),
        ("s4 b2", 11, [("embed", *embed), ("rnn", *rnn(num_layers=2, dropout=0.5)), (None, *drop), ("head", *linear(6, 2))]),
        ("s7 f5", None, plain(rnn(bidirectional=True, nonlinearity="relu"), linear(12, 6), norm, last(0))),
    ]
    nested = ("sequential", {"layers": plain(linear(6, 4), drop, linear(4, 5))}, None)
    chains.append(("s4 b2 f5", None, [*plain(rnn()), ("inner", *nested), (None, *drop), *plain(linear(5, 2))]))
    for axes, tokens, layers in chains:
        for train in [False, True]:
            options = {"layers": described(layers)}
            # The gradient of the fold's definition is another's matter: here are the modules' own.
            own = all(kind != "rnn" for _, kind, _, _ in layers)
            make = lambda: chain(layers)
            yield case("sequential", options, make, axes, tokens=tokens, train=train, gradients=own)


def camel(key):
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def described(layers):
    return [
        [name, kind, {"layers": described(options["layers"])} if kind == "sequential" else options]
        for name, kind, options, _ in layers
    ]


def chain(layers):
    return nn.Sequential(
        OrderedDict(
            (name or str(index), chain(options["layers"]) if kind == "sequential" else make())
            for index, (name, kind, options, make) in enumerate(layers)
        )
    )


class Stateful(nn.Module):
    """A cell with the state to begin with: what it gives as one tensor, the hidden state and behind it that of an LSTM's cell."""

    def __new__(cls, cell, state):
        forward = cell.forward

        def run(x):
            result = forward(x, state) if state is not None else forward(x)
            return torch.cat(result, -1) if isinstance(result, tuple) else result

        cell.forward = run
        return cell


def cells():
    """`state` is the seed of the state's numbers, the cell state's being the next one; they are of the input's axes in front of Hidden."""
    kinds = {"rnnCell": nn.RNNCell, "lstmCell": nn.LSTMCell, "gruCell": nn.GRUCell}
    for kind, make in kinds.items():
        for sizes in [(5, 3), (7, 8), (8, 9), (1, 1), (33, 31)]:
            for bias in [True, False]:
                for batch in [[], [2], [5]]:
                    for seed in [None, 4]:
                        for nonlinearity in ["tanh", "relu"] if kind == "rnnCell" else [None]:
                            few = sizes != (33, 31) and (len(batch) == 0 or batch == [2])
                            if sizes not in [(5, 3), (8, 9)] and (not bias or nonlinearity == "relu" or batch == [5]):
                                continue
                            yield cell(kind, make, sizes, bias, batch, seed, nonlinearity, few)


def cell(kind, make, sizes, bias, batch, seed, nonlinearity, gradients):
    inputs, hidden = sizes
    more = {} if nonlinearity is None else {"nonlinearity": nonlinearity}
    options = {"inputSize": inputs, "hiddenSize": hidden, "bias": bias, **more}
    state = None
    if seed is not None:
        state = uniform([*batch, hidden], seed)
        if kind == "lstmCell":
            state = (state, uniform([*batch, hidden], seed + 1))
    axes = " ".join([*(f"b{size}" for size in batch), f"f{inputs}"])
    one = case(kind, options, lambda: Stateful(make(inputs, hidden, bias=bias, **more), state), axes, gradients=gradients)
    return one if seed is None else {**one, "stateSeed": seed}


def main():
    cases = [*linears(), *embeddings(), *norms(), *dropouts(), *functions(), *sequentials(), *cells()]
    write_json("modules.json", {"madeWith": made_with()}, "cases", cases)


main()
