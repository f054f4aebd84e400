import { sql } from 'kysely'
import {
  activityInput,
  type Activity,
  type ActivityChange,
  type ActivityInput,
} from '../../../model/activity.ts'
import type { Page } from '../../../model/page.ts'
import { systemActor } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Engine } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { changeActivity } from './change-activity.ts'
import { createActivity } from './create-activity.ts'

export const rosa = userNamed('rosa', 'Rosa')
export const ana = userNamed('ana', 'Ana Silva')

/** 23:30 in UTC is the next day in Berlin already, and still the evening before in New York. */
export const EVENING = Date.parse('2026-03-10T23:30:00Z')

/** The test's CRM with two colleagues, Rosa and Ana Silva, a person and a company. */
export type TestActivities = {
  crm: TestCrm
  ada: string
  acme: string
  /** Makes an activity, of Rosa's unless said otherwise. */
  make(input?: Partial<ActivityInput>, actor?: Actor): Promise<Activity>
  change(id: string, change: ActivityChange, actor?: Actor): Promise<Activity>
  /** The subjects that the API lists for this query string. */
  list(query: string): Promise<string[]>
  /** Sets the clock to the evening, and forgets activities, notifications and news. */
  reset(): Promise<void>
}

/** Opens it on an engine. */
export async function openTestActivities(engine: Engine): Promise<TestActivities> {
  const crm = await openTestCrm(engine)
  const { db, clock } = crm.platform
  for (const { id, name } of [rosa, ana])
    await sql`insert into users (id, name, email) values (${id}, ${name}, ${`${id}@example.com`})`.execute(db)
  return {
    crm,
    ada: await crm.person('user_id:ada'),
    acme: await crm.company('Acme'),
    make: (input = {}, actor = rosa) =>
      createActivity(
        crm.platform,
        actor,
        activityInput.parse({ kind: 'task', subject: 'Call back', ...input }),
      ),
    change: (id, change, actor = rosa) => changeActivity(crm.platform, actor, { id, change }),
    list: async (query) =>
      (await crm.api.get<Page<Activity>>(`/api/v1/activities?${query}`)).body.data.map(
        ({ subject }) => subject,
      ),
    async reset() {
      clock.set(EVENING)
      await sql`delete from activities`.execute(db)
      await sql`delete from notifications`.execute(db)
      await crm.told()
    },
  }
}

function userNamed(id: string, name: string): Actor {
  return { ...systemActor, type: 'user', id, name }
}
