import { Button, Menu } from '@mantine/core'
import {
  IconBolt,
  IconBriefcase,
  IconBuilding,
  IconDice5,
  IconChevronDown,
  IconMapPin,
  IconParentheses,
  IconStairs,
  IconTag,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useRef, useState, type RefObject } from 'react'
import classes from './builder.module.css'
import { CompanyRow } from './CompanyRow.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftGroup, DraftNode } from './draft-schema.ts'
import { blank, removeNode, replaceNode } from './draft.ts'
import { EventRow, type RowProps } from './EventRow.tsx'
import { MatchField } from './MatchField.tsx'
import type { Problems } from './read-draft.ts'
import { DealRow, PlaceRow, SegmentRow } from './RecordRows.tsx'
import { SampleRow } from './SampleRow.tsx'
import { SequenceRow } from './SequenceRow.tsx'
import { TraitRow } from './TraitRow.tsx'

const DEEPEST = 4

export type ConditionGroupProps = {
  group: DraftGroup
  onChange: (group: DraftGroup) => void
  problems: Problems
  /** 0 is the definition itself. */
  depth?: number
  /** Takes a nested group away. */
  onRemove?: (() => void) | undefined
  /** People of a company are not asked about companies again. */
  withCompanies?: boolean
}

/** Conditions of which all, any or none must hold; a condition may be such a group again. */
export function ConditionGroup(props: ConditionGroupProps) {
  const { group, onChange, problems, depth = 0, onRemove, withCompanies = true } = props
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
    <div
      role="group"
      aria-label={depth === 0 ? 'Conditions' : 'Nested conditions'}
      className={classes.group}
      data-depth={Math.min(depth, 2)}
    >
      <ConditionRow what="the group" onRemove={onRemove}>
        <span className={classes.word}>{depth === 0 ? 'People who meet' : 'who meet'}</span>
        <MatchField value={group.match} onChange={(match) => onChange({ ...group, match })} />
      </ConditionRow>
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
      <AddButtons first={add} append={append} depth={depth} withCompanies={withCompanies} />
    </div>
  )
}

type AddProps = {
  first: RefObject<HTMLButtonElement | null>
  append: (node: DraftNode) => void
  depth: number
  withCompanies: boolean
}

function AddButtons({ first, append, depth, withCompanies }: AddProps) {
  return (
    <div className={classes.add}>
      <Button
        ref={first}
        variant="default"
        leftSection={<IconBolt size={15} aria-hidden />}
        onClick={() => append(blank.event())}
      >
        Event
      </Button>
      <Button
        variant="default"
        leftSection={<IconTag size={15} aria-hidden />}
        onClick={() => append(blank.trait())}
      >
        Trait
      </Button>
      <Button
        variant="default"
        leftSection={<IconStairs size={15} aria-hidden />}
        onClick={() => append(blank.sequence())}
      >
        Sequence
      </Button>
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" rightSection={<IconChevronDown size={15} aria-hidden />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {withCompanies && depth + 2 < DEEPEST && (
            <Menu.Item leftSection={<IconBuilding size={15} />} onClick={() => append(blank.company())}>
              Company
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconBriefcase size={15} />} onClick={() => append(blank.deal())}>
            Deal
          </Menu.Item>
          <Menu.Item leftSection={<IconUsersGroup size={15} />} onClick={() => append(blank.segment())}>
            Other segment
          </Menu.Item>
          <Menu.Item leftSection={<IconDice5 size={15} />} onClick={() => append(blank.sample())}>
            Random sample
          </Menu.Item>
          <Menu.Item leftSection={<IconMapPin size={15} />} onClick={() => append(blank.place())}>
            Place
          </Menu.Item>
          {depth + 1 < DEEPEST && (
            <Menu.Item leftSection={<IconParentheses size={15} />} onClick={() => append(blank.group())}>
              Group
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
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
    case 'deal':
      return <DealRow row={row} {...props} />
    case 'company':
      return (
        <CompanyRow
          row={row}
          {...props}
          renderPeople={(group, onChange) => (
            <ConditionGroup
              group={group}
              onChange={onChange}
              problems={props.problems}
              depth={depth + 2}
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
