import { Button, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Field } from '../../../model/field.ts'
import type { ViewConfig } from '../../../model/saved-view.ts'
import type { RecordFilter, RecordRow } from '../../../model/view.ts'
import { api } from '../../api.ts'
import { boundedNumber, counted } from '../../lib/format.ts'
import { bothFilters } from '../../lib/list-filter.ts'
import {
  cacheOf,
  fieldsOfList,
  pathOf,
  traitFields,
  usualColumns,
  type ListField,
} from '../../lib/list-objects.ts'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { changesFrom, useListState, type ListSearch } from '../../lib/saved-views.ts'
import { useMay } from '../../lib/session.ts'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { BulkBar } from './BulkBar.tsx'
import { BulkProgress, RecentChanges } from './BulkProgress.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { GroupedRecords, Totals, useGroups } from './GroupedRecords.tsx'
import { ListTools } from './ListTools.tsx'
import { PhoneTools } from './PhoneTools.tsx'
import { RecordTable, useRecords } from './RecordTable.tsx'
import classes from './lists.module.css'
import { ViewBar } from './ViewBar.tsx'

export type RecordListProps = {
  object: string
  /** What the records are called: "deal", "deals". */
  words: { one: string; many: string }
  search: ListSearch
  onSearch: (change: ListSearch) => void
  onOpen: (row: RecordRow) => void
  /** What holds besides the view, such as the pipeline of a page. */
  base?: RecordFilter | undefined
  /** Shown when there is none and nothing was asked for. */
  empty: ReactNode
  /** False where the page has a field of its own for words. */
  withSearch?: boolean
  /** Shows what the view and the filter mean in another way than as rows, such as on a board. */
  instead?: ((asked: Asked) => ReactNode) | undefined
}

type Asked = { filter?: RecordFilter | undefined; search?: string | undefined }

/** The list of any object: views, filter, order, columns, groups, changes in place and of many at once, export. */
export function RecordList(props: RecordListProps) {
  const { data: custom } = useQuery(fieldsQuery(props.object))
  const state = useListState(props.object, props.search)
  if (!custom || state.isPending) return <BlockSkeleton height="24rem" />
  return <Loaded key={props.object} {...props} custom={custom} state={state} />
}

type LoadedProps = RecordListProps & { custom: Field[]; state: ReturnType<typeof useListState> }

function Loaded(props: LoadedProps) {
  const { object, words, onSearch, custom, state, withSearch = true, instead } = props
  const { view, config } = state
  const may = useMay()
  const fields = [...fieldsOfList(object, custom), ...traitFields(object, config)].filter(
    ({ key }) => key !== 'segment_id' || may('segments:read'),
  )
  const set = (change: ViewConfig) =>
    onSearch({ saved: view?.id ?? 'all', ...changesFrom(view, { ...config, ...change }) })
  const count = useCount(object, questionOf(props, fields))
  const tools = (
    <ListTools
      key={view?.id ?? 'all'}
      object={object}
      fields={fields}
      config={config}
      onChange={set}
      only={instead && 'filter'}
    />
  )
  const exporting = <ExportMenu object={object} exported={questionOf(props, fields)} />
  const counting = count && (
    <Text size="sm" c="dimmed" role="status" className={classes.count}>
      {boundedNumber(count)} {count.count === 1 ? words.one : words.many}
    </Text>
  )
  const all = words.many.charAt(0).toUpperCase() + words.many.slice(1)
  return (
    <>
      <div className={classes.toolbar}>
        <div className={classes.tools}>
          <ViewBar
            object={object}
            allName={`All ${words.many}`}
            state={state}
            onOpen={(next) => onSearch({ ...changesFrom(undefined, {}), saved: next?.id ?? 'all' })}
            onReset={() => onSearch({ ...changesFrom(undefined, {}), saved: view?.id ?? 'all' })}
          />
          {withSearch && (
            <div className={classes.search}>
              <SearchInput
                label={`Search ${words.many}`}
                width="100%"
                value={config.search ?? ''}
                onChange={(text) => set({ search: text || undefined })}
              />
            </div>
          )}
          <div className={classes.onLine}>
            {tools}
            {counting}
            <RecentChanges object={object} words={words} />
            {exporting}
          </div>
          <PhoneTools isOn={isShaped(config)}>
            {counting}
            {tools}
            {exporting}
          </PhoneTools>
        </div>
      </div>
      <BulkProgress object={object} words={words} />
      {instead ? (
        <div className={classes.instead}>
          {instead({ filter: bothFilters(props.base, config.filter), search: config.search })}
        </div>
      ) : (
        <Rows
          {...props}
          label={all}
          fields={fields}
          onConfig={set}
          onAll={() => onSearch({ ...changesFrom(undefined, {}), saved: 'all' })}
        />
      )}
    </>
  )
}

/** Whether something besides the view decides what is shown. */
function isShaped({ filter, group, sort }: ViewConfig): boolean {
  return (filter?.conditions.length ?? 0) > 0 || group !== undefined || sort !== undefined
}

type RowsProps = LoadedProps & {
  label: string
  fields: ListField[]
  onConfig: (change: ViewConfig) => void
  onAll: () => void
}

type Chosen = { ids: ReadonlySet<string>; isAll: boolean }
const none: Chosen = { ids: new Set(), isAll: false }

function Rows(props: RowsProps) {
  const { object, words, state, fields, base, label, onConfig, onOpen, onAll, empty } = props
  const { config } = state
  const question = questionOf(props, fields)
  const by = fields.find(({ key }) => key === config.group)
  const list = useRecords(object, question, by === undefined)
  const [chosen, setChosen] = useState<Chosen>(none)
  const count = useCount(object, question)
  const sums = useGroups(object, question, { totals: config.totals })
  const shown = new Set(list.rows.map(({ id }) => id))
  const isAsked = bothFilters(config.filter, undefined) !== undefined || Boolean(config.search)
  const table = {
    object,
    fields,
    config,
    onConfig,
    onOpen,
    selection: {
      ids: chosen.isAll ? shown : chosen.ids,
      onChange: (ids: ReadonlySet<string>) => setChosen({ ids, isAll: false }),
    },
    empty: isAsked ? <NothingFound words={words.many} onAll={onAll} /> : empty,
  }
  const isWhole =
    chosen.ids.size > 0 && !chosen.isAll && by === undefined && (list.hasMore || chosen.ids.size < shown.size)
  const whole = `all ${count ? boundedNumber(count) : ''} ${words.many}`.replace('  ', ' ')
  return (
    <>
      {by ? (
        <GroupedRecords {...table} by={by} question={question} />
      ) : (
        <RecordTable {...table} label={label} list={list} />
      )}
      {(config.totals?.length ?? 0) > 0 && <Totals groups={sums.data} fields={fields} />}
      {(chosen.isAll || chosen.ids.size > 0) && (
        <BulkBar
          object={object}
          fields={fields}
          words={chosen.isAll ? whole : counted(chosen.ids.size, words.one, words.many)}
          selection={
            chosen.isAll
              ? { filter: bothFilters(base, config.filter), search: config.search, all: true }
              : { ids: [...chosen.ids] }
          }
          onAll={isWhole ? () => setChosen({ ids: new Set(), isAll: true }) : undefined}
          allWords={whole}
          exported={question}
          onClear={() => setChosen(none)}
        />
      )}
    </>
  )
}

function questionOf({ object, base, state: { config } }: LoadedProps, fields: ListField[]) {
  const columns = (config.columns ?? usualColumns(object, fields)).map(({ key }) => key)
  const known = columns.filter((key) => fields.some((field) => field.key === key))
  return {
    filter: bothFilters(base, config.filter),
    search: config.search,
    sort: config.sort,
    columns: known,
  }
}

/** How many records the list has, bounded. */
function useCount(object: string, { filter, search }: Asked) {
  const { data } = useQuery({
    queryKey: [...cacheOf(object), 'list', 'count', { filter, search }],
    queryFn: () => api.lists.count(pathOf(object), { filter, search }),
    placeholderData: keepPreviousData,
  })
  return data
}

function NothingFound({ words, onAll }: { words: string; onAll: () => void }) {
  return (
    <EmptyState
      title={`No ${words} match`}
      action={
        <Button variant="default" onClick={onAll}>
          Show all {words}
        </Button>
      }
    >
      Nothing meets all that is asked for. Take a condition away, or search for fewer words.
    </EmptyState>
  )
}
