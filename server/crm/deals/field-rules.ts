import type { DealChange } from '../../../model/deal.ts'

/** How rules for fields name what a change names. */
const ruleOf: Record<keyof Omit<DealChange, 'version'>, string> = {
  name: 'name',
  stage_id: 'stage',
  after_deal_id: 'stage',
  amount: 'amount',
  amount_source: 'amount',
  expected_close_on: 'expected_close_on',
  person_id: 'person',
  company_id: 'company',
  owner_id: 'owner',
  close_reason_id: 'close_reason',
  close_note: 'close_note',
}
const rules = new Map<string, string>(Object.entries(ruleOf))

/** The fields that a change touches, as rules for fields name them. */
export function fieldsOfChange(change: DealChange): string[] {
  const given = new Map<string, unknown>(Object.entries(change))
  return Object.entries(ruleOf).flatMap(([key, rule]) => (given.get(key) === undefined ? [] : [rule]))
}

/** How rules call a field that the API calls `stage_id`. */
export function fieldRuleOf(field: string): string {
  return rules.get(field) ?? field
}
