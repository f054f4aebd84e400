import classes from './builder.module.css'
import type { WithConditions } from './CompanyRow.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import { CountFields } from './CountFields.tsx'
import type { DraftPeople } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { MembersContext } from './members-context.ts'

/** "with [at least] [3] people who meet …", of a company. */
export function PeopleRow({
  row,
  onChange,
  onRemove,
  renderConditions,
}: RowProps<DraftPeople> & WithConditions) {
  const { key, match, conditions } = row
  return (
    <>
      <ConditionRow what="the people" onRemove={onRemove}>
        <span className={classes.word}>with</span>
        <CountFields
          value={row}
          onChange={(count) => onChange({ ...row, ...count })}
          words={['person', 'people']}
        />
      </ConditionRow>
      <MembersContext value="people">
        {renderConditions({ key, kind: 'group', match, conditions }, (group) =>
          onChange({ ...row, match: group.match, conditions: group.conditions }),
        )}
      </MembersContext>
    </>
  )
}
