import { sql } from 'kysely'
import { audit, requireRecord } from '../../access/index.ts'
import {
  companyKind,
  retractCompanies,
  retractFacts,
  requirePeople,
  type FactUndo,
} from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

type Stored = { object: 'person' | 'company'; ref: string; undo: FactUndo[] }

/**
 * Takes an edit back: what it changed is as it was before, but for what somebody else has changed since. Throws `gone` for
 * one that was undone already or is older than a week, `conflict` when all of it was changed since.
 */
export async function undoEdit({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const edit = await takeEdit(trx, id)
    await requireEditing(trx, actor, edit)
    const companies = edit.undo.flatMap(({ company }) => (company ? [company.id] : []))
    const kept =
      edit.object === 'person' ? await takeBackPerson(trx, edit.undo) : await takeBack(trx, edit.undo)
    await recordProfiles(trx, { people: kept.people, moved: kept.moved, companies })
    await audit(trx, actor, {
      action: `${edit.object}.edit_undone`,
      subject: { type: edit.object, id: edit.ref, name: null },
      details: kept.reasons.length > 0 ? { kept: kept.reasons } : {},
    })
  })
}

async function takeEdit(trx: Trx, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`
    delete from edits where id = ${id}::uuid returning object, ref, undo`.execute(trx)
  if (!rows[0]) throw fail('gone', 'This change was undone already, or is older than a week.')
  return rows[0]
}

async function requireEditing(trx: Trx, actor: Actor, { object, ref }: Stored): Promise<void> {
  if (object === 'person') await requirePeople(trx, actor, { ids: [ref], action: 'edit' })
  else
    await requireRecord(trx, actor, {
      object: 'companies',
      action: 'edit',
      from: companyKind.from(ref),
      what: 'company',
    })
}

type TakenBack = { people: string[]; moved: string[]; reasons: string[] }

/** Identifiers that something refers to by now stay, and so does who they are of. */
async function takeBackPerson(trx: Trx, facts: FactUndo[]): Promise<TakenBack> {
  const fresh = facts.flatMap(({ identifiers }) => identifiers.filter((one) => one.fresh).map(({ id }) => id))
  const { rows } = await sql<{ id: string }>`
    select person_ref as id from deals where person_ref = any(${fresh}::uuid[])
    union select person_ref from leads where person_ref = any(${fresh}::uuid[])
    union select ref from activity_links where kind = 'person' and ref = any(${fresh}::uuid[])
    union select a from identity_links where a = any(${fresh}::uuid[]) and not message_id = any(${facts.map(({ messageId }) => messageId)}::text[])
    union select b from identity_links where b = any(${fresh}::uuid[]) and not message_id = any(${facts.map(({ messageId }) => messageId)}::text[])`.execute(
    trx,
  )
  const { people, moved, kept } = await retractFacts(trx, facts, { inUse: new Set(rows.map(({ id }) => id)) })
  return { people, moved, reasons: [...kept.values()].flat() }
}

async function takeBack(trx: Trx, facts: FactUndo[]): Promise<TakenBack> {
  const kept = await retractCompanies(trx, facts, new Set(facts.flatMap(({ company }) => company?.id ?? [])))
  return { people: [], moved: [], reasons: [...kept.values()].flat() }
}
