import type { Arena, Block } from './arena.js'
import type { KernelExports } from './kernel-exports.js'

/** Where a block is; it outlives its resident in the registry, which frees it. */
export interface Residence {
  block: Block
}

/** What lies packed in the arena from call to call, and is packed again when a flush has voided its block. */
export interface Resident {
  readonly residence: Residence
  /** Floats of its block. */
  readonly size: number
  /** Floats of the workbench that it needs while it is packed. */
  readonly stagingSize: number
  /** Writes the panels into `residence.block`; from `staging` on `stagingSize` floats may be overwritten. */
  fill(arena: Arena, staging: number, exports: KernelExports): void
}
