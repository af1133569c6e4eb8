/** Parameters of another network. */
import { feature, manualSeed, rnn, tensor, zeros } from 'shapefold'

const seed = manualSeed(0)
const net = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(seed)
const deep = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2 })
const [deepParams] = deep.init(seed)
const both = rnn({ inputSize: 5, hiddenSize: 3, bidirectional: true })
const [bothParams] = both.init(seed)
const bare = rnn({ inputSize: 5, hiddenSize: 3, bias: false })
const [bareParams] = bare.init(seed)
const wide = rnn({ inputSize: 6, hiddenSize: 3 })
const [wideParams] = wide.init(seed)
const tall = rnn({ inputSize: 5, hiddenSize: 4 })
const [tallParams] = tall.init(seed)
const named = rnn({ inputSize: feature('I', 5), hiddenSize: feature('H', 3) })
const [namedParams] = named.init(seed)
const deepBoth = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, bidirectional: true })
const [deepBothParams] = deepBoth.init(seed)

// Layers.

// ! params has weight_ih_l1, which this RNN has not
net.apply(deepParams)
//        ^^^^^^^^^^

// ! params lacks weight_ih_l1, which this RNN has
deep.apply(params)
//         ^^^^^^

// Directions.

// ! params has weight_ih_l0_reverse, which this RNN has not
net.apply(bothParams)
//        ^^^^^^^^^^

// ! params lacks weight_ih_l0_reverse, which this RNN has
both.apply(params)
//         ^^^^^^

// ! params has weight_ih_l0_reverse, which this RNN has not
deep.apply(deepBothParams)
//         ^^^^^^^^^^^^^^

// Biases.

// ! params lacks bias_ih_l0, which this RNN has
net.apply(bareParams)
//        ^^^^^^^^^^

// ! params has bias_ih_l0, which this RNN has not
bare.apply(params)
//         ^^^^^^

// Sizes.

// ! params.weight_ih_l0 is (3, 6), but this RNN takes (3, 5)
net.apply(wideParams)
//        ^^^^^^^^^^

// ! params.weight_ih_l0 is (4, 5), but this RNN takes (3, 5)
net.apply(tallParams)
//        ^^^^^^^^^^

// ! params.weight_ih_l0 is (3, 5), but this RNN takes (H, I)
named.apply(params)
//          ^^^^^^

// ! params.weight_ih_l0 is (H, I), but this RNN takes (3, 5)
net.apply(namedParams)
//        ^^^^^^^^^^^

// Some of them.

// ! params.weight_hh_l0 is (3, 4), but this RNN takes (3, 3)
net.apply({ ...params, weight_hh_l0: zeros([feature(3), feature(4)]) })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.bias_ih_l0 is (3, 1), but this RNN takes (3)
net.apply({ ...params, bias_ih_l0: zeros([feature(3), feature(1)]) })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params.bias_ih_l0 holds i32 numbers, but this RNN takes f32
net.apply({ ...params, bias_ih_l0: zeros([feature(3)], 'i32') })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params has weight_hr_l0, which this RNN has not
net.apply({ ...params, weight_hr_l0: zeros([feature(3), feature(3)]) })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply({ ...params, extra: 5 })
//        ^^^^^^^^^^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply({ ...params, weight_ih_l0: [[1, 2, 3]] })
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

const { bias_hh_l0, ...unbiased } = params
// ! params lacks bias_hh_l0, which this RNN has
net.apply(unbiased)
//        ^^^^^^^^

// No parameters at all.

// ! params lacks weight_ih_l0, which this RNN has
net.apply({})
//        ^^

// ! params is not a record of tensors: take [params] from init
net.apply(null)
//        ^^^^

// ! params is not a record of tensors: take [params] from init
net.apply(undefined)
//        ^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply(net.init(seed))
//        ^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply(tensor([feature(3)], [1, 2, 3]))
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply([])
//        ^^

// ! TS2554: Expected 1 arguments, but got 0.
net.apply()
//  ^^^^^

// ! params is not a record of tensors: take [params] from init
net.apply(seed)
//        ^^^^

// train and step ask the same.

// ! params has weight_ih_l1, which this RNN has not
net.train(deepParams)
//        ^^^^^^^^^^

// ! params.weight_ih_l0 is (3, 6), but this RNN takes (3, 5)
net.train(wideParams)
//        ^^^^^^^^^^

// ! params has weight_ih_l1, which this RNN has not
net.step(deepParams)
//       ^^^^^^^^^^

// ! params.weight_ih_l0 is (4, 5), but this RNN takes (3, 5)
net.step(tallParams)
//       ^^^^^^^^^^

// A parameter that the network has not.

// ! TS2551: Property 'weight_ih_l1' does not exist on type 'RnnParams<5, 3, 1, 1, true>'. Did you mean 'weight_ih_l0'?
params.weight_ih_l1
//     ^^^^^^^^^^^^

// ! TS2339: Property 'bias_ih_l0' does not exist on type 'RnnParams<5, 3, 1, 1, false>'.
bareParams.bias_ih_l0
//         ^^^^^^^^^^

// Nor can one be changed.

// ! TS2540: Cannot assign to 'bias_ih_l0' because it is a read-only property.
params.bias_ih_l0 = params.bias_hh_l0
//     ^^^^^^^^^^

// ! TS2554: Expected 1 arguments, but got 0.
net.init()
//  ^^^^

// ! TS2345: Argument of type 'number' is not assignable to parameter of type 'Rng'.
net.init(0)
//       ^
