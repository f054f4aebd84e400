import { sql } from 'kysely'
import type { EnrichedObject, RecordEnrichment } from '../../../model/enrichment.ts'
import { audit } from '../../access/index.ts'
import { invalidField } from '../../crm/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { judge, judgeSubject, type Asked } from '../ask/judge.ts'
import { loadSubjects } from '../ask/load-subjects.ts'
import { requireVisible } from '../ask/try-provider.ts'
import { requireAsked } from '../manage/select-providers.ts'
import { enqueueLookups } from './enqueue.ts'
import { lookupsOf } from './list-lookups.ts'

type About = { object: EnrichedObject; id: string }

/** Which providers may be asked about a record, and what was asked. Throws `not_found`. */
export async function findEnrichment(db: Queryable, actor: Actor, about: About): Promise<RecordEnrichment> {
  await requireVisible(db, actor, { ...about, action: 'view' })
  const { rows } = await sql<Asked & { name: string }>`
    select id, name, object, definition, secret_names from enrichment_providers
    where enabled and deleted_at is null and object = ${about.object} order by created_at, id`.execute(db)
  const subject = (await loadSubjects(db, about.object, [about.id])).get(about.id)
  return {
    providers: rows.map((provider) => {
      const judged = judgeSubject(provider, subject)
      return { id: provider.id, name: provider.name, problem: judged.ready ? null : judged.reason }
    }),
    lookups: await lookupsOf(db, about),
  }
}

type Asking = About & { provider: string; again: boolean }

/**
 * Has a provider asked about a record soon. Throws `not_found`, `forbidden`, `validation_failed` for an unknown provider, and
 * `conflict` when it is off, may not be asked, or an answer is still good and it is not to be asked again.
 */
export async function askByHand(
  { db, clock }: Platform,
  actor: Actor,
  { object, id, provider: providerId, again }: Asking,
): Promise<RecordEnrichment> {
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    await requireVisible(trx, actor, { object, id, action: 'edit' })
    const provider = await requireAsked(trx, providerId).catch(() => null)
    if (provider?.object !== object)
      throw invalidField('provider_id', `There is no enrichment provider of ${words[object]} with this id.`)
    if (!provider.enabled)
      throw fail('conflict', `${provider.name} is switched off. See Settings → Enrichment.`)
    const judged = (await judge(trx, provider, { ids: [id], now })).get(id)
    const subject = (await loadSubjects(trx, object, [id])).get(id)
    if (!subject || (judged && !judged.ready && !(again && judged.cause === 'known')))
      throw fail('conflict', judged && !judged.ready ? judged.reason : undefined)
    await enqueueLookups(trx, {
      provider,
      records: [subject.id],
      askedBy: actor.name,
      now,
      byHand: true,
      again,
    })
    await audit(trx, actor, {
      action: `${object}.enrichment_asked`,
      subject: { type: object, id: subject.id, name: subject.name },
      details: { provider: provider.name, again },
    })
    return findEnrichment(trx, actor, { object, id })
  })
}

const words = { person: 'people', company: 'companies' }
