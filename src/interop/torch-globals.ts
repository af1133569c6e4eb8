import type { EntryDType } from './entry.js'
import type { PickleHost } from './pickle.js'
import { quoted, refuse } from './reading.js'
import { isCounts, Storage, TensorView } from './torch-tensor.js'

/** Everything that a pickle of `torch.save(state_dict)` may name. Whatever is not here is refused by its name, and nothing here runs code of the file. */

/** PyTorch's names of the types: of a storage's class, and of a `torch.dtype`. */
const dtypes: readonly (readonly [storage: string | undefined, dtype: string, ours: EntryDType])[] = [
  ['FloatStorage', 'float32', 'F32'],
  ['DoubleStorage', 'float64', 'F64'],
  ['HalfStorage', 'float16', 'F16'],
  ['BFloat16Storage', 'bfloat16', 'BF16'],
  ['LongStorage', 'int64', 'I64'],
  ['IntStorage', 'int32', 'I32'],
  ['ShortStorage', 'int16', 'I16'],
  ['CharStorage', 'int8', 'I8'],
  ['ByteStorage', 'uint8', 'U8'],
  ['BoolStorage', 'bool', 'BOOL'],
  ['ComplexFloatStorage', 'complex64', 'C64'],
  [undefined, 'uint16', 'U16'],
  [undefined, 'uint32', 'U32'],
  [undefined, 'uint64', 'U64'],
  [undefined, 'float8_e5m2', 'F8_E5M2'],
  [undefined, 'float8_e4m3fn', 'F8_E4M3'],
  [undefined, 'float8_e8m0fnu', 'F8_E8M0'],
  [undefined, 'float8_e4m3fnuz', 'F8_E4M3FNUZ'],
  [undefined, 'float8_e5m2fnuz', 'F8_E5M2FNUZ'],
]

/** A type of numbers as a pickle holds it: a storage's class, or a `torch.dtype`. */
class DType {
  readonly is: EntryDType | 'untyped'
  constructor(is: EntryDType | 'untyped') {
    this.is = is
  }
}

/** Something that a checkpoint may hold beside its tensors and that no state dict is made of. */
class Opaque {}

const tensorOf = (storage: unknown, offset: unknown, shape: unknown, strides: unknown, dtype?: unknown): TensorView => {
  const type = dtype instanceof DType ? dtype.is : storage instanceof Storage ? storage.dtype : 'untyped'
  if (!(storage instanceof Storage) || type === 'untyped') return refuse('a tensor has no storage or no dtype')
  if (!isCounts([offset]) || !isCounts(shape) || !isCounts(strides))
    return refuse('a tensor has an offset, a shape or strides that are no integers of 0 or more')
  return new TensorView(storage, type, Number(offset), [...shape], strides)
}

/** PyTorch 2 saves a view that is to be conjugated or negated as what it is a view of, and says so in a dict behind the rest. */
const checkPlain = (metadata: unknown): void => {
  if (metadata instanceof Map && metadata.size > 0)
    refuse('a tensor is a conjugate or negated view: save x.resolve_conj().resolve_neg()')
}

const parameterOf = ([data]: readonly unknown[]): TensorView =>
  data instanceof TensorView ? data : refuse('a parameter is no tensor')

const globals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['collections.OrderedDict', () => new Map()],
  ['torch._utils._rebuild_tensor', ([s, o, size, stride]: readonly unknown[]) => tensorOf(s, o, size, stride)],
  [
    'torch._utils._rebuild_tensor_v2',
    ([s, o, size, stride, , , metadata]: readonly unknown[]) => {
      checkPlain(metadata)
      return tensorOf(s, o, size, stride)
    },
  ],
  [
    'torch._utils._rebuild_tensor_v3',
    ([s, o, size, stride, , , dtype, metadata]: readonly unknown[]) => {
      checkPlain(metadata)
      return tensorOf(s, o, size, stride, dtype)
    },
  ],
  ['torch._utils._rebuild_parameter', parameterOf],
  ['torch._utils._rebuild_parameter_with_state', parameterOf],
  ['torch.Size', ([sizes]: readonly unknown[]) => sizes],
  ['torch.device', () => new Opaque()],
  ['collections.Counter', () => new Opaque()], // the milestones of MultiStepLR
  ['_codecs.encode', () => new Opaque()], // bytes, in protocol 2
  ['torch.storage.UntypedStorage', new DType('untyped')],
  ['torch.UntypedStorage', new DType('untyped')],
  ...dtypes.flatMap(([storage, dtype, ours]): [string, unknown][] => [
    [`torch.${dtype}`, new DType(ours)],
    ...(storage === undefined
      ? []
      : ['torch.', 'torch.cuda.'].map((module): [string, unknown] => [module + storage, new DType(ours)])),
  ]),
])

/** What pickles may ask for: the globals above, and storages, which `storages` gathers by their keys. */
export const torchHost = (storages: Map<string, Storage>): PickleHost => ({
  global: (name) =>
    globals.get(name) ??
    refuse(
      `the file asks for ${quoted(name)}, which is no part of a state dict: it may hold a whole module, whose code would have to run; ` +
        'save model.state_dict() instead',
    ),

  outside: (id) => {
    const [what, type, key, , count, view] = Array.isArray(id) ? id : []
    if (what !== 'storage' || !(type instanceof DType) || typeof key !== 'string' || !isCounts([count]))
      return refuse('the pickle asks for something outside that is no storage')
    if (view !== undefined && view !== null)
      return refuse('a storage is a view of another: save it again with PyTorch 0.4 or later')
    const known = storages.get(key)
    if (known !== undefined && known.dtype === type.is && known.count === count) return known
    const storage = new Storage(key, type.is, Number(count))
    // Where one key has two sizes the larger one must be there.
    if (known === undefined || storage.bytes > known.bytes) storages.set(key, storage)
    return storage
  },
})
