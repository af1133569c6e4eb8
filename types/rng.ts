declare const brand: unique symbol

/** The state of PyTorch's generator (mt19937). It never changes: whatever draws from it gives back the next one. */
export interface Rng {
  readonly [brand]: 'Rng'
}
