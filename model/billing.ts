/** How often a line is billed. */
export const billingCycles = ['once', 'monthly', 'quarterly', 'yearly'] as const
export type BillingCycle = (typeof billingCycles)[number]

export const discountKinds = ['percent', 'amount'] as const

/** Where the amount of a deal comes from. */
export const amountSources = ['manual', 'line_items'] as const
