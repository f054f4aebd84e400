import { ANY_OTHER_TYPE, type IdentifierRuleRow } from '../../../model/identity-rules.ts'
import { windowWords } from '../../../model/identity-words.ts'
import { number } from '../../lib/format.ts'
import { identifierTypeName } from '../../lib/people.ts'

/** What a type of identifier is called in the table of rules. */
export function ruleName(type: string): string {
  return names[type] ?? identifierTypeName(type)
}

const names: Record<string, string> = {
  [ANY_OTHER_TYPE]: 'Any other identifier',
  email: 'E-mail',
  'ios.id': 'iOS device',
  'ios.idfa': 'iOS advertising ID',
  'ios.push_token': 'iOS push token',
  'android.id': 'Android device',
  'android.idfa': 'Android advertising ID',
  ga_client_id: 'Google Analytics client ID',
}

/** "1", "5 new within a year". */
export function limitText({ limit, within }: Pick<IdentifierRuleRow, 'limit' | 'within'>): string {
  return within === 'ever' ? number(limit) : `${number(limit)} ${windowWords[within]}`
}

/** The list with one of its entries at another place. */
export function moved<Entry>(entries: Entry[], from: number, to: number): Entry[] {
  const rest = entries.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...entries.slice(from, from + 1), ...rest.slice(to)]
}

/** What stands in a field with one entry a line. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}
