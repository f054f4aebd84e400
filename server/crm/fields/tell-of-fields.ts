import { audit } from '../../access/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockDeal } from '../deals/find-deal.ts'
import { recordDeal } from '../deals/record-deal.ts'
import { listPipelines } from '../pipelines/find-pipelines.ts'
import { tellOfRecord } from '../records/tell-of-record.ts'
import { beforeAndAfter } from './before-and-after.ts'
import type { ValuesToStore } from './field-store.ts'

type Written = { object: string; written: ValuesToStore[]; at: Date }

/** Tells of changed values in their transaction: in the audit log with before and after, as news, and on timelines. */
export async function tellOfFields(trx: Trx, actor: Actor, { object, written, at }: Written): Promise<void> {
  const tell = tellers[object]
  if (tell) return tell(trx, actor, { object, written, at })
  for (const one of written) {
    const story = { kind: 'changed' as const, object, id: one.held.id, values: beforeAndAfter(one), at }
    await tellOfRecord(trx, actor, story)
  }
}

const tellers: Record<string, (trx: Trx, actor: Actor, written: Written) => Promise<void>> = {
  async deal(trx, actor, { written, at }) {
    const pipelines = await listPipelines(trx)
    for (const one of written) {
      const { deal, personRef } = await lockDeal(trx, one.held.id)
      const pipeline = pipelines.find(({ id }) => id === deal.pipeline_id)
      invariant(pipeline, 'A deal lies in a pipeline.')
      const [changed, values] = [Object.keys(one.values), beforeAndAfter(one)]
      await recordDeal(trx, actor, { kind: 'changed', deal, personRef, pipeline, changed, values, at })
    }
  },
  async company(trx, actor, { written, at }) {
    for (const one of written) {
      await tellOfCustomer(trx, actor, { object: 'company', one, at })
      await recordEvent(trx, {
        ...eventOf('Company Updated', one, at),
        personRef: null,
        companyRef: one.held.id,
      })
    }
  },
  async person(trx, actor, { written, at }) {
    for (const one of written) {
      await tellOfCustomer(trx, actor, { object: 'person', one, at })
      await recordEvent(trx, {
        ...eventOf('Person Updated', one, at),
        personRef: one.held.ref,
        companyRef: null,
      })
    }
  },
}

async function tellOfCustomer(
  trx: Trx,
  actor: Actor,
  { object, one, at }: { object: string; one: ValuesToStore; at: Date },
): Promise<void> {
  const { held, values } = one
  const changed = Object.keys(values)
  await audit(trx, actor, {
    action: `${object}.changed`,
    subject: { type: object, id: held.ref, name: held.name },
    details: { changed, values: beforeAndAfter(one) },
  })
  const payload = { object, id: held.id, name: held.name, changed, at: at.toISOString() }
  await publish(trx, [{ type: 'record.changed', payload }])
}

function eventOf(event: string, { values }: ValuesToStore, at: Date) {
  return { type: 'track' as const, event, properties: { changed: Object.keys(values) }, at }
}
