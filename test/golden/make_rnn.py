"""Makes data/rnn.json: outputs and final hidden states of PyTorch's nn.RNN, over all of its options.

    /usr/bin/python3 test/golden/make_rnn.py

The format, and the tolerance with its reason, are described in README.md beside this file.
"""

import copy
import itertools
import random
import zlib

import torch

from golden import base64_of, made_with, number_of, write_json

SIZES = [1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 40]
TRAINING_P = [0.1, 0.2, 0.25, 0.3, 0.33, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]

# Sizes are chosen by a generator of their own, so that the draws of PyTorch depend on the seeds in a case alone.
chosen = random.Random(20231)


def sizes(layers=1, directions=1, most=420, lengths=SIZES):
    """Time, batch, input and hidden size, all different; not too many numbers come out."""
    while True:
        time, batch, inputs, hidden = chosen.choice(lengths), *chosen.sample(SIZES, 3)
        if len({time, batch, inputs, hidden}) == 4 and batch * hidden * directions * (time + layers) <= most:
            return time, batch, inputs, hidden


def case(
    name,
    size,
    layers=1,
    nonlinearity="tanh",
    bias=True,
    batch_first=False,
    dropout=0.0,
    bidirectional=False,
    batched=True,
    with_state=True,
    how="apply",
    weight_scale=1,
    input_scale=1,
    input_special=(),
    state_scale=1,
    state_special=(),
):
    """What goes into one run of one network, by seeds and rules; `run` makes the numbers from it."""
    time, batch, inputs, hidden = size
    directions = 2 if bidirectional else 1
    seed = chosen.randrange(2**32)
    shape = ([batch, time, inputs] if batch_first else [time, batch, inputs]) if batched else [time, inputs]
    state_shape = [layers * directions, batch, hidden] if batched else [layers * directions, hidden]
    return {
        "name": name,
        "options": {
            "inputSize": inputs,
            "hiddenSize": hidden,
            "numLayers": layers,
            "nonlinearity": nonlinearity,
            "bias": bias,
            "batchFirst": batch_first,
            "dropout": dropout,
            "bidirectional": bidirectional,
        },
        "how": how,
        "weights": {"seed": seed, "scale": weight_scale},
        "input": {"seed": seed + 1, "shape": shape, "scale": input_scale, "special": list(input_special)},
        "state0": {"seed": seed + 2, "shape": state_shape, "scale": state_scale, "special": list(state_special)} if with_state else None,
        "trainSeed": seed + 3 if how == "train" else None,
    }


def every_combination():
    """All options against all, not pairs alone: each network once with its weights, sizes and input its own."""
    yes_no = [False, True]
    for layers, nonlinearity, bias, batch_first, bidirectional, batched, with_state, with_dropout in itertools.product(
        [1, 2, 3], ["tanh", "relu"], yes_no, yes_no, yes_no, yes_no, yes_no, yes_no
    ):
        if with_dropout and layers == 1:
            continue
        yield case(
            "options",
            sizes(layers, 2 if bidirectional else 1),
            layers=layers,
            nonlinearity=nonlinearity,
            bias=bias,
            batch_first=batch_first,
            dropout=chosen.choice([0.1, 0.5, 1.0]) if with_dropout else 0.0,
            bidirectional=bidirectional,
            batched=batched,
            with_state=with_state,
        )


def edge_sizes():
    yield case("size one everywhere", (1, 1, 1, 1))
    yield case("size one everywhere, two layers and directions", (1, 1, 1, 1), layers=2, bidirectional=True)
    yield case("all sizes equal", (3, 3, 3, 3), layers=3, bidirectional=True, batch_first=True)
    yield case("long sequence", (400, 1, 3, 2))
    yield case("long sequence, relu", (400, 1, 3, 2), nonlinearity="relu")
    for hidden in [1, 7, 8, 9, 31, 32, 33, 40]:
        for batch in [1, 5, 8]:
            yield case("tile edges", (2, batch, 41 - hidden, hidden), layers=2, bidirectional=hidden % 2 == 1)


def edge_values():
    """Numbers at the ends of float32, in each nonlinearity, one direction and two."""
    for nonlinearity, bidirectional, layers in itertools.product(["tanh", "relu"], [False, True], [1, 2]):
        given = {"nonlinearity": nonlinearity, "bidirectional": bidirectional, "layers": layers}
        size = lambda: sizes(layers, 2 if bidirectional else 1, most=300, lengths=[3, 5, 7])

        def special(shape, values):
            """The values at places of their own, as [flat index, text]."""
            count = torch.Size(shape).numel()
            return [[at, value] for at, value in zip(sorted(chosen.sample(range(count), len(values))), values)]

        yield case("weights times 20", size(), weight_scale=20, **given)
        yield case("weights and input times 20", size(), weight_scale=20, input_scale=20, **given)
        yield case("input times 1e30", size(), input_scale=1e30, with_state=False, **given)
        yield case("zero input", size(), input_scale=0, with_state=False, **given)
        yield case("zero input, no bias", size(), input_scale=0, with_state=False, bias=False, **given)
        yield case("zero weights", size(), weight_scale=0, **given)
        yield case("denormal input", size(), input_scale=1e-40, with_state=False, bias=False, **given)
        yield case("denormal input and state", size(), input_scale=1e-42, state_scale=1e-41, bias=False, **given)
        yield case("denormal weights", size(), weight_scale=1e-40, input_scale=100, **given)
        for name, values in [
            ("NaN", ["NaN"]),
            ("infinity", ["Infinity"]),
            ("minus infinity", ["-Infinity"]),
            ("both infinities, NaN, denormals and zeros", ["Infinity", "-Infinity", "NaN", "1e-42", "-1e-45", "-0", "0", "3.4e38"]),
        ]:
            time, batch, inputs, hidden = size()
            yield case(
                f"{name} in the input",
                (time, batch, inputs, hidden),
                input_special=special([time, batch, inputs], values[: time * batch * inputs]),
                **given,
            )
        time, batch, inputs, hidden = size()
        rows = layers * (2 if bidirectional else 1)
        places = special([rows, batch, hidden], ["NaN", "-Infinity"][: rows * batch * hidden])
        yield case("NaN and minus infinity in the state", (time, batch, inputs, hidden), state_special=places, **given)


def training():
    for p, layers, bidirectional in itertools.product(TRAINING_P, [2, 3], [False, True]):
        yield case(
            "training",
            sizes(layers, 2 if bidirectional else 1, most=300),
            layers=layers,
            bidirectional=bidirectional,
            dropout=p,
            nonlinearity=chosen.choice(["tanh", "relu"]),
            bias=chosen.random() < 0.7,
            batch_first=chosen.random() < 0.5,
            batched=chosen.random() < 0.7,
            with_state=chosen.random() < 0.5,
            how="train",
        )
    for layers in [1, 2]:
        yield case("training without dropout draws nothing", (5, 2, 3, 7), layers=layers, how="train")
    # Dropout multiplies: 0 times infinity, and 0 times NaN, are NaN.
    given = {"layers": 2, "nonlinearity": "relu", "how": "train", "input_special": [[4, "Infinity"], [9, "NaN"]]}
    yield case("training, NaN and infinity through dropout", (5, 2, 3, 7), dropout=0.5, **given)
    yield case("training, NaN and infinity through full dropout", (5, 2, 3, 7), dropout=1.0, **given)


def steps():
    for layers, nonlinearity, bias, batched in itertools.product([1, 2, 3], ["tanh", "relu"], [False, True], [False, True]):
        yield case(
            "step",
            sizes(layers, most=300),
            layers=layers,
            nonlinearity=nonlinearity,
            bias=bias,
            batched=batched,
            with_state=chosen.random() < 0.7,
            how="step",
        )


def tensor_of(rule):
    """torch.rand(shape) * 2 - 1 after the seed, times the scale, then the special values by flat index."""
    torch.manual_seed(rule["seed"])
    values = (torch.rand(rule["shape"]) * 2 - 1) * rule["scale"]
    for at, text in rule["special"]:
        values.view(-1)[at] = number_of(text)
    return values


def checksum(tensors):
    return zlib.crc32(b"".join(one.detach().contiguous().numpy().astype("<f4").tobytes() for one in tensors))


def network_of(of):
    options = of["options"]
    torch.manual_seed(of["weights"]["seed"])
    network = torch.nn.RNN(
        options["inputSize"],
        options["hiddenSize"],
        options["numLayers"],
        nonlinearity=options["nonlinearity"],
        bias=options["bias"],
        batch_first=options["batchFirst"],
        dropout=options["dropout"],
        bidirectional=options["bidirectional"],
    )
    for weight in network.parameters():
        weight.mul_(of["weights"]["scale"])
    return network.train(of["how"] == "train")


def forward(network, of, values, state):
    """Output and hidden state; in training the masks are drawn after the case's seed."""
    if of["how"] == "train":
        torch.manual_seed(of["trainSeed"])
    if of["how"] != "step":
        return network(values, state)
    outputs = []
    for frame in values:
        output, state = network(frame.unsqueeze(0), state)
        outputs.append(output)
    return torch.cat(outputs), state


def sensitivity(network, of, values, state):
    """How much a result moves when every number that goes in moves by up to half a unit in its last place.

    The largest of 16 tries in double precision, so that nothing but the move itself is seen. float32 can't be expected to do
    better: a network with large weights carries such a move from step to step and makes it larger.
    """
    exact = copy.deepcopy(network).double()
    given = [values.double(), None if state is None else state.double()]
    rounding = torch.Generator().manual_seed(0)
    moved = lambda x: x * (1 + (torch.rand(x.shape, generator=rounding, dtype=torch.float64) * 2 - 1) * 2**-24)
    results = lambda net, x, h: torch.cat([one.flatten() for one in forward(net, of, x, h)])
    still, most = results(exact, *given), 0.0
    for _ in range(16):
        other = copy.deepcopy(exact)
        for weight in other.parameters():
            weight.copy_(moved(weight))
        change = (results(other, *(None if one is None else moved(one) for one in given)) - still).abs()
        most = max([most, *change[change.isfinite()].tolist()])
    return float(f"{most:.2e}")


def run(of):
    network, values = network_of(of), tensor_of(of["input"])
    state = tensor_of(of["state0"]) if of["state0"] else None
    made = {**of, "weights": {**of["weights"], "crc32": checksum(network.state_dict().values())}}
    made["input"] = {**of["input"], "crc32": checksum([values])}
    if state is not None:
        made["state0"] = {**of["state0"], "crc32": checksum([state])}
    output, hidden = forward(network, of, values, state)
    made |= {"output": base64_of(output), "hidden": base64_of(hidden)}
    if of["how"] == "train":
        made["drawnNext"] = base64_of(torch.rand(2))
    return {**made, "sensitivity": sensitivity(network, of, values, state)}


def main():
    cases = [*every_combination(), *edge_sizes(), *edge_values(), *training(), *steps()]
    with torch.no_grad():
        write_json("rnn.json", {"madeWith": made_with()}, "cases", map(run, cases))


main()
