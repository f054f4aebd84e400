import { MultiSelect, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { colleaguesQuery } from '../../lib/activities.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftOwner } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { useMembers } from './members-context.ts'

const NOBODY = { value: '', label: 'Nobody' }

/** "who [are] owned by [Ana Ruiz, nobody]" */
export function OwnerRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftOwner>) {
  const { who } = useMembers()
  const { data = [] } = useQuery(colleaguesQuery)
  const users = data.map(({ id, name }) => ({ value: id, label: name }))
  const gone = row.owners.filter((id) => id !== '' && !users.some(({ value }) => value === id))
  const unknown = gone.map((id) => ({ value: id, label: 'Unknown' }))
  const problem = problems[row.key]
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
      <NativeSelect
        aria-label="Owned by them or not"
        data={[
          { value: 'is', label: `${who} are owned by` },
          { value: 'not', label: `${who} are not owned by` },
        ]}
        value={row.is ? 'is' : 'not'}
        onChange={(event) => onChange({ ...row, is: event.currentTarget.value === 'is' })}
      />
      <MultiSelect
        aria-label="Owners"
        placeholder={row.owners.length === 0 ? 'owner' : ''}
        searchable
        data={[NOBODY, ...users, ...unknown]}
        value={row.owners}
        onChange={(owners) => onChange({ ...row, owners })}
        nothingFoundMessage="Nobody is called so."
        error={problem !== undefined}
        autoFocus={isNew}
        className={classes.event}
      />
    </ConditionRow>
  )
}
