import { Skeleton, Stack } from '@mantine/core'

/** In the place of the rules while they are read. */
export function RulesSkeleton() {
  return (
    <Stack gap="sm" aria-busy="true">
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} height={34} />
      ))}
    </Stack>
  )
}
