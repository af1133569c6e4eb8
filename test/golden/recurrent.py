"""A run of one of PyTorch's recurrent networks: what goes into it, by seeds and rules, and what comes out.

make_recurrent.py and make_gradients.py choose the runs. README.md beside this file describes the format.
"""

import copy
import zlib

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import base64_of, number_of

# A run draws its weights after its seed, and all else after the seeds that follow.
INPUT, HIDDEN, TRAINING, CELL = 1, 2, 3, 4

DEFAULTS = {
    "numLayers": 1,
    "nonlinearity": "tanh",
    "bias": True,
    "batchFirst": False,
    "dropout": 0.0,
    "bidirectional": False,
    "projSize": 0,
}


def case(
    chosen,
    of,
    name,
    size,
    how="apply",
    batched=True,
    with_state=True,
    lengths=None,
    weight_scale=1,
    input_scale=1,
    input_special=(),
    state_scale=1,
    state_special=(),
    **options,
):
    """The rules of one run of one network. `options` are those that are not the default, as shapefold writes them."""
    time, batch, inputs, hidden = size
    options = {**DEFAULTS, **options}
    states = options["numLayers"] * (2 if options["bidirectional"] else 1)
    if how == "cell":
        shape, rows = ([batch, inputs], [batch]) if batched else ([inputs], [])
    elif not batched:
        shape, rows = [time, inputs], [states]
    else:
        shape, rows = [batch, time, inputs] if options["batchFirst"] else [time, batch, inputs], [states, batch]
    rule = lambda shape, scale, special: {
        "shape": shape,
        **({"scale": scale} if scale != 1 else {}),
        **({"special": list(special)} if special else {}),
    }
    return {
        "name": name,
        "of": of,
        "options": {
            "inputSize": inputs,
            "hiddenSize": hidden,
            **{key: value for key, value in options.items() if value != DEFAULTS[key]},
        },
        "how": how,
        "seed": chosen.randrange(2**32),
        **({"weightScale": weight_scale} if weight_scale != 1 else {}),
        "input": rule(shape, input_scale, input_special),
        **({"hidden0": rule([*rows, options["projSize"] or hidden], state_scale, state_special)} if with_state else {}),
        **({"cell0": rule([*rows, hidden], state_scale, ())} if with_state and of == "lstm" else {}),
        **({"lengths": lengths} if lengths else {}),
    }


def tensor_of(rule, seed):
    """torch.rand(shape) * 2 - 1 after the seed, times the scale, then the special values by flat index."""
    torch.manual_seed(seed)
    values = (torch.rand(rule["shape"]) * 2 - 1) * rule.get("scale", 1)
    for at, text in rule.get("special", []):
        values.view(-1)[at] = number_of(text)
    return values


def given_of(one):
    """Input, hidden and cell state; None for what is left out."""
    places = [("input", INPUT), ("hidden0", HIDDEN), ("cell0", CELL)]
    return [tensor_of(one[key], one["seed"] + offset) if key in one else None for key, offset in places]


def network_of(one):
    options = {**DEFAULTS, **one["options"]}
    inputs, hidden = options["inputSize"], options["hiddenSize"]
    nonlinearity = {"nonlinearity": options["nonlinearity"]} if one["of"] == "rnn" else {}
    torch.manual_seed(one["seed"])
    if one["how"] == "cell":
        make = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}[one["of"]]
        network = make(inputs, hidden, bias=options["bias"], **nonlinearity)
    else:
        make = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[one["of"]]
        network = make(
            inputs,
            hidden,
            options["numLayers"],
            bias=options["bias"],
            batch_first=options["batchFirst"],
            dropout=options["dropout"],
            bidirectional=options["bidirectional"],
            **nonlinearity,
            **({"proj_size": options["projSize"]} if one["of"] == "lstm" else {}),
        )
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(one.get("weightScale", 1))
    return network.train(one["how"] == "train")


def forward(network, one, values, hidden, cell):
    """Output, hidden state and, of an LSTM, cell state; in training the masks are drawn after the case's seed."""
    state = (hidden, cell) if hidden is not None and one["of"] == "lstm" else hidden
    batch_first = one["options"].get("batchFirst", False)
    if one["how"] == "train":
        torch.manual_seed(one["seed"] + TRAINING)
    if "lengths" in one:
        values = pack_padded_sequence(values, one["lengths"], batch_first=batch_first, enforce_sorted=False)
    if one["how"] == "cell":
        after = network(values, state)
        return [after[0], *after] if one["of"] == "lstm" else [after, after]
    if one["how"] == "step":
        outputs = []
        for frame in values:
            output, state = network(frame.unsqueeze(0), state)
            outputs.append(output)
        output = torch.cat(outputs)
    else:
        output, state = network(values, state)
    if "lengths" in one:
        output, _ = pad_packed_sequence(output, batch_first=batch_first)
    return [output, *state] if one["of"] == "lstm" else [output, state]


def checksum(tensors):
    return zlib.crc32(b"".join(one.detach().contiguous().numpy().astype("<f4").tobytes() for one in tensors))


def checksum_of(network, given):
    """The CRC-32 of all that goes in: a wrong generator is told by it from a wrong recurrence."""
    return checksum([*network.state_dict().values(), *(one for one in given if one is not None)])


def sensitivity(network, given, results):
    """How much a result moves when every number that goes in moves by up to half a unit in its last place.

    The largest of 16 tries in double precision, so that nothing but the move itself is seen. float32 can't be expected to do
    better: a network with large weights carries such a move from step to step and makes it larger.
    """
    exact = copy.deepcopy(network).double()
    given = [None if one is None else one.double() for one in given]
    rounding = torch.Generator().manual_seed(0)
    moved = lambda x: x * (1 + (torch.rand(x.shape, generator=rounding, dtype=torch.float64) * 2 - 1) * 2**-24)
    flat = lambda net, values: torch.cat([one.detach().flatten() for one in results(net, *values)])
    still, most = flat(exact, given), 0.0
    for _ in range(16):
        other = copy.deepcopy(exact)
        with torch.no_grad():
            for weight in other.parameters():
                weight.copy_(moved(weight))
        change = (flat(other, [None if one is None else moved(one) for one in given]) - still).abs()
        most = max([most, *change[change.isfinite()].tolist()])
    return float(f"{most:.2e}")


def run(one):
    network, given = network_of(one), given_of(one)
    made = {**one, "crc32": checksum_of(network, given)}
    results = forward(network, one, *given)
    made |= {key: base64_of(result) for key, result in zip(["output", "hidden", "cell"], results)}
    if one["how"] == "cell":
        del made["output"]
    if one["how"] == "train":
        made["drawnNext"] = base64_of(torch.rand(2))
    return {**made, "sensitivity": sensitivity(network, given, lambda net, *given: forward(net, one, *given))}
