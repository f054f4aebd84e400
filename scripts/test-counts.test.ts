import { expect, test } from 'vitest'
import { countTests } from './test-counts.ts'

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }) })

test('passed and failed tests are counted', () => {
  const report = { numPassedTests: 7, numFailedTests: 2, testResults: [file('passed', 5), file('failed', 4)] }
  expect(countTests(report, false)).toEqual({ passed: 7, failed: 2 })
})

test('a file that could not be loaded is a failure', () => {
  const report = { numPassedTests: 5, numFailedTests: 0, testResults: [file('passed', 5), file('failed', 0)] }
  expect(countTests(report, false)).toEqual({ passed: 5, failed: 1 })
})

test('a run that failed outside of every test is a failure', () => {
  const report = { numPassedTests: 5, numFailedTests: 0, testResults: [file('passed', 5)] }
  expect(countTests(report, false)).toEqual({ passed: 5, failed: 1 })
})

test('a run without a report is a failure', () => {
  expect(countTests(null, true)).toEqual({ passed: 0, failed: 1 })
})
