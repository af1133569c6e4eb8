"""PyTorch's side of the bench, `pytorch.py wall|cpu`: one JSON line in, one JSON line out.

    {"problem": {...}}   makes the network and keeps it; answers {"output": base64}
    {"runs": n}          runs it n times, arrays in, arrays out; answers {"milliseconds": t}
"""

import base64
import contextlib
import json
import sys
import time

import numpy
import torch

torch.set_num_threads(1)
clock = time.process_time if sys.argv[1] == "cpu" else time.perf_counter


def floats(text, *shape):
    # A copy: arrays over bytes are read-only, and PyTorch warns of that.
    return numpy.frombuffer(base64.b64decode(text), dtype="<f4").reshape(shape).copy()


def numbers(net):
    """The gradients one after another, as the weights are."""
    return numpy.concatenate([p.grad.numpy().ravel() for p in net.parameters()])


def prepare(problem):
    """What is run, and the mode it is run in."""
    sizes = problem["case"]
    kind, hidden, directions = sizes["kind"], sizes["hidden"], sizes["directions"]
    kinds = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
    rows = {"rnn": 1, "lstm": 4, "gru": 3}[kind] * hidden
    net = kinds[kind](sizes["input"], hidden, sizes["layers"], bidirectional=directions == 2)
    state_dict = {}
    for one in problem["weights"]:
        suffix = one["suffix"]
        state_dict[f"weight_ih_{suffix}"] = torch.from_numpy(floats(one["weightIh"], rows, one["input"]))
        state_dict[f"weight_hh_{suffix}"] = torch.from_numpy(floats(one["weightHh"], rows, hidden))
        state_dict[f"bias_ih_{suffix}"] = torch.from_numpy(floats(one["biasIh"], rows))
        state_dict[f"bias_hh_{suffix}"] = torch.from_numpy(floats(one["biasHh"], rows))
    net.load_state_dict(state_dict)
    x = floats(problem["x"], sizes["time"], sizes["batch"], sizes["input"])
    if sizes["task"] == "train":
        target = floats(problem["target"], sizes["time"], sizes["batch"], directions * hidden)

        def step():
            net.zero_grad(set_to_none=True)
            torch.nn.functional.mse_loss(net(torch.from_numpy(x))[0], torch.from_numpy(target)).backward()
            return numbers(net)

        return step, contextlib.nullcontext
    net.eval()

    def state(name):
        shape = sizes["layers"] * directions, sizes["batch"], hidden
        return None if problem[name] is None else torch.from_numpy(floats(problem[name], *shape))

    hidden0, cell0 = state("state0"), state("cell0")
    state0 = hidden0 if cell0 is None else (hidden0, cell0)

    return lambda: net(torch.from_numpy(x), state0)[0].numpy(), torch.inference_mode


def say(answer):
    print(json.dumps(answer), flush=True)


say({"version": torch.__version__})
for line in sys.stdin:
    request = json.loads(line)
    if "problem" in request:
        run, mode = prepare(request["problem"])
        with mode():
            say({"output": base64.b64encode(numpy.ascontiguousarray(run())).decode()})
    else:
        with mode():
            start = clock()
            for _ in range(request["runs"]):
                run()
            say({"milliseconds": 1000 * (clock() - start)})
