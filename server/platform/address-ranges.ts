import { BlockList, isIP, isIPv4 } from 'node:net'

/** Addresses in CIDR notation. */
type AddressRange = { range: string }

const MAPPED_V4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Why this is no range of addresses: `203.0.113.0/24`, `2001:db8::/32`, or one address; null when it is one. */
export function rangeProblem(range: string): string | null {
  const [address = '', bits, ...rest] = range.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return 'must be an address or a range such as 203.0.113.0/24'
  if (bits === undefined) return null
  const most = family === 4 ? 32 : 128
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? null : `must end in /0 to /${most}`
}

/** Whether an address lies in one of these ranges, IPv4 written as IPv6 included. */
export function contains(ranges: readonly AddressRange[], address: string): boolean {
  const plain = MAPPED_V4.exec(address)?.[1] ?? address.split('%', 1)[0] ?? ''
  if (isIP(plain) === 0) return false
  return listOf(ranges).check(plain, familyOf(plain))
}

// Asked before every request, of rules that hardly ever change.
const lists = new WeakMap<object, BlockList>()

function listOf(ranges: readonly AddressRange[]): BlockList {
  const known = lists.get(ranges)
  if (known) return known
  const list = new BlockList()
  for (const { range } of ranges) addRange(list, range)
  lists.set(ranges, list)
  return list
}

function addRange(list: BlockList, range: string): void {
  const [address = '', bits] = range.split('/')
  if (bits === undefined) list.addAddress(address, familyOf(address))
  else list.addSubnet(address, Number(bits), familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}
