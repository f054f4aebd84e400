import type { Dashboard } from '../../../../model/dashboard.ts'

/** Who sees a dashboard, in a few words. */
export function sharedWith({ sharing, team, owner }: Dashboard, reader: string): string {
  const by = owner.id === reader ? '' : ` (by ${owner.name})`
  if (sharing === 'team') return `${team?.name ?? 'A team'}${by}`
  return sharing === 'everyone' ? `Everybody${by}` : 'Only you'
}
