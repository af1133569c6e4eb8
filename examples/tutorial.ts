/**
 * The example of PyTorch's nn.RNN tutorials: two sequences of four steps with five features each, through three hidden units.
 *
 * In PyTorch:
 *
 *   torch.manual_seed(0)
 *   rnn = nn.RNN(input_size=5, hidden_size=3, batch_first=True)
 *   x, h0 = torch.randn(2, 4, 5), torch.randn(1, 2, 3)
 *   output, hidden = rnn(x, h0)
 */
import { function as F, state as S } from 'fp-ts'
import { batch, feature, layer, manualSeed, randn, rnn, seq } from 'shapefold'

/** The network: a description, with no weights inside. */
export const network = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })

/** Weights, input and first state, one drawn after the other. The generator is handed on by `State`, and no line names it. */
export const { params, input, state0 } = F.pipe(
  network.init,
  S.bindTo('params'),
  S.bind('input', () => randn([batch(2), seq(4), feature(5)])),
  S.bind('state0', () => randn([layer(1), batch(2), feature(3)])),
  S.evaluate(manualSeed(0)),
)

/**
 * The run.
 *
 *   output : Tensor<[Batch<2>, Seq<4>, Feature<3>]>     the hidden state at every step
 *   hidden : Tensor<[Layer<1>, Batch<2>, Feature<3>]>   the last one
 */
export const { output, hidden } = network.apply(params)(input, state0)
