import { expect, it } from 'vitest'
import { segmentDefinition } from '../../model/segment.ts'
import { systemActor } from '../access/index.ts'
import { requireReadableDefinition } from './readable-definition.ts'

const hiding = (object: string, field: string) => ({
  ...systemActor,
  grants: { ...systemActor.grants, fields: { [object]: { [field]: 'hidden' as const } } },
})
const ofCompany = segmentDefinition.parse({
  conditions: [{ kind: 'company', conditions: [{ kind: 'owner', owners: [null] }] }],
})
const reached = segmentDefinition.parse({ conditions: [{ kind: 'reach', channel: 'email' }] })

it('is refused where it would tell whose companies are, or what address somebody has', () => {
  expect(() => requireReadableDefinition(hiding('people', 'owner'), ofCompany)).not.toThrow()
  expect(() => requireReadableDefinition(hiding('companies', 'owner'), ofCompany)).toThrow(/see owner/)
  expect(() => requireReadableDefinition(hiding('people', 'phone'), reached)).not.toThrow()
  expect(() => requireReadableDefinition(hiding('people', 'email'), reached)).toThrow(/see email/)
})
