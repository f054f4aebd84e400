import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SegmentDefinition, SegmentMembers } from '../../../model/segment.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { satisfies } from '../evaluate.ts'
import { companyDefinition, definition, drawnCompany, drawnPerson, NOW } from './drawn-segments.ts'
import { compileDue } from './due.ts'
import { edgesOf } from './edges.ts'
import { identify, storeWorld } from './store-world.ts'

const MANY = 1_000_000
const PASSED_MS = [1, 60_000, 3_600_000, 86_400_000, 40 * 86_400_000]

describe('who is due when time has passed', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform('embedded')
  })
  afterAll(() => platform.close())

  it('is everybody whose answer time alone has changed', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnPerson, { minLength: 10, maxLength: 20, size: 'max' }),
        fc.array(drawnCompany, { minLength: 4, maxLength: 4 }),
        fc.record({
          definitions: fc.array(definition, { minLength: 5, maxLength: 12, size: 'max' }),
          ofCompanies: fc.array(companyDefinition, { minLength: 3, maxLength: 6, size: 'max' }),
        }),
        fc.constantFrom(...PASSED_MS),
        async (drawn, drawnCompanies, { definitions, ofCompanies }, milliseconds) => {
          const world = identify(drawn, drawnCompanies)
          const { people } = world
          await storeWorld(platform, world)
          const now = NOW + milliseconds
          const changed = people.filter((one) =>
            definitions.some((each) => satisfies(one, each, NOW) !== satisfies(one, each, now)),
          )
          changes += changed.length
          const dueOf = async (some: SegmentDefinition[], members: SegmentMembers) => {
            const scan = compileDue(some.flatMap(edgesOf), { since: NOW, now }, { members, limit: MANY })
            const rows = scan ? await platform.warehouse.rows<{ id: string }>(scan.query, scan.params) : []
            return new Set(rows.map(({ id }) => id))
          }
          const due = await dueOf(definitions, 'people')
          const reached = changed.filter(
            ({ id, companies: mine }) =>
              due.has(id) ||
              mine.some((company) =>
                people.some((one) => due.has(one.id) && one.companies.includes(company)),
              ),
          )
          expect(reached).toEqual(changed)
          const dueCompanies = await dueOf(ofCompanies, 'companies')
          const turned = world.companies.filter((one) =>
            ofCompanies.some((each) => satisfies(one, each, NOW) !== satisfies(one, each, now)),
          )
          changes += turned.length
          expect(turned.filter(({ id }) => !dueCompanies.has(id))).toEqual([])
        },
      ),
      // Most draws change nothing; these are known to change enough to say something.
      { numRuns: 12, seed: 8 },
    )
    expect(changes).toBeGreaterThan(10)
  }, 400_000)
})
