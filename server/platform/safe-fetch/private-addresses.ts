import { BlockList, isIPv6 } from 'node:net'

type Subnet = readonly [network: string, bits: number]

/** IPv4 that is not the public Internet, from the IANA registry of special-purpose addresses. */
const special4: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // A public address by its number, yet what answers there is the host's own agent on Azure.
  ['168.63.129.16', 32],
]

/** IPv6 that can lead to the public Internet: global unicast, and the two ways to write an IPv4 address. */
const reachable6: readonly Subnet[] = [
  ['2000::', 3],
  ['64:ff9b::', 96],
  ['::ffff:0:0', 96],
]

/** What of it does not: Teredo and other protocols' own, documentation, 6to4 (which could hide any IPv4 address). */
const special6: readonly Subnet[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const special = blockList(special4, [
  ...special6,
  ...special4.flatMap(([network, bits]): Subnet[] => [
    [`64:ff9b::${network}`, 96 + bits],
    [`::ffff:${network}`, 96 + bits],
  ]),
])
const reachable = blockList([], reachable6)

/**
 * True for an IP address outside the public Internet: private, loopback, link-local (where clouds serve their
 * metadata), shared by carriers, multicast, unspecified, reserved. Takes what a resolver or a parsed URL gives.
 */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%', 1)
  if (!isIPv6(plain)) return special.check(plain, 'ipv4')
  return !reachable.check(plain, 'ipv6') || special.check(plain, 'ipv6')
}

function blockList(subnets4: readonly Subnet[], subnets6: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [network, bits] of subnets4) list.addSubnet(network, bits, 'ipv4')
  for (const [network, bits] of subnets6) list.addSubnet(network, bits, 'ipv6')
  return list
}
