"""Writes the pickles of torch.save by hand, instruction by instruction, for files that the PyTorch at hand does not write."""

import io
import struct
import zipfile


def archive(pickled, records=(), folder="archive", method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        if pickled is not None:
            file.writestr(zipfile.ZipInfo(f"{folder}/data.pkl"), pickled, method)
        for name, data in records:
            file.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data, method)
    return out.getvalue()


def global_of(module, name):
    return f"c{module}\n{name}\n".encode()


def word(value):
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def number(value):
    return b"J" + struct.pack("<i", value)


def counts(values):
    return b"(" + b"".join(number(value) for value in values) + b"t"


def storage(kind, key, count):
    module, _, name = kind.rpartition(".")
    return b"(" + word("storage") + global_of(module, name) + word(key) + word("cpu") + number(count) + b"tQ"


def tensor(of, offset, shape, strides):
    return global_of("torch._utils", "_rebuild_tensor_v2") + b"(" + of + number(offset) + counts(shape) + counts(strides) + b"\x89)tR"


def tensor3(of, offset, shape, strides, dtype):
    """As PyTorch 2.3 and later write tensors of the types that have no storage class of their own."""
    rest = b"\x89)" + global_of("torch", dtype)
    return global_of("torch._utils", "_rebuild_tensor_v3") + b"(" + of + number(offset) + counts(shape) + counts(strides) + rest + b"tR"


def program(*pairs):
    return b"\x80\x02}(" + b"".join(word(key) + value for key, value in pairs) + b"u."
