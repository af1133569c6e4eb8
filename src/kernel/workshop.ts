/** The engine as the rest of the kernel sees it: its module, its memory, and who lives there. */
import type { Arena, Block } from './arena.js'
import type { KernelName } from './contract.js'

/** Where a block is; it outlives its resident in the registry, which frees it. */
export interface Residence {
  block: Block
}

/** What lies packed in the arena from call to call, and is packed again when a flush has voided its block. */
export interface Resident {
  readonly residence: Residence
  /** Whether somebody will release its block; otherwise the garbage collector does. */
  readonly isPassing: boolean
  /** Floats of its block. */
  readonly size: number
  /** Floats of the workbench that it needs while it is packed. */
  readonly stagingSize: number
  /** Writes the panels into `residence.block`; from `staging` on `stagingSize` floats may be overwritten. */
  fill(arena: Arena, staging: number): void
}

export interface Workshop {
  readonly name: KernelName
  readonly arena: Arena
  /**
   * Makes sure of a resident's block, if there is one, and of a workbench of `needed` floats, from `arena.top` on. True when things have moved: blocks,
   * the workbench or the memory.
   */
  reserve(resident: Resident | undefined, needed: number): boolean
}
