import { NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import { CountFields } from './CountFields.tsx'
import type { DraftDeal, DraftPlace, DraftSegment } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'
import { PropertyRows } from './FilterFields.tsx'
import { useMembers } from './members-context.ts'

/** "[who have] [at least] [1] deal, where [state] [is] [open]", of a person or a company. */
export function DealRow({ row, onChange, onRemove, problems }: RowProps<DraftDeal>) {
  const { who } = useMembers()
  const set = (change: Partial<DraftDeal>) => onChange({ ...row, ...change })
  return (
    <>
      <ConditionRow what="the condition" onRemove={onRemove}>
        <NativeSelect
          aria-label="Have or do not have"
          data={[
            { value: 'has', label: `${who} have` },
            { value: 'not', label: `${who} do not have` },
          ]}
          value={row.has ? 'has' : 'not'}
          onChange={(event) => set({ has: event.currentTarget.value === 'has' })}
        />
        <CountFields value={row} onChange={set} words={['deal', 'deals']} />
      </ConditionRow>
      <PropertyRows event={null} value={row} onChange={set} problems={problems} />
    </>
  )
}

/** "who [are] in the segment [Buyers]" */
export function SegmentRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftSegment>) {
  const { members, who } = useMembers()
  const { id } = useParams({ strict: false })
  const { data = [] } = useQuery(segmentChoicesQuery)
  const problem = problems[row.key]
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problem}>
      <NativeSelect
        aria-label="In the segment or not"
        data={[
          { value: 'in', label: `${who} are in` },
          { value: 'not', label: `${who} are not in` },
        ]}
        value={row.in ? 'in' : 'not'}
        onChange={(event) => onChange({ ...row, in: event.currentTarget.value === 'in' })}
      />
      <Select
        aria-label="Segment"
        placeholder="segment"
        searchable
        data={data.filter((one) => one.value !== id && one.members === members)}
        value={row.segment}
        onChange={(segment) => onChange({ ...row, segment })}
        nothingFoundMessage="No segment is called so."
        error={problem !== undefined}
        autoFocus={isNew}
        className={classes.event}
      />
    </ConditionRow>
  )
}

/** "who are [within] [25] km of [48.2], [16.4]", by two traits. */
export function PlaceRow({ row, onChange, onRemove, problems }: RowProps<DraftPlace>) {
  const { who } = useMembers()
  const set = (change: Partial<DraftPlace>) => onChange({ ...row, ...change })
  const degrees = (label: string, field: 'latitude' | 'longitude', most: number) => (
    <NumberInput
      aria-label={label}
      placeholder={label.toLowerCase()}
      min={-most}
      max={most}
      hideControls
      value={row[field] ?? ''}
      onChange={(typed) => set({ [field]: typeof typed === 'number' ? typed : null })}
      w="7rem"
    />
  )
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problems[row.key]}>
      <NativeSelect
        aria-label="Within the distance or not"
        data={[
          { value: 'in', label: `${who} are within` },
          { value: 'not', label: `${who} are not within` },
        ]}
        value={row.within ? 'in' : 'not'}
        onChange={(event) => set({ within: event.currentTarget.value === 'in' })}
      />
      <NumberInput
        aria-label="Kilometres"
        min={0.001}
        max={20_000}
        hideControls
        value={row.kilometers}
        onChange={(typed) => typeof typed === 'number' && typed > 0 && set({ kilometers: typed })}
        w="5rem"
      />
      <span className={classes.word}>km of</span>
      {degrees('Latitude', 'latitude', 90)}
      {degrees('Longitude', 'longitude', 180)}
      <span className={classes.word}>by the traits</span>
      <TextInput
        aria-label="Trait with the latitude"
        value={row.latitudeField}
        onChange={(event) => set({ latitudeField: event.currentTarget.value })}
        className={classes.event}
      />
      <TextInput
        aria-label="Trait with the longitude"
        value={row.longitudeField}
        onChange={(event) => set({ longitudeField: event.currentTarget.value })}
        className={classes.event}
      />
    </ConditionRow>
  )
}
