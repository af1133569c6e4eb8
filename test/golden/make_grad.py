"""Makes data/grad.json: what every operation gives in PyTorch, and its gradients.

    /usr/bin/python3 test/golden/make_grad.py

The format, and the tolerance with its reason, are described in README.md beside this file.
"""

import itertools
import random

import torch
from torch.nn import functional

from golden import base64_of, made_with, number_of, write_json

# What PyTorch draws depends on the number of the case alone.
chosen = random.Random(7)
seeds = itertools.count(1000)

SEQ, BATCH, FEATURE, CLASS = ("seq", 3), ("batch", 4), ("feature", 5), ("class", 6)

cases = []


def described(axes, tensor):
    return {"axes": [list(axis) for axis in axes], "data": base64_of(tensor)}


def draw(axes, low=-2.0, high=2.0, special=()):
    """Numbers from low to high, and at the first places the special ones."""
    values = torch.rand([size for _, size in axes]) * (high - low) + low
    for at, text in enumerate(special):
        values.view(-1)[at] = number_of(text)
    return values


def case(name, call, inputs, compute, axes, integers=(), low=-2.0, high=2.0, special=()):
    """One call. `call` is the name of the operation and its arguments, where `{"input": n}` stands for a tensor and `{"integers": n}` for indices.

    The loss is the sum of all outputs, each times a random weight.
    """
    torch.manual_seed(next(seeds))
    tensors = [draw(one, low, high, special).requires_grad_() for one in inputs]
    indices = [torch.randint(0, most, [size for _, size in one]) for one, most in integers]
    output = compute(*tensors, *indices)
    weights = torch.rand(output.shape) * 4 - 2
    gradients = torch.autograd.grad((output * weights).sum(), tensors)
    cases.append(
        {
            "name": name,
            "call": call,
            "inputs": [described(one, tensor) for one, tensor in zip(inputs, tensors)],
            "integers": [described(one, tensor.int()) for (one, _), tensor in zip(integers, indices)],
            "weights": described(axes, weights),
            "output": described(axes, output),
            "gradients": [base64_of(one) for one in gradients],
        }
    )


A, B = {"input": 0}, {"input": 1}


def single():
    every = [SEQ, BATCH, FEATURE]
    signed = {
        "neg": torch.neg,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "exp": torch.exp,
        "square": torch.square,
        "abs": torch.abs,
    }
    for name, compute in signed.items():
        case(name, [name, A], [every], compute, every)
        case(f"{name}, at the ends", [name, A], [every], compute, every, special=["0", "-0", "NaN", "Infinity", "-Infinity", "100", "-100", "1e-42"])
    for name, compute in {"log": torch.log, "sqrt": torch.sqrt}.items():
        case(name, [name, A], [every], compute, every, low=0.01)
        case(f"{name}, at the ends", [name, A], [every], compute, every, low=0.01, special=["0", "-0", "NaN", "Infinity", "-1", "1e-38"])
    case("clamp", ["clamp", A, -1, 1], [every], lambda x: x.clamp(-1, 1), every, special=["1", "-1", "NaN", "Infinity"])


def double():
    operators = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div}
    every = [SEQ, BATCH, FEATURE]
    for name, compute in operators.items():
        case(name, [name, A, B], [every, every], compute, every)
        case(f"{name}, behind", [name, A, B], [every, [FEATURE]], compute, every)
        case(f"{name}, in front", [name, A, B], [[BATCH, FEATURE], every], compute, every)
        case(f"{name}, among", [name, A, B], [every, [BATCH]], lambda a, b: compute(a, b[:, None]), every)
        case(f"{name}, first", [name, A, B], [every, [SEQ]], lambda a, b: compute(a, b[:, None, None]), every)
        case(f"{name}, around", [name, A, B], [[SEQ, FEATURE], every], lambda a, b: compute(a[:, None], b), every)
        case(f"{name}, one", [name, A, B], [every, []], compute, every)
        case(f"{name}, a number", [name, A, 0.1], [every], lambda a: compute(a, 0.1), every)
        case(f"{name}, a number first", [name, 0.1, A], [every], lambda a: compute(torch.tensor(0.1), a), every)
        case(f"{name}, at the ends", [name, A, B], [every, every], compute, every, special=["0", "NaN", "Infinity", "-Infinity", "1e-42"])


def along():
    every = [SEQ, BATCH, FEATURE]
    for dim, axis in enumerate(every):
        rest = [one for one in every if one != axis]
        case(f"sum, {axis[0]}", ["sum", A, axis[0]], [every], lambda x: x.sum(dim), rest)
        case(f"mean, {axis[0]}", ["mean", A, axis[0]], [every], lambda x: x.mean(dim), rest)
        case(f"max, {axis[0]}", ["max", A, axis[0]], [every], lambda x: x.amax(dim), rest)
        case(f"max, {axis[0]}, shared", ["max", A, axis[0]], [every], lambda x: x.amax(dim), rest, special=["3"] * 40)
        case(f"softmax, {axis[0]}", ["softmax", A, axis[0]], [every], lambda x: x.softmax(dim), every)
        case(f"logSoftmax, {axis[0]}", ["logSoftmax", A, axis[0]], [every], lambda x: x.log_softmax(dim), every)
    case("sum", ["sum", A], [every], torch.sum, [])
    case("mean", ["mean", A], [every], torch.mean, [])
    case("max", ["max", A], [every], torch.amax, [])
    case("max, shared", ["max", A], [every], torch.amax, [], special=["3"] * 7)
    case("softmax", ["softmax", A], [every], lambda x: x.softmax(-1), every, low=-50, high=50)
    case("logSoftmax", ["logSoftmax", A], [every], lambda x: x.log_softmax(-1), every, low=-50, high=50)


def products():
    row, column = ("row", 7), ("column", 2)
    case("matmul, vectors", ["matmul", A, B], [[FEATURE], [FEATURE]], torch.matmul, [])
    case("matmul, a matrix and a vector", ["matmul", A, B], [[BATCH, FEATURE], [FEATURE]], torch.matmul, [BATCH])
    case("matmul, a vector and a matrix", ["matmul", A, B], [[FEATURE], [FEATURE, column]], torch.matmul, [column])
    case("matmul, matrices", ["matmul", A, B], [[row, FEATURE], [FEATURE, column]], torch.matmul, [row, column])
    case("matmul, many by one", ["matmul", A, B], [[SEQ, BATCH, FEATURE], [FEATURE, column]], torch.matmul, [SEQ, BATCH, column])
    case("matmul, many by many", ["matmul", A, B], [[BATCH, row, FEATURE], [BATCH, FEATURE, column]], torch.matmul, [BATCH, row, column])
    case(
        "matmul, two axes in front",
        ["matmul", A, B],
        [[SEQ, BATCH, row, FEATURE], [SEQ, BATCH, FEATURE, column]],
        torch.matmul,
        [SEQ, BATCH, row, column],
    )


def parts():
    every = [SEQ, BATCH, FEATURE]
    case("transpose", ["transpose", A], [every], lambda x: x.mT, [SEQ, FEATURE, BATCH])
    case("permute", ["permute", A, ["feature", "seq", "batch"]], [every], lambda x: x.permute(2, 0, 1), [FEATURE, SEQ, BATCH])
    split = [SEQ, ("half", 2), ("batch", 2), FEATURE]
    case("reshape", ["reshape", A, {"axes": split}], [every], lambda x: x.reshape(3, 2, 2, 5), split)
    for dim, (role, size) in enumerate(every):
        other = [(role, 2) if one[0] == role else one for one in every]
        both = [(role, size + 2) if one[0] == role else one for one in every]
        case(f"concat, {role}", ["concat", A, B, role], [every, other], lambda a, b: torch.cat([a, b], dim), both)
        case(f"slice, {role}", ["slice", A, role, 1, 3], [every], lambda x: x.narrow(dim, 1, 2), other)
        case(f"narrow, {role}", ["narrow", A, {"axis": [role, 2]}, 1], [every], lambda x: x.narrow(dim, 1, 2), other)
        rest = [one for one in every if one[0] != role]
        case(f"select, {role}", ["select", A, role, -1], [every], lambda x: x.select(dim, -1), rest)
        case(
            f"gather, {role}, one",
            ["gather", A, role, {"integers": 0}],
            [every],
            lambda x, index: x.gather(dim, index.unsqueeze(dim)).squeeze(dim),
            rest,
            integers=[(rest, size)],
        )
        several = [(role, 7) if one[0] == role else one for one in every]
        case(
            f"gather, {role}, several",
            ["gather", A, role, {"integers": 0}],
            [every],
            lambda x, index: x.gather(dim, index),
            several,
            integers=[(several, size)],
        )
    table = [CLASS, FEATURE]
    case("lookup", ["lookup", A, {"integers": 0}], [table], lambda w, ids: functional.embedding(ids, w), [SEQ, BATCH, FEATURE], integers=[([SEQ, BATCH], 6)])
    case(
        "lookup with padding",
        ["lookup", A, {"integers": 0}, 2],
        [table],
        lambda w, ids: functional.embedding(ids, w, padding_idx=2),
        [SEQ, BATCH, FEATURE],
        integers=[([SEQ, BATCH], 6)],
    )


def cells():
    """An Elman cell over time, by hand: input, weights, biases and first state are all differentiated."""
    time, hidden = 7, ("feature", 3)
    for nonlinearity, bias, batched, cut in itertools.product(["tanh", "relu"], [True, False], [True, False], [None, 4]):
        lead = [BATCH] if batched else []
        inputs = [
            [("seq", time), *lead, FEATURE],
            [*lead, hidden],
            [hidden, FEATURE],
            [hidden, hidden],
            *([[hidden], [hidden]] if bias else []),
        ]

        def compute(x, state, w_ih, w_hh, b_ih=None, b_hh=None):
            activation = torch.tanh if nonlinearity == "tanh" else torch.relu
            outputs = []
            for t, frame in enumerate(x):
                if t == cut:
                    state = state.detach()
                state = activation(functional.linear(frame, w_ih, b_ih) + functional.linear(state, w_hh, b_hh))
                outputs.append(state)
            return torch.stack(outputs)

        name = ", ".join(filter(None, ["elman", nonlinearity, "bias" if bias else "", "batch" if batched else "", "cut" if cut else ""]))
        case(name, ["elman", nonlinearity, cut], inputs, compute, [("seq", time), *lead, hidden], low=-0.7, high=0.7)


single()
double()
along()
products()
parts()
cells()
write_json("grad.json", {"madeWith": made_with()}, "cases", cases)
print(len(cases), "cases")
