/**
 * Every sentence that a wrong shape, size or option can bring up, at compile time and at run time.
 *
 * This is the one file in types/ that also emits code: a sentence has one template, which the types fill in (`Message`) and the
 * run time fills in (`src/tensor/message.ts`). A sentence names the thing, what it got, what it wanted and, after the colon,
 * the mend.
 */
export const templates = {
  // Sizes and names.
  'plain number':
    "{what} has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in {call}'N', n)",
  'plain string': "{what} has a name of type string, which the types can't check: write a literal (or 'as const')",
  'several sizes':
    "the size of {what} is one of several, but an axis has one size: narrow it first, or name it, as in {call}'N', n)",
  'not a positive integer': 'the size of {what} is {got}, but a size is a positive integer',
  'too large a size': 'the size of {what} is {got}, but the largest size is 2147483648',
  'not a name':
    "'{got}' can't name the size of {what}: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'",
  'not a size': "{what} is not a size: write a positive integer, or a name, as in {call}'N', n)",
  'size and number': '{role} has the size {got}, so it takes no second number: give one beside a name only',
  'plain role': "the role has the type string, which the types can't check: write a literal (or 'as const')",
  'not a role': "{got} can't be a role: a role is a word, as in 'vocab'",
  'name without a number':
    "{role} '{got}' has no number here: write {call}'{got}', n), or read the number off the data with fromArray or refine",
  'no open name':
    "{role} '{got}' stands more than once or beside another name without a number, and flat data can't tell them apart: give nested arrays, or write {call}'{got}', n)",
  'name of two sizes': '{got} is {first} in {where}, but {second} in {here}: one name stands for one size',
  'not an axis': 'one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)',
  'axes of any length':
    "the axes have the type of an array, so the types can't count them: write them in place (or 'as const')",
  'not axes': 'axes is not a list of axes: write [seq(4), batch(2), feature(3)]',

  // Tensors.
  'not a tensor': '{what} is not a tensor: write tensor(axes, data)',
  'wrong type of data': '{what} holds {got} numbers, but {who} takes {want}',
  'several shapes': '{what} may have one of several shapes, but {who} takes one: narrow it first',
  'wrong count': '{got} numbers were given, but {axes} holds {want}',
  'too many numbers': '{axes} holds {got} numbers, but the largest tensor holds 2147483648',
  'wrong length': 'axis {index} of the data has length {got}, but {axes} has {role} {want}',
  ragged: 'the data is ragged: {path} has length {got}, but the lists before it along axis {index} have {want}',
  'not a list': '{path} is {got}, but the data must be lists {depth} deep for {axes}',
  'not nested': 'the data is nested {got} deep, but {axes} needs {want}',
  'not a number': '{path} is {got}, but the data must be numbers',
  'not an integer': '{path} is {got}, but i32 data must be integers from -2147483648 to 2147483647',
  'not a multiple': '{got} numbers were given, but {axes} takes a multiple of {want}',
  unreadable: "{what} can't be read: {got}",
  'no memory': '{axes} holds {got} numbers of 4 bytes, and there is no room for so many',
  'not a value': 'the value is {got}, but it must be a number',
  'not a dtype': "dtype is {got}, but the numbers of a tensor are 'f32' or 'i32'",
  'not data': 'the data is {got}, but it must be an array of numbers, a Float32Array, an Int32Array or nested arrays',
  'refine axes': 'the tensor is {got}, but {want} was asked for',
  'refine size': 'axis {index} of the tensor is {role} {got}, but {want} was asked for',

  // Axes against a network.
  'input axes': 'input is {got}, but this {who} takes {want}',
  'input axes, batch second': 'input is {got}, but this {who} takes {want}: set batchFirst: true',
  'input axes, batch first': 'input is {got}, but this {who} takes {want}: set batchFirst: false',
  'input axes, one step': 'input is {got}, but this {who} takes {want}: for one time step there is step(params)',
  'step axes': 'input is {got}, but one step of this {who} takes {want}',
  'step axes, a sequence':
    'input is {got}, but one step of this {who} takes {want}: for a whole sequence there is apply(params)',
  'input size': 'input has feature {got}, but this {who} takes feature {want}: set inputSize: {option}',
  'state axes': '{what} is {got}, but this {who} takes {want}',
  'state axes, batch first':
    '{what} is {got}, but this {who} takes {want}: batchFirst does not move the axes of a state',
  'state axes, unbatched': '{what} is {got}, but the input has no batch, so this {who} takes {want}',
  'state axes, batched': '{what} is {got}, but the input has batch {batch}, so this {who} takes {want}',
  'state layers': '{what} has layer {got}, but this {who} takes layer {want}: numLayers {layers} times {directions}',
  'state batch': '{what} has batch {got}, but the input has batch {want}',
  'state size': '{what} has feature {got}, but this {who} takes feature {want}: its {option}',
  'a pair for one state':
    'state0 is {got}, but this {who} takes one tensor: it has no cell state, so give hidden alone',
  'one state for a pair': 'state0 is {got}, but this {who} takes {want}: its state is a pair of tensors',
  'missing state': 'state0 lacks {key}, but this {who} takes {want}',
  'unexpected state': 'state0 has {key}, but this {who} takes {want}',

  // Parameters.
  'not parameters': 'params must be a record of tensors: take it from init',
  'missing parameter': 'params lacks {key}, which this {who} has',
  'unexpected parameter': 'params has {key}, which this {who} has not',
  'misshapen parameter': 'params.{key} is {got}, but this {who} takes {want}',
  'parameter type': 'params.{key} holds {got} numbers, but this {who} takes {want}',
  'step in two directions':
    'this {who} is bidirectional, and its reverse direction starts at the end of the sequence: step needs bidirectional: false',

  // Options.
  'not options': 'this {who} takes an object of options: give inputSize and hiddenSize',
  'missing option': 'this {who} lacks {key}: {meaning}',
  'unknown option': 'this {who} has no option {key}: see the options of torch.nn.{who}, in camel case',
  'snake case option': 'this {who} has no option {key}: write {want}',
  'option of another': 'this {who} has no option {key}: it is an option of {owner}',
  'plain option': "{key} has the type {got}, which the types can't check: write a literal (or 'as const')",
  'not a boolean': '{key} is {got}, but it must be true or false',
  'unknown nonlinearity': "nonlinearity is {got}, but this {who} knows 'tanh' and 'relu'",
  'too wide a projection': '{key} is {got}, but it must be less than hiddenSize, which is {want}',
  'not a probability': '{key} is {got}, but a probability is from 0 to 1',
  'dropout of one layer':
    'dropout is {got}, but it acts between layers and this {who} has one: set numLayers: 2, or leave dropout out',
  'several values': "{key} has one of several values, but the types need one: write a literal (or 'as const')",
  'bare name': "{key} is the name '{got}' without a number: write feature('{got}', n)",
  'another role':
    "{key} is an axis of role {got}, but this {who} counts features: write a positive integer, or feature('N', n)",
  'named count': "{key} is the name '{got}', but the names of the parameters follow from it: write a positive integer",
  'not a count': '{key} is {got}, but it must be a positive integer',

  // Cells and folds.
  'no time first': 'x is {got}, but its first axis must be seq',
  'wrong count of steps': 'there are {got} steps, but seq {want} was asked for',
  'steps of two shapes': 'step {index} is {got}, but step 0 is {want}',
  'not a time': 'time is {got}, but it must be an axis of time steps: write fromSteps(seq({steps}))(steps)',
  'not a sequence': 'xs is {got}, but it must be an array',
} as const

export type MessageName = keyof typeof templates

type Text = string | number | bigint | boolean | null | undefined

/** The template with each `{name}` replaced by that argument. */
export type Fill<Template extends string, Args> = Template extends `${infer Before}{${infer Name}}${infer After}`
  ? Name extends keyof Args
    ? `${Before}${Args[Name] & Text}${Fill<After, Args>}`
    : `${Before}{${Name}}${Fill<After, Args>}`
  : Template

/** The names of the holes in a template. */
export type Holes<Template extends string> = Template extends `${string}{${infer Name}}${infer After}`
  ? Name | Holes<After>
  : never

/** A sentence as a string literal type. As a parameter's type it is the text of the compiler's error. */
export type Message<Name extends MessageName, Args> = Fill<(typeof templates)[Name], Args>

/** A value as an error shows it; the run-time twin is `shown`. */
export type Shown<V> = [V] extends [string]
  ? `'${V}'`
  : [V] extends [number | boolean | null | undefined]
    ? `${V}`
    : [V] extends [bigint]
      ? `${V}n`
      : [V] extends [readonly unknown[]]
        ? 'an array'
        : [V] extends [(...args: never) => unknown]
          ? 'a function'
          : [V] extends [symbol]
            ? 'a symbol'
            : 'an object'
