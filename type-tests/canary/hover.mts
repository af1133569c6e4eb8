// Each language service must find that this is no string.
export const two: number = 2
//           ^? string
