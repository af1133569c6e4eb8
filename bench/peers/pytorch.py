"""PyTorch's side of the bench, `pytorch.py wall|cpu`: one JSON line in, one JSON line out.

    {"problem": {...}}   makes the network and keeps it; answers {"output": base64}
    {"runs": n}          runs it n times, arrays in, arrays out; answers {"milliseconds": t}
"""

import base64
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


def prepare(problem):
    sizes = problem["case"]
    hidden, directions = sizes["hidden"], sizes["directions"]
    net = torch.nn.RNN(sizes["input"], hidden, sizes["layers"], bidirectional=directions == 2).eval()
    state_dict = {}
    for one in problem["weights"]:
        suffix = one["suffix"]
        state_dict[f"weight_ih_{suffix}"] = torch.from_numpy(floats(one["weightIh"], hidden, one["input"]))
        state_dict[f"weight_hh_{suffix}"] = torch.from_numpy(floats(one["weightHh"], hidden, hidden))
        state_dict[f"bias_ih_{suffix}"] = torch.from_numpy(floats(one["biasIh"], hidden))
        state_dict[f"bias_hh_{suffix}"] = torch.from_numpy(floats(one["biasHh"], hidden))
    net.load_state_dict(state_dict)
    x = floats(problem["x"], sizes["time"], sizes["batch"], sizes["input"])
    if problem["state0"] is None:
        return lambda: net(torch.from_numpy(x))[0].numpy()
    state = torch.from_numpy(floats(problem["state0"], sizes["layers"] * directions, sizes["batch"], hidden))
    return lambda: net(torch.from_numpy(x), state)[0].numpy()


def say(answer):
    print(json.dumps(answer), flush=True)


say({"version": torch.__version__})
with torch.inference_mode():
    for line in sys.stdin:
        request = json.loads(line)
        if "problem" in request:
            run = prepare(request["problem"])
            say({"output": base64.b64encode(numpy.ascontiguousarray(run())).decode()})
        else:
            start = clock()
            for _ in range(request["runs"]):
                run()
            say({"milliseconds": 1000 * (clock() - start)})
