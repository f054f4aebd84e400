import { call } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** A rule that gives leads to all colleagues in turn. */
export async function addAssignment(kith: KithProcess): Promise<void> {
  const { data } = await call<{ data: { id: string }[] }>(kith, 'GET', '/users')
  await call(kith, 'POST', '/assignment-rules', {
    name: 'By country',
    object: 'lead',
    way: { kind: 'round_robin', pool: { user_ids: data.map(({ id }) => id) } },
  })
}
