import type { LookupAddress } from 'node:dns'
import { lookup as lookupName } from 'node:dns/promises'
import { isIP } from 'node:net'
import { networkProblem, type NetworkProblem } from './network-problems.ts'
import { isPrivateAddress } from './private-addresses.ts'

export type AddressOptions = {
  allowPrivate: boolean
  /** Finds the addresses of a name; the system's way unless given. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>
}

export type Addresses = [LookupAddress, ...LookupAddress[]]

/**
 * The addresses of a host that a user has set, public ones only (unless `allowPrivate`). Connect to these very ones, so that a
 * name that changes its address in between wins nothing. A private one is a value; a name that is not found throws.
 */
export async function safeAddresses(
  hostname: string,
  options: AddressOptions,
): Promise<Addresses | NetworkProblem> {
  const addresses = await findAddresses(hostname, options)
  // One private address among public ones is enough to refuse: a connection may be made to any of them.
  if (!options.allowPrivate && addresses.some(({ address }) => isPrivateAddress(address)))
    return networkProblem('private_address')
  const [first, ...others] = addresses
  return first ? [first, ...others] : networkProblem('dns_lookup_failed')
}

/** A parsed URL has turned every odd way to write an IPv4 address into the usual one. */
async function findAddresses(hostname: string, { resolve }: AddressOptions): Promise<LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(literal)
  if (family !== 0) return [{ address: literal, family }]
  return resolve ? resolve(hostname) : lookupName(hostname, { all: true })
}
