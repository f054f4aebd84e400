import { useRef, useState } from 'react'
import { AddConditions } from './AddConditions.tsx'
import classes from './builder.module.css'
import { CompanyRow } from './CompanyRow.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftGroup, DraftNode } from './draft-schema.ts'
import { removeNode, replaceNode } from './draft.ts'
import { EventRow, type RowProps } from './EventRow.tsx'
import { MatchField } from './MatchField.tsx'
import { useMembers } from './members-context.ts'
import { OwnerRow } from './OwnerRow.tsx'
import { PeopleRow } from './PeopleRow.tsx'
import type { Problems } from './read-draft.ts'
import { ReachRow } from './ReachRow.tsx'
import { DealRow, PlaceRow, SegmentRow } from './RecordRows.tsx'
import { SampleRow } from './SampleRow.tsx'
import { SequenceRow } from './SequenceRow.tsx'
import { TraitRow } from './TraitRow.tsx'

type ListProps = {
  group: DraftGroup
  onChange: (group: DraftGroup) => void
  problems: Problems
  /** 0 is the definition itself. */
  depth?: number
  /** People of a company are not asked about companies again. */
  withCompanies?: boolean
}

export type ConditionGroupProps = ListProps & {
  /** Takes a nested group away. */
  onRemove?: (() => void) | undefined
}

/** Conditions of which all, any or none must hold; a condition may be such a group again. */
export function ConditionGroup({ onRemove, ...list }: ConditionGroupProps) {
  const { group, onChange, depth = 0 } = list
  const { noun, who } = useMembers()
  return (
    <div
      role="group"
      aria-label={depth === 0 ? 'Conditions' : 'Nested conditions'}
      className={classes.group}
      data-depth={Math.min(depth, 2)}
    >
      <ConditionRow what="the group" onRemove={onRemove}>
        <span className={classes.word}>{depth === 0 ? `${noun} ${who} meet` : `${who} meet`}</span>
        <MatchField value={group.match} onChange={(match) => onChange({ ...group, match })} />
      </ConditionRow>
      <ConditionList {...list} />
    </div>
  )
}

/** The rows of a group, and what adds another one. */
function ConditionList({ group, onChange, problems, depth = 0, withCompanies = true }: ListProps) {
  const [added, setAdded] = useState<string | null>(null)
  const add = useRef<HTMLButtonElement>(null)
  const append = (node: DraftNode) => {
    setAdded(node.key)
    onChange({ ...group, conditions: [...group.conditions, node] })
  }
  const remove = (node: DraftNode) => {
    onChange(removeNode(group, node.key))
    add.current?.focus()
  }
  return (
    <>
      <ol className={classes.conditions}>
        {group.conditions.map((node, place) => (
          <li key={node.key}>
            <span className={classes.joint} aria-hidden>
              {place === 0 ? '' : group.match === 'all' ? 'and' : 'or'}
            </span>
            <div className={classes.condition}>
              <Row
                row={node}
                onChange={(changed) => onChange(replaceNode(group, changed))}
                onRemove={() => remove(node)}
                problems={problems}
                depth={depth}
                withCompanies={withCompanies}
                isNew={node.key === added}
              />
            </div>
          </li>
        ))}
      </ol>
      {problems[group.key] && <p className={classes.problem}>{problems[group.key]}</p>}
      <AddConditions first={add} append={append} depth={depth} withCompanies={withCompanies} />
    </>
  )
}

function Row({
  row,
  depth,
  withCompanies,
  ...props
}: RowProps<DraftNode> & { depth: number; withCompanies: boolean }) {
  switch (row.kind) {
    case 'event':
      return <EventRow row={row} {...props} />
    case 'sequence':
      return <SequenceRow row={row} {...props} />
    case 'trait':
      return <TraitRow row={row} {...props} />
    case 'place':
      return <PlaceRow row={row} {...props} />
    case 'segment':
      return <SegmentRow row={row} {...props} />
    case 'sample':
      return <SampleRow row={row} {...props} />
    case 'owner':
      return <OwnerRow row={row} {...props} />
    case 'reach':
      return <ReachRow row={row} {...props} />
    case 'deal':
      return <DealRow row={row} {...props} />
    case 'company':
      return (
        <CompanyRow
          row={row}
          {...props}
          renderConditions={(group, onChange) => (
            <ConditionList
              group={group}
              onChange={onChange}
              problems={props.problems}
              depth={depth + 1}
              withCompanies={false}
            />
          )}
        />
      )
    case 'people':
      return (
        <PeopleRow
          row={row}
          {...props}
          renderConditions={(group, onChange) => (
            <ConditionGroup
              group={group}
              onChange={onChange}
              problems={props.problems}
              depth={depth + 1}
              withCompanies={false}
            />
          )}
        />
      )
    case 'group':
      return (
        <ConditionGroup
          group={row}
          onChange={props.onChange}
          onRemove={props.onRemove}
          problems={props.problems}
          depth={depth + 1}
          withCompanies={withCompanies}
        />
      )
  }
}
