import { useState } from 'react'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import type { ScoreDefinition } from '../../../../model/score.ts'
import { DefinitionForm } from './DefinitionForm.tsx'
import { blankScore, readScoreDraft, toScoreDraft } from './score-draft.ts'
import { ScoreBands } from './ScoreBands.tsx'
import { ScoreRules } from './ScoreRules.tsx'
import { ScoreTemplate } from './ScoreTemplate.tsx'
import { useComputedPreview } from './use-computed-preview.ts'

const words = {
  noun: 'score',
  example: 'lead_score',
  unfinished: 'The rules stand here as a sentence once they are finished.',
}

export type ScoreFormProps = {
  /** Null for a new one, which has no definition either. */
  trait: ComputedTrait | null
  definition: ScoreDefinition | null
}

/** A score: rules with points, the bounds of the sum, and how people of so many points are called. */
export function ScoreForm({ trait, definition: given }: ScoreFormProps) {
  const [draft, setDraft] = useState(() => (given ? toScoreDraft(given) : blankScore()))
  const { definition, problems } = readScoreDraft(draft)
  const { preview, isBehind } = useComputedPreview(definition)
  const saved = given && readScoreDraft(toScoreDraft(given)).definition
  return (
    <DefinitionForm trait={trait} definition={definition} saved={saved} words={words}>
      {(pressed) => {
        const shown = (pressed && problems) || {}
        return (
          <>
            {!trait && <ScoreTemplate draft={draft} onChange={setDraft} />}
            <ScoreRules
              rules={draft.rules}
              onChange={(change) => setDraft((before) => ({ ...before, rules: change(before.rules) }))}
              problems={shown}
              counts={(!isBehind && preview?.score?.rules) || []}
            />
            <ScoreBands draft={draft} onChange={setDraft} problems={shown} />
          </>
        )
      }}
    </DefinitionForm>
  )
}
