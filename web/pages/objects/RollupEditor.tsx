import { MultiSelect, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { activityKinds } from '../../../model/activity-kinds.ts'
import type { Rollup, RollupFunction } from '../../../model/computed-field.ts'
import type { CrmObject, Field } from '../../../model/field.ts'
import { api } from '../../api.ts'
import { FilterBuilder } from '../../components/lists/FilterBuilder.tsx'
import { emptyGroup, fromDraft, toDraft, type DraftGroup } from '../../lib/list-filter.ts'
import { fieldsOfList } from '../../lib/list-objects.ts'
import { fieldsQuery } from '../../lib/object-queries.ts'
import type { ComputedSettingsProps } from './ComputedSettings.tsx'

const functionNames: Record<RollupFunction, string> = {
  count: 'How many there are',
  sum: 'The sum of',
  average: 'The average of',
  smallest: 'The smallest or first of',
  largest: 'The largest or last of',
}
const added: readonly Field['type'][] = ['number', 'money', 'rating']
const compared: readonly Field['type'][] = [...added, 'date', 'datetime']

type RollupEditorProps = ComputedSettingsProps & { rollup: Rollup }

/** Which records are gathered, and what of them. */
export function RollupEditor(props: RollupEditorProps) {
  const { object, draft, set, problems, rollup } = props
  const { data: ways = [] } = useQuery({
    queryKey: ['objects', 'ways', object],
    queryFn: () => waysTo(object),
  })
  const change = (part: Partial<Rollup>) => set({ computed: { ...rollup, ...part } })
  const start = (way: string | null) => {
    const [of = '', by = ''] = (way ?? '').split(' ')
    set({ computed: { kind: 'rollup', of, by, function: 'count', field: null } })
  }
  const isAmount = rollup.of === 'deal' && rollup.field === 'amount'
  return (
    <Stack gap="sm">
      <Select
        label="Of"
        placeholder="Choose what belongs to it"
        data={ways}
        value={ways.find(({ value }) => value === `${rollup.of} ${rollup.by}`)?.value ?? null}
        onChange={start}
        allowDeselect={false}
        error={problems['computed.of'] ?? problems['computed.by']}
        nothingFoundMessage="No field of other records leads here."
      />
      <Select
        label="What"
        data={functionsFor(rollup.of)}
        value={rollup.function}
        onChange={(how) => how && change({ function: how as RollupFunction, field: null })}
        allowDeselect={false}
        error={problems['computed.function']}
      />
      {rollup.of === 'activity' ? (
        <ActivityPart rollup={rollup} change={change} />
      ) : (
        <RecordPart rollup={rollup} change={change} problem={problems['computed.field']} />
      )}
      {isAmount && (
        <TextInput
          label="Currency"
          description="Amounts in others are left out."
          w="14rem"
          maxLength={3}
          value={draft.settings.currency ?? ''}
          onChange={(event) => set({ settings: { currency: event.currentTarget.value.toUpperCase() } })}
          error={problems['settings.currency']}
        />
      )}
    </Stack>
  )
}

type PartProps = { rollup: Rollup; change: (part: Partial<Rollup>) => void }

function ActivityPart({ rollup, change }: PartProps) {
  const { kinds = [], state = 'all' } = rollup.activities ?? {}
  return (
    <>
      {rollup.function !== 'count' && (
        <Select
          label="Moment"
          data={[
            { value: 'done_at', label: 'Done at' },
            { value: 'due_at', label: 'Due at' },
          ]}
          value={rollup.field}
          onChange={(field) => change({ field })}
        />
      )}
      <MultiSelect
        label="Kinds"
        placeholder={kinds.length === 0 ? 'All kinds' : undefined}
        data={activityKinds.map((value) => ({
          value,
          label: value.charAt(0).toUpperCase() + value.slice(1),
        }))}
        value={kinds}
        onChange={(next) =>
          change({ activities: { kinds: activityKinds.filter((kind) => next.includes(kind)), state } })
        }
      />
      <SegmentedControl
        aria-label="State"
        size="xs"
        data={[
          { value: 'all', label: 'All' },
          { value: 'open', label: 'Open' },
          { value: 'done', label: 'Done' },
        ]}
        value={state}
        onChange={(next) =>
          change({ activities: { kinds, state: next === 'open' || next === 'done' ? next : 'all' } })
        }
      />
    </>
  )
}

function RecordPart({ rollup, change, problem }: PartProps & { problem: string | undefined }) {
  const { data: custom = [] } = useQuery(fieldsQuery(rollup.of))
  const [draft, setDraft] = useState<DraftGroup>(() =>
    rollup.filter ? toDraft(rollup.filter) : emptyGroup(),
  )
  const fields = fieldsOfList(rollup.of, custom)
  const types = rollup.function === 'sum' || rollup.function === 'average' ? added : compared
  const gathered = fields.filter(
    ({ type, only, computed }) => types.includes(type) && only !== 'shown' && computed?.kind !== 'rollup',
  )
  return (
    <>
      {rollup.function !== 'count' && (
        <Select
          label="Field"
          placeholder="Choose a field"
          data={gathered.map(({ key, label }) => ({ value: key, label }))}
          value={rollup.field}
          onChange={(field) => change({ field })}
          error={problem}
        />
      )}
      <div>
        <Text size="sm" fw={500} mb={4}>
          Only those
        </Text>
        <FilterBuilder
          group={draft}
          fields={fields.filter(({ only }) => only !== 'shown')}
          onChange={(next) => {
            setDraft(next)
            const filter = fromDraft(next)
            change({ filter: filter.conditions.length > 0 ? filter : undefined })
          }}
        />
      </div>
    </>
  )
}

function functionsFor(of: string) {
  const names = Object.entries(functionNames).map(([value, label]) => ({ value, label }))
  return of === 'activity' ? names.filter(({ value }) => !['sum', 'average'].includes(value)) : names
}

/** By which fields other records lead to those of an object. */
async function waysTo(object: string): Promise<{ value: string; label: string }[]> {
  const { data: objects } = await api.objects.list()
  const others = objects.filter(
    ({ key, archived_at }) => archived_at === null && !['person', 'company', 'lead'].includes(key),
  )
  const relations = await Promise.all(others.map((one) => relationsOf(one, object)))
  const activities =
    object === 'company' || object === 'deal' ? [{ value: 'activity ', label: 'Activities' }] : []
  const deals = object === 'company' ? [{ value: 'deal company_id', label: 'Deals' }] : []
  return [...deals, ...activities, ...relations.flat()]
}

async function relationsOf({ key, plural }: CrmObject, target: string) {
  const { data: fields } = await api.objects.fields(key)
  return fields
    .filter(({ type, settings }) => type === 'relation' && settings.target === target)
    .map((field) => ({ value: `${key} ${field.key}`, label: `${plural}, by ${field.label}` }))
}
