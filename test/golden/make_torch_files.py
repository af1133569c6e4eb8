"""Goldens of PyTorch's own files: what torch.save writes, what is in it, and files that must be refused.

    /usr/bin/python3 test/golden/make_torch_files.py

One script, above the usual length: what is good and what must be refused are written by the same functions.
"""

import argparse
import collections
import io
import os
import struct
import zipfile

import numpy
import torch
from golden import DATA, made_with, write_json
from torch_pickle import archive, counts, global_of, number, program, storage, tensor, tensor3

import base64

DTYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
    torch.complex64: "C64",
}


def text(data):
    return base64.b64encode(data).decode()


def entry(tensor):
    """A tensor as our entries have it: its type, its shape, and its numbers in row-major order."""
    flat = tensor.detach().contiguous().clone().flatten()
    if flat.dtype == torch.bfloat16:
        data = flat.view(torch.int16).numpy().tobytes()
    else:
        data = flat.numpy().tobytes()
    return {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data": text(data)}


def saved(value, legacy=False, protocol=2):
    out = io.BytesIO()
    torch.save(value, out, _use_new_zipfile_serialization=not legacy, pickle_protocol=protocol)
    return out.getvalue()


def every_dtype():
    numbers = torch.tensor([[-3.0, 0.0, 1.0], [2.0, 100.0, 7.0]])
    return {str(dtype): numbers.to(dtype) for dtype in DTYPES}


def special_values():
    values = torch.tensor([float("nan"), float("inf"), -float("inf"), -0.0, 1e-42, 3e38])
    odd = torch.tensor([0x7FC00001, -0x3FFFFF, 0x7F800001], dtype=torch.int32).view(torch.float32)
    return {"float": values, "half": values.half(), "double": values.double() / 3, "nan": odd, "strided nan": odd.expand(2, 3).t()}


def strided():
    x = torch.arange(60, dtype=torch.float32)
    y = x.reshape(3, 4, 5)
    views = {
        "transposed": x[:12].reshape(3, 4).t(),
        "permuted": y.permute(2, 0, 1),
        "a column": x.reshape(6, 10)[:, 3],
        "every second": x[1::2],
        "a block": y[1:, 1:3, 2:],
        "a row": y[1, 2],
        "one number": y[2, 3, 4],
        "expanded": x[:3].reshape(3, 1).expand(3, 4),
        "one expanded": x[7].expand(2, 3),
        "overlapping": x.as_strided((4, 3), (1, 1), 5),
        "a stride of one element": x.as_strided((1, 3), (17, 1), 2),
        "with axes of one": y[:, 1:2, :].transpose(0, 2),
    }
    for dtype in (torch.float16, torch.float64, torch.int8, torch.complex64):
        views[f"transposed {dtype}"] = (x[:12] - 6).reshape(3, 4).to(dtype).t()
    return views


def shared():
    weight = torch.arange(6.0).reshape(2, 3)
    flat = torch.arange(10.0)
    return {"encoder.weight": weight, "decoder.weight": weight, "transposed": weight.t(), "head": flat[:4], "tail": flat[4:]}


def empty():
    return {
        "none": torch.empty(0),
        "no rows": torch.empty(0, 3),
        "no columns": torch.empty(2, 0, dtype=torch.int64),
        "a slice of nothing": torch.arange(5.0)[5:],
        "scalar": torch.tensor(2.5),
        "flag": torch.tensor(True),
    }


def networks():
    torch.manual_seed(0)
    return {
        "rnn": torch.nn.RNN(5, 3, num_layers=2, bidirectional=True).state_dict(),
        "lstm": torch.nn.LSTM(4, 6, proj_size=2).state_dict(),
        "batch norm": torch.nn.BatchNorm1d(3).state_dict(),
        "flattened": torch.nn.Sequential(torch.nn.GRU(2, 3), torch.nn.Linear(3, 1, bias=False)).state_dict(),
    }


def good():
    """Names, what is saved, its tensors, and how it is saved."""
    for legacy in (False, True):
        kind = "legacy" if legacy else "zip"
        for protocol in (2, 3, 4, 5):
            state = torch.nn.RNN(2, 3).state_dict()
            yield f"{kind}, protocol {protocol}", state, state, None, legacy, protocol
        for name, state in networks().items():
            yield f"{kind}, {name}", state, state, None, legacy, 2
        for make in (every_dtype, special_values, strided, shared, empty):
            yield f"{kind}, {make.__name__}", make(), make(), None, legacy, 4 if legacy else 2
        parameters = {"weight": torch.nn.Parameter(torch.ones(2, 2)), "frozen": torch.nn.Parameter(torch.ones(1), False)}
        yield f"{kind}, parameters", parameters, parameters, None, legacy, 2
        ordered = collections.OrderedDict(parameters)
        yield f"{kind}, no metadata", ordered, ordered, None, legacy, 2
        yield f"{kind}, nothing", {}, {}, None, legacy, 2
        odd = {key: torch.ones(1) for key in ("__proto__", "constructor", "", "ключ", "\U0001f600", "a/b", "0")}
        yield f"{kind}, odd names", odd, odd, None, legacy, 2
        model = torch.nn.Linear(2, 1)
        adam = torch.optim.Adam(model.parameters())
        model(torch.ones(2)).backward()
        adam.step()
        checkpoint = {
            "epoch": 3,
            "best": 0.25,
            "args": {"lr": 1e-3, "name": "x", "sizes": [1, 2, (3, 4)], "flag": None, "large": 2**70},
            "shape": torch.Size([2, 3]),
            "device": torch.device("cpu"),
            "dtype": torch.float16,
            "models": {"head": model.state_dict()},
            "optimizer": adam.state_dict(),
        }
        yield f"{kind}, a checkpoint", checkpoint, model.state_dict(), ["models", "head"], legacy, 2
        yield f"{kind}, a checkpoint of protocol 5", checkpoint, model.state_dict(), ["models", "head"], legacy, 5


class Evil:
    """What an attacker would put into a file: unpickled by Python it runs a command."""

    def __reduce__(self):
        return os.system, ("echo this must never be printed",)


class Whole(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.RNN(1, 1)


def by_hand():
    """Files that this PyTorch does not write, though others do: their tensors are given beside them."""
    numbers = torch.arange(4, dtype=torch.float32)
    one = program(("x", tensor(storage("torch.FloatStorage", "0", 4), 0, [4], [1])))
    data = [("data/0", numbers.numpy().tobytes())]
    want = {"x": entry(numbers)}
    yield "little-endian, as PyTorch 2 says", archive(one, [*data, ("byteorder", b"little"), ("version", b"3\n")]), want
    yield "of a GPU", archive(program(("x", tensor(storage("torch.cuda.FloatStorage", "0", 4), 0, [4], [1]))), data), want
    old = global_of("torch._utils", "_rebuild_tensor") + b"(" + storage("torch.FloatStorage", "0", 4) + number(0) + counts([4]) + counts([1]) + b"tR"
    yield "as PyTorch 0.3 rebuilt tensors", archive(program(("x", old)), data), want
    python2 = b"\x80\x02}U\x01x" + tensor(storage("torch.FloatStorage", "0", 4), 0, [4], [1]) + b"s."
    yield "as Python 2 wrote names", archive(python2, data), want
    comment = archive(one, data)
    yield "a comment behind the archive", comment[:-2] + struct.pack("<H", 5) + b"hello", want
    shorts = struct.pack("<4H", 1, 2, 65535, 4)
    third = program(("x", tensor3(storage("torch.storage.UntypedStorage", "0", 8), 1, [3], [1], "uint16")))
    yield "numbers of 16 bits without a sign", archive(third, [("data/0", shorts)]), {"x": {"dtype": "U16", "shape": [3], "data": text(shorts[2:])}}
    eighth = program(("x", tensor3(storage("torch.storage.UntypedStorage", "0", 4), 0, [2, 2], [1, 2], "float8_e4m3fn")))
    yield "numbers of 8 bits", archive(eighth, [("data/0", b"abcd")]), {"x": {"dtype": "F8_E4M3", "shape": [2, 2], "data": text(b"acbd")}}


def bad():
    """Files to be refused, each with words that the reason must have, and the path of keys where one is chosen."""
    w = {"weight": torch.ones(2)}
    for legacy in (False, True):
        kind = "legacy" if legacy else "zip"
        yield f"{kind}, os.system", saved({"weight": Evil()}, legacy), "posix.system", None
        yield f"{kind}, os.system of protocol 4", saved({"weight": Evil()}, legacy, 4), "posix.system", None
        yield f"{kind}, os.system in another part", saved({"model": w, "x": Evil()}, legacy), "posix.system", ["model"]
        yield f"{kind}, a module", saved(torch.nn.RNN(2, 3), legacy), "torch.nn.modules.rnn.RNN", None
        yield f"{kind}, a module of one's own", saved(Whole(), legacy), "__main__.Whole", None
        yield f"{kind}, sparse", saved({"x": torch.eye(2).to_sparse()}, legacy), "torch._utils._rebuild_sparse_tensor", None
        quantized = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
        yield f"{kind}, quantized", saved({"x": quantized}, legacy), "torch._utils._rebuild_qtensor", None
        yield f"{kind}, complex128", saved({"x": torch.ones(1, dtype=torch.complex128)}, legacy), "torch.ComplexDoubleStorage", None
        yield f"{kind}, numpy", saved({"x": numpy.ones(1)}, legacy), "numpy.core.multiarray._reconstruct", None
        yield f"{kind}, arguments", saved({"model": w, "args": argparse.Namespace(lr=1)}, legacy), "argparse.Namespace", ["model"]
        yield f"{kind}, a set", saved({"model": w, "set": {1}}, legacy), "set", ["model"]
        yield f"{kind}, a tensor alone", saved(torch.ones(2), legacy), "the file holds a tensor, but a state dict is a dict of tensors", None
        yield f"{kind}, a list", saved([torch.ones(2)], legacy), "the file holds a list, but a state dict is a dict of tensors", None
        checkpoint = {"model": {"weight": torch.ones(2), "bias": torch.ones(1)}, "epoch": 3, "note": "x", "none": None, 7: [1]}
        inside = '{ "model": a dict of 2 keys, "epoch": 3, "note": the text "x", "none": None, 7: a list }'
        yield f"{kind}, a checkpoint", saved(checkpoint, legacy), f"the file holds {inside}, but a state dict is a dict of tensors: choose one by its key", None
        yield f"{kind}, a checkpoint without the key", saved(checkpoint, legacy), f'there is no key "models" in {inside}', ["models"]
        yield f"{kind}, a key of no dict", saved(checkpoint, legacy), 'there is no key "x" in 3', ["epoch", "x"]
        yield f"{kind}, a key of something else", saved(checkpoint, legacy), "the file holds 3, but a state dict is a dict of tensors", ["epoch"]
        many = {f"key {i}": i for i in range(12)}
        yield f"{kind}, many keys", saved(many, legacy), '"key 9": 9, ... }', None

    script = io.BytesIO()
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), script)
    yield "TorchScript", script.getvalue(), "TorchScript", None
    plain = torch.arange(4, dtype=torch.float32).numpy().tobytes()
    one = program(("x", tensor(storage("torch.FloatStorage", "0", 4), 0, [4], [1])))
    data = [("data/0", plain)]
    yield "big-endian", archive(one, [*data, ("byteorder", b"big")]), "big-endian", None
    yield "compressed", archive(one, data, method=zipfile.ZIP_DEFLATED), "is compressed", None
    yield "no pickle", archive(None, data), "data.pkl", None
    yield "no storage", archive(one), "the storage '0' has 0 bytes in the file, but takes 16", None
    yield "a short storage", archive(one, [("data/0", plain[:15])]), "the storage '0' has 15 bytes in the file, but takes 16", None

    def view(offset, shape, strides, count=4, kind="torch.FloatStorage"):
        return archive(program(("x", tensor(storage(kind, "0", count), offset, shape, strides))), data)

    yield "beyond the storage", view(1, [4], [1]), "reaches beyond its storage", None
    yield "a stride beyond the storage", view(0, [2, 2], [3, 2]), "reaches beyond its storage", None
    yield "strides for fewer axes", view(0, [2, 2], [1]), "has no stride for each axis", None
    yield "a negative stride", view(3, [4], [-1]), "no integers of 0 or more", None
    yield "a negative offset", view(-1, [1], [1]), "no integers of 0 or more", None
    yield "a negative size", view(0, [-1], [1]), "no integers of 0 or more", None
    yield "one number 2^40 times", view(0, [2**20, 2**20], [0, 0]), "is the most for a file of", None
    yield "one number 2^300 times", view(0, [2**30] * 10, [0] * 10), "is the most for a file of", None
    yield "too many axes", view(0, [1] * 65, [1] * 65), "no integers of 0 or more", None
    yield "a storage larger than the file", view(0, [4], [1], 2**31 - 1), "but takes 8589934588", None
    several = [(f"x{i}", tensor(storage("torch.FloatStorage", "0", 4), 0, [2**23], [0])) for i in range(4)]
    yield "one number in many tensors", archive(program(*several), data), '"x2" takes the tensors beyond', None
    yield "an untyped tensor", view(0, [4], [1], 16, "torch.storage.UntypedStorage"), "no dtype", None
    yield "a call of a storage", archive(b"\x80\x02" + global_of("torch", "FloatStorage") + b")R."), "calls what is no function", None
    yield "bytes of a module", archive(b"\x80\x02" + global_of("torch.storage", "_load_from_bytes") + b")R."), "torch.storage._load_from_bytes", None
    yield "another folder", archive(one, data, "a/b"), "data.pkl", None


def write_model():
    """The file of docs/weights.md: a recurrent network and a linear layer, in a checkpoint."""
    torch.manual_seed(0)

    class Weather(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = torch.nn.RNN(5, 3, batch_first=True)
            self.head = torch.nn.Linear(3, 1)

    model = Weather()
    torch.save({"model": model.state_dict(), "epoch": 12}, DATA / "weather.pt")
    x = torch.linspace(-1, 1, 20).reshape(1, 4, 5)
    with torch.no_grad():
        print("weather.pt:", model.rnn(x)[0][0, -1].tolist())


def main():
    torch.manual_seed(1)
    files = []
    for name, value, tensors, path, legacy, protocol in good():
        want = [[key, entry(value)] for key, value in tensors.items()]
        files.append({"name": name, "key": path, "file": text(saved(value, legacy, protocol)), "tensors": want})
    for name, data, want in by_hand():
        files.append({"name": name, "key": None, "file": text(data), "tensors": [[key, value] for key, value in want.items()]})
    refused = [{"name": name, "key": path, "file": text(data), "reason": reason} for name, data, reason, path in bad()]
    write_json("torch-files.json", made_with(), "files", files)
    write_json("torch-refused.json", made_with(), "files", refused)
    write_model()
    print(f"{len(files)} files, {len(refused)} to be refused")


main()
