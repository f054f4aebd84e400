import { Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type {
  RecordFilter,
  RecordGroup,
  RecordGroups,
  RecordSearch,
  RecordTotal,
} from '../../../model/view.ts'
import { api } from '../../api.ts'
import { fieldText } from '../../lib/fields.ts'
import { money, number } from '../../lib/format.ts'
import { bothFilters } from '../../lib/list-filter.ts'
import { cacheOf, pathOf, type ListField } from '../../lib/list-objects.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { RecordTable, useRecords, type RecordTableProps } from './RecordTable.tsx'
import classes from './lists.module.css'

type Shared = Omit<RecordTableProps, 'list' | 'label'>
type Question = Pick<RecordSearch, 'search' | 'sort' | 'columns'> & { filter?: RecordFilter | undefined }

type Grouping = { group?: string | undefined; totals?: string[] | undefined }

/** The sums of a list, as a whole or by groups; not asked for when there is nothing to add up. */
export function useGroups(object: string, question: Question, { group, totals }: Grouping) {
  const { filter, search } = question
  const asked = { filter, search, group, totals }
  return useQuery({
    enabled: group !== undefined || (totals?.length ?? 0) > 0,
    queryKey: [...cacheOf(object), 'list', 'groups', asked],
    queryFn: () => api.lists.groups(pathOf(object), asked),
    placeholderData: keepPreviousData,
  })
}

/** A list in groups: each with its count and sums, and its records when it is open. */
export function GroupedRecords({ by, question, ...shared }: Shared & { by: ListField; question: Question }) {
  const groups = useGroups(shared.object, question, { group: by.key, totals: shared.config.totals })
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  if (groups.error) return <ErrorState error={groups.error} again={() => void groups.refetch()} />
  if (!groups.data) return <LinesSkeleton lines={8} />
  if (groups.data.groups.length === 0) return <>{shared.empty}</>
  return (
    <>
      {groups.data.groups.map((group, place) => {
        const name = String(group.value)
        // The first groups are open, so that there is something to see; hundreds at once would be too many questions.
        const isOpen = place < OPEN_AT_FIRST ? !closed.has(name) : opened.has(name)
        const [names, set] = place < OPEN_AT_FIRST ? [closed, setClosed] : [opened, setOpened]
        const toggle = () => set(names.has(name) ? without(names, name) : new Set([...names, name]))
        return (
          <Group
            key={name}
            {...shared}
            by={by}
            group={group}
            question={question}
            isOpen={isOpen}
            onToggle={toggle}
          />
        )
      })}
      {groups.data.more && (
        <Text size="sm" c="dimmed" mt="sm">
          There are more records or groups than are counted here. Narrow the list down to see the rest.
        </Text>
      )}
    </>
  )
}

const OPEN_AT_FIRST = 3

function without(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set([...names].filter((one) => one !== name))
}

type GroupProps = Shared & {
  by: ListField
  group: RecordGroup
  question: Question
  isOpen: boolean
  onToggle: () => void
}

function Group({ by, group, question, isOpen, onToggle, ...shared }: GroupProps) {
  const title = titleOf(by, group)
  const within = { ...question, filter: bothFilters(question.filter, conditionOf(by, group)) }
  const list = useRecords(shared.object, within, isOpen)
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <section aria-label={title}>
      <button type="button" className={classes.groupHead} aria-expanded={isOpen} onClick={onToggle}>
        <Icon size={15} aria-hidden />
        {title}
        <Text span size="sm" c="dimmed">
          {number(group.count)}
        </Text>
        <Sums totals={group.totals} fields={shared.fields} />
      </button>
      {isOpen && (
        <RecordTable
          {...shared}
          label={`${by.label}: ${title}`}
          list={list}
          empty={<EmptyState title="Nothing is left here">Its records have moved on.</EmptyState>}
        />
      )}
    </section>
  )
}

function conditionOf(by: ListField, { value }: RecordGroup): RecordFilter {
  const condition =
    value === null
      ? { field: by.key, operator: 'not_set' as const }
      : { field: by.key, operator: 'is' as const, value }
  return { match: 'all', conditions: [condition] }
}

function titleOf(by: ListField, { value, label }: RecordGroup): string {
  if (value === null) return `No ${by.label.toLowerCase()}`
  if (typeof value === 'boolean') return value ? `${by.label}: yes` : `${by.label}: no`
  return label ?? fieldText(by, value)
}

/** The sums of a list or a group: amounts of several currencies stay apart. */
function Sums({ totals, fields }: { totals: RecordTotal[]; fields: ListField[] }) {
  if (totals.length === 0) return null
  return (
    <span className={classes.sums}>
      {totals.map(({ field, currency, sum }) => {
        const one = fields.find(({ key }) => key === field)
        const unit = currency ?? one?.settings.currency
        return (
          <span key={`${field} ${currency}`}>
            {one?.label ?? field}: {unit ? money(sum, unit) : number(sum, Number.isInteger(sum) ? 0 : 2)}
          </span>
        )
      })}
    </span>
  )
}

/** The foot of a list: how many records it has, and their sums. */
export function Totals({ groups, fields }: { groups: RecordGroups | undefined; fields: ListField[] }) {
  if (!groups || groups.totals.length === 0) return null
  return (
    <div className={classes.totals} role="status">
      <span>
        {number(groups.count)}
        {groups.more && '+'} added up
      </span>
      <Sums totals={groups.totals} fields={fields} />
    </div>
  )
}
