import { permissions } from '../../model/roles.ts'
import type { Actor } from '../platform/http/index.ts'

/** Kith itself, for what it does unattended. */
export const systemActor: Actor = {
  type: 'system',
  id: 'system',
  name: 'Kith',
  permissions: new Set(permissions),
  ip: null,
}
