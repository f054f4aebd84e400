import type { SignOnPolicy } from '../../../model/sign-on.ts'
import { fail } from '../../platform/errors.ts'
import type { Access } from '../access.ts'
import { contains } from '../../platform/address-ranges.ts'

/** The two lists of addresses: for browsers, and for API keys. */
export type AddressList = keyof Pick<SignOnPolicy, 'ui_addresses' | 'api_addresses'>

/** Whether the rules let this address in. A list without any range lets everybody in. */
export async function allowsAddress(
  { policy, ignoresIpRules }: Access,
  which: AddressList,
  ip: string | null,
): Promise<boolean> {
  if (ignoresIpRules) return true
  const ranges = (await policy())[which]
  return ranges.length === 0 || contains(ranges, ip ?? '')
}

/** Throws `forbidden` for an address that the rules leave out. */
export async function requireAddress(access: Access, which: AddressList, ip: string | null): Promise<void> {
  if (await allowsAddress(access, which, ip)) return
  const what = which === 'ui_addresses' ? 'Signing in' : 'The use of API keys'
  throw fail('forbidden', `${what} is not allowed from your address, ${ip}. Ask an administrator.`)
}
