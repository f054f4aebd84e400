import type { ComputedDefinition } from './computed-trait.ts'
import type { ScoreDefinition, ScoreRule } from './score.ts'
import type { SqlDefinition } from './sql-trait.ts'
import type { Condition } from './segment-condition.ts'
import { conditionWords, filterWords, windowWords, type NameOf } from './segment-words.ts'

const NAMED_RULES = 3
const SHOWN_SQL = 200

/** How a trait is worked out, as a sentence: `Sum of total over “Order Completed” within the last 30 days.` */
export function computedWords(definition: ComputedDefinition, nameOf?: NameOf): string {
  if (definition.kind === 'score') return scoreWords(definition, nameOf)
  if (definition.kind === 'sql') return sqlWords(definition)
  const over = `over ${filterWords(definition)}${'window' in definition ? windowWords(definition.window ?? null) : ''}`
  switch (definition.kind) {
    case 'count':
      return `Number of times of ${over.slice('over '.length)}.`
    case 'sum':
    case 'average':
      return `${definition.kind === 'sum' ? 'Sum' : 'Average'} of ${definition.field} ${over}.`
    case 'smallest':
    case 'largest':
      return `${definition.kind === 'smallest' ? 'Smallest' : 'Largest'} ${definition.field} ${over}.`
    case 'first':
    case 'last': {
      const which = definition.kind === 'first' ? 'first' : 'last'
      return definition.field === undefined
        ? `When they did ${over.slice('over '.length)} for the ${which} time.`
        : `${definition.field} of the ${which} ${over.slice('over '.length)}.`
    }
    case 'most_frequent':
      return `Most frequent ${definition.field} ${over}.`
    case 'unique_list':
      return `List of the different values of ${definition.field} ${over}.`
    case 'unique_count':
      return `Number of different values of ${definition.field} ${over}.`
    case 'days_since':
      return `Days since the last ${over.slice('over '.length)}.`
    case 'rfm':
      return `How recently, how often and for how much (${definition.field}) ${over}, from 1 to 5 among everybody.`
    case 'lifecycle': {
      const { new_days, at_risk_days, lapsed_days } = definition
      return `Stage of life by ${filterWords(definition)}: new for ${new_days} days after the first, at risk after ${at_risk_days} days without, lapsed after ${lapsed_days}.`
    }
    case 'prediction': {
      const { days, active_days } = definition
      return `How likely, in percent, they are to do ${filterWords(definition)} within ${daysWords(days)}, by what they did within the last ${daysWords(active_days)}.`
    }
    case 'lifetime_value': {
      const { minus } = definition
      const less = minus ? `, less the sum of ${minus.field} over ${filterWords(minus)}` : ''
      return `Value to date: sum of ${definition.field} ${over}${less}.`
    }
  }
}

function daysWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

function sqlWords({ query, refresh_hours }: SqlDefinition): string {
  const text = query.replaceAll(/\s+/g, ' ')
  const shown = text.length > SHOWN_SQL ? `${text.slice(0, SHOWN_SQL)}…` : text
  const every = refresh_hours === 1 ? 'every hour' : `every ${refresh_hours} hours`
  return `By SQL, asked again ${every}: ${shown}`
}

function scoreWords({ rules, minimum, maximum }: ScoreDefinition, nameOf?: NameOf): string {
  const named = rules
    .slice(0, NAMED_RULES)
    .map((rule) => `${pointWords(rule.points)} for those ${ruleWords(rule, nameOf)}`)
  const more = rules.length > NAMED_RULES ? `; and ${rules.length - NAMED_RULES} more` : ''
  const ends = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ]
  return `Points: ${named.join('; ')}${more}${ends.length > 0 ? `; ${ends.join(', ')}` : ''}.`
}

/** A rule of a score as a clause: `who did “Pricing viewed” within the last 7 days, for each up to 5`. */
export function ruleWords({ when, each, half_life_days }: ScoreRule, nameOf?: NameOf): string {
  const fading =
    half_life_days === undefined
      ? ''
      : `, half after ${half_life_days} ${half_life_days === 1 ? 'day' : 'days'}`
  return `${clauseOf(when, nameOf)}${each ? `, for each up to ${each.most}` : ''}${fading}`
}

/** A group stands alone here and needs no brackets. */
function clauseOf(when: Condition, nameOf: NameOf | undefined): string {
  const words = conditionWords(when, nameOf)
  const isBracketed = when.kind === 'group' && when.match !== 'none' && when.conditions.length > 1
  return isBracketed ? words.slice(1, -1) : words
}

/** Points with their sign: `+5`, `−10`. */
export function pointWords(points: number): string {
  const rounded = Math.round(points * 10) / 10
  return rounded < 0 ? `−${-rounded}` : `+${rounded}`
}
