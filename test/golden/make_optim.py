"""Makes data/optim.json: ten updates of every optimiser under every option, the schedules, and clipped gradients.

    /usr/bin/python3 test/golden/make_optim.py

The formats are described in README.md beside this file.
"""

import itertools
import math

import torch
from torch.optim import lr_scheduler

from golden import base64_of, made_with, write_json

# One tensor with whole vectors and a rest, one with a rest only.
SHAPES = {"weight": (4, 9), "bias": (5,)}
STEPS = 10
# Sizes of the gradient from step to step: large, tiny, and so small that eps matters.
SCALES = [1.0, 2.0**-10, 2.0**6, 1.0, 2.0**-30, 2.0, 2.0**-3, 2.0**10, 1.0, 2.0**-5]


def uniform(shape, seed):
    torch.manual_seed(seed)
    return torch.rand(shape) * 2 - 1


def gradient(shape, seed, step):
    """Numbers from -scale to scale; every seventh is zero, another one in each step."""
    grad = (uniform(shape, seed) * SCALES[step]).flatten()
    grad[step % 7 :: 7] = 0
    return grad.reshape(shape)


def schedule_of(name):
    return {None: None, "half": lambda step: 0.5 ** (step // 3), "warm": lambda step: min(1.0, (step + 1) / 4)}[name]


def run(kind, options, schedule=None):
    params = {name: torch.nn.Parameter(uniform(shape, i)) for i, (name, shape) in enumerate(SHAPES.items())}
    optimizer = getattr(torch.optim, kind)(params.values(), **options)
    scheduler = schedule and lr_scheduler.LambdaLR(optimizer, schedule_of(schedule))
    steps = []
    for step in range(STEPS):
        for i, (name, param) in enumerate(params.items()):
            param.grad = gradient(SHAPES[name], 100 * (step + 1) + i, step)
        optimizer.step()
        if scheduler:
            scheduler.step()
        steps.append({name: base64_of(param) for name, param in params.items()})
    return {"optimizer": kind, "options": options, "schedule": schedule, "steps": steps}


def every(**choices):
    return [dict(zip(choices, values)) for values in itertools.product(*choices.values())]


def runs():
    yield run("SGD", {"lr": 0.1})
    flags = [False, True]
    for options in every(momentum=[0, 0.9], dampening=[0, 0.3], nesterov=flags, weight_decay=[0, 0.1], maximize=flags):
        if not options["nesterov"] or (options["momentum"] > 0 and options["dampening"] == 0):
            yield run("SGD", {"lr": 0.05, **options})
    for kind in ["Adam", "AdamW"]:
        yield run(kind, {})
        yield run(kind, {"lr": 0.1, "betas": [0.0, 0.0]})
        yield run(kind, {"lr": 0.1, "betas": [0.5, 0.9], "eps": 0.0})
        for options in every(weight_decay=[0, 0.1], amsgrad=flags, maximize=flags, eps=[1e-8, 1e-3]):
            yield run(kind, {"lr": 0.02, "betas": [0.8, 0.95], **options})
    yield run("RMSprop", {})
    yield run("RMSprop", {"alpha": 1.0, "eps": 1e-2})
    for options in every(momentum=[0, 0.9], centered=flags, weight_decay=[0, 0.1], maximize=flags, eps=[1e-8, 1e-3]):
        yield run("RMSprop", {"lr": 0.02, "alpha": 0.9, **options})
    for schedule in ["half", "warm"]:
        yield run("SGD", {"lr": 0.1, "momentum": 0.9}, schedule)
        for kind in ["Adam", "AdamW", "RMSprop"]:
            yield run(kind, {"lr": 0.1, "weight_decay": 0.1}, schedule)


def rates(make, steps):
    """The learning rate before each of the first steps, as the optimiser would use it."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    scheduler = make(optimizer)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


def schedules():
    lr = {"lr": 0.3}
    of = lambda name, options, make, steps=25: {"schedule": name, "options": {**lr, **options}, "rates": rates(make, steps)}
    yield of("stepDecay", {"stepSize": 4}, lambda o: lr_scheduler.StepLR(o, 4))
    yield of("stepDecay", {"stepSize": 3, "gamma": 0.7}, lambda o: lr_scheduler.StepLR(o, 3, 0.7))
    yield of("multiStepDecay", {"milestones": [2, 9, 10]}, lambda o: lr_scheduler.MultiStepLR(o, [2, 9, 10]))
    yield of("multiStepDecay", {"milestones": [5], "gamma": 0.5}, lambda o: lr_scheduler.MultiStepLR(o, [5], 0.5))
    yield of("exponentialDecay", {"gamma": 0.9}, lambda o: lr_scheduler.ExponentialLR(o, 0.9))
    yield of("polynomialDecay", {"steps": 20}, lambda o: lr_scheduler.PolynomialLR(o, 20))
    yield of("polynomialDecay", {"steps": 9, "power": 2}, lambda o: lr_scheduler.PolynomialLR(o, 9, 2))
    yield of("linearRamp", {}, lambda o: lr_scheduler.LinearLR(o))
    yield of(
        "linearRamp",
        {"startFactor": 1, "endFactor": 0.1, "steps": 12},
        lambda o: lr_scheduler.LinearLR(o, 1, 0.1, 12),
    )
    yield of("cosineDecay", {"steps": 10}, lambda o: lr_scheduler.CosineAnnealingLR(o, 10))
    yield of("cosineDecay", {"steps": 24, "minLr": 0.1}, lambda o: lr_scheduler.CosineAnnealingLR(o, 24, 0.1))
    yield of("cosineRestarts", {"steps": 4}, lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 4))
    yield of(
        "cosineRestarts",
        {"steps": 3, "growth": 2, "minLr": 0.05},
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3, 2, 0.05),
    )
    for pct, strategy, three in itertools.product([0.3, 0.4], ["cos", "linear"], [False, True]):
        yield {
            "schedule": "oneCycle",
            "options": {
                "maxLr": 0.5,
                "totalSteps": 20,
                "pctStart": pct,
                "annealStrategy": strategy,
                "divFactor": 10,
                "finalDivFactor": 100,
                "threePhase": three,
            },
            "rates": rates(
                lambda o: lr_scheduler.OneCycleLR(
                    o,
                    0.5,
                    total_steps=20,
                    pct_start=pct,
                    anneal_strategy=strategy,
                    div_factor=10,
                    final_div_factor=100,
                    three_phase=three,
                    cycle_momentum=False,
                ),
                20,
            ),
        }
    options = {"maxLr": 0.3, "totalSteps": 25}
    plain = of("oneCycle", options, lambda o: lr_scheduler.OneCycleLR(o, 0.3, total_steps=25, cycle_momentum=False))
    yield {**plain, "options": options}
    yield of(
        "warmup",
        {"steps": 5, "startFactor": 0.2},
        lambda o: lr_scheduler.LinearLR(o, 0.2, 1, 5),
    )
    yield of(
        "warmup then cosine",
        {},
        lambda o: lr_scheduler.SequentialLR(
            o, [lr_scheduler.LinearLR(o, 0.25, 1, 4), lr_scheduler.CosineAnnealingLR(o, 21)], [4]
        ),
    )
    yield of(
        "in turn",
        {},
        lambda o: lr_scheduler.SequentialLR(
            o,
            [lr_scheduler.ConstantLR(o, 0.5, 100), lr_scheduler.ExponentialLR(o, 0.8), lr_scheduler.StepLR(o, 2)],
            [3, 12],
        ),
    )
    yield of(
        "chained",
        {},
        lambda o: lr_scheduler.ChainedScheduler([lr_scheduler.LinearLR(o, 0.5, 1, 6), lr_scheduler.ExponentialLR(o, 0.9)]),
    )


def clips():
    for norm, most, scale in itertools.product([2.0, math.inf, 1.0, 3.0], [0.5, 0.0, 1e9], [1.0, 2.0**20, 2.0**-20]):
        grads = {name: uniform(shape, 7 + i) * scale for i, (name, shape) in enumerate(SHAPES.items())}
        params = [torch.nn.Parameter(torch.zeros(shape)) for shape in SHAPES.values()]
        for param, grad in zip(params, grads.values()):
            param.grad = grad.clone()
        total = torch.nn.utils.clip_grad_norm_(params, most, norm)
        yield {
            "normType": "Infinity" if norm == math.inf else norm,
            "maxNorm": most,
            "scale": scale,
            "norm": base64_of(total.reshape(1)),
            "clipped": {name: base64_of(param.grad) for name, param in zip(SHAPES, params)},
        }


def main():
    head = {"madeWith": made_with(), "shapes": SHAPES, "scales": SCALES, "schedules": list(schedules()), "clips": list(clips())}
    write_json("optim.json", head, "runs", list(runs()))


main()
