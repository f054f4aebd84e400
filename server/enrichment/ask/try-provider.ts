import { randomUUID } from 'node:crypto'
import type { EnrichedObject, EnrichmentTrial } from '../../../model/enrichment.ts'
import { audit } from '../../access/index.ts'
import { companyKind, hiddenTraits, personKind } from '../../people/index.ts'
import { requireRecord } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { chooseValues } from '../answer/choose-values.ts'
import { readAnswer } from '../answer/read-answer.ts'
import { countRequest, limitReached, lockProvider } from '../lookups/provider-state.ts'
import { openKeys, withoutKeys } from '../manage/keys.ts'
import { requireAsked, subjectOf } from '../manage/select-providers.ts'
import { judgeSubject, type Asked } from './judge.ts'
import { loadSubjects, type Subject } from './load-subjects.ts'
import { hiddenKeys, renderRequest } from './render-request.ts'
import { checkRequest, textsOf } from './check-request.ts'
import { sendRequest, type AskOptions } from './send-request.ts'
import { placeholdersOf } from './template.ts'
import { refuse } from '../manage/check-provider.ts'

type Trying = AskOptions & { id: string; record: string; send: boolean }

/**
 * Shows what a provider is asked about one record, and asks if wanted, whether it is switched on or not; nothing is written. A request
 * counts towards the limits. Throws `not_found`, `conflict` when it may not be asked, `forbidden` for what the caller does not see.
 */
export async function tryProvider(
  platform: Platform,
  actor: Actor,
  { id, record, send, allowPrivate }: Trying,
): Promise<EnrichmentTrial> {
  const { db, clock, secrets } = platform
  const provider = await requireAsked(db, id)
  await requireVisible(db, actor, { object: provider.object, id: record, action: 'view' })
  requireSeen(actor, provider)
  const subject = await askable(db, provider, record)
  const { request } = provider.definition
  const { request: shown } = renderRequest(request, subject.known, hiddenKeys(provider.secret_names))
  if (!send)
    return { request: shown, answer: null, result: 'not_sent', sentence: 'Nothing was sent.', traits: [] }
  const keys = openKeys(secrets, provider.secrets)
  refuse(checkRequest(request, Object.keys(keys)))
  await allow(platform, actor, provider)
  const { request: rendered } = renderRequest(request, subject.known, keys)
  const answer = await sendRequest(rendered, { id: randomUUID(), allowPrivate })
  const read = readAnswer(provider.definition, answer, clock.now())
  const clean = (text: string) => withoutKeys(text, Object.values(keys))
  const trial = {
    request: shown,
    answer:
      'problem' in answer ? { status: null, text: '' } : { status: answer.status, text: clean(answer.text) },
  }
  if (read.result === 'found') {
    const chosen = await chooseValues(db, provider, { record: subject.id, values: read.values })
    const hidden = hiddenTraits(actor, objectsOf[provider.object])
    const traits = chosen.filter(({ trait }) => !hidden.has(trait))
    return { ...trial, result: 'found', sentence: 'The provider knows something.', traits }
  }
  if (read.result === 'not_found')
    return { ...trial, result: 'not_found', sentence: 'The provider knows nothing of them.', traits: [] }
  return { ...trial, result: 'failed', sentence: clean(read.reason), traits: [] }
}

const objectsOf = { person: 'people', company: 'companies' } as const
const kinds = { person: personKind, company: companyKind }

/** Throws `not_found` for a record that the caller does not see, `forbidden` for one that they may not change. */
export async function requireVisible(
  db: Queryable,
  actor: Actor,
  { object, id, action }: { object: EnrichedObject; id: string; action: 'view' | 'edit' },
): Promise<void> {
  await requireRecord(db, actor, {
    object: objectsOf[object],
    action,
    from: kinds[object].from(id),
    what: object,
  })
}

/** What is put into a request is shown with it. */
function requireSeen(actor: Actor, { object, definition }: Asked): void {
  const hidden = hiddenTraits(actor, objectsOf[object])
  const used = textsOf(definition.request).flatMap(([, text]) =>
    placeholdersOf(text).names.map(({ name }) => name.replace(/^traits\./, '').split('.')[0] ?? name),
  )
  const secret = used.filter((name) => hidden.has(name))
  if (secret.length > 0)
    throw fail(
      'forbidden',
      `The request is made of what your role does not let you see: ${secret.join(', ')}.`,
    )
}

async function askable(db: Queryable, provider: Asked, record: string): Promise<Subject> {
  const judged = judgeSubject(provider, (await loadSubjects(db, provider.object, [record])).get(record))
  if (!judged.ready) throw fail('conflict', judged.reason)
  return judged.subject
}

async function allow(
  { db, clock }: Platform,
  actor: Actor,
  provider: Asked & { name: string },
): Promise<void> {
  const now = clock.now()
  await db.transaction().execute(async (trx) => {
    await lockProvider(trx, provider.id)
    const full = await limitReached(trx, { id: provider.id, limits: provider.definition.limits, now })
    if (full) throw fail('conflict', `${full.reason} Raise it, or try again later.`)
    await countRequest(trx, provider.id, now)
    await audit(trx, actor, { action: 'enrichment_provider.tried', subject: subjectOf(provider) })
  })
}
