import { Group, Stack, Switch, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { TraitInfo } from '../../../model/trait.ts'
import { counted, date, number, plainValue } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { TextLink } from '../../ui/links.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { shareText, typesOf } from './trait-columns.tsx'
import { SourceOrder } from './SourceOrder.tsx'
import classes from './traits.module.css'
import { useTraitChange } from './use-traits.ts'

export type TraitPanelProps = { trait: TraitInfo | null; search: string; onClose: () => void }

/** One trait: what it means, who may see it, whose word counts, and what its values look like. */
export function TraitPanel({ trait, search, onClose }: TraitPanelProps) {
  return (
    <SidePanel opened={trait !== null} onClose={onClose} title={trait?.name ?? ''}>
      {trait && <Details key={trait.name} trait={trait} search={search} />}
    </SidePanel>
  )
}

function Details({ trait, search }: { trait: TraitInfo; search: string }) {
  const may = useMay()
  const mayWrite = may('objects:write')
  const change = useTraitChange(search)
  const { name, sensitive } = trait
  return (
    <Stack gap="lg">
      <Description
        value={trait.description}
        readOnly={!mayWrite}
        onSave={(description) => change.mutate({ name, change: { description }, said: `${name} described` })}
      />
      <Switch
        label="Sensitive"
        description="Hidden from roles and keys that may not see sensitive traits: on pages, in filters and segments, on timelines and over the API. No browser key shows it."
        checked={sensitive}
        disabled={!mayWrite || !may('sensitive:read')}
        onChange={(event) => {
          const checked = event.currentTarget.checked
          const said = checked ? `${name} is sensitive` : `${name} is no longer sensitive`
          change.mutate({ name, change: { sensitive: checked }, said })
        }}
      />
      {trait.computed && (
        <Text size="sm">
          Worked out by Kith from events, so nothing that sources say under this name counts.{' '}
          <TextLink {...links.computedTrait(trait.computed)} fz="inherit" underline="always">
            See how
          </TextLink>
        </Text>
      )}
      <SourceOrder
        trait={trait}
        readOnly={!mayWrite}
        onChange={(source_order) =>
          change.mutate({ name, change: { source_order }, said: `Order of sources of ${name} changed` })
        }
      />
      <Facts trait={trait} />
      {trait.examples.length > 0 && (
        <section>
          <Title order={3} mb={6}>
            Most frequent values
          </Title>
          <ul className={classes.examples}>
            {trait.examples.map((example) => (
              <li key={JSON.stringify(example)}>{plainValue(example)}</li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  )
}

type DescriptionProps = { value: string; readOnly: boolean; onSave: (text: string) => void }

function Description({ value, readOnly, onSave }: DescriptionProps) {
  const [typed, setTyped] = useState(value)
  const save = () => {
    if (typed.trim() !== value) onSave(typed.trim())
  }
  if (readOnly) return value ? <Text size="sm">{value}</Text> : null
  return (
    <Textarea
      label="What it means"
      placeholder="Who writes it, in which unit, and what it is good for"
      autosize
      minRows={2}
      maxLength={2_000}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
    />
  )
}

function Facts({ trait }: { trait: TraitInfo }) {
  const { share, people, distinct, sources, first_seen, last_seen } = trait
  return (
    <dl className={classes.facts}>
      <dt>Type</dt>
      <dd>
        <Group gap={6}>{typesOf(trait).join(', ') || 'not known yet'}</Group>
      </dd>
      <dt>Filled in</dt>
      <dd>
        {shareText(share)}, {counted(people, 'person', 'people')}
      </dd>
      <dt>Different values</dt>
      <dd>about {number(distinct)}</dd>
      <dt>Said by</dt>
      <dd>{sources.map((source) => source.name).join(', ') || 'nobody yet'}</dd>
      <dt>First said</dt>
      <dd>{first_seen ? date(first_seen) : '–'}</dd>
      <dt>Last said</dt>
      <dd>{last_seen ? date(last_seen) : '–'}</dd>
    </dl>
  )
}
