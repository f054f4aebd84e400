export type Counts = { passed: number; failed: number }

/** The part of Vitest's JSON report that is read here. */
export type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/**
 * How many tests passed and failed. A file that could not be loaded has no tests in the report and counts as one
 * failure; so does a run that failed for another reason (an unhandled error, a crash, nothing to run).
 */
export function countTests(report: VitestReport | null, succeeded: boolean): Counts {
  if (!report) return { passed: 0, failed: 1 }
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = report.numFailedTests + brokenFiles.length
  return { passed: report.numPassedTests, failed: succeeded ? failed : Math.max(failed, 1) }
}
