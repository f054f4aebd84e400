import { Progress as Bar, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { number } from '../../lib/format.ts'

export type ProgressProps = { what: string; done: number; total: number; unit?: string; action?: ReactNode }

/** How far a job is, in identifiers looked at unless said otherwise. */
export function Progress({ what, done, total, unit = 'identifiers', action }: ProgressProps) {
  const percent = total === 0 ? 100 : Math.min(100, (done / total) * 100)
  return (
    <div style={{ marginBottom: '1rem', maxWidth: '34rem' }}>
      <Text size="sm" mb={6} role="status">
        {what}: {number(done)} of {number(total)} {unit}
      </Text>
      <Bar value={percent} aria-label={what} mb="xs" />
      {action}
    </div>
  )
}
