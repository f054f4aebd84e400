import { useState } from 'react'
import type { ComputedTrait, EventDefinition } from '../../../../model/computed-trait.ts'
import { blankComputed, readComputedDraft, toComputedDraft } from './computed-draft.ts'
import { DefinitionFields } from './DefinitionFields.tsx'
import { DefinitionForm } from './DefinitionForm.tsx'

const words = {
  noun: 'computed trait',
  example: 'orders_30_days',
  unfinished: 'The definition stands here as a sentence once it is finished.',
}

export type ComputedFormProps = {
  /** Null for a new one, which has no definition either. */
  trait: ComputedTrait | null
  definition: EventDefinition | null
}

/** A trait that is worked out of the events of one kind. */
export function ComputedForm({ trait, definition: given }: ComputedFormProps) {
  const [draft, setDraft] = useState(() => (given ? toComputedDraft(given) : blankComputed()))
  const { definition, problems } = readComputedDraft(draft)
  const saved = given && readComputedDraft(toComputedDraft(given)).definition
  return (
    <DefinitionForm trait={trait} definition={definition} saved={saved} words={words}>
      {(pressed) => (
        <DefinitionFields draft={draft} onChange={setDraft} problems={(pressed && problems) || {}} />
      )}
    </DefinitionForm>
  )
}
