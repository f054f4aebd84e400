import { permissions } from '../../model/roles.ts'
import type { Actor } from '../platform/http/index.ts'
import { keyGrants } from './key-grants.ts'

const everything = new Set(permissions)

/** Kith itself, for what it does unattended. */
export const systemActor: Actor = {
  type: 'system',
  id: 'system',
  name: 'Kith',
  permissions: everything,
  grants: keyGrants(everything),
  ip: null,
}
