/** The mark of a generator, for its one class. */
export declare const brand: unique symbol

/** An immutable random generator with PyTorch's numbers. It shows nothing of its state: whatever draws from it gives back the next one. */
export interface Rng {
  readonly [brand]: 'Rng'
}
