"""Makes data/rnn.json, lstm.json, gru.json and cells.json: what comes out of PyTorch's nn.RNN, nn.LSTM and nn.GRU, over all of their options, and
out of nn.RNNCell, nn.LSTMCell and nn.GRUCell.

    /usr/bin/python3 test/golden/make_recurrent.py

The format, and the tolerance with its reason, are described in README.md beside this file. It is one script, above the usual length, since
the runs of a network are chosen one after the other by one generator.
"""

import itertools
import random

import torch

from golden import made_with, write_json
from recurrent import case, run

YES_NO = [False, True]
SIZES = [1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 40]
SMALL_SIZES = [1, 2, 3, 4, 5, 6, 7, 9]
TRAINING_P = [0.1, 0.2, 0.25, 0.3, 0.33, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


class Runs:
    """The runs of one network. What is chosen is chosen by a generator of its own, so that PyTorch's draws depend on a case's seed alone."""

    def __init__(self, of, seed, sizes, most):
        self.of, self.sizes, self.most = of, sizes, most
        self.chosen = random.Random(seed)

    def case(self, *given, **rules):
        return case(self.chosen, self.of, *given, **rules)

    def size(self, layers=1, bidirectional=False, most=None, lengths=None, projected=False):
        """Time, batch, input and hidden size, all different; not too many numbers come out."""
        directions = 2 if bidirectional else 1
        while True:
            time, batch, inputs, hidden = self.chosen.choice(lengths or self.sizes), *self.chosen.sample(self.sizes, 3)
            few = batch * hidden * directions * (time + layers) <= (most or self.most)
            if len({time, batch, inputs, hidden}) == 4 and few and not (projected and hidden == 1):
                return time, batch, inputs, hidden

    def proj_size(self, size):
        return self.chosen.randrange(1, size[3])

    def special(self, shape, values):
        """The values at places of their own, as [flat index, text]."""
        count = torch.Size(shape).numel()
        return [[at, value] for at, value in zip(sorted(self.chosen.sample(range(count), len(values))), values)]


def every_combination_of_rnn(runs):
    """All options against all, not pairs alone: each network once with its weights, sizes and input its own."""
    for layers, nonlinearity, bias, batch_first, bidirectional, batched, with_state, with_dropout in itertools.product(
        [1, 2, 3], ["tanh", "relu"], YES_NO, YES_NO, YES_NO, YES_NO, YES_NO, YES_NO
    ):
        if with_dropout and layers == 1:
            continue
        size = runs.size(layers, bidirectional)
        yield runs.case(
            "options",
            size,
            numLayers=layers,
            nonlinearity=nonlinearity,
            bias=bias,
            batchFirst=batch_first,
            dropout=runs.chosen.choice([0.1, 0.5, 1.0]) if with_dropout else 0.0,
            bidirectional=bidirectional,
            batched=batched,
            with_state=with_state,
        )


def every_combination(runs):
    """As for nn.RNN, but with dropout, which does nothing outside of training, in some of the runs of two layers."""
    for layers, bias, batch_first, bidirectional, projected, batched, with_state in itertools.product(
        [1, 2], YES_NO, YES_NO, YES_NO, YES_NO if runs.of == "lstm" else [False], YES_NO, YES_NO
    ):
        size = runs.size(layers, bidirectional, projected=projected)
        yield runs.case(
            "options",
            size,
            numLayers=layers,
            bias=bias,
            batchFirst=batch_first,
            dropout=runs.chosen.choice([0.0, 0.5]) if layers == 2 else 0.0,
            bidirectional=bidirectional,
            projSize=runs.proj_size(size) if projected else 0,
            batched=batched,
            with_state=with_state,
        )
    size = runs.size(3, True, projected=True)
    projected = {"projSize": runs.proj_size(size)} if runs.of == "lstm" else {}
    yield runs.case("three layers", size, numLayers=3, bidirectional=True, **projected)


def edge_sizes_of_rnn(runs):
    yield runs.case("size one everywhere", (1, 1, 1, 1))
    yield runs.case("size one everywhere, two layers and directions", (1, 1, 1, 1), numLayers=2, bidirectional=True)
    yield runs.case("all sizes equal", (3, 3, 3, 3), numLayers=3, bidirectional=True, batchFirst=True)
    yield runs.case("long sequence", (400, 1, 3, 2))
    yield runs.case("long sequence, relu", (400, 1, 3, 2), nonlinearity="relu")
    for hidden in [1, 7, 8, 9, 31, 32, 33, 40]:
        for batch in [1, 5, 8]:
            yield runs.case("tile edges", (2, batch, 41 - hidden, hidden), numLayers=2, bidirectional=hidden % 2 == 1)


def edge_sizes(runs):
    yield runs.case("size one everywhere", (1, 1, 1, 1))
    yield runs.case("size one everywhere, two layers and directions", (1, 1, 1, 1), numLayers=2, bidirectional=True)
    yield runs.case("all sizes equal", (3, 3, 3, 3), numLayers=3, bidirectional=True, batchFirst=True)
    yield runs.case("long sequence", (200, 1, 3, 1))
    for hidden, batch in [(7, 1), (8, 5), (9, 8), (31, 1), (33, 2)]:
        yield runs.case("tile edges", (2, batch, 41 - hidden, hidden), bidirectional=hidden == 9)
    if runs.of == "lstm":
        for hidden, proj in [(9, 8), (10, 1), (33, 9)]:
            yield runs.case("tile edges of a projection", (2, 3, 5, hidden), projSize=proj, numLayers=2)


def edge_values(runs, variants, most):
    """Numbers at the ends of float32, in each of the variants of a network."""
    for options in variants:
        layers, bidirectional = options["numLayers"], options["bidirectional"]
        projected = options.get("projSize", 0) > 0
        directions = 2 if bidirectional else 1
        size = lambda: (
            (3, 2, 4, 5) if projected else runs.size(layers, bidirectional, most=most, lengths=[3, 5, 7])
        )
        yield runs.case("weights times 20", size(), weight_scale=20, **options)
        yield runs.case("weights and input times 20", size(), weight_scale=20, input_scale=20, **options)
        yield runs.case("input times 1e30", size(), input_scale=1e30, with_state=False, **options)
        yield runs.case("zero input", size(), input_scale=0, with_state=False, **options)
        yield runs.case("zero input, no bias", size(), input_scale=0, with_state=False, bias=False, **options)
        yield runs.case("zero weights", size(), weight_scale=0, **options)
        yield runs.case("denormal input", size(), input_scale=1e-40, with_state=False, bias=False, **options)
        yield runs.case("denormal input and state", size(), input_scale=1e-42, state_scale=1e-41, bias=False, **options)
        yield runs.case("denormal weights", size(), weight_scale=1e-40, input_scale=100, **options)
        for name, values in [
            ("NaN", ["NaN"]),
            ("infinity", ["Infinity"]),
            ("minus infinity", ["-Infinity"]),
            ("both infinities, NaN, denormals and zeros", ["Infinity", "-Infinity", "NaN", "1e-42", "-1e-45", "-0", "0", "3.4e38"]),
        ]:
            time, batch, inputs, hidden = size()
            yield runs.case(
                f"{name} in the input",
                (time, batch, inputs, hidden),
                input_special=runs.special([time, batch, inputs], values[: time * batch * inputs]),
                **options,
            )
        time, batch, inputs, hidden = size()
        shape = [layers * directions, batch, options.get("projSize", 0) or hidden]
        places = runs.special(shape, ["NaN", "-Infinity"][: torch.Size(shape).numel()])
        yield runs.case("NaN and minus infinity in the state", (time, batch, inputs, hidden), state_special=places, **options)


def training_of_rnn(runs):
    for p, layers, bidirectional in itertools.product(TRAINING_P, [2, 3], [False, True]):
        yield runs.case(
            "training",
            runs.size(layers, bidirectional, most=300),
            numLayers=layers,
            bidirectional=bidirectional,
            dropout=p,
            nonlinearity=runs.chosen.choice(["tanh", "relu"]),
            bias=runs.chosen.random() < 0.7,
            batchFirst=runs.chosen.random() < 0.5,
            batched=runs.chosen.random() < 0.7,
            with_state=runs.chosen.random() < 0.5,
            how="train",
        )
    for layers in [1, 2]:
        yield runs.case("training without dropout draws nothing", (5, 2, 3, 7), numLayers=layers, how="train")
    # Dropout multiplies: 0 times infinity, and 0 times NaN, are NaN.
    given = {"numLayers": 2, "nonlinearity": "relu", "how": "train", "input_special": [[4, "Infinity"], [9, "NaN"]]}
    yield runs.case("training, NaN and infinity through dropout", (5, 2, 3, 7), dropout=0.5, **given)
    yield runs.case("training, NaN and infinity through full dropout", (5, 2, 3, 7), dropout=1.0, **given)


def training(runs):
    for p, bidirectional in itertools.product([0.1, 0.4, 0.5, 1.0], YES_NO):
        layers = runs.chosen.choice([2, 3])
        size = runs.size(layers, bidirectional, projected=True)
        yield runs.case(
            "training",
            size,
            numLayers=layers,
            bidirectional=bidirectional,
            dropout=p,
            projSize=runs.proj_size(size) if runs.of == "lstm" and runs.chosen.random() < 0.5 else 0,
            batchFirst=runs.chosen.random() < 0.5,
            batched=runs.chosen.random() < 0.7,
            with_state=runs.chosen.random() < 0.5,
            how="train",
        )


def steps_of_rnn(runs):
    for layers, nonlinearity, bias, batched in itertools.product([1, 2, 3], ["tanh", "relu"], YES_NO, YES_NO):
        yield runs.case(
            "step",
            runs.size(layers, most=300),
            numLayers=layers,
            nonlinearity=nonlinearity,
            bias=bias,
            batched=batched,
            with_state=runs.chosen.random() < 0.7,
            how="step",
        )


def steps(runs):
    for layers, projected, batched in itertools.product([1, 2], YES_NO if runs.of == "lstm" else [False], YES_NO):
        size = runs.size(layers, projected=projected)
        yield runs.case(
            "step",
            size,
            numLayers=layers,
            projSize=runs.proj_size(size) if projected else 0,
            batched=batched,
            with_state=layers == 2,
            how="step",
        )


def packed(runs):
    """Sequences of different lengths, in no order; the longest is as long as the input."""
    projections = YES_NO if runs.of == "lstm" else [False]
    for layers, bidirectional, batch_first, projected, with_state in itertools.product([1, 2], YES_NO, YES_NO, projections, YES_NO):
        yield variable(runs, layers, bidirectional, batch_first, projected, with_state)
    yield variable(runs, 2, True, False, False, True, "all of one length", [4, 4, 4])
    yield variable(runs, 1, True, False, False, True, "longest first", [5, 3, 1])
    yield variable(runs, 2, True, False, False, True, "longest last", [1, 2, 5])
    yield variable(runs, 2, True, True, False, True, "one sequence", [4])
    yield variable(runs, 2, True, False, False, True, "some of one length", [3, 5, 3, 5, 1])
    for dropout, bidirectional, batch_first, projected in itertools.product([0.3, 1.0], YES_NO, YES_NO, projections):
        yield variable(runs, 2, bidirectional, batch_first, projected, False, "packed, training", how="train", dropout=dropout)


def variable(runs, layers, bidirectional, batch_first, projected, with_state, name="packed", lengths=None, **rules):
    inputs, hidden = runs.chosen.sample([2, 3, 4, 5], 2)
    if lengths is None:
        lengths = [*runs.chosen.sample([1, 2, 3, 4], runs.chosen.choice([1, 2, 3])), 5]
        runs.chosen.shuffle(lengths)
    return runs.case(
        name,
        (max(lengths), len(lengths), inputs, hidden),
        numLayers=layers,
        bidirectional=bidirectional,
        batchFirst=batch_first,
        projSize=runs.chosen.randrange(1, hidden) if projected else 0,
        with_state=with_state,
        lengths=lengths,
        **rules,
    )


def runs_of_rnn():
    runs = Runs("rnn", 20231, SIZES, 420)
    variants = [
        {"nonlinearity": nonlinearity, "bidirectional": bidirectional, "numLayers": layers}
        for nonlinearity, bidirectional, layers in itertools.product(["tanh", "relu"], YES_NO, [1, 2])
    ]
    yield from every_combination_of_rnn(runs)
    yield from edge_sizes_of_rnn(runs)
    yield from edge_values(runs, variants, 300)
    yield from training_of_rnn(runs)
    yield from steps_of_rnn(runs)
    yield from packed(runs)


def runs_of(of, seed):
    runs = Runs(of, seed, SMALL_SIZES, 60)
    variants = [{"bidirectional": False, "numLayers": 1}, {"bidirectional": True, "numLayers": 2}]
    if of == "lstm":
        variants.append({"bidirectional": True, "numLayers": 1, "projSize": 2})
    yield from every_combination(runs)
    yield from edge_sizes(runs)
    yield from edge_values(runs, variants, 48)
    yield from training(runs)
    yield from steps(runs)
    yield from packed(runs)


def runs_of_cells():
    for of, seed, variants in [
        ("rnn", 20234, [{"nonlinearity": "tanh"}, {"nonlinearity": "relu"}]),
        ("lstm", 20235, [{}]),
        ("gru", 20236, [{}]),
    ]:
        runs = Runs(of, seed, SMALL_SIZES, 60)
        for options, bias, batched, with_state in itertools.product(variants, YES_NO, YES_NO, YES_NO):
            yield runs.case("options", runs.size(), how="cell", bias=bias, batched=batched, with_state=with_state, **options)
        for options in variants:
            given = {"how": "cell", **options}
            yield runs.case("weights and input times 20", (1, 2, 4, 3), weight_scale=20, input_scale=20, **given)
            yield runs.case("denormal input", (1, 2, 4, 3), input_scale=1e-40, with_state=False, bias=False, **given)
            values = ["Infinity", "-Infinity", "NaN", "3.4e38"]
            yield runs.case("infinities and NaN", (1, 5, 4, 3), input_special=runs.special([5, 4], values), **given)


def main():
    with torch.no_grad():
        write_json("cells.json", {"madeWith": made_with()}, "cases", map(run, runs_of_cells()))
        for name, cases in [("rnn", runs_of_rnn()), ("lstm", runs_of("lstm", 20232)), ("gru", runs_of("gru", 20233))]:
            write_json(f"{name}.json", {"madeWith": made_with()}, "cases", map(run, cases))


main()
