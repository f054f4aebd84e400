import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import {
  newIdentifierRule,
  type IdentifierRuleRow,
  type IdentityRulesData,
} from '../../../model/identity-rules.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { Blocked } from './Blocked.tsx'
import { DraftPanel } from './DraftPanel.tsx'
import classes from './identity.module.css'
import { Progress } from './Progress.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import { RuleTable } from './RuleTable.tsx'
import { RulesSkeleton } from './RulesSkeleton.tsx'
import { Thresholds } from './Thresholds.tsx'
import { useIdentityRules, useRuleActions } from './use-rules.ts'

type Editing = { row: IdentifierRuleRow; place: number | null }

/** The rules as the draft has them, else those that hold; every edit goes into the draft. */
export function Rules() {
  const { data, error, refetch } = useIdentityRules()
  const actions = useRuleActions(data?.draft?.revision ?? 0)
  const mayWrite = useMay()('identity:write')
  const [editing, setEditing] = useState<Editing | null>(null)
  if (error && !data) return <ErrorState error={error} again={() => void refetch()} />
  if (!data) return <RulesSkeleton />
  const { current, draft } = data
  // What is being saved shows at once.
  const pending = actions.save.isPending ? actions.save.variables : undefined
  const rules = pending ?? draft?.rules ?? current.rules
  const change = (part: Partial<IdentityRulesData>) => actions.save.mutate({ ...rules, ...part })
  const keep = (row: IdentifierRuleRow) => {
    const { place } = editing ?? { place: null }
    const types = place === null ? [...rules.types, row] : rules.types.with(place, row)
    return actions.save.mutateAsync({ ...rules, types })
  }
  const removeAt = (place: number) => change({ types: rules.types.filter((_, index) => index !== place) })
  return (
    <>
      {!current.progress.finished && <Progress {...current.progress} what="Bringing people up to date" />}
      {draft && <DraftPanel draft={draft} actions={actions} mayWrite={mayWrite} />}
      <Section
        title="Identifiers, strongest first"
        action={
          mayWrite && (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={15} />}
              onClick={() => setEditing({ row: newIdentifierRule({ type: '' }), place: null })}
            >
              Add a type
            </Button>
          )
        }
      >
        <RuleTable
          rows={rules.types}
          mayWrite={mayWrite}
          onMove={(types) => change({ types })}
          onOpen={(place) => {
            const row = rules.types[place]
            if (row) setEditing({ row, place })
          }}
        />
      </Section>
      <div className={classes.columns}>
        <Blocked blocked={rules.blocked} mayWrite={mayWrite} onChange={(blocked) => change({ blocked })} />
        <Thresholds rules={rules} mayWrite={mayWrite} onChange={change} />
      </div>
      {editing && (
        <RuleDialog
          key={editing.row.type}
          {...editing}
          rules={rules}
          mayWrite={mayWrite}
          onSave={keep}
          onRemove={removeAt}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}
