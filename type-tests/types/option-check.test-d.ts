import type { Feature, RNN } from 'shapefold'
import { expectType } from 'tsd'
import type { OptionsOr } from '../../dist/types/option-check.js'
import type { OptionOf, RecurrentRequired, RnnOptionOrder, rnnOptions, SizeOf } from '../../dist/types/options.js'
import type { RnnFrom } from '../../dist/types/rnn.js'

declare const any: <T>() => T
type Checked<O> = OptionsOr<O, typeof rnnOptions, RnnOptionOrder, RecurrentRequired, 'RNN'>
type Sizes = { readonly inputSize: 5; readonly hiddenSize: 3 }

// Options that fit are themselves.
expectType<Sizes>(any<Checked<Sizes>>())
expectType<Sizes & { readonly dropout: number; readonly numLayers: 2 }>(
  any<Checked<Sizes & { readonly dropout: number; readonly numLayers: 2 }>>(),
)

// In an inline object, or one that is `as const`, each option has its own sentence.
type Fault<O, Key extends keyof Checked<O>> = Checked<O>[Key]
expectType<'the size of hiddenSize is 0, but a size is a positive integer'>(
  any<Fault<{ readonly inputSize: 5; readonly hiddenSize: 0 }, 'hiddenSize'>>(),
)
expectType<"bias has one of several values, but the types need one: write a literal (or 'as const')">(
  any<Fault<Sizes & { readonly bias: true | undefined }, 'bias'>>(),
)
expectType<"the size of inputSize is one of several, but an axis has one size: narrow it first, or name it, as in feature('N', n)">(
  any<Fault<{ readonly inputSize: Feature<'A'> | Feature<'B'>; readonly hiddenSize: 3 }, 'inputSize'>>(),
)
expectType<'this RNN has no option hidden_size: write hiddenSize'>(
  any<Fault<{ readonly inputSize: 5; readonly hidden_size: 3 }, 'hidden_size'>>(),
)

// In a variable, the first fault is the sentence of the whole.
expectType<'the size of hiddenSize is 0, but a size is a positive integer'>(
  any<Checked<{ inputSize: 5; hiddenSize: 0; dropout: 2 }>>(),
)
expectType<"inputSize has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in feature('N', n)">(
  any<Checked<{ inputSize: number; hiddenSize: number }>>(),
)
expectType<'this RNN lacks hiddenSize: the number of features of the hidden state'>(any<Checked<{ inputSize: 5 }>>())
expectType<'this RNN takes an object of options: give inputSize and hiddenSize'>(any<Checked<5>>())
expectType<'this RNN takes an object of options: give inputSize and hiddenSize'>(any<Checked<unknown>>())
expectType<never>(any<Checked<never>>())

// An option or its default, and the size that an option stands for.
expectType<2>(any<OptionOf<{ numLayers: 2 }, 'numLayers', 1>>())
expectType<1>(any<OptionOf<object, 'numLayers', 1>>())
expectType<1>(any<OptionOf<{ numLayers: undefined }, 'numLayers', 1>>())
expectType<5>(any<SizeOf<5>>())
expectType<'H'>(any<SizeOf<Feature<'H'>>>())

// The network of some options.
expectType<RNN<5, 3, 1, 1, false, true>>(any<RnnFrom<Sizes>>())
expectType<RNN<5, 3, 2, 2, true, false>>(
  any<RnnFrom<Sizes & { numLayers: 2; bidirectional: true; batchFirst: true; bias: false }>>(),
)
expectType<RNN<'I', 'H', 1, 1, false, true>>(any<RnnFrom<{ inputSize: Feature<'I'>; hiddenSize: Feature<'H'> }>>())
