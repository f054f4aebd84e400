import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FieldValues } from '../../../model/field.ts'
import type { Page } from '../../../model/page.ts'
import type { RecordFile } from '../../../model/record-file.ts'
import { everyAction } from '../../../model/rights.ts'
import type { RecordRow } from '../../../model/view.ts'
import { engines, type Api } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { purgeFiles } from './purge-files.ts'

type Refusal = { error: { code: string; message: string } }
const pdf = Buffer.from('%PDF-1.7\nAn offer, not really.')

describe.each(engines)('files of records on the %s engine', (engine) => {
  let crm: TestCrm
  let acme: string
  let deal: string
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    acme = await crm.company('Acme')
    deal = (await crm.deal({ name: 'An engine', company_id: acme })).id
  })
  afterAll(() => crm.close())

  const put = (name: string, content: Buffer, path = `deals/${deal}`, api: Api = crm.api) =>
    api.post<RecordFile & Refusal>(`/api/v1/${path}/files?name=${encodeURIComponent(name)}`, content)
  const list = async (path = `deals/${deal}`, api: Api = crm.api) =>
    (await api.get<Page<RecordFile>>(`/api/v1/${path}/files`)).body
  const stored = async () => {
    const folders = await readdir(crm.files).catch(() => [])
    const names = await Promise.all(folders.map((folder) => readdir(join(crm.files, folder))))
    return names.flat()
  }

  it('are kept under what they are, listed, told of, and come back as they were, to be saved', async () => {
    await crm.told()
    const { status, body } = await put('Offer für “Acme”.pdf', pdf)
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: 'Offer für “Acme”.pdf', type: 'application/pdf', size: pdf.length },
    })
    expect((await list()).data).toEqual([body])
    const told = await crm.told()
    expect(told.map(({ type }) => type)).toEqual(['file.added', 'event.recorded'])
    expect(told[1]).toMatchObject({ payload: { event: 'File Added', companyRef: acme } })
    const saved = await crm.api.get(`/api/v1/deals/${deal}/files/${body.id}`)
    expect(saved.bytes.equals(pdf)).toBe(true)
    expect(saved.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition':
        'attachment; filename="Offer f_r _Acme_.pdf"; filename*=UTF-8\'\'Offer%20f%C3%BCr%20%E2%80%9CAcme%E2%80%9D.pdf',
    })
  })

  it('lie there once when they are equal, and are gone for good 30 days after the last was removed', async () => {
    const same = Buffer.from('the same twice')
    const one = (await put('one.txt', same)).body
    const two = (await put('two.txt', same, `companies/${acme}`)).body
    expect(one.type).toBe('text/plain; charset=utf-8')
    const count = (await stored()).length
    expect((await crm.api.delete(`/api/v1/deals/${deal}/files/${one.id}`)).status).toBe(204)
    expect((await list()).data.map(({ name }) => name)).not.toContain('one.txt')
    expect((await crm.api.get(`/api/v1/deals/${deal}/files/${one.id}`)).status).toBe(404)
    await crm.api.post(`/api/v1/deals/${deal}/files/${one.id}/restoration`)
    expect((await list()).data.map(({ name }) => name)).toContain('one.txt')
    const store = { platform: crm.platform, folder: crm.files, quotaBytes: 0 }
    const long = sql`update record_files set removed_at = '2020-01-01' where id`
    await sql`${long} = ${one.id}`.execute(crm.platform.db)
    expect(await purgeFiles(store)).toBe(1)
    expect(await stored()).toHaveLength(count)
    await sql`${long} = ${two.id}`.execute(crm.platform.db)
    expect(await purgeFiles(store)).toBe(1)
    expect(await stored()).toHaveLength(count - 1)
  })

  it.each([
    ['setup.exe', Buffer.from('MZ…'), 400, 'is a program'],
    ['harmless.txt', Buffer.from('MZ…'), 400, 'is a program'],
    ['run', Buffer.from('#!/bin/sh\n'), 400, 'is a program'],
    ['page.js', Buffer.from('alert(1)'), 400, 'is a program'],
    ['photo.png', Buffer.from('<html>'), 400, 'is no PNG file by its content'],
    ['report.docx', Buffer.from('hello'), 400, 'is no DOCX file by its content'],
    ['empty.txt', Buffer.alloc(0), 400, ''],
    ['../up.txt', Buffer.from('x'), 400, 'without a path'],
    ['large.txt', Buffer.alloc(200_000, 'x'), 409, 'no room'],
  ])('are refused: %s', async (name, content, status, message) => {
    const before = await stored()
    const answer = await put(name, content)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(message)
    expect(await stored()).toEqual(before)
  })

  it('that are pages are kept as plain text, so that no browser runs them', async () => {
    const { body } = await put('page.html', Buffer.from('<script>alert(1)</script>'))
    expect(body.type).toBe('text/plain; charset=utf-8')
  })

  it('of a person follow them, whichever of their identifiers they were put to', async () => {
    const ada = await crm.person('anonymous_id:a1', 'user_id:ada')
    const { rows } = await sql<{ id: string }>`
      select id from identifiers where person_id = ${ada}::uuid and type = 'user_id'`.execute(crm.platform.db)
    await put('ada.txt', Buffer.from('note'), `people/${rows[0]?.id}`)
    expect((await list(`people/${ada}`)).data).toMatchObject([{ name: 'ada.txt' }])
  })

  it('are seen by who sees the record, and changed by who changes it', async () => {
    const { body: file } = await put('secret.txt', Buffer.from('secret'))
    const make = async (name: string, rights: object) => {
      const { body } = await crm.api.post<{ id: string }>('/api/v1/roles', { name, rights })
      const user = { name, email: `${name}@example.com`, password: 'correct horse battery', roles: [body.id] }
      await crm.api.post('/api/v1/users', user)
      return crm.signIn(user.email)
    }
    const reader = await make('reader', { '*': { ...everyAction('none'), view: 'all' } })
    const own = await make('own', { '*': everyAction('own') })
    expect((await list(`deals/${deal}`, reader)).data.length).toBeGreaterThan(0)
    expect((await put('x.txt', Buffer.from('x'), `deals/${deal}`, reader)).status).toBe(403)
    const url = `/api/v1/deals/${deal}/files/${file.id}`
    expect((await reader.delete(url)).status).toBe(403)
    expect((await own.get(url)).status).toBe(404)
    const other = (await crm.deal({ name: 'Another', company_id: acme })).id
    expect((await crm.api.get(`/api/v1/deals/${other}/files/${file.id}`)).status).toBe(404)
  })

  it('are values of file fields: put in place, replaced, emptied, taken back, and under the rules of the field', async () => {
    const { body: field } = await crm.api.post<{ id: string }>('/api/v1/objects/deal/fields', {
      label: 'Contract',
      type: 'file',
    })
    const into = (name: string, key = 'contract', path = `deals/${deal}`) =>
      crm.api.post<RecordFile & Refusal>(`/api/v1/${path}/files?name=${name}&field=${key}`, pdf)
    const values = async (contract: string | null, path = `deals/${deal}`) =>
      crm.api.patch<FieldValues & Refusal>(`/api/v1/${path}/fields`, { values: { contract } })
    const now = async () => (await crm.api.get<FieldValues>(`/api/v1/deals/${deal}/fields`)).body
    const first = (await into('first.pdf')).body
    expect(await now()).toEqual({ values: { contract: first.id }, labels: { [first.id]: 'first.pdf' } })
    expect((await list()).data.map(({ id }) => id)).not.toContain(first.id)
    const second = (await into('second.pdf')).body
    const at = (file: RecordFile) => `/api/v1/deals/${deal}/files/${file.id}`
    expect((await crm.api.get(at(first))).status).toBe(404)
    expect((await crm.api.get(at(second))).bytes.equals(pdf)).toBe(true)
    expect((await crm.api.delete(at(second))).status).toBe(404)
    expect((await values(first.id)).body.labels).toEqual({ [first.id]: 'first.pdf' })
    expect((await crm.api.get(at(second))).status).toBe(404)
    expect((await values(null)).body.values).toEqual({})
    expect((await crm.api.get(at(first))).status).toBe(404)
    const attached = (await put('attached.pdf', pdf)).body
    await values(attached.id)
    expect((await list()).data.map(({ id }) => id)).not.toContain(attached.id)
    const found = { filter: { match: 'all', conditions: [{ field: 'contract', operator: 'set' }] } }
    const rows = await crm.api.post<Page<RecordRow>>('/api/v1/deals/search', found)
    expect(rows.body.data).toMatchObject([{ id: deal, labels: { [attached.id]: 'attached.pdf' } }])
    const file = await crm.api.post('/api/v1/deals/export', {
      ...found,
      format: 'csv',
      columns: ['contract'],
    })
    expect(file.bytes.toString()).toContain('attached.pdf')

    const other = (await crm.deal({ name: 'A third', company_id: acme })).id
    expect((await values(attached.id, `deals/${other}`)).body.error.message).toContain('does not have')
    expect((await into('x.pdf', 'name')).status).toBe(400)
    const required = { label: 'Paper', type: 'file', required: true }
    expect((await crm.api.post('/api/v1/objects/deal/fields', required)).status).toBe(400)
    const made = await crm.api.post('/api/v1/deals', {
      name: 'D',
      company_id: acme,
      fields: { contract: first.id },
    })
    expect(made.status).toBe(400)

    const blind = {
      name: 'blind',
      rights: { '*': everyAction('all') },
      fields: { deals: { 'fields.contract': 'hidden' } },
    }
    const { body: role } = await crm.api.post<{ id: string }>('/api/v1/roles', blind)
    const user = {
      name: 'blind',
      email: 'blind@example.com',
      password: 'correct horse battery',
      roles: [role.id],
    }
    await crm.api.post('/api/v1/users', user)
    const reader = await crm.signIn(user.email)
    expect((await reader.get(at(attached))).status).toBe(404)
    expect((await reader.get(`/api/v1/deals/${deal}`)).status).toBe(200)
    expect((await reader.post(`/api/v1/deals/${deal}/files?name=y.pdf&field=contract`, pdf)).status).toBe(403)
    await crm.api.patch(`/api/v1/fields/${field.id}`, { archived: true })
  })

  it('of a field of a person follow them as well', async () => {
    await crm.api.post('/api/v1/objects/person/fields', { label: 'Passport', type: 'file' })
    const eve = await crm.person('anonymous_id:e1', 'user_id:eve')
    const { rows } = await sql<{ id: string }>`
      select id from identifiers where person_id = ${eve}::uuid and type = 'anonymous_id'`.execute(
      crm.platform.db,
    )
    const url = `/api/v1/people/${rows[0]?.id}/files?name=pass.pdf&field=passport`
    const { body } = await crm.api.post<RecordFile>(url, pdf)
    const read = await crm.api.get<FieldValues>(`/api/v1/people/${eve}/fields`)
    expect(read.body).toEqual({ values: { passport: body.id }, labels: { [body.id]: 'pass.pdf' } })
    expect((await crm.api.get(`/api/v1/people/${eve}/files/${body.id}`)).status).toBe(200)
  })
})
