"""Goldens of ONNX files by ONNX's own library: tensors of every type, raw and as lists, attributes of every kind, graphs in graphs.

    python3 -m pip install onnx==1.23.1
    python3 test/golden/make_onnx.py
"""

import base64
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper

DATA = pathlib.Path(__file__).with_name("data")

# ONNX's types, ours, and numbers that each has exactly.
TYPES = {
    "FLOAT": ("F32", [0.5, -2.0, 3e38, -0.0, 1e-42, 7.0]),
    "DOUBLE": ("F64", [0.1, -2.0, 1e300, -0.0, 5e-324, 7.0]),
    "FLOAT16": ("F16", [0.5, -2.0, 65504.0, -0.0, 6e-8, 7.0]),
    "BFLOAT16": ("BF16", [0.5, -2.0, 256.0, -0.0, 1.0, 7.0]),
    "FLOAT8E4M3FN": ("F8_E4M3", [0.5, -2.0, 448.0, -0.0, 1.0, 7.0]),
    "FLOAT8E4M3FNUZ": ("F8_E4M3FNUZ", [0.5, -2.0, 240.0, 0.0, 1.0, 7.0]),
    "FLOAT8E5M2": ("F8_E5M2", [0.5, -2.0, 57344.0, -0.0, 1.0, 7.0]),
    "FLOAT8E5M2FNUZ": ("F8_E5M2FNUZ", [0.5, -2.0, 57344.0, 0.0, 1.0, 7.0]),
    "FLOAT8E8M0": ("F8_E8M0", [0.5, 2.0, 1024.0, 0.25, 1.0, 8.0]),
    "INT8": ("I8", [-128, -1, 0, 1, 127, 5]),
    "INT16": ("I16", [-32768, -1, 0, 1, 32767, 5]),
    "INT32": ("I32", [-(2**31), -1, 0, 1, 2**31 - 1, 5]),
    "INT64": ("I64", [-(2**63), -1, 0, 1, 2**63 - 1, 5]),
    "UINT8": ("U8", [0, 1, 128, 255, 127, 5]),
    "UINT16": ("U16", [0, 1, 32768, 65535, 300, 5]),
    "UINT32": ("U32", [0, 1, 2**31, 2**32 - 1, 300, 5]),
    "UINT64": ("U64", [0, 1, 2**63, 2**64 - 1, 300, 5]),
    "BOOL": ("BOOL", [True, False, True, True, False, False]),
    "COMPLEX64": ("C64", [1 + 2j, -1j, 0, 0.5, 1e30j, 5]),
}


def text(data):
    return base64.b64encode(data).decode()


def tensors(raw):
    """Each type as a tensor of 2 x 3, and what is in it."""
    for name, (dtype, numbers) in TYPES.items():
        kind = getattr(TensorProto, name)
        array = np.array(numbers, dtype=helper.tensor_dtype_to_np_dtype(kind)).reshape(2, 3)
        given = array.tobytes() if raw else array
        yield helper.make_tensor(name, kind, [2, 3], given, raw=raw), {"dtype": dtype, "shape": [2, 3], "data": text(array.tobytes())}


def floats(name, shape):
    array = np.arange(np.prod(shape, dtype=int), dtype=np.float32).reshape(shape)
    return onnx.numpy_helper.from_array(array, name), {"dtype": "F32", "shape": list(shape), "data": text(array.tobytes())}


def model(nodes=(), inputs=(), outputs=(), initializers=()):
    value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 2])
    graph = helper.make_graph(list(nodes), "main", [value(x) for x in inputs], [value(x) for x in outputs], list(initializers))
    opsets = [helper.make_opsetid("", 16), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=opsets, doc_string="a note", producer_name="golden")


def shown(attribute, value):
    """An attribute's value as the test compares it."""
    return {"type": attribute, "value": value}


def good():
    for raw in (True, False):
        pairs = list(tensors(raw))
        yield f"every type, {'raw' if raw else 'as a list'}", model(initializers=[t for t, _ in pairs]), {
            "initializers": {t.name: entry for t, entry in pairs}
        }
    sizes = [floats("scalar", ()), floats("none", (0, 3)), floats("one", (1,)), floats("axes", (2, 1, 3, 1, 2))]
    yield "shapes", model(initializers=[t for t, _ in sizes]), {"initializers": {t.name: entry for t, entry in sizes}}

    weight, entry = floats("weight", (2, 2))
    inner_weight, inner_entry = floats("inner", (3,))
    inner = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "branch", [], [helper.make_tensor_value_info("y", 1, None)], [inner_weight])
    attributes = {
        "a_float": (0.5, shown("FLOAT", 0.5)),
        "an_int": (-(2**63), shown("INT", str(-(2**63)))),
        "a_text": ("reflect é", shown("STRING", "reflect é")),
        "bytes": (b"\xff\xfe", shown("BYTES", text(b"\xff\xfe"))),
        "a_tensor": (weight, shown("TENSOR", entry)),
        "floats": ([0.5, -1.0, 2.0], shown("FLOATS", [0.5, -1.0, 2.0])),
        "ints": ([1, -1, 2**62, 0], shown("INTS", ["1", "-1", str(2**62), "0"])),
        "texts": (["a", "", "c"], shown("STRINGS", ["a", "", "c"])),
        "tensors": ([weight, inner_weight], shown("TENSORS", [entry, inner_entry])),
        "__proto__": (1, shown("INT", "1")),
    }
    node = helper.make_node("Custom", ["x", "", "weight"], ["y", "z"], name="first", domain="my.domain", **{k: v for k, (v, _) in attributes.items()})
    node.attribute.append(helper.make_attribute("no_floats", [], attr_type=onnx.AttributeProto.FLOATS))
    node.attribute.append(helper.make_attribute("no_ints", [], attr_type=onnx.AttributeProto.INTS))
    wanted = {k: want for k, (_, want) in attributes.items()} | {"no_floats": shown("FLOATS", []), "no_ints": shown("INTS", [])}
    branch = {
        "name": "branch",
        "inputs": [],
        "outputs": ["y"],
        "nodes": [{"name": "", "opType": "Relu", "domain": "", "inputs": ["x"], "outputs": ["y"], "attributes": {}}],
        "initializers": {"inner": inner_entry},
    }
    choice = helper.make_node("If", ["flag"], ["out"], then_branch=inner, else_branch=inner)
    many = helper.make_node("Many", [], [], graphs=[inner, inner])
    yield "a graph", model([node, choice, many], ["x", "flag"], ["out"], [weight]), {
        "name": "main",
        "inputs": ["x", "flag"],
        "outputs": ["out"],
        "opsets": {"": "16", "ai.onnx.ml": "3"},
        "initializers": {"weight": entry},
        "nodes": [
            {"name": "first", "opType": "Custom", "domain": "my.domain", "inputs": ["x", "", "weight"], "outputs": ["y", "z"], "attributes": wanted},
            {"name": "", "opType": "If", "domain": "", "inputs": ["flag"], "outputs": ["out"], "attributes": {"then_branch": shown("GRAPH", branch), "else_branch": shown("GRAPH", branch)}},
            {"name": "", "opType": "Many", "domain": "", "inputs": [], "outputs": [], "attributes": {"graphs": shown("GRAPHS", [branch, branch])}},
        ],
    }
    untyped = model([helper.make_node("Old", [], [], axis=1, name="no types", perm=[1, 0])])
    for attribute in untyped.graph.node[0].attribute:
        attribute.ClearField("type")
    yield "attributes without a type, as the first files had them", untyped, {
        "nodes": [{"name": "no types", "opType": "Old", "domain": "", "inputs": [], "outputs": [], "attributes": {"axis": shown("INT", "1"), "perm": shown("INTS", ["1", "0"])}}]
    }
    yield "nothing", model(), {"nodes": [], "initializers": {}, "inputs": [], "outputs": []}


def bad():
    def with_tensor(change):
        tensor, _ = floats("w", (2,))
        change(tensor)
        return model(initializers=[tensor])

    yield "no graph", onnx.ModelProto(ir_version=8), "the file has no graph, so it is no ONNX model"
    for kind, numbers, words in [
        ("STRING", [b"a", b"b"], "texts"),
        ("COMPLEX128", [1j, 2], "complex numbers of 128 bits"),
        ("INT4", [1, 2], "integers of 4 bits"),
        ("UINT4", [1, 2], "integers of 4 bits"),
        ("FLOAT4E2M1", [1, 2], "floats of 4 bits"),
    ]:
        tensor = helper.make_tensor("w", getattr(TensorProto, kind), [2], numbers)
        yield kind, model(initializers=[tensor]), f'the tensor "w" holds {words}'
    yield "an unknown type", with_tensor(lambda t: setattr(t, "data_type", 99)), 'the tensor "w" holds numbers of an unknown type, 99'
    yield "no type", with_tensor(lambda t: t.ClearField("data_type")), 'the tensor "w" holds numbers of an unknown type, 0'
    yield "another file", with_tensor(lambda t: setattr(t, "data_location", TensorProto.EXTERNAL)), 'the tensor "w" has its numbers in another file'
    yield "too few bytes", with_tensor(lambda t: setattr(t, "raw_data", bytes(7))), 'the tensor "w" has 7 bytes, but takes 8 by its shape and type'
    yield "too many bytes", with_tensor(lambda t: setattr(t, "raw_data", bytes(9))), 'the tensor "w" has 9 bytes, but takes 8 by its shape and type'
    yield "a negative size", with_tensor(lambda t: t.dims.append(-1)), 'the tensor "w" has a size below 0 or beyond 2^53'
    yield "a huge size", with_tensor(lambda t: t.dims.append(2**40)), 'the tensor "w" has 8 bytes, but takes 8796093022208 by its shape and type'
    yield "huge sizes", with_tensor(lambda t: t.dims.extend([2**52] * 60)), 'the tensor "w" has 8 bytes, but takes'
    yield "many axes", with_tensor(lambda t: t.dims.extend([1] * 64)), 'the tensor "w" has 65 axes'
    yield "raw bytes and a list", with_tensor(lambda t: t.float_data.append(1)), 'the tensor "w" has numbers in a field that is not that of its type'
    other = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1], int64_data=[1])
    yield "a list of another type", model(initializers=[other]), 'the tensor "w" has numbers in a field that is not that of its type'
    short = TensorProto(name="w", data_type=TensorProto.INT64, dims=[2**40], int64_data=[1])
    yield "a short list", model(initializers=[short]), 'the tensor "w" has 1 numbers, but takes 1099511627776 by its shape and type'
    twice, _ = floats("w", (2,))
    yield "the same initializer twice", model(initializers=[twice, twice]), 'the initializer "w" stands twice'
    same = helper.make_node("N", [], [], axis=1)
    same.attribute.append(helper.make_attribute("axis", 2))
    yield "the same attribute twice", model([same]), 'has the attribute "axis" twice'
    empty = helper.make_node("N", [], [])
    empty.attribute.append(onnx.AttributeProto(name="t", type=onnx.AttributeProto.TENSOR))
    yield "an attribute without its value", model([empty]), 'the attribute "t" has no value'
    reference = helper.make_node("N", [], [])
    reference.attribute.append(onnx.AttributeProto(name="r", ref_attr_name="x"))
    yield "a reference", model([reference]), 'the attribute "r" is of a type that is not read here'
    unreadable = helper.make_node("N", [], [], texts=[b"a", b"\xff"])
    yield "texts that are none", model([unreadable]), 'the attribute "texts" has a text that is no UTF-8'
    sparse = model()
    sparse.graph.sparse_initializer.add()
    yield "a sparse initializer", sparse, "the graph has sparse initializers, which are not read here"
    graph = helper.make_graph([], "innermost", [], [])
    for _ in range(33):
        graph = helper.make_graph([helper.make_node("If", [], [], then_branch=graph)], "outer", [], [])
    yield "graphs nested 33 deep", helper.make_model(graph), "graphs are nested deeper than 32"


def main():
    files = [{"name": name, "file": text(made.SerializeToString(deterministic=True)), "want": want} for name, made, want in good()]
    refused = [{"name": name, "file": text(made.SerializeToString(deterministic=True)), "reason": reason} for name, made, reason in bad()]
    lines = lambda rows: ",\n".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in rows)
    body = f'{{"onnx":"{onnx.__version__}","files":[\n{lines(files)}\n],"refused":[\n{lines(refused)}\n]}}\n'
    (DATA / "onnx.json").write_text(body)
    print(f"{len(files)} files, {len(refused)} to be refused")


main()
