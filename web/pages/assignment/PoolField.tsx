import { MultiSelect, SegmentedControl, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import type { DraftPool } from './rule-draft.ts'

const MOST = 1000
const MOST_IN_POOL = 200

const ways = [
  { value: 'users', label: 'Colleagues' },
  { value: 'team', label: 'A team' },
]

export type PoolFieldProps = {
  /** Says whose these are, for screen readers: "Bavaria". */
  about: string
  pool: DraftPool
  onChange: (pool: DraftPool) => void
  /** One person, and no team. */
  isOne?: boolean
}

/** Who is to get records: named colleagues, or whoever is in a team. */
export function PoolField({ about, pool, onChange, isOne = false }: PoolFieldProps) {
  const { data: users } = useQuery({
    queryKey: ['users', 'all'],
    queryFn: () => api.users.list({ limit: MOST }),
  })
  const { data: teams } = useQuery({ queryKey: ['teams'], queryFn: api.teams.list })
  const byTeam = pool.by === 'team' && !isOne
  return (
    <Stack gap={6}>
      {!isOne && (teams?.data.length ?? 0) > 0 && (
        <SegmentedControl
          size="xs"
          aria-label={`${about}: colleagues or a team`}
          data={ways}
          value={pool.by}
          onChange={(by) => onChange({ ...pool, by: by === 'team' ? 'team' : 'users' })}
        />
      )}
      {byTeam ? (
        <Select
          aria-label={`${about}: team`}
          placeholder="Choose a team"
          searchable
          data={(teams?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={pool.team}
          onChange={(team) => onChange({ ...pool, team })}
        />
      ) : (
        <MultiSelect
          aria-label={`${about}: colleagues`}
          placeholder={pool.users.length === 0 ? 'Choose colleagues' : ''}
          searchable
          maxValues={isOne ? 1 : MOST_IN_POOL}
          data={(users?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={isOne ? pool.users.slice(0, 1) : pool.users}
          onChange={(chosen) => onChange({ ...pool, users: chosen })}
        />
      )}
    </Stack>
  )
}
