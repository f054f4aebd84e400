import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'

/** Grey lines in the place of text that is on its way. */
export function LinesSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Stack gap="xs" aria-busy>
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${90 - ((line * 23) % 50)}%`} />
      ))}
    </Stack>
  )
}

/** A grey block of this height in the place of a picture or panel. */
export function BlockSkeleton({ height }: { height: number | string }) {
  return (
    <div aria-busy>
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton height={height} />
    </div>
  )
}
