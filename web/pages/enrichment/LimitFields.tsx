import { Group, NativeSelect, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EnrichedObject, EnrichmentDefinition } from '../../../model/enrichment.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import type { EditorFieldsProps } from './ProviderEditor.tsx'

type LimitFieldsProps = EditorFieldsProps & { object: EnrichedObject }
type Who = EnrichmentDefinition['automatic']['who']

/** How much may be asked and what it costs, who must have agreed, and who is asked about by itself. */
export function LimitFields({ object, ...fields }: LimitFieldsProps) {
  return (
    <Stack gap="sm">
      <CostFields {...fields} />
      {object === 'person' && (
        <TextInput
          label="Only people who have agreed"
          description="The trait that says so, as a consent box of a form writes it. Empty to ask about everybody."
          placeholder="enrichment_consent"
          disabled={fields.isReadOnly}
          value={fields.draft.definition.consent ?? ''}
          onChange={(event) => fields.define({ consent: event.currentTarget.value || null })}
          error={fields.problems['definition.consent']}
        />
      )}
      <AutomaticFields object={object} {...fields} />
    </Stack>
  )
}

function CostFields({ draft, define, problems, isReadOnly }: EditorFieldsProps) {
  const { limits, price, cache_days } = draft.definition
  return (
    <>
      <Group grow align="flex-start">
        <NumberInput
          label="Requests a day at most"
          description="Empty for no limit"
          min={1}
          disabled={isReadOnly}
          value={limits.per_day ?? ''}
          onChange={(typed) => define({ limits: { ...limits, per_day: Number(typed) || null } })}
          error={problems['definition.limits.per_day']}
        />
        <NumberInput
          label="Requests a month at most"
          description="Empty for no limit"
          min={1}
          disabled={isReadOnly}
          value={limits.per_month ?? ''}
          onChange={(typed) => define({ limits: { ...limits, per_month: Number(typed) || null } })}
          error={problems['definition.limits.per_month']}
        />
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label="Price of a request"
          description="To show what was spent"
          min={0}
          decimalScale={4}
          disabled={isReadOnly}
          value={price.amount}
          onChange={(typed) => define({ price: { ...price, amount: Number(typed) || 0 } })}
          error={problems['definition.price.amount']}
        />
        <TextInput
          label="Currency"
          description="Three letters, such as EUR"
          maxLength={3}
          disabled={isReadOnly}
          value={price.currency}
          onChange={(event) =>
            define({ price: { ...price, currency: event.currentTarget.value.toUpperCase() } })
          }
          error={problems['definition.price.currency']}
        />
        <NumberInput
          label="Days an answer is good"
          description="Nobody is asked the same again before"
          min={1}
          max={730}
          disabled={isReadOnly}
          value={cache_days}
          onChange={(typed) => define({ cache_days: Number(typed) || 1 })}
          error={problems['definition.cache_days']}
        />
      </Group>
    </>
  )
}

function AutomaticFields({ object, draft, define, problems, isReadOnly }: LimitFieldsProps) {
  const { automatic } = draft.definition
  const { data = [] } = useQuery(segmentChoicesQuery)
  const noun = object === 'person' ? 'people' : 'companies'
  const segments = data.filter(({ members }) => (members === 'companies') === (object === 'company'))
  const choices: { value: Who; label: string }[] = [
    { value: 'nobody', label: 'Nobody: only when somebody asks' },
    { value: 'new', label: `New ${noun}` },
    { value: 'segment', label: `Those ${noun} who enter a segment` },
  ]
  return (
    <Group grow align="flex-start">
      <NativeSelect
        label="Asked about by itself"
        disabled={isReadOnly}
        data={choices}
        value={automatic.who}
        onChange={(event) => {
          const who = choices.find(({ value }) => value === event.currentTarget.value)?.value ?? 'nobody'
          define({ automatic: { who, segment_id: who === 'segment' ? automatic.segment_id : null } })
        }}
      />
      {automatic.who === 'segment' && (
        <Select
          label="Segment"
          searchable
          disabled={isReadOnly}
          data={segments.map(({ value, label }) => ({ value, label }))}
          value={automatic.segment_id}
          onChange={(segment) => define({ automatic: { who: 'segment', segment_id: segment } })}
          error={problems['definition.automatic.segment_id']}
          nothingFoundMessage="No segment is called so."
        />
      )}
    </Group>
  )
}
