import { Autocomplete, NativeSelect } from '@mantine/core'
import { reachChannels, type ReachChannel } from '../../../model/segment-reach.ts'
import { useSuggestions } from '../../lib/suggestions.ts'
import classes from './builder.module.css'
import { ConditionRow } from './ConditionRow.tsx'
import type { DraftReach } from './draft-schema.ts'
import type { RowProps } from './EventRow.tsx'

const channels = Object.entries(reachChannels).map(([value, label]) => ({ value, label }))
const isChannel = (value: string): value is ReachChannel => value in reachChannels

/** "who [can] be reached by [e-mail], with the consent [newsletter_consent]" */
export function ReachRow({ row, onChange, onRemove, problems, isNew }: RowProps<DraftReach>) {
  const { traits } = useSuggestions()
  const set = (change: Partial<DraftReach>) => onChange({ ...row, ...change })
  return (
    <ConditionRow what="the condition" onRemove={onRemove} problem={problems[row.key]}>
      <NativeSelect
        aria-label="Can be reached or cannot"
        data={[
          { value: 'can', label: 'who can be reached by' },
          { value: 'not', label: 'who cannot be reached by' },
        ]}
        value={row.can ? 'can' : 'not'}
        onChange={(event) => set({ can: event.currentTarget.value === 'can' })}
      />
      <NativeSelect
        aria-label="Channel"
        data={channels}
        value={row.channel}
        onChange={({ currentTarget: { value } }) => isChannel(value) && set({ channel: value })}
        autoFocus={isNew}
      />
      <span className={classes.word}>with the consent</span>
      <Autocomplete
        aria-label="Consent"
        placeholder="none needed"
        data={traits}
        limit={50}
        value={row.consent}
        onChange={(consent) => set({ consent })}
        className={classes.event}
      />
    </ConditionRow>
  )
}
