import { Button, NativeSelect } from '@mantine/core'
import { IconBriefcase, IconTag, IconUsers } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import { CountFields } from './CountFields.tsx'
import type { DraftCompany, DraftGroup, DraftPart, DraftPeople } from './draft-schema.ts'
import { blank } from './draft.ts'
import type { RowProps } from './EventRow.tsx'
import { MatchField } from './MatchField.tsx'
import { DealRow } from './RecordRows.tsx'
import { TraitRow } from './TraitRow.tsx'

/** The conditions on people, which are a group like any other. */
type WithPeople = {
  renderPeople: (group: DraftGroup, onChange: (group: DraftGroup) => void) => ReactNode
}

/** "who belong to a company which meets [all]: with [at least] [3] people who …, whose …, which has …" */
export function CompanyRow({
  row,
  onChange,
  onRemove,
  problems,
  renderPeople,
}: RowProps<DraftCompany> & WithPeople) {
  const set = (change: Partial<DraftCompany>) => onChange({ ...row, ...change })
  const append = (part: DraftPart) => set({ conditions: [...row.conditions, part] })
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
        <MatchField value={row.match} onChange={(match) => set({ match })} />
      </ConditionRow>
      <ol className={classes.conditions}>
        {row.conditions.map((part, place) => (
          <li key={part.key}>
            <span className={classes.joint} aria-hidden>
              {place === 0 ? '' : row.match === 'all' ? 'and' : 'or'}
            </span>
            <div className={classes.condition}>
              <Part
                row={part}
                onChange={(changed) => set({ conditions: row.conditions.with(place, changed) })}
                onRemove={() => set({ conditions: row.conditions.toSpliced(place, 1) })}
                problems={problems}
                isNew={false}
                renderPeople={renderPeople}
              />
            </div>
          </li>
        ))}
      </ol>
      <div className={classes.add}>
        <Button
          variant="default"
          leftSection={<IconUsers size={15} aria-hidden />}
          onClick={() => append(blank.people())}
        >
          People
        </Button>
        <Button
          variant="default"
          leftSection={<IconTag size={15} aria-hidden />}
          onClick={() => append(blank.trait())}
        >
          Company trait
        </Button>
        <Button
          variant="default"
          leftSection={<IconBriefcase size={15} aria-hidden />}
          onClick={() => append(blank.deal())}
        >
          Deal
        </Button>
      </div>
    </div>
  )
}

function Part({ row, onChange, renderPeople, ...props }: RowProps<DraftPart> & WithPeople) {
  switch (row.kind) {
    case 'trait':
      return <TraitRow row={row} onChange={onChange} of="company" {...props} />
    case 'deal':
      return <DealRow row={row} onChange={onChange} of="company" {...props} />
    case 'people':
      return <PeopleRow row={row} onChange={onChange} renderPeople={renderPeople} {...props} />
  }
}

function PeopleRow({ row, onChange, onRemove, renderPeople }: RowProps<DraftPeople> & WithPeople) {
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
      {renderPeople({ key, kind: 'group', match, conditions }, (group) =>
        onChange({ ...row, match: group.match, conditions: group.conditions }),
      )}
    </>
  )
}
