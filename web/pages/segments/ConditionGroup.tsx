import { Button, NativeSelect } from '@mantine/core'
import { IconBolt, IconParentheses, IconTag } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import { blank, removeNode, replaceNode, type DraftGroup, type DraftNode } from './draft.ts'
import { EventRow } from './EventRow.tsx'
import type { Problems } from './read-draft.ts'
import { TraitRow } from './TraitRow.tsx'

const DEEPEST = 3

export type ConditionGroupProps = {
  group: DraftGroup
  onChange: (group: DraftGroup) => void
  problems: Problems
  /** 0 is the definition itself. */
  depth?: number
  /** Takes a nested group away. */
  onRemove?: (() => void) | undefined
}

/** Conditions of which all or any must hold; a condition may be such a group again. */
export function ConditionGroup({ group, onChange, problems, depth = 0, onRemove }: ConditionGroupProps) {
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
      data-depth={depth}
    >
      <ConditionRow what="the group" onRemove={onRemove}>
        <span className={classes.word}>{depth === 0 ? 'People who meet' : 'who meet'}</span>
        <NativeSelect
          aria-label="How many of the conditions must hold"
          data={matches}
          value={group.match}
          onChange={(event) =>
            onChange({ ...group, match: event.currentTarget.value === 'any' ? 'any' : 'all' })
          }
        />
      </ConditionRow>
      <ol className={classes.conditions}>
        {group.conditions.map((node, place) => (
          <li key={node.key}>
            <span className={classes.joint} aria-hidden>
              {place === 0 ? '' : group.match === 'all' ? 'and' : 'or'}
            </span>
            <div className={classes.condition}>
              <Row
                node={node}
                onChange={(changed) => onChange(replaceNode(group, changed))}
                onRemove={() => remove(node)}
                problems={problems}
                depth={depth}
                isNew={node.key === added}
              />
            </div>
          </li>
        ))}
      </ol>
      {problems[group.key] && <p className={classes.problem}>{problems[group.key]}</p>}
      <div className={classes.add}>
        <Button
          ref={add}
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
        {depth + 1 < DEEPEST && (
          <Button
            variant="subtle"
            leftSection={<IconParentheses size={15} aria-hidden />}
            onClick={() => append(blank.group())}
          >
            Group
          </Button>
        )}
      </div>
    </div>
  )
}

const matches = [
  { value: 'all', label: 'all of these conditions' },
  { value: 'any', label: 'any of these conditions' },
]

type RowProps = {
  node: DraftNode
  onChange: (node: DraftNode) => void
  onRemove: () => void
  problems: Problems
  depth: number
  isNew: boolean
}

function Row({ node, depth, ...props }: RowProps) {
  switch (node.kind) {
    case 'event':
      return <EventRow row={node} {...props} />
    case 'trait':
      return <TraitRow row={node} {...props} />
    case 'group':
      return (
        <ConditionGroup
          group={node}
          onChange={props.onChange}
          onRemove={props.onRemove}
          problems={props.problems}
          depth={depth + 1}
        />
      )
  }
}
