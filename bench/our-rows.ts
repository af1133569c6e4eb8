/** The names of our rows; the first is the one that the peers are compared with. */
export const ours = {
  bound: 'shapefold',
  applyEachTime: 'shapefold, apply(params) each time',
  packEachTime: 'shapefold, new parameters each time',
  kernel: "shapefold's kernel alone",
} as const
