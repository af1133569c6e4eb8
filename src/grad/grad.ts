import type { Loss } from '../../types/grad.js'
import { valueAndGrad } from './value-and-grad.js'

/** As `valueAndGrad`, for the gradient alone. */
export const grad =
  <Params, Rest extends readonly unknown[], Value extends Loss>(f: (params: Params, ...rest: Rest) => Value) =>
  (params: Params, ...rest: Rest): Params =>
    valueAndGrad(f)(params, ...rest)[1]
