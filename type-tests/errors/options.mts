/** Options that are none. */
import { batch, feature, gru, layer, lstm, manualSeed, rnn } from 'shapefold'

declare const n: number
declare const maybe: boolean
declare const word: string

// What is missing.

// ! this RNN lacks hiddenSize: the number of features of the hidden state
rnn({ inputSize: 5 })
//  ^^^^^^^^^^^^^^^^

// ! this RNN lacks inputSize: the number of features of the input
rnn({ hiddenSize: 3 })
//  ^^^^^^^^^^^^^^^^^

// ! this RNN lacks inputSize: the number of features of the input
rnn({})
//  ^^

// ! this RNN lacks inputSize: the number of features of the input
rnn({ batchFirst: true })
//  ^^^^^^^^^^^^^^^^^^^^

// ! TS2554: Expected 1 arguments, but got 0.
rnn()

// ! this RNN takes an object of options: give inputSize and hiddenSize
rnn(5)
//  ^

// ! this RNN takes an object of options: give inputSize and hiddenSize
rnn(null)
//  ^^^^

// ! TS2554: Expected 1 arguments, but got 2.
rnn(5, 3)
//     ^

// ! this RNN takes an object of options: give inputSize and hiddenSize
rnn([5, 3])
//  ^^^^^^

// ! this RNN takes an object of options: give inputSize and hiddenSize
rnn(() => ({ inputSize: 5, hiddenSize: 3 }))
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! this RNN takes an object of options: give inputSize and hiddenSize
rnn('RNN')
//  ^^^^^

// Sizes.

// ! the size of inputSize is 0, but a size is a positive integer
rnn({ inputSize: 0, hiddenSize: 3 })
//    ^^^^^^^^^

// ! the size of hiddenSize is -3, but a size is a positive integer
rnn({ inputSize: 5, hiddenSize: -3 })
//                  ^^^^^^^^^^

// ! the size of inputSize is 5.5, but a size is a positive integer
rnn({ inputSize: 5.5, hiddenSize: 3 })
//    ^^^^^^^^^

// ! the size of hiddenSize is 2147483649, but the largest size is 2147483648
rnn({ inputSize: 5, hiddenSize: 2147483649 })
//                  ^^^^^^^^^^

// ! inputSize has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in feature('N', n)
rnn({ inputSize: n, hiddenSize: 3 })
//    ^^^^^^^^^

// ! inputSize is the name 'I' without a number: write feature('I', n)
rnn({ inputSize: 'I', hiddenSize: 3 })
//    ^^^^^^^^^

// ! hiddenSize is not a size: write a positive integer, or a name, as in feature('N', n)
rnn({ inputSize: 5, hiddenSize: '3' })
//                  ^^^^^^^^^^

// ! inputSize is not a size: write a positive integer, or a name, as in feature('N', n)
rnn({ inputSize: word, hiddenSize: 3 })
//    ^^^^^^^^^

// ! inputSize is the name 'I' without a number: write feature('I', n)
rnn({ inputSize: feature('I'), hiddenSize: 3 })
//    ^^^^^^^^^

// ! inputSize is an axis of role batch, but this RNN counts features: write a positive integer, or feature('N', n)
rnn({ inputSize: batch(5), hiddenSize: 3 })
//    ^^^^^^^^^

// ! inputSize is not a size: write a positive integer, or a name, as in feature('N', n)
rnn({ inputSize: [5], hiddenSize: 3 })
//    ^^^^^^^^^

// ! inputSize is not a size: write a positive integer, or a name, as in feature('N', n)
rnn({ inputSize: null, hiddenSize: 3 })
//    ^^^^^^^^^

// ! this RNN lacks inputSize: the number of features of the input
rnn({ inputSize: undefined, hiddenSize: 3 })
//    ^^^^^^^^^

// ! the size of inputSize is one of several, but an axis has one size: narrow it first, or name it, as in feature('N', n)
rnn({ inputSize: maybe ? 5 : 6, hiddenSize: 3 })
//    ^^^^^^^^^

// Layers.

// ! the size of numLayers is 0, but a size is a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 0 })
//                                 ^^^^^^^^^

// ! the size of numLayers is 1.5, but a size is a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 1.5 })
//                                 ^^^^^^^^^

// ! numLayers has the type number, which the types can't check: write a literal (or 'as const')
rnn({ inputSize: 5, hiddenSize: 3, numLayers: n })
//                                 ^^^^^^^^^

// ! numLayers is the name 'L', but the names of the parameters follow from it: write a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: layer('L', 2) })
//                                 ^^^^^^^^^

// ! numLayers is '2', but it must be a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: '2' })
//                                 ^^^^^^^^^

// ! numLayers is null, but it must be a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: null })
//                                 ^^^^^^^^^

// ! numLayers is an object, but it must be a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: layer(2) })
//                                 ^^^^^^^^^

// ! numLayers is an array, but it must be a positive integer
rnn({ inputSize: 5, hiddenSize: 3, numLayers: [2] })
//                                 ^^^^^^^^^

// ! numLayers has one of several values, but the types need one: write a literal (or 'as const')
rnn({ inputSize: 5, hiddenSize: 3, numLayers: maybe ? 1 : 2 })
//                                 ^^^^^^^^^

// ! numLayers is 100, but the types spell out the parameters of 99 layers at most: put networks in a row with sequential
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 100 })
//                                 ^^^^^^^^^

// ! numLayers is 10000, but the types spell out the parameters of 99 layers at most: put networks in a row with sequential
const tall = gru({ inputSize: 5, hiddenSize: 3, numLayers: 10000, bidirectional: true })
tall.apply(tall.init(manualSeed(0))[0])

// ! the size of numLayers is 4294967296, but the largest size is 2147483648
lstm({ inputSize: 5, hiddenSize: 3, numLayers: 4294967296 })
//                                  ^^^^^^^^^

// A wrong count is one error, also where parameters are used, whose names are counted by it: they are those of one layer then.

// ! the size of numLayers is -1, but a size is a positive integer
const negative = rnn({ inputSize: 5, hiddenSize: 3, numLayers: -1 })
negative.apply(rnn({ inputSize: 5, hiddenSize: 3 }).init(manualSeed(0))[0])

// ! numLayers is '2', but it must be a positive integer
const text = lstm({ inputSize: 5, hiddenSize: 3, numLayers: '2' })
text.apply(text.init(manualSeed(0))[0])

// Dropout.

// ! dropout is 0.5, but it acts between layers and this RNN has one: set numLayers: 2, or leave dropout out
rnn({ inputSize: 5, hiddenSize: 3, dropout: 0.5 })
//                                 ^^^^^^^

// ! dropout is 0.5, but it acts between layers and this RNN has one: set numLayers: 2, or leave dropout out
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 1, dropout: 0.5 })
//                                               ^^^^^^^

// ! dropout is 1.5, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: 1.5 })
//                                               ^^^^^^^

// ! dropout is -0.1, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: -0.1 })
//                                               ^^^^^^^

// ! dropout is 2, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, dropout: 2 })
//                                 ^^^^^^^

// ! dropout is '0.5', but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: '0.5' })
//                                               ^^^^^^^

// ! dropout is null, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: null })
//                                               ^^^^^^^

// ! dropout is true, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: true })
//                                               ^^^^^^^

// ! dropout is 1e+21, but a probability is from 0 to 1
rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2, dropout: 1e21 })
//                                               ^^^^^^^

// ! dropout is 1, but it acts between layers and this RNN has one: set numLayers: 2, or leave dropout out
rnn({ inputSize: 5, hiddenSize: 3, dropout: 1 })
//                                 ^^^^^^^

// ! dropout is 1e-7, but it acts between layers and this RNN has one: set numLayers: 2, or leave dropout out
rnn({ inputSize: 5, hiddenSize: 3, dropout: 1e-7 })
//                                 ^^^^^^^

// Nonlinearity.

// ! nonlinearity is 'sigmoid', but this RNN knows 'tanh' and 'relu'
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: 'sigmoid' })
//                                 ^^^^^^^^^^^^

// ! nonlinearity is 'Tanh', but this RNN knows 'tanh' and 'relu'
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: 'Tanh' })
//                                 ^^^^^^^^^^^^

// ! nonlinearity is a function, but this RNN knows 'tanh' and 'relu'
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: Math.tanh })
//                                 ^^^^^^^^^^^^

// ! nonlinearity has the type string, which the types can't check: write a literal (or 'as const')
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: word })
//                                 ^^^^^^^^^^^^

// ! nonlinearity is null, but this RNN knows 'tanh' and 'relu'
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: null })
//                                 ^^^^^^^^^^^^

// ! nonlinearity is 7, but this RNN knows 'tanh' and 'relu'
rnn({ inputSize: 5, hiddenSize: 3, nonlinearity: 7 })
//                                 ^^^^^^^^^^^^

// Switches.

// ! bias is 0, but it must be true or false
rnn({ inputSize: 5, hiddenSize: 3, bias: 0 })
//                                 ^^^^

// ! batchFirst is 'true', but it must be true or false
rnn({ inputSize: 5, hiddenSize: 3, batchFirst: 'true' })
//                                 ^^^^^^^^^^

// ! bidirectional is null, but it must be true or false
rnn({ inputSize: 5, hiddenSize: 3, bidirectional: null })
//                                 ^^^^^^^^^^^^^

// ! bidirectional is 2, but it must be true or false
rnn({ inputSize: 5, hiddenSize: 3, bidirectional: 2 })
//                                 ^^^^^^^^^^^^^

// ! batchFirst has the type boolean, which the types can't check: write a literal (or 'as const')
rnn({ inputSize: 5, hiddenSize: 3, batchFirst: maybe })
//                                 ^^^^^^^^^^

// Options that there are not.

// ! this RNN has no option hidden_size: write hiddenSize
rnn({ inputSize: 5, hiddenSize: 3, hidden_size: 4 })
//                                 ^^^^^^^^^^^

// ! this RNN has no option num_layers: write numLayers
rnn({ inputSize: 5, hiddenSize: 3, num_layers: 2 })
//                                 ^^^^^^^^^^

// ! this RNN has no option batch_first: write batchFirst
rnn({ inputSize: 5, hiddenSize: 3, batch_first: true })
//                                 ^^^^^^^^^^^

// ! this RNN has no option projSize: it is an option of lstm
rnn({ inputSize: 5, hiddenSize: 3, projSize: 2 })
//                                 ^^^^^^^^

// ! this RNN has no option layers: see the options of torch.nn.RNN, in camel case
rnn({ inputSize: 5, hiddenSize: 3, layers: 2 })
//                                 ^^^^^^

// ! this RNN has no option device: see the options of torch.nn.RNN, in camel case
rnn({ inputSize: 5, hiddenSize: 3, device: undefined })
//                                 ^^^^^^

// ! this RNN has no option hidden_size: write hiddenSize
rnn({ inputSize: 5, hidden_size: 3 })
//                  ^^^^^^^^^^^

rnn({
  // ! this RNN has no option input_size: write inputSize
  input_size: 5,
  // ! this RNN has no option hidden_size: write hiddenSize
  hidden_size: 3,
})

// ! this RNN has no option InputSize: see the options of torch.nn.RNN, in camel case
rnn({ InputSize: 5, hiddenSize: 3 })
//    ^^^^^^^^^

// Two faults, two errors, each on its own option.

rnn({
  inputSize: 5,
  // ! the size of hiddenSize is 0, but a size is a positive integer
  hiddenSize: 0,
  // ! dropout is 2, but a probability is from 0 to 1
  dropout: 2,
})

// Options in a variable have no place of their own: the first fault is told where the variable stands.

const plain = { inputSize: 5, hiddenSize: 3 }
// ! inputSize has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in feature('N', n)
rnn(plain)
//  ^^^^^

const noHidden = { inputSize: 5 } as const
// ! this RNN lacks hiddenSize: the number of features of the hidden state
rnn(noHidden)
//  ^^^^^^^^

const switched = { inputSize: 5 as const, hiddenSize: 3 as const, batchFirst: true }
// ! batchFirst has the type boolean, which the types can't check: write a literal (or 'as const')
rnn(switched)
//  ^^^^^^^^

const kind = { inputSize: 5 as const, hiddenSize: 3 as const, nonlinearity: 'relu' }
// ! nonlinearity has the type string, which the types can't check: write a literal (or 'as const')
rnn(kind)
//  ^^^^

const deep = { inputSize: 5 as const, hiddenSize: 3 as const, numLayers: 2 }
// ! numLayers has the type number, which the types can't check: write a literal (or 'as const')
rnn(deep)
//  ^^^^

const several: { inputSize: 5; hiddenSize: 3 | 4 } = { inputSize: 5, hiddenSize: 3 }
// ! the size of hiddenSize is one of several, but an axis has one size: narrow it first, or name it, as in feature('N', n)
rnn(several)
//  ^^^^^^^

// Spread into a literal, an option is on its own again.

const base = { inputSize: 5, hiddenSize: 3 } as const
// ! dropout is 2, but a probability is from 0 to 1
rnn({ ...base, dropout: 2 })
//             ^^^^^^^

// ! inputSize has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in feature('N', n)
rnn({ ...plain, batchFirst: true })
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// Positional, as in other libraries.

// ! TS2554: Expected 1 arguments, but got 2.
rnn({ inputSize: 5, hiddenSize: 3 }, { batchFirst: true })
//                                   ^^^^^^^^^^^^^^^^^^^^
