import type { either } from 'fp-ts'
import {
  type Entry,
  feature,
  fromStateDict,
  type LinearParams,
  linear,
  manualSeed,
  type RnnParams,
  rnn,
  type Shape,
  type StateDict,
  type StateDictError,
  type Tensor,
  toStateDict,
  zeros,
} from 'shapefold'
import { type OnnxGraph, parse as parseOnnx } from 'shapefold/onnx'
import { parse, type SafetensorsError, serialize, toFloat32 } from 'shapefold/safetensors'
import { parse as parseTorch, type TorchFileError } from 'shapefold/torch'
import { expectAssignable, expectType } from 'tsd'

declare const bytes: Uint8Array
declare const file: StateDict

// The parameters have the network's own type.
const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true })
expectType<either.Either<StateDictError, RnnParams<5, 3, 2, 2>>>(fromStateDict(net)(file))
expectType<either.Either<StateDictError, RnnParams<5, 3, 2, 2>>>(fromStateDict(net)(file, { prefix: 'rnn.' }))
const head = linear({ inFeatures: 3, outFeatures: 1 })
expectType<either.Either<StateDictError, LinearParams<3, 1>>>(fromStateDict(head)(file))
const read = fromStateDict(net)(file)
if (read._tag === 'Right') net.apply(read.right)

// What a network has, a state dict has, and a file takes.
const [params] = net.init(manualSeed(0))
expectType<Readonly<Record<string, Tensor<Shape>>>>(toStateDict(params))
expectAssignable<StateDict>(toStateDict({ rnn: params }, { prefix: 'model.' }))
expectType<Uint8Array<ArrayBuffer>>(serialize({ tensors: params }))
serialize({ tensors: { ids: zeros([feature(2)], 'i32') }, metadata: { format: 'pt' } })

// Each module reads bytes into entries.
const tensors = parse(bytes)
if (tensors._tag === 'Left') expectType<SafetensorsError>(tensors.left)
else expectType<Readonly<Record<string, Entry>>>(tensors.right.tensors)
expectType<either.Either<TorchFileError, Readonly<Record<string, Entry>>>>(parseTorch(bytes, { key: ['a', 'b'] }))
const model = parseOnnx(bytes)
if (model._tag === 'Right') expectAssignable<OnnxGraph>(model.right)

// To test the type of an entry is to know the class of its data.
declare const entry: Entry
expectType<Float32Array<ArrayBuffer>>(toFloat32(entry))
if (entry.dtype === 'F64') expectType<Float64Array<ArrayBuffer>>(entry.data)
if (entry.dtype === 'I64') expectType<BigInt64Array<ArrayBuffer>>(entry.data)
if (entry.dtype === 'BF16') expectType<Uint16Array<ArrayBuffer>>(entry.data)
