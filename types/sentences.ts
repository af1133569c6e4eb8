/**
 * Every sentence that a wrong shape, size or option can bring up, at compile time and at run time.
 *
 * A sentence has one template, which the types fill in (`types/message.ts`) and the run time fills in (`src/tensor/message.ts`). It names the thing,
 * what it got, what it wanted and, after the colon, the mend.
 *
 * They are parted into areas, since a bundle holds an area as a whole, and only those that its functions speak of. With the tables of options this is
 * what in types/ also emits code.
 */

/** Sizes and names. */
export const sizes = {
  'not a positive integer': 'the size of {what} is {got}, but a size is a positive integer',
  'too large a size': 'the size of {what} is {got}, but the largest size is 2147483648',
  'not a name':
    "'{got}' can't name the size of {what}: a name is letters, digits and _, as in 'N', or an expression in canonical form, as in '2*N'",
  'not a size': "{what} is not a size: write a positive integer, or a name, as in {call}'N', n)",
  'size and number': '{role} has the size {got}, so it takes no second number: give one beside a name only',
  'name without a number':
    "{role} '{got}' has no number here: write {call}'{got}', n), or read the number off the data with fromArray or refine",
  'name of two sizes': '{got} is {first} in {where}, but {second} in {here}: one name stands for one size',
  'not an axis': 'one of the axes is not an axis: write seq(4), batch(2), feature(3), layer(1) or axis(role, size)',
  'not axes': 'axes is not a list of axes: write [seq(4), batch(2), feature(3)]',
} as const

/** Roles of a caller's own. */
export const roles = {
  'not a role': "{got} can't be a role: a role is a word, as in 'vocab'",
} as const

/** Tensors. */
export const tensors = {
  'not a tensor': '{what} is not a tensor: write tensor(axes, data) or x.output',
  'wrong type of data': '{what} holds {got} numbers, but {who} takes {want}',
  'packed for a tensor': '{what} is packed, but it must be a tensor: take last, pool, unpad or unpack of it',
  'wrong count': '{got} numbers were given, but {axes} holds {want}',
  'too many numbers': '{axes} holds {got} numbers, but the largest tensor holds 2147483648',
  'wrong length': 'axis {index} of the data has length {got}, but {axes} has {role} {want}',
  ragged: 'the data is ragged: {path} has length {got}, but the lists before it along axis {index} have {want}',
  'not a list': '{path} is {got}, but the data must be lists {depth} deep for {axes}',
  'not a number': '{path} is {got}, but the data must be numbers',
  unreadable: "{what} can't be read: {got}",
  'no memory': '{axes} holds {got} numbers of 4 bytes, and there is no room for so many',
  'not data': 'the data is {got}, but it must be an array of numbers, a Float32Array, an Int32Array or nested arrays',
} as const

/** Tensors of one value. */
export const values = {
  'not an integer': '{path} is {got}, but i32 data must be integers from -2147483648 to 2147483647',
  'not a value': 'the value is {got}, but it must be a number',
  'not a dtype': "dtype is {got}, but the numbers of a tensor are 'f32' or 'i32'",
} as const

/** Tensors of outside data (`fromArray`, `refine`). */
export const reading = {
  'no open name':
    "{role} '{got}' stands more than once or beside another name without a number, and flat data can't tell them apart: give nested arrays, or write {call}'{got}', n)",
  'not nested': 'the data is nested {got} deep, but {axes} needs {want}',
  'not a multiple': '{got} numbers were given, but {axes} takes a multiple of {want}',
  'refine axes': 'the tensor is {got}, but {want} was asked for',
  'refine size': 'axis {index} of the tensor is {role} {got}, but {want} was asked for',
} as const

/** Axes against a network. */
export const network = {
  'input axes': 'input is {got}, but this {who} takes {want}',
  'input axes, batch second': 'input is {got}, but this {who} takes {want}: set batchFirst: true',
  'input axes, batch first': 'input is {got}, but this {who} takes {want}: set batchFirst: false',
  'input axes, one step': 'input is {got}, but this {who} takes {want}: for one time step there is step(params)',
  'step axes': 'input is {got}, but one step of this {who} takes {want}',
  'step axes, a sequence':
    'input is {got}, but one step of this {who} takes {want}: for a whole sequence there is apply(params)',
  'input size': 'input has feature {got}, but this {who} takes feature {want}: set {key}: {option}',
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
} as const

/** Inputs of cells. */
export const cells = {
  'cell axes, a sequence':
    'input is {got}, but this {who} takes {want}: for a whole sequence there are rnn, lstm and gru',
} as const

/** States that are a pair. */
export const pairs = {
  'one state for a pair': 'state0 is {got}, but this {who} takes {want}: its state is a pair of tensors',
  'missing state': 'state0 lacks {key}, but this {who} takes {want}',
  'unexpected state': 'state0 has {key}, but this {who} takes {want}',
} as const

/** Packed sequences. */
export const packing = {
  'packed axes': 'input is {got}, but packed takes (seq, batch, ...) or (batch, seq, ...)',
  'not lengths': 'lengths is {got}, but it must be an array of integers, one for each sequence',
  'lengths of other axes': 'lengths is a tensor {got} of {type}, but it must be (batch) of i32',
  'count of lengths': '{got} lengths were given, but the input has batch {want}',
  'not a length': "lengths[{index}] is {got}, but each length is an integer from 1 to {want}, the input's seq",
  'not packed': 'x is {got}, but {who} takes packed sequences: write packed(x, lengths)',
} as const

/** Parameters. */
export const params = {
  'not parameters': 'params is not a record of tensors: take [params] from init',
  'missing parameter': 'params lacks {key}, which this {who} has',
  'unexpected parameter': 'params has {key}, which this {who} has not',
  'misshapen parameter': 'params.{key} is {got}, but this {who} takes {want}',
  'parameter type': 'params.{key} holds {got} numbers, but this {who} takes {want}',
  'step in two directions':
    'this {who} is bidirectional, and its reverse direction starts at the end of the sequence: step needs bidirectional: false',
} as const

/** Options. */
export const options = {
  'not options': 'this {who} takes an object of options: give {required}',
  'missing option': 'this {who} lacks {key}: {meaning}',
  'unknown option': 'this {who} has no option {key}: see the options of torch.nn.{who}, in camel case',
  'snake case option': 'this {who} has no option {key}: write {want}',
  'option of another': 'this {who} has no option {key}: it is an option of {owner}',
  'not a boolean': '{key} is {got}, but it must be true or false',
  'unknown nonlinearity': "nonlinearity is {got}, but this {who} knows 'tanh' and 'relu'",
  'not a probability': '{key} is {got}, but a probability is from 0 to 1',
  'dropout of one layer':
    'dropout is {got}, but it acts between layers and this {who} has one: set numLayers: 2, or leave dropout out',
  'bare name': "{key} is the name '{got}' without a number: write {call}'{got}', n)",
  'another role':
    "{key} is an axis of role {got}, but this {who} counts {counted}: write a positive integer, or {call}'N', n)",
  'named count': "{key} is the name '{got}', but the names of the parameters follow from it: write a positive integer",
  'not a count': '{key} is {got}, but it must be a positive integer',
} as const

/** Options that only modules have, or training. */
export const moduleOptions = {
  'not an index':
    '{key} is {got}, but this {who} has {count} tokens: write an integer below that, or a negative one that counts from the end',
  'no axes': "{key} is empty: write the number of features, or the last axes, as in [axis('head', 4), feature(8)]",
  negative: '{key} is {got}, but it must be a number of 0 or more',
} as const

/** Options that only networks with projections have. */
export const projections = {
  'too wide a projection': '{key} is {got}, but it must be less than hiddenSize, which is {want}',
} as const

/** Cells and folds. */
export const steps = {
  'no time first': 'x is {got}, but its first axis must be seq: permute moves it there',
  'wrong count of steps': 'there are {got} steps, but seq {want} was asked for',
  'steps of two shapes': 'step {index} is {got}, but step 0 is {want}',
  'not a time': 'time is {got}, but it must be an axis of time steps: write fromSteps(seq({steps}))(steps)',
  'not a sequence': 'xs is {got}, but it must be an array',
} as const

/** Operations. */
export const operations = {
  'two gradients':
    'tensors of two gradients meet in one operation, and there are no gradients of gradients: cut one of them with stopGradient',
} as const

/** Operations on two tensors. */
export const operands = {
  'operand axes':
    'b is {got}, but a is {want}: {who} repeats a tensor along axes that it lacks, so all axes of one must stand in the other, in order',
} as const

/** Parts of tensors, and other orders of their numbers. */
export const parts = {
  'axes beside each other':
    'b is {got}, but a is {want}: concat puts them one behind the other along {role}, so all other axes must be the same',
  'no such role': '{what} is {got}, which has no axis {role}: name one of its own for {who}',
  'role twice': '{what} is {got}, where {role} stands twice: reshape it, so that {who} can tell its axes apart',
  'factor axes':
    'b is {got}, but a is {want}: matmul takes b with the last axis of a as its only one, or as the one before its last behind the same axes',
  'too few axes': '{what} is {got}, but {who} takes two axes or more',
  'not an order': 'the order is {order}, but x is {got}: name each of its axes once',
  'another count': 'x is {got}, which holds {first} numbers, but {want} holds {second}',
  'no such slice': 'x has {role} {size}, which has no slice from {start} to {end}',
  'no such index': 'x has {role} {size}, which has no index {index}',
  'index axes':
    'index is {got}, but x is {want}: gather takes the same axes without {role}, or with a {role} of another size',
  'index outside': '{place} is {got}, but {what} has {role} {size}, whose indices are 0 to {last}',
} as const

/** Gradients. */
export const gradients = {
  'not a loss function': 'f is {got}, but it must be a function from parameters to a loss',
  'not a loss':
    'f gives {got}, but a gradient is of a loss: give a tensor without axes, or a tuple that begins with one',
  'loss of axes': 'the loss is {got}, but a gradient is of one number: take its sum or its mean',
  'not parameters of a gradient':
    '{path} is {got}, but a gradient is with respect to tensors: give records or lists of tensors, and all else to f behind them',
  'integer parameter': '{path} holds i32 numbers, which have no gradient: give it to f behind the parameters',
  'gradient of a gradient':
    '{path} belongs to a gradient that is being taken, and there are no gradients of gradients: cut it with stopGradient',
} as const

/** Records and lists of tensors. */
export const nesting = {
  'nested too deep':
    '{path} is nested more than {most} deep: records and lists must come to an end, so that none may hold itself',
} as const

/** Modules. */
export const modules = {
  'features not last': 'input is {got}, but this {who} takes features as the last axis',
  'last axes':
    'input is {got} of sizes {sizes}, but the last axes that this {who} takes are {want} of sizes {wanted}: set {key}',
  'norm over packed':
    'input is packed, but this {who} normalises over {want}: of packed sequences each time step is normalised alone',
  'not one time': 'x is {got}, but {who} takes one axis of time: give (seq, batch, feature) or the like',
  'unknown pool': "pool takes 'mean' or 'max', not {got}",
} as const

/** Layers in a row. */
export const joints = {
  'not a layer':
    "layer {at} is {got}, but a layer is a module, a function from tensor to tensor, or a pair such as ['head', linear(...)]",
  'not a layer name':
    "layer {at} has the name '{got}', but a name has no dot and is not empty: it is a part of the keys of the parameters",
  'two layers of a name': "layer {at} has the name '{got}', which a layer before it has: give it another",
  'joint size': 'layer {at} ({who}) takes feature {want}, but {from} gives feature {got}: set {key}: {option}',
  'joint sequence': 'layer {at} ({who}) takes a sequence, but {from} gives one time step',
  'joint step': 'layer {at} ({who}) takes one time step, but {from} gives a sequence: put last or pool between them',
  'joint data': 'layer {at} ({who}) takes i32 tokens, which no layer gives: put it first',
  'in layer': 'in layer {at}, {sentence}',
} as const

/** Weights. */
export const weights = {
  'not a network': 'net is not a network of this library: give what rnn(options), linear(options) and the like make',
} as const

/** Trees of parameters, optimisers and schedules. */
export const training = {
  'missing leaf': '{what} lacks {key}, which {other} has',
  'unexpected leaf': '{what} has {key}, which {other} has not',
  'another leaf': '{what} is {got}, but {other} is {want}',
  'not a leaf': '{what} is {got}, but {other} is a tensor',
  'not a branch': '{what} is {got}, but {other} is a record or a list',
  'another state': 'state is not for these params: take it from init(params), or from the last update of them',
  'missing slot': 'state has no {slot}, which this {who} keeps: take it from init(params) of the same optimizer',
  'not optimizer options': '{who} takes an object of options: name them, as in lr: 0.1',
  'unknown optimizer option': '{who} has no option {key}: see the options of torch.optim.{who}, in camel case',
  'not a rate': '{key} is {got}, but it must be a number of 0 or more, or a function from the step to one',
  'not a rate at a step': 'the schedule gave {got} at step {step}, but a learning rate is a number of 0 or more',
  'no number': '{key} is {got}, but it must be a number',
  'not a beta': '{key} is {got}, but it must be a number from 0 up to but not including 1',
  'not betas': 'betas is {got}, but it must be a list of two numbers, as in [0.9, 0.999]',
  'nesterov alone':
    'nesterov goes with a momentum above 0 and a dampening of 0, but momentum is {momentum} and dampening is {dampening}',
  'not a norm': 'normType is {got}, but it must be a number above 0, or Infinity',
  'not milestones': 'milestones is {got}, but it must be a list of steps, each later than the one before',
  'not schedules': 'schedules is {got}, but it must be a list with one schedule more than there are milestones: {want}',
  'not a part': '{key} is {got}, but it must be a number from 0 to 1',
  'unknown strategy': "annealStrategy is {got}, but it must be 'cos' or 'linear'",
} as const

/** Options of losses and schedules. */
export const named = {
  'not its options': '{who} takes the options {known}, but it was given {got}',
} as const

/** Losses. */
export const losses = {
  'unknown reduction': "reduction is {got}, but it must be 'mean', 'sum' or 'none'",
  'target axes': 'target is {got}, but {what} is {want}: {who} takes a target for each of its numbers',
  'no classes': '{what} is one number, but the last axis of what {who} takes is the classes',
  'class id axes':
    'target is {got}, but {what} is {want}: {who} takes one class id for each row, and the last axis is the classes',
  'class ids of floats':
    'target is {got} of f32 numbers, but {what} is {want}: {who} takes class ids as an Int32Array, or probabilities with all axes',
  'class weight axes': 'weight is {got}, but {what} is {want}: {who} takes a weight for each class, the last axis',
  'weight axes':
    '{key} is {got}, but {what} is {want}: {who} repeats it along axes that it lacks, so all its own must stand there, in order',
  'no such class':
    'target holds the class {got} at {place}, but there are {count}: it must be from 0 to {last}, or {ignore} to be left out',
} as const

/** The training loop. */
export const fitting = {
  'not data to learn from':
    'data is {got}, but fit learns from tensors with a batch axis, alone or in a record, or from batches, in a list or another iterable',
  'no batch axis': '{what} is {got}, but fit cuts data along its batch axis: give each tensor one axis of role batch',
  'rows of two numbers':
    'the tensors of data have different numbers of rows: their batch axes must have one size, since a row of one goes with a row of the other',
  'no whole batch':
    'data has {rows} rows, fewer than the batchSize {size}, and dropLast leaves none: set dropLast: false',
  'batches to be cut': '{key} is for data of tensors, but this data is batches already: leave it out',
  'shuffle of a stream':
    'shuffle is for data that can be read in any order, but this data is a stream of batches: give a list, or set shuffle: false',
  'unknown fit option': 'fit has no option {key}: see docs/training.md',
  'not a fit option': '{key} is {got}, but it must be {want}',
  'no end': 'nothing says how long training goes on: give epochs or steps',
  'no batch': 'data gave no batch in epoch {epoch}: where it can be read once only, give a function that makes it anew',
  'nothing to learn': 'from is at step {step}, where this run ends: give more epochs or steps',
  'not an optimizer': 'optimizer is {got}, but it must be one, such as adam()',
  'not a train state': 'from is {got}, but it must be the state of a step, or what fromCheckpoint gives',
  'one name for two': 'two parameters would both be saved as {path}: give them keys without dots',
} as const

/** What only the compiler says: at run time there is nothing to ask, or no way to. */
export const compileOnly = {
  'plain number':
    "{what} has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in {call}'N', n)",
  'plain string': "{what} has a name of type string, which the types can't check: write a literal (or 'as const')",
  'several sizes':
    "the size of {what} is one of several, but an axis has one size: narrow it first, or name it, as in {call}'N', n)",
  'plain role': "the role has the type string, which the types can't check: write a literal (or 'as const')",
  'axes of any length':
    "the axes have the type of an array, so the types can't count them: write them in place (or 'as const')",
  'several shapes': '{what} may have one of several shapes, but {who} takes one: narrow it first',
  'plain option': "{key} has the type {got}, which the types can't check: write a literal (or 'as const')",
  'too many layers':
    '{key} is {got}, but the types spell out the parameters of 99 layers at most: put networks in a row with sequential',
  'several values': "{key} has one of several values, but the types need one: write a literal (or 'as const')",
  'plain bound':
    "the slice has bounds of type number, so the types can't tell its size: write literals, or narrow(x, {call}'N', n), start)",
  'function input': 'input is {got} of sizes {sizes}, but this function takes {want} of sizes {wanted}',
  'layers of any length':
    "the layers have the type of an array, so the types can't count them: write them in place (or 'as const')",
  'unknown function':
    'layer {at} is a function of many shapes, and its type does not tell what it makes of them: give one that keeps all axes, or one of certain axes',
  'joint function': 'layer {at} ({who}) takes feature {want}, but {from} gives feature {got}',
} as const
