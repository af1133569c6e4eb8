/** Weights: what the types say of a wrong call. */
import { fromStateDict, rnn, type StateDict } from 'shapefold'
import { parse, serialize } from 'shapefold/safetensors'

declare const file: StateDict
const net = rnn({ inputSize: 5, hiddenSize: 3 })

// ! TS2561: Object literal may only specify known properties, but 'prefx' does not exist in type 'StateDictOptions'. Did you mean to write 'prefix'?
fromStateDict(net)(file, { prefx: 'rnn.' })
//                         ^^^^^

// ! TS2322: Type 'number' is not assignable to type 'string'.
serialize({ tensors: {}, metadata: { version: 1 } })
//                                   ^^^^^^^

// ! TS2345: Argument of type 'string' is not assignable to parameter of type 'ArrayBuffer | Uint8Array<ArrayBufferLike>'.
parse('model.safetensors')
//    ^^^^^^^^^^^^^^^^^^^
