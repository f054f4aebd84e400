import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useSuggestions } from '../../../lib/suggestions.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { leadScoreOf } from './score-template.ts'
import { toScoreDraft, type ScoreDraft } from './score-draft.ts'

export type ScoreTemplateProps = { draft: ScoreDraft; onChange: (draft: ScoreDraft) => void }

/** Fills in a score for leads made of what people really do; nothing while there is too little for one. */
export function ScoreTemplate({ draft, onChange }: ScoreTemplateProps) {
  const template = leadScoreOf(useSuggestions())
  if (!template) return null
  const take = () => {
    onChange(toScoreDraft(template))
    toastSaved('Rules for leads filled in', () => onChange(draft))
  }
  return (
    <Button variant="light" mb="sm" leftSection={<IconSparkles size={15} aria-hidden />} onClick={take}>
      Begin with a lead score
    </Button>
  )
}
