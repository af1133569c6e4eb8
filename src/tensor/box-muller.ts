/**
 * The two ways in which PyTorch's CPU generator turns uniform numbers into normal ones.
 *
 * Source: G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29 (1958);
 * the order of the draws and the precision of each step are PyTorch 1.13's (ATen's DistributionTemplates and TransformationHelper).
 */

const TWO_PI = 2 * Math.PI
const TWO_PI_F32 = Math.fround(TWO_PI)

/** How many numbers PyTorch's vector path transforms at a time; a tensor with fewer takes the path in double precision. */
export const BLOCK = 16

/**
 * Turns 16 uniform numbers, from `start` on, into 16 normal ones in place: the first eight hold the radius, the last eight the angle.
 *
 * `r = sqrt(-2 log(1 - u[j]))`, `a = 2 pi u[j+8]`, `z[j] = r cos a`, `z[j+8] = r sin a`, each step rounded to float32
 */
export const normalBlock = (data: Float32Array, start: number): void => {
  for (let j = start; j < start + BLOCK / 2; j++) {
    const u = data[j] as number
    const v = data[j + BLOCK / 2] as number
    const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log(1 - u))))
    const angle = Math.fround(TWO_PI_F32 * v)
    // `+ 0` makes a negative zero positive, as PyTorch's `z * std + mean` does.
    data[j] = radius * Math.fround(Math.cos(angle)) + 0
    data[j + BLOCK / 2] = radius * Math.fround(Math.sin(angle)) + 0
  }
}

/**
 * Two normal numbers in double precision from two uniform ones.
 *
 * `r = sqrt(-2 log(1 - v))`, `a = 2 pi u`, `z = [r cos a, r sin a]`
 */
export const normalPair = (u: number, v: number): readonly [number, number] => {
  const radius = Math.sqrt(-2 * Math.log1p(-v))
  const angle = TWO_PI * u
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}
