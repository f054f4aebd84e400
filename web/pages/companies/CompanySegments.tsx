import { api } from '../../api.ts'
import { SegmentStays } from '../../components/SegmentStays.tsx'
import { useList } from '../../lib/queries.ts'

const ROWS = 20
const REFRESH_MS = 5_000

/** In which segments of companies a company is and was. */
export function CompanySegments({ id }: { id: string }) {
  const list = useList({
    key: ['companies', 'segments', id],
    fetch: (page) => api.segments.ofCompany(id, page),
    limit: ROWS,
    refetchInterval: REFRESH_MS,
  })
  return <SegmentStays list={list} of={id} />
}
