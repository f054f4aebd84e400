import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { MAX_RULES } from '../../../../model/score.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import builder from '../builder.module.css'
import type { Problems } from '../read-draft.ts'
import { blankRule, type RuleDraft } from './score-draft.ts'
import classes from './score.module.css'
import { ScoreRuleCard } from './ScoreRuleCard.tsx'

export type ScoreRulesProps = {
  rules: RuleDraft[]
  onChange: (change: (rules: RuleDraft[]) => RuleDraft[]) => void
  problems: Problems
  /** How many people satisfy each rule now; nothing while that is not known. */
  counts: number[]
}

/** The rules of a score, one opened at a time. */
export function ScoreRules({ rules, onChange, problems, counts }: ScoreRulesProps) {
  const [opened, setOpened] = useState<string | null>(rules.length === 1 ? (rules[0]?.key ?? null) : null)
  const add = useRef<HTMLButtonElement>(null)
  const remove = (rule: RuleDraft) => {
    const place = rules.indexOf(rule)
    onChange((all) => all.filter((one) => one.key !== rule.key))
    add.current?.focus()
    toastSaved('Rule removed', () => onChange((all) => all.toSpliced(place, 0, rule)))
  }
  const append = () => {
    const rule = blankRule()
    onChange((all) => [...all, rule])
    setOpened(rule.key)
  }
  return (
    <section aria-label="Rules">
      <ol className={classes.rules}>
        {rules.map((rule, place) => (
          <li key={rule.key}>
            <ScoreRuleCard
              rule={rule}
              place={place + 1}
              onChange={(changed) =>
                onChange((all) => all.map((one) => (one.key === rule.key ? changed : one)))
              }
              onRemove={() => remove(rule)}
              problems={problems}
              count={counts[place]}
              opened={opened === rule.key}
              onToggle={() => setOpened(opened === rule.key ? null : rule.key)}
            />
          </li>
        ))}
      </ol>
      {problems['rules'] && <p className={builder.problem}>{problems['rules']}</p>}
      <Button
        ref={add}
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        disabled={rules.length >= MAX_RULES}
        onClick={append}
      >
        Add a rule
      </Button>
    </section>
  )
}
