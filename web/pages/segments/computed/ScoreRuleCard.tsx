import { ActionIcon, Button, Checkbox, NumberInput, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { ruleWords } from '../../../../model/computed-words.ts'
import { MAX_POINTS } from '../../../../model/score.ts'
import { counted } from '../../../lib/format.ts'
import { useDefinitionNames } from '../../../lib/segment-choices.ts'
import builder from '../builder.module.css'
import { ConditionGroup } from '../ConditionGroup.tsx'
import { findProblems } from '../draft-problems.ts'
import { AmountField } from '../DurationFields.tsx'
import type { Problems } from '../read-draft.ts'
import { isCounted, readScoreDraft, type RuleDraft } from './score-draft.ts'
import classes from './score.module.css'

const MOST_EVENTS = 1_000
const MOST_DAYS = 365

export type ScoreRuleCardProps = {
  rule: RuleDraft
  /** From 1 on. */
  place: number
  onChange: (rule: RuleDraft) => void
  onRemove: () => void
  problems: Problems
  count: number | undefined
  opened: boolean
  onToggle: () => void
}

/** "[+10] points: [name]", whom it means in words, and opened its conditions. */
export function ScoreRuleCard({ rule, place, onChange, opened, onToggle, ...props }: ScoreRuleCardProps) {
  const { onRemove, problems, count } = props
  const id = useId()
  const set = (change: Partial<RuleDraft>) => onChange({ ...rule, ...change })
  const unfinished = [...findProblems(rule.root)].some(([key]) => problems[key] !== undefined)
  return (
    <div role="group" aria-label={`Rule ${place}`} className={classes.rule}>
      <div className={classes.head}>
        <NumberInput
          aria-label="Points"
          className={classes.points}
          min={-MAX_POINTS}
          max={MAX_POINTS}
          allowDecimal={false}
          value={rule.points}
          error={problems[rule.key] !== undefined}
          onChange={(points) => set({ points: Number(points) || 0 })}
        />
        <span className={builder.word}>points</span>
        <TextInput
          aria-label="Name of the rule"
          className={classes.ruleName}
          placeholder="What it is about"
          maxLength={100}
          value={rule.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <div className={classes.tools}>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={opened}
            aria-controls={id}
            rightSection={
              <IconChevronDown
                size={15}
                className={classes.chevron}
                data-open={opened || undefined}
                aria-hidden
              />
            }
            onClick={onToggle}
          >
            Conditions
          </Button>
          <ActionIcon aria-label={`Remove rule ${place}`} onClick={onRemove}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      </div>
      {problems[rule.key] && <p className={builder.problem}>{problems[rule.key]}</p>}
      {!opened && unfinished && <p className={builder.problem}>Its conditions are not finished yet.</p>}
      <Words rule={rule} count={count} />
      <div id={id} hidden={!opened} className={classes.body}>
        {opened && (
          <ConditionGroup group={rule.root} onChange={(root) => set({ root })} problems={problems} />
        )}
        {opened && isCounted(rule.root) && <Counting rule={rule} set={set} />}
      </div>
    </div>
  )
}

function Words({ rule, count }: Pick<ScoreRuleCardProps, 'rule' | 'count'>) {
  const nameOf = useDefinitionNames()
  const { definition } = readScoreDraft({ rules: [rule], minimum: null, maximum: null, bands: [] })
  const [read] = definition?.rules ?? []
  if (!read) return null
  return (
    <Text size="sm" c="dimmed" mt={4}>
      For those {ruleWords(read, nameOf)}.
      {count !== undefined && ` ${count === 0 ? 'Nobody' : counted(count, 'person', 'people')} now.`}
    </Text>
  )
}

type CountingProps = { rule: RuleDraft; set: (change: Partial<RuleDraft>) => void }

function Counting({ rule: { most, halfLife }, set }: CountingProps) {
  return (
    <div className={classes.counting}>
      <div className={builder.fields}>
        <Checkbox
          label="For each time"
          checked={most !== null}
          onChange={(event) => set({ most: event.currentTarget.checked ? 5 : null })}
        />
        {most !== null && (
          <>
            <span className={builder.word}>up to</span>
            <AmountField
              label="For at most so many times"
              value={most}
              max={MOST_EVENTS}
              onChange={(times) => set({ most: times })}
            />
            <span className={builder.word}>times</span>
          </>
        )}
      </div>
      <div className={builder.fields}>
        <Checkbox
          label="Fades as time passes"
          checked={halfLife !== null}
          onChange={(event) => set({ halfLife: event.currentTarget.checked ? 14 : null })}
        />
        {halfLife !== null && (
          <>
            <span className={builder.word}>counting half after</span>
            <AmountField
              label="Counts half after so many days"
              value={halfLife}
              max={MOST_DAYS}
              onChange={(days) => set({ halfLife: days })}
            />
            <span className={builder.word}>days</span>
          </>
        )}
      </div>
    </div>
  )
}
