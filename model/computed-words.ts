import type { ComputedDefinition } from './computed-trait.ts'
import { filterWords, windowWords } from './segment-words.ts'

/** How a trait is worked out, as a sentence: `Sum of total over “Order Completed” within the last 30 days.` */
export function computedWords(definition: ComputedDefinition): string {
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
    case 'lifetime_value': {
      const { minus } = definition
      const less = minus ? `, less the sum of ${minus.field} over ${filterWords(minus)}` : ''
      return `Value to date: sum of ${definition.field} ${over}${less}.`
    }
  }
}
