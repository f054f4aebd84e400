import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftCompany, DraftGroup } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { MatchField } from './MatchField.tsx'
import { MembersContext } from './members-context.ts'

/** Conditions on others than those around them, which are a group like any other. */
export type WithConditions = {
  renderConditions: (group: DraftGroup, onChange: (group: DraftGroup) => void) => ReactNode
}

/** "who belong to a company that meets [all]: with [at least] [3] people who …, whose …, which has …" */
export function CompanyRow({
  row,
  onChange,
  onRemove,
  problems,
  renderConditions,
}: RowProps<DraftCompany> & WithConditions) {
  const set = (change: Partial<DraftCompany>) => onChange({ ...row, ...change })
  const { key, match, conditions } = row
  return (
    <div role="group" aria-label="Conditions on the company" className={classes.group} data-depth={1}>
      <ConditionRow what="the company" onRemove={onRemove} problem={problems[row.key]}>
        <NativeSelect
          aria-label="Belong or do not belong"
          data={[
            { value: 'yes', label: 'who belong' },
            { value: 'no', label: 'who do not belong' },
          ]}
          value={row.belongs ? 'yes' : 'no'}
          onChange={(event) => set({ belongs: event.currentTarget.value === 'yes' })}
        />
        <span className={classes.word}>to a company that meets</span>
        <MatchField value={row.match} onChange={(chosen) => set({ match: chosen })} />
      </ConditionRow>
      <MembersContext value="companies">
        {renderConditions({ key, kind: 'group', match, conditions }, (group) =>
          set({ conditions: group.conditions }),
        )}
      </MembersContext>
    </div>
  )
}
