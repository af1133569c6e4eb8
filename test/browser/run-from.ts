import { type Network, type Ran, runNetworks } from './networks.js'

/** Runs the networks that the server has, with the library at this address. */
export const runFrom = async (entry: string): Promise<Ran> => {
  const networks = (await (await fetch('/networks.json')).json()) as readonly Network[]
  return runNetworks(await import(entry), networks)
}
