"""Goldens of the safetensors format, by its reference implementation: files that it writes, and its verdict on files that are wrong or odd.

    pip install safetensors==0.8.0
    python3 test/golden/make_safetensors.py
"""

import base64
import ctypes
import json
import pathlib
import random
import struct

import safetensors

DATA = pathlib.Path(__file__).with_name("data")

# The name that the reference implementation's `serialize` takes, the format's own name, and bits.
DTYPES = [
    ("bool", "BOOL", 8),
    ("uint8", "U8", 8),
    ("int8", "I8", 8),
    ("float8_e5m2", "F8_E5M2", 8),
    ("float8_e4m3fn", "F8_E4M3", 8),
    ("float8_e8m0fnu", "F8_E8M0", 8),
    ("float8_e4m3fnuz", "F8_E4M3FNUZ", 8),
    ("float8_e5m2fnuz", "F8_E5M2FNUZ", 8),
    ("float4_e2m1fn_x2", "F4", 4),
    ("int16", "I16", 16),
    ("uint16", "U16", 16),
    ("float16", "F16", 16),
    ("bfloat16", "BF16", 16),
    ("int32", "I32", 32),
    ("uint32", "U32", 32),
    ("float32", "F32", 32),
    ("complex64", "C64", 64),
    ("float64", "F64", 64),
    ("int64", "I64", 64),
    ("uint64", "U64", 64),
]


def text(data):
    return base64.b64encode(data).decode()


def serialized(tensors, metadata):
    """What the reference implementation writes, and what it was given."""
    buffers = [ctypes.create_string_buffer(data, max(1, len(data))) for *_, data in tensors]
    given = {
        name: safetensors.TensorSpec(dtype=dtype, shape=shape, data_ptr=ctypes.addressof(buffer), data_len=len(data))
        for (name, dtype, shape, data), buffer in zip(tensors, buffers)
    }
    return safetensors.serialize(given, metadata)


def made_files():
    rng = random.Random(0)
    known = []
    for name, own, bits in DTYPES:
        try:
            # The numbers of a packed pair count as one in this call, and as two in the header.
            serialized([("x", name, [2], bytes(2 * max(bits, 8) // 8))], None)
            known.append((name, own, bits))
        except Exception as error:
            print(f"left out {name}: {error}")
    everything = [(f"a {own}", name, [3, 2], rng.randbytes(6 * max(bits, 8) // 8)) for name, own, bits in known]
    yield "every dtype", everything, None
    yield "nothing", [], None
    yield "metadata alone", [], {"format": "pt"}
    yield "a scalar", [("scalar", "float32", [], struct.pack("<f", 1.5))], None
    yield "empty tensors", [("b", "float32", [0, 3], b""), ("a", "int64", [2, 0], b""), ("c", "uint8", [0], b"")], None
    one = struct.pack("<f", 1)
    names = ["b", "a", "aa", "Z", "é", "\ue000", "\U0001f600", "\uffff", 'quote"', "back\\slash", "new\nline", "\x01\x1f\x7f", "__proto__", "1", "10", "2", ""]
    yield "odd names", [(name, "float32", [1], one) for name in names], {"é\n": "\u2028\\"}
    yield "unaligned sizes", [("x", "uint8", [3], b"abc"), ("y", "float64", [1], bytes(8)), ("z", "int16", [1], b"ab")], None


def file(header, data=b"", length=None):
    raw = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def entry(dtype="F32", shape="[1]", offsets="[0,4]", rest=""):
    return f'{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}{rest}}}'


def cases():
    f = bytes(4)
    yield "nothing", b""
    yield "seven bytes", bytes(7)
    yield "no header", bytes(8)
    yield "a length beyond the file", file("{}", length=3)
    yield "a length beyond the cap", file("{}", length=100_000_001)
    yield "the largest length", file("{}", length=2**64 - 1)
    yield "an empty header", file("{}")
    yield "trailing spaces", file("{}      ")
    yield "trailing white space", file("{}\r\n\t ")
    yield "a trailing zero", file("{}\0")
    yield "leading white space", file(" {}")
    yield "a byte order mark", file("\ufeff{}")
    yield "not UTF-8", file(b"\xff")
    yield "not UTF-8 in a name", file(b'{"\xc3\x28":' + entry().encode() + b"}", f)
    yield "an overlong code", file(b'{"\xc0\xaf":' + entry().encode() + b"}", f)
    yield "half of an object", file("{")
    yield "an array", file("[]")
    yield "two objects", file("{}{}")
    yield "a comma at the end", file('{"a":' + entry() + ",}", f)
    yield "a comment", file("{/**/}")
    yield "single quotes", file("{'a':" + entry() + "}", f)
    yield "one tensor", file('{"a":' + entry() + "}", f)
    yield "spaces everywhere", file('{ "a" : ' + entry(shape="[ 1 ]", offsets="[ 0 , 4 ]") + " } ", f)
    yield "an escaped name", file('{"\\u0061":' + entry() + "}", f)
    yield "half a surrogate pair", file('{"\\ud800":' + entry() + "}", f)
    yield "a whole surrogate pair", file('{"\\ud83d\\ude00":' + entry() + "}", f)
    yield "a control character in a name", file('{"\x01":' + entry() + "}", f)
    yield "an unknown escape", file('{"\\x41":' + entry() + "}", f)
    yield "the same name twice", file('{"a":' + entry() + ',"a":' + entry() + "}", f)
    yield "the same name twice, escaped once", file('{"a":' + entry() + ',"\\u0061":' + entry() + "}", f)
    yield "two metadata", file('{"__metadata__":{},"__metadata__":{}}')
    yield "the same metadata twice", file('{"__metadata__":{"a":"b","a":"c"}}')
    yield "the dtype twice", file('{"a":' + entry(rest=',"dtype":"F32"') + "}", f)
    yield "metadata", file('{"__metadata__":{"a":"b"}}')
    yield "metadata null", file('{"__metadata__":null}')
    yield "metadata of a number", file('{"__metadata__":{"a":1}}')
    yield "metadata of null", file('{"__metadata__":{"a":null}}')
    yield "metadata nested", file('{"__metadata__":{"a":{}}}')
    yield "metadata a text", file('{"__metadata__":"a"}')
    yield "metadata like a tensor", file('{"__metadata__":' + entry() + "}", f)
    yield "another field", file('{"a":' + entry(rest=',"more":{"x":[1,2.5e3,null,true,{"y":"z"}]}') + "}", f)
    yield "another field, not JSON", file('{"a":' + entry(rest=',"more":tru') + "}", f)
    yield "another field, deep", file('{"a":' + entry(rest=',"more":' + "[" * 100 + "]" * 100) + "}", f)
    yield "another field, too deep", file('{"a":' + entry(rest=',"more":' + "[" * 5000 + "]" * 5000) + "}", f)
    yield "no dtype", file('{"a":{"shape":[1],"data_offsets":[0,4]}}', f)
    yield "no shape", file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', f)
    yield "no offsets", file('{"a":{"dtype":"F32","shape":[1]}}', f)
    yield "a tensor that is a number", file('{"a":1}')
    yield "a tensor that is null", file('{"a":null}')
    yield "a tensor that is a list", file('{"a":["F32",[1],[0,4]]}', f)
    yield "an unknown dtype", file('{"a":' + entry("F33") + "}", f)
    yield "a dtype in small letters", file('{"a":' + entry("f32") + "}", f)
    yield "a dtype of Object", file('{"a":' + entry("constructor") + "}", f)
    yield "a dtype that is a number", file('{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}', f)
    for shape in ["[1.0]", "[1e0]", "[-1]", "[-0]", '["1"]', "[null]", "[01]", "[+1]", "[[1]]", "1", "[1,]", "[true]", "{}"]:
        yield f"the shape {shape}", file('{"a":' + entry(shape=shape) + "}", f)
    for offsets in ["[0,4.0]", "[0]", "[0,4,4]", "[]", "[4,0]", "[-4,0]", "[0,8]", "[0,3]", '["0","4"]', "null", "4", "[4,8]"]:
        yield f"the offsets {offsets}", file('{"a":' + entry(offsets=offsets) + "}", f)
    yield "a hole", file('{"a":' + entry() + ',"b":' + entry(offsets="[8,12]") + "}", bytes(12))
    yield "a hole at the start", file('{"a":' + entry(offsets="[4,8]") + "}", bytes(8))
    yield "an overlap", file('{"a":' + entry() + ',"b":' + entry(offsets="[2,6]") + "}", bytes(6))
    yield "the same bytes twice", file('{"a":' + entry() + ',"b":' + entry() + "}", f)
    yield "another order", file('{"a":' + entry(offsets="[4,8]") + ',"b":' + entry() + "}", bytes(8))
    yield "bytes too many", file('{"a":' + entry() + "}", bytes(5))
    yield "bytes too few", file('{"a":' + entry() + "}", bytes(3))
    yield "bytes and no tensor", file("{}", b"x")
    yield "a scalar", file('{"a":' + entry(shape="[]") + "}", f)
    yield "an empty tensor", file('{"a":' + entry(shape="[0]", offsets="[0,0]") + "}")
    yield "an empty tensor in between", file('{"a":' + entry() + ',"e":' + entry(shape="[3,0]", offsets="[4,4]") + ',"b":' + entry(offsets="[4,8]") + "}", bytes(8))
    yield "an empty tensor in the middle of another", file('{"a":' + entry() + ',"e":' + entry(shape="[0]", offsets="[2,2]") + "}", f)
    yield "an empty tensor beyond the end", file('{"a":' + entry() + ',"e":' + entry(shape="[0]", offsets="[8,8]") + "}", f)
    yield "a shape that overflows", file('{"a":' + entry(shape="[2,18446744073709551614]") + "}", f)
    yield "a shape whose bytes overflow", file('{"a":' + entry(shape="[2,9223372036854775807]") + "}", f)
    yield "a shape that wraps around to fit", file('{"a":' + entry(shape="[4294967296,4294967296,1]") + "}", f)
    yield "a shape that overflows before its zero", file('{"a":' + entry(shape="[9007199254740991,9007199254740991,0]", offsets="[0,0]") + "}")
    yield "a shape that overflows after its zero", file('{"a":' + entry(shape="[0,9007199254740991,9007199254740991]", offsets="[0,0]") + "}")
    yield "a size of more than 64 bits", file('{"a":' + entry(shape="[18446744073709551616]") + "}", f)
    yield "a size that a double rounds to fit", file('{"a":' + entry("U8", "[9007199254740993]", "[0,9007199254740992]") + "}")
    yield "four bits twice", file('{"a":' + entry("F4", "[2]", "[0,1]") + "}", b"x")
    yield "four bits three times", file('{"a":' + entry("F4", "[3]", "[0,2]") + "}", b"xx")
    yield "six bits four times", file('{"a":' + entry("F6_E3M2", "[4]", "[0,3]") + "}", b"xxx")
    yield "six bits once", file('{"a":' + entry("F6_E2M3", "[1]", "[0,1]") + "}", b"x")
    for _, own, bits in DTYPES:
        size = 2 * bits // 8
        yield f"the dtype {own}", file('{"a":' + entry(own, "[2]", f"[0,{size}]") + "}", bytes(size))
        yield f"the dtype {own} and a byte more", file('{"a":' + entry(own, "[2]", f"[0,{size + 1}]") + "}", bytes(size + 1))


def verdict(data):
    try:
        safetensors.deserialize(data)
        return True
    except Exception:
        return False


def main():
    files = []
    for name, tensors, metadata in made_files():
        given = {key: {"dtype": dict((a, b) for a, b, _ in DTYPES)[dtype], "shape": shape, "data": text(data)} for key, dtype, shape, data in tensors}
        files.append({"name": name, "given": list(given.items()), "metadata": metadata, "bytes": text(serialized(tensors, metadata))})
    verdicts = [{"name": name, "bytes": text(data), "taken": verdict(data)} for name, data in cases()]
    lines = lambda rows: ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    body = f'{{"safetensors":"{safetensors.__version__}","files":[\n{lines(files)}\n],"verdicts":[\n{lines(verdicts)}\n]}}\n'
    (DATA / "safetensors.json").write_text(body)
    print(f"{len(files)} files, {len(verdicts)} verdicts, {sum(v['taken'] for v in verdicts)} taken")


main()
