import { setTimeout as sleep } from 'node:timers/promises'
import type { User } from '../../model/access.ts'
import type { Activity } from '../../model/activity.ts'
import { addComputedTrait } from './add-computed-trait.ts'
import { addForm } from './add-form.ts'
import { addImports, type ScreenImports } from './add-imports.ts'
import { addProducts } from './add-products.ts'
import type { CompanyRow } from '../../model/company.ts'
import type { Deal, Pipeline } from '../../model/deal.ts'
import type { Field, FieldInput } from '../../model/field.ts'
import type { Lead } from '../../model/lead.ts'
import type { LinkageRun } from '../../model/linkage.ts'
import type { Person } from '../../model/person.ts'
import type { Delivery } from '../../model/destination.ts'
import type { BrowserKey } from '../../model/profile.ts'
import type { CrmRecord } from '../../model/record.ts'
import { everyAction } from '../../model/rights.ts'
import type { Role, Team } from '../../model/role.ts'
import type { Segment, SegmentInput } from '../../model/segment.ts'
import type { Source } from '../../model/source.ts'
import type { Provider } from '../../model/sign-on-provider.ts'
import { idpMetadata } from '../../server/platform/test-providers/index.ts'
import { call, eventually, owner, send } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'

const POLL_MS = 200

export type ScreenData = {
  person: string
  /** Augusta King, who is there twice. */
  twin: string
  company: string
  segment: string
  list: string
  computedTrait: string
  deal: string
  form: string
  lead: string
  product: string
  pipeline: string
  activity: string
  field: string
  record: string
  role: string
  browserKey: string
  provider: string
  imports: ScreenImports
}

const buyers: SegmentInput = {
  name: 'Good customers',
  description: 'Who ordered often of late, or returned nothing.',
  definition: {
    match: 'all',
    conditions: [
      {
        kind: 'event',
        did: true,
        event: 'Order Completed',
        where: [{ field: 'value', operator: 'greater', value: 100 }],
        times: 2,
        days: 90,
      },
      {
        kind: 'trait',
        comparison: { field: 'country', operator: 'is', value: ['France', 'Germany', 'United Kingdom'] },
      },
    ],
  },
}

/** Adds to the demo's data what people make in the interface, so that every screen has something to show. */
export async function addScreenData(kith: KithProcess, receiver: WebhookReceiver): Promise<ScreenData> {
  const role = await addTeam(kith)
  const segment = await addSegment(kith)
  await addDeliveries(kith, receiver, segment)
  const company = await firstCompany(kith)
  const person = await addPersonOf(kith, company)
  const list = await addList(kith, person, segment)
  const computedTrait = await addComputedTrait(kith)
  const { id: deal, pipeline_id: pipeline } = await addDeal(kith, person, company.id)
  const lead = await addLeads(kith)
  const form = await addForm(kith)
  const product = await addProducts(kith, deal)
  const activity = await addActivities(kith, deal)
  const field = await addFields(kith, deal)
  const record = await addProject(kith, person)
  await send(kith, 'track', { userId: 'null', event: 'Ping' })
  const twin = await addDuplicates(kith)
  const imports = await addImports(kith)
  const browserKey = await addTraits(kith)
  const provider = await addProvider(kith)
  return {
    browserKey,
    provider,
    person,
    twin,
    company: company.id,
    segment,
    list,
    computedTrait,
    deal,
    form,
    lead,
    product,
    pipeline,
    activity,
    field,
    record,
    role,
    imports,
  }
}

const rep = {
  name: 'Sales rep',
  permissions: ['events:read', 'users:read'],
  rights: { deals: everyAction('own'), people: { ...everyAction('none'), view: 'all' } },
  fields: { companies: { domain: 'hidden' } },
}

/** Gives the id of a role that was made. */
async function addTeam(kith: KithProcess): Promise<string> {
  const password = 'a password for tests'
  await call(kith, 'POST', '/users', {
    name: 'Grace Hopper',
    email: 'grace@kith.example',
    password,
    roles: ['admin'],
  })
  await call(kith, 'POST', '/users', {
    name: 'Alan Turing',
    email: 'alan@kith.example',
    password,
    roles: ['read_only'],
  })
  const gone = await call<Person>(kith, 'POST', '/people', { name: 'Somebody deleted' })
  await call(kith, 'DELETE', `/people/${gone.id}`)
  const europe = await call<Team>(kith, 'POST', '/teams', { name: 'Europe' })
  await call(kith, 'POST', '/teams', { name: 'Iberia', parent_id: europe.id })
  const { id } = await call<Role>(kith, 'POST', '/roles', rep)
  await call(kith, 'POST', '/api-keys', { name: 'Nightly export', scopes: ['people:read', 'events:read'] })
  return id
}

async function addSegment(kith: KithProcess): Promise<string> {
  const { id } = await call<Segment>(kith, 'POST', '/segments', buyers)
  await eventually(async () => {
    const segment = await call<Segment>(kith, 'GET', `/segments/${id}`)
    return segment.state === 'live' && segment.size > 0 ? segment : null
  })
  return id
}

/** A list with somebody on it and somebody who was taken off, and a segment that is divided at random. */
async function addList(kith: KithProcess, person: string, segment: string): Promise<string> {
  const list = { name: 'Guests of the gala', kind: 'static', folder: 'Events' }
  const { id } = await call<Segment>(kith, 'POST', '/segments', list)
  const { data } = await call<{ data: { id: string }[] }>(kith, 'GET', '/people?limit=5')
  const people = [...new Set([person, ...data.map((one) => one.id)])]
  const until = (size: number) =>
    eventually(async () => {
      const found = await call<Segment>(kith, 'GET', `/segments/${id}`)
      return found.size === size ? found : null
    })
  await call(kith, 'POST', `/segments/${id}/list`, { people })
  await until(people.length)
  await call(kith, 'POST', `/segments/${id}/list/removals`, { people: people.slice(-1) })
  await until(people.length - 1)
  const groups = [
    { name: 'A', share: 45 },
    { name: 'B', share: 45 },
    { name: 'Hold-out', share: 10 },
  ]
  await call(kith, 'POST', `/segments/${segment}/splits`, { name: 'Subject line', groups })
  return id
}

/** One webhook that takes its messages and one that refuses them. */
async function addDeliveries(kith: KithProcess, receiver: WebhookReceiver, segment: string): Promise<void> {
  const hooks = [
    { name: 'Newsletter', url: `${receiver.url}/newsletter`, segment_ids: [segment] },
    { name: 'Old warehouse', url: `${receiver.url}/gone`, segment_ids: [] },
  ]
  for (const hook of hooks) {
    const { id } = await call<{ id: string }>(kith, 'POST', '/destinations', hook)
    await call(kith, 'POST', `/destinations/${id}/test`)
  }
  await eventually(async () => {
    const { data } = await call<{ data: Delivery[] }>(kith, 'GET', '/deliveries?state=failed')
    return data[0]
  })
}

/** The same people under two user ids, and a search that finds them; gives the id of one. */
async function addDuplicates(kith: KithProcess): Promise<string> {
  const twins = ['Augusta King', 'Charles Babbage', 'Mary Somerville', 'Michael Faraday', 'Caroline Herschel']
  for (const [index, name] of twins.entries()) {
    const traits = { name, birthday: `18${10 + index}-12-1${index}`, plan: 'pro' }
    await send(kith, 'identify', { userId: `twin-${index}-a`, traits })
    const slipped = { ...traits, name: name.replace('a', 'e') }
    await send(kith, 'identify', { userId: `twin-${index}-b`, traits: slipped })
  }
  await eventually(() => call<Person>(kith, 'GET', '/people/by/user_id/twin-4-b').catch(() => null))
  const { id } = await call<LinkageRun>(kith, 'POST', '/linkage/runs')
  for (let run: LinkageRun | null = null; run?.state !== 'done';) {
    run = await eventually(() => call<LinkageRun>(kith, 'GET', `/linkage/runs/${id}`))
    if (run.state === 'failed') throw new Error(`The search for duplicates failed: ${run.error}`)
    await sleep(POLL_MS)
  }
  return (await call<Person>(kith, 'GET', '/people/by/user_id/twin-0-a')).id
}

/** What is said about traits, and a key by which a page shows some of them. */
async function addTraits(kith: KithProcess): Promise<string> {
  const { data } = await call<{ data: Source[] }>(kith, 'GET', '/sources')
  const order = data.slice(0, 1).map(({ id }) => id)
  await call(kith, 'PATCH', '/traits/country', { description: 'Where orders are sent to, in English.' })
  await call(kith, 'PATCH', '/traits/phone', { sensitive: true })
  await call(kith, 'PATCH', '/traits/plan', { source_order: order })
  await call(kith, 'POST', '/traits/survey')
  const shop = { name: 'Web shop', origins: ['https://shop.example'], traits: ['country', 'plan'] }
  return (await call<BrowserKey>(kith, 'POST', '/browser-keys', shop)).id
}

async function firstCompany(kith: KithProcess): Promise<CompanyRow> {
  const { data } = await call<{ data: CompanyRow[] }>(kith, 'GET', '/companies?limit=1')
  const company = data[0]
  if (!company) throw new Error('The demo has no companies.')
  return company
}

/** A visitor with two devices who became known, works at a company and bought something. */
async function addPersonOf(kith: KithProcess, company: CompanyRow): Promise<string> {
  const traits = { name: 'Ada Lovelace', email: 'ada@example.com', country: 'United Kingdom', plan: 'pro' }
  const page = { title: 'Pricing', path: '/pricing', url: 'https://shop.example/pricing' }
  await send(kith, 'page', { anonymousId: 'laptop-7f3a', name: 'Pricing', properties: page })
  await send(kith, 'page', { anonymousId: 'phone-22c1', name: 'Pricing', properties: page })
  await send(kith, 'identify', { anonymousId: 'laptop-7f3a', userId: 'ada', traits })
  await send(kith, 'identify', {
    anonymousId: 'phone-22c1',
    userId: 'ada',
    traits: { phone: '+44 20 7946 0958' },
  })
  await send(kith, 'identify', { userId: 'ada', traits: { email: 'ada@work.example' } })
  for (const userId of ['ada', 'grace'])
    await send(kith, 'page', { userId, anonymousId: 'tablet-9d01', name: 'Pricing', properties: page })
  await send(kith, 'group', { userId: 'ada', groupId: company.group_id })
  for (const value of [120, 240.5]) {
    await send(kith, 'track', {
      userId: 'ada',
      event: 'Order Completed',
      properties: { value, currency: 'GBP', items: 3 },
    })
  }
  const person = await eventually(async () => {
    const found = await call<Person>(kith, 'GET', '/people/by/user_id/ada').catch(() => null)
    return found && found.companies.length > 0 && found.segments.length > 0 ? found : null
  })
  return person.id
}

async function addDeal(kith: KithProcess, person: string, company: string): Promise<Deal> {
  const { data } = await call<{ data: Pipeline[] }>(kith, 'GET', '/pipelines')
  const stage = data.flatMap(({ stages }) => stages).find(({ name }) => name === 'Engaging')
  if (!stage) throw new Error('The demo has no stage "Engaging".')
  const whose = { person_id: person, company_id: company }
  const deal = {
    name: 'Analytical engine',
    ...whose,
    amount: 12_500,
    expected_close_on: '2030-01-31',
    stage_id: stage.id,
  }
  return call<Deal>(kith, 'POST', '/deals', deal)
}

async function addLeads(kith: KithProcess): Promise<string> {
  const add = (lead: object) => call<Lead>(kith, 'POST', '/leads', lead)
  await add({
    name: 'Annie Easley',
    email: 'annie@rockets.example',
    company_name: 'Rockets Ltd',
    source: 'Fair',
    score: 80,
  })
  const { id } = await add({
    name: 'Hedy Lamarr',
    email: 'hedy@radio.example',
    company_name: 'Acme Corporation',
    source: 'Website',
    score: 55,
  })
  return id
}

/** What the owner has to do for the deal, and what was done. */
async function addActivities(kith: KithProcess, deal: string): Promise<string> {
  const { data } = await call<{ data: User[] }>(kith, 'GET', '/users')
  const assignee = data.find(({ email }) => email === owner.email)?.id
  const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const today = new Date(Date.now() + 60_000).toISOString()
  const add = (activity: object) =>
    call<Activity>(kith, 'POST', '/activities', { assignee_id: assignee, deal_ids: [deal], ...activity })
  const body = 'With **two** engines:\n\n- blue\n- green\n\nAsk @Grace Hopper, see https://example.com.'
  const { id } = await add({
    kind: 'task',
    subject: 'Send the offer',
    body,
    due_on: yesterday,
    priority: 'high',
  })
  await add({ kind: 'meeting', subject: 'Demo of the engine', due_at: today, duration_minutes: 45 })
  await add({ kind: 'call', subject: 'First talk', done: true, outcome: 'connected', body: 'They like it.' })
  return id
}

/** Fields of a deal, with values. Gives the one that has options. */
async function addFields(kith: KithProcess, deal: string): Promise<string> {
  const options = [
    { key: 'hardware', label: 'Hardware', colour: 'indigo' as const },
    { key: 'support', label: 'Support', colour: 'teal' as const },
  ]
  const fields: FieldInput[] = [
    { label: 'Product line', type: 'multi_select', section: 'Qualification', settings: { options } },
    {
      label: 'Budget',
      type: 'money',
      section: 'Qualification',
      settings: { currency: 'EUR' },
      indexed: true,
    },
    { label: 'Fit', type: 'rating' },
    { label: 'Next steps', type: 'long_text', help: 'What was agreed in the last call' },
  ]
  const made: Field[] = []
  for (const field of fields) made.push(await call<Field>(kith, 'POST', '/objects/deal/fields', field))
  const values = {
    product_line: ['hardware', 'support'],
    budget: 12_500,
    fit: 4,
    next_steps: 'Send the offer.',
  }
  await call(kith, 'PATCH', `/deals/${deal}/fields`, { values })
  return made[0]?.id ?? ''
}

/** An object of its own with a record that names a person. */
async function addProject(kith: KithProcess, person: string): Promise<string> {
  await call(kith, 'POST', '/objects', { name: 'Project', plural: 'Projects' })
  const lead: FieldInput = { label: 'Client', type: 'relation', settings: { target: 'person' } }
  await call(kith, 'POST', '/objects/project/fields', lead)
  const record = { name: 'Difference engine', fields: { client: person } }
  return (await call<CrmRecord>(kith, 'POST', '/objects/project/records', record)).id
}

/** A provider of the company, whose groups give roles. */
async function addProvider(kith: KithProcess): Promise<string> {
  const { id } = await call<Provider>(kith, 'POST', '/sign-on/providers', {
    kind: 'saml',
    name: 'Company login',
    domains: ['kith.example', 'analytical.example'],
    group_claim: 'groups',
    group_roles: [{ group: 'Engine room', role: 'member' }],
    saml: { metadata: idpMetadata },
  })
  return id
}
