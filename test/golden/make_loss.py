"""Makes data/loss.json: every loss under every option, with its gradients.

    /usr/bin/python3 test/golden/make_loss.py

The formats are described in README.md beside this file.
"""

import itertools

import torch
import torch.nn.functional as F

from golden import base64_of, made_with, write_json

REDUCTIONS = ["mean", "sum", "none"]


def uniform(shape, seed, low=-1.0, high=1.0):
    torch.manual_seed(seed)
    return torch.rand(shape) * (high - low) + low


def case(loss, shape, options, inputs, constants, f):
    """
    The loss of `inputs`, and the gradient of its sum weighted by `dy`, once as PyTorch computes it in float32 and once in double precision.

    `f` takes the inputs and all constants in the precision that is asked for.
    """
    found = {}
    for name, dtype in [("float32", torch.float32), ("double", torch.float64)]:
        as_type = lambda t: t.to(dtype) if t is not None and t.is_floating_point() else t
        variables = {key: as_type(t).clone().requires_grad_(t.is_floating_point()) for key, t in inputs.items()}
        value = f(**variables, **{key: as_type(t) for key, t in constants.items()})
        dy = uniform(value.shape, 99).to(dtype) if value.dim() > 0 else torch.ones((), dtype=dtype)
        (value * dy).sum().backward()
        grads = {key: t.grad for key, t in variables.items() if t.grad is not None}
        numbers = {"value": value, **{f"d{key}": grad for key, grad in grads.items()}}
        found[name] = {key: base64_of(t.to(torch.float32).reshape(-1)) for key, t in numbers.items()}
    tensors = {**inputs, **{key: t for key, t in constants.items() if t is not None}}
    return {
        "loss": loss,
        "shape": list(shape),
        "options": options,
        "tensors": {
            key: {"shape": list(t.shape), "data": base64_of(t if t.is_floating_point() else t.to(torch.int32))}
            for key, t in tensors.items()
        },
        **found,
    }


def pairs():
    """A prediction and a target: ordinary ones with some that are equal, and ones that are huge, tiny, infinite and NaN."""
    prediction, target = uniform((3, 7), 1, -3, 3), uniform((3, 7), 2, -3, 3)
    target[0] = prediction[0]
    target[1] = prediction[1] + torch.tensor([0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 1e-6])
    yield prediction, target
    yield uniform((5,), 3, -1e15, 1e15), uniform((5,), 4)
    yield uniform((5,), 5, -1e-15, 1e-15), uniform((5,), 6, -1e-15, 1e-15)
    yield torch.tensor(0.75), torch.tensor(-2.0)
    inf, nan = float("inf"), float("nan")
    yield torch.tensor([inf, -inf, nan, 1.0, 0.0]), torch.tensor([0.0, 1.0, 2.0, nan, inf])


def differences():
    for (prediction, target), reduction in itertools.product(pairs(), REDUCTIONS):
        options = {"reduction": reduction}
        inputs = {"prediction": prediction, "target": target}
        yield case("mse", prediction.shape, options, inputs, {}, lambda prediction, target: F.mse_loss(prediction, target, **options))
        yield case("l1", prediction.shape, options, inputs, {}, lambda prediction, target: F.l1_loss(prediction, target, **options))
        for beta in [0.0, 0.5, 1.0, 2.0]:
            yield case(
                "smoothL1",
                prediction.shape,
                {**options, "beta": beta},
                inputs,
                {},
                lambda prediction, target: F.smooth_l1_loss(prediction, target, beta=beta, **options),
            )


def logits_and_targets():
    """The classes are last here, as in shapefold."""
    for shape, seed in [((5,), 10), ((4, 5), 11), ((3, 4, 5), 12)]:
        logits = uniform(shape, seed, -4, 4)
        torch.manual_seed(seed)
        yield logits, torch.randint(0, 5, shape[:-1])
    wide = uniform((4, 5), 13, -1e4, 1e4)
    wide[1] = torch.tensor([1e30, -1e30, 0.0, 3.0, -3.0])
    wide[2] = torch.tensor([80.0, 80.0, 80.0, 80.0, -80.0])
    yield wide, torch.tensor([0, 0, 4, 3])


def second(t):
    """The classes as PyTorch wants them: second, or first where there is nothing else."""
    return t.movedim(-1, 1) if t.dim() > 1 else t


def cross_entropies():
    weight = torch.tensor([0.3, 1.7, 0.9, 2.5, 0.2])
    for (logits, ids), reduction, weighted, smoothing, ignored in itertools.product(
        logits_and_targets(), REDUCTIONS, [False, True], [0.0, 0.1, 1.0], ["none", "default", "class"]
    ):
        target = ids.clone()
        options = {"reduction": reduction, "labelSmoothing": smoothing}
        if ignored == "default" and target.dim() > 0:
            target.view(-1)[::3] = -100
        elif ignored == "class":
            options["ignoreIndex"] = 3
        elif ignored == "default":
            continue
        index = options.get("ignoreIndex", -100)
        constants = {"target": target, "weight": weight if weighted else None}
        yield case(
            "crossEntropy",
            logits.shape,
            options,
            {"logits": logits},
            constants,
            lambda logits, target, weight: F.cross_entropy(
                second(logits), target, weight, ignore_index=index, reduction=reduction, label_smoothing=smoothing
            ),
        )
        if smoothing == 0:
            yield case(
                "nll",
                logits.shape,
                {key: value for key, value in options.items() if key != "labelSmoothing"},
                {"logProbabilities": torch.log_softmax(logits, -1)},
                constants,
                lambda logProbabilities, target, weight: F.nll_loss(
                    second(logProbabilities), target, weight, ignore_index=index, reduction=reduction
                ),
            )
    for (logits, _), reduction, weighted, smoothing in itertools.product(
        logits_and_targets(), REDUCTIONS, [False, True], [0.0, 0.1]
    ):
        options = {"reduction": reduction, "labelSmoothing": smoothing}
        yield case(
            "crossEntropy",
            logits.shape,
            options,
            {"logits": logits, "target": torch.softmax(uniform(logits.shape, 20, -2, 2), -1)},
            {"weight": weight if weighted else None},
            lambda logits, target, weight: F.cross_entropy(
                second(logits), second(target), weight, reduction=reduction, label_smoothing=smoothing
            ),
        )
    # Where all rows are left out, the mean is NaN and the sum 0.
    for reduction in REDUCTIONS:
        yield case(
            "crossEntropy",
            (2, 5),
            {"reduction": reduction},
            {"logits": uniform((2, 5), 30)},
            {"target": torch.tensor([-100, -100])},
            lambda logits, target: F.cross_entropy(logits, target, reduction=reduction),
        )


def binary():
    target = uniform((4, 5), 40, 0, 1)
    target[1], target[2] = 0, 1
    ordinary = uniform((4, 5), 41, -4, 4)
    wide = uniform((4, 5), 42, -1e3, 1e3)
    wide[3] = torch.tensor([0.0, -0.0, 1e-20, 1e20, -1e20])
    rows = {"none": None, "classes": uniform((5,), 43, 0.1, 3), "all": uniform((4, 5), 44, 0.1, 3), "batch": uniform((4, 1), 45, 0.1, 3)}
    for logits, reduction, weight, positive in itertools.product([ordinary, wide], REDUCTIONS, rows, ["none", "classes", "all"]):
        yield case(
            "bceWithLogits",
            logits.shape,
            {"reduction": reduction},
            {"logits": logits, "target": target},
            {"weight": rows[weight], "posWeight": rows[positive]},
            lambda logits, target, weight, posWeight: F.binary_cross_entropy_with_logits(
                logits, target, weight, pos_weight=posWeight, reduction=reduction
            ),
        )


def main():
    write_json("loss.json", {"madeWith": made_with()}, "cases", [*differences(), *cross_entropies(), *binary()])


main()
