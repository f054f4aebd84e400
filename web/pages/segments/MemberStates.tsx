import { SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'

const route = getRouteApi('/segments/$id')
const states = [
  { value: 'present', label: 'In it' },
  { value: 'past', label: 'Left' },
]

/** Which members the page shows: those who are in the segment, or those who left. */
export function useMemberState() {
  const { members = 'present' } = route.useSearch()
  return members
}

/** Chooses between those who are in the segment and those who left. */
export function MemberStates({ label }: { label: string }) {
  const navigate = route.useNavigate()
  const value = useMemberState()
  const choose = (state: string) =>
    void navigate({
      search: (search) => ({ ...search, members: state === 'past' ? 'past' : undefined }),
      replace: true,
      resetScroll: false,
    })
  return <SegmentedControl aria-label={label} size="xs" data={states} value={value} onChange={choose} />
}
