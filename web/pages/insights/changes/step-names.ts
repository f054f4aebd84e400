import type { ForecastStep } from '../../../../model/forecast-steps.ts'

/** What each step is called, and what is in it. */
export const stepNames: Record<ForecastStep, { name: string; what: string }> = {
  opening: { name: 'Open then', what: 'open, and expected to close in the period' },
  added: { name: 'Added', what: 'new since then' },
  raised: { name: 'Raised', what: 'worth more than then' },
  lowered: { name: 'Lowered', what: 'worth less than then' },
  moved_in: { name: 'Moved in', what: 'expected in the period now, and not then' },
  other_in: { name: 'Came back', what: 'open again, counted again, or come from another owner or pipeline' },
  pushed_out: { name: 'Pushed out', what: 'put off to after the period, or to no day' },
  other_out: {
    name: 'Otherwise out',
    what: 'deleted, brought forward, or gone to another owner or pipeline',
  },
  won: { name: 'Won', what: 'won since then' },
  lost: { name: 'Lost', what: 'lost since then' },
  closing: { name: 'Open at the end', what: 'open, and expected to close in the period' },
}
