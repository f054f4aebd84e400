import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../../model/access.ts'
import type { RecordExport } from '../../../model/view.ts'
import { engines } from '../../platform/testing/index.ts'
import { openTestCrm, type TestCrm } from '../open-test-crm.ts'
import { xlsxFile } from './xlsx-file.ts'

describe.each(engines)('exports on the %s engine', (engine) => {
  let crm: TestCrm
  beforeAll(async () => {
    crm = await openTestCrm(engine)
    const options = [{ key: 'gold', label: 'Gold; or better' }]
    await crm.api.post('/api/v1/objects/deal/fields', {
      label: 'Tier',
      type: 'select',
      settings: { options },
    })
    await crm.api.post('/api/v1/objects/deal/fields', { label: 'Secret', type: 'text' })
    const acme = await crm.company('Acme "Ltd"')
    const deals = [
      { name: '=1+1', amount: 12.5, expected_close_on: '2026-03-01' },
      { name: 'Plain', amount: 3 },
    ]
    for (const deal of deals) {
      const { id } = await crm.deal({ ...deal, company_id: acme })
      await crm.api.patch(`/api/v1/deals/${id}/fields`, { values: { tier: 'gold', secret: 'hush' } })
    }
  })
  afterAll(() => crm.close())

  const columns = ['name', 'amount', 'company_id', 'tier', 'expected_close_on']
  async function ask(asked: Partial<RecordExport>, api = crm.api) {
    const answer = await api.post('/api/v1/deals/export', { format: 'csv', sort: 'name', ...asked })
    return { ...answer, text: answer.bytes.toString('utf8') }
  }

  it('are text that a spreadsheet opens and in which nothing runs as a formula', async () => {
    const { text, headers } = await ask({ columns })
    expect(headers['content-disposition']).toContain('deal.csv')
    const [head, ...lines] = text.trim().split('\r\n')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(head).toBe('Name,Amount,Company,Tier,Expected close,ID')
    expect(lines[0]).toMatch(/^'=1\+1,12.5,"Acme ""Ltd""","Gold; or better",2026-03-01,/)
    expect(lines[1]).toMatch(/^Plain,3,/)
  })

  it('are Excel files with numbers and days as what they are', async () => {
    const { bytes } = await ask({ columns, format: 'xlsx' })
    const files = unzipSync(bytes)
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
    expect(sheet).toContain(
      '<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c><c><v>12.5</v></c>',
    )
    expect(sheet).toContain('<c s="2"><v>46082</v></c>')
    expect(Object.keys(files)).toContain('[Content_Types].xml')
  })

  it('are of a filter, of words or of chosen records', async () => {
    const filter = {
      match: 'all' as const,
      conditions: [{ field: 'amount', operator: 'less' as const, value: 5 }],
    }
    const lines = async (asked: Partial<RecordExport>) =>
      (await ask(asked)).text.trim().split('\r\n').length - 1
    expect(await lines({ filter })).toBe(1)
    expect(await lines({ search: 'nobody' })).toBe(0)
    expect((await ask({ columns: ['height'] })).status).toBe(400)
    expect((await ask({ ids: [], columns })).status).toBe(400)
  })

  it('keep out what the caller may not see or export', async () => {
    const rights = {
      deals: { view: 'all', create: 'none', edit: 'none', delete: 'none', assign: 'none', export: 'own' },
    }
    const rules = { deals: { 'fields.secret': 'hidden', amount: 'hidden' } }
    const role = await crm.api.post<{ id: string }>('/api/v1/roles', {
      name: 'Clerk',
      rights,
      permissions: [],
      fields: rules,
    })
    const input = {
      name: 'ana',
      email: 'ana@example.com',
      password: 'correct horse battery',
      roles: [role.body.id],
    }
    const { body: user } = await crm.api.post<User>('/api/v1/users', input)
    const clerk = await crm.signIn('ana@example.com')
    expect((await ask({}, clerk)).text.trim().split('\r\n')).toHaveLength(1)
    await crm.deal({ name: 'Own', amount: 9, owner_id: user.id, company_id: await crm.company('B') })
    const { text } = await ask({}, clerk)
    expect(text).toContain('Own')
    expect(text).not.toMatch(/Secret|hush|Amount|Plain/)
    await crm.api.patch(`/api/v1/roles/${role.body.id}`, {
      rights: { deals: { ...rights.deals, export: 'none' } },
    })
    expect((await ask({}, await crm.signIn('ana@example.com'))).status).toBe(403)
  })
})

it('an Excel file goes on with another sheet when one is full', async () => {
  async function* chunks() {
    yield ['a', 'b', 'c'].map((text) => [{ kind: 'text' as const, text }])
  }
  const parts: Uint8Array[] = []
  for await (const part of xlsxFile(['Name'], chunks(), 3)) parts.push(part)
  const files = unzipSync(new Uint8Array(Buffer.concat(parts)))
  const sheets = Object.keys(files).filter((path) => path.startsWith('xl/worksheets/'))
  expect(sheets).toHaveLength(2)
  expect(strFromU8(files['xl/worksheets/sheet2.xml'] ?? new Uint8Array())).toContain('>c<')
})
