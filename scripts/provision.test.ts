import { expect, test } from 'vitest'
import { findTools, provision, type Machine, type Tools } from './provision.ts'

const EVERYTHING: Tools = { chromium: '/usr/bin/chromium', postgresBin: '/usr/lib/postgresql/15/bin' }
const NOTHING: Tools = { chromium: null, postgresBin: null }

test('the browser and PostgreSQL of this machine are found', () => {
  expect(findTools()).toEqual({ chromium: expect.any(String), postgresBin: expect.any(String) })
})

test('nothing is installed where nothing is missing', () => {
  const machine = machineWith({ before: EVERYTHING })
  provision(machine)
  expect(machine.installed).toEqual([])
})

test('what is missing is installed where that is allowed', () => {
  const machine = machineWith({ before: { ...EVERYTHING, postgresBin: null } })
  provision(machine)
  expect(machine.installed).toEqual(['postgresql'])
})

test('one sentence says what to install where it is not allowed', () => {
  const machine = machineWith({ before: NOTHING, mayInstall: false })
  expect(() => provision(machine)).toThrow(
    'The tests need chromium fonts-liberation postgresql: install them as root, on Debian by "apt-get install chromium fonts-liberation postgresql".',
  )
  expect(machine.installed).toEqual([])
})

test('one sentence says what installing did not bring', () => {
  const machine = machineWith({ before: NOTHING, after: { ...EVERYTHING, postgresBin: null } })
  expect(() => provision(machine)).toThrow('Installing did not bring postgresql; install by hand.')
})

function machineWith({
  before,
  after = EVERYTHING,
  mayInstall = true,
}: Scenario): Machine & { installed: string[] } {
  const installed: string[] = []
  return {
    installed,
    find: () => (installed.length > 0 ? after : before),
    mayInstall: () => mayInstall,
    install: (packages) => void installed.push(...packages),
  }
}

type Scenario = { before: Tools; after?: Tools; mayInstall?: boolean }
