import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** A mail server that takes nothing, and a colleague whose invitation waits for it. */
export async function addMail(kith: KithProcess): Promise<void> {
  await call(kith, 'PUT', '/mail/settings', {
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    username: '',
    from_name: 'Kith',
    from_address: 'kith@acme.example',
    base_url: kith.url,
  })
  await call(kith, 'POST', '/users', { name: 'Zoe', email: 'zoe@acme.example', roles: ['member'] })
}
