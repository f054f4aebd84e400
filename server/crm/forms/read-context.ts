import type { SubmissionContext } from '../../../model/form.ts'

const MAX_URL = 2_000
const MAX_CAMPAIGN = 200
const MAX_PARAMETERS = 20

type Given = {
  page_url?: string | undefined
  referrer?: string | undefined
  anonymous_id?: string | undefined
}

/** Where somebody wrote from, with what the page's address says of the campaign that brought them. */
export function readContext({ page_url, referrer, anonymous_id }: Given): SubmissionContext {
  const page = webAddress(page_url)
  const from = webAddress(referrer)
  const campaign = page === null ? {} : campaignOf(new URL(page))
  const visitor = anonymous_id?.replaceAll('\0', '').trim().slice(0, MAX_CAMPAIGN)
  return {
    ...(page !== null && { page_url: page }),
    ...(from !== null && { referrer: from }),
    ...(visitor && { anonymous_id: visitor }),
    ...(Object.keys(campaign).length > 0 && { campaign }),
  }
}

function webAddress(written: string | undefined): string | null {
  if (!written || written.length > MAX_URL || !URL.canParse(written)) return null
  const { protocol, href } = new URL(written)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}

/** As Segment's clients send it in `context.campaign`: `utm_campaign` becomes its `name`. */
function campaignOf({ searchParams }: URL): Record<string, string> {
  const found = [...searchParams]
    .filter(([key, value]) => /^utm_[a-z_]{1,40}$/.test(key) && value !== '')
    .slice(0, MAX_PARAMETERS)
    .map(([key, value]) => [key === 'utm_campaign' ? 'name' : key.slice(4), value.slice(0, MAX_CAMPAIGN)])
  return Object.fromEntries(found)
}
