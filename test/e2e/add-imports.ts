import type { Import } from '../../model/import.ts'
import { call, callWithFile, eventually } from './demo-store.ts'
import type { KithProcess } from './kith-process.ts'

/** An import at each of its steps. */
export type ScreenImports = { mapping: string; checked: string; done: string }

const contacts = [
  'Email,First name,Last name,Company,Favourite colour',
  'charles@example.com,Charles,Babbage,Engines Ltd,brown',
  'mary@example.com,Mary,Somerville,,',
  'not an address,Nobody,At All,,',
].join('\n')

/** Imports of contacts: one to be mapped, one checked, one run; gives their ids. */
export async function addImports(kith: KithProcess): Promise<ScreenImports> {
  const [mapping, checked, done] = [await addImport(kith), await addImport(kith), await addImport(kith)]
  for (const id of [done, checked]) await step(kith, id, { path: 'dry-run', state: 'checked' })
  await step(kith, done, { path: 'run', state: 'done' })
  return { mapping, checked, done }
}

async function addImport(kith: KithProcess): Promise<string> {
  const { id } = await callWithFile<Import>(kith, '/imports?name=contacts.csv', contacts)
  await until(kith, id, 'mapping')
  return id
}

type Step = { path: string; state: Import['state'] }

async function step(kith: KithProcess, id: string, { path, state }: Step): Promise<void> {
  await call(kith, 'POST', `/imports/${id}/${path}`, {})
  await until(kith, id, state)
}

async function until(kith: KithProcess, id: string, state: Import['state']): Promise<void> {
  await eventually(async () => {
    const record = await call<Import>(kith, 'GET', `/imports/${id}`)
    return record.state === state ? record : null
  })
}
