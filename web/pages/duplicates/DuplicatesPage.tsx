import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/Page.tsx'
import { LookForDuplicates } from './LookForDuplicates.tsx'
import { MatchingModel } from './MatchingModel.tsx'
import { ReviewQueue } from './ReviewQueue.tsx'

/** Pairs of people who may be one, to be decided; and what was learned to find them. */
export function DuplicatesPage() {
  const { tab = 'review' } = useSearch({ from: '/duplicates' })
  const navigate = useNavigate({ from: '/duplicates' })
  return (
    <Page
      title="Possible duplicates"
      description="People who look like one and the same. You decide, unless you let the surest be linked; either can be taken back."
      action={<LookForDuplicates />}
    >
      <Tabs
        value={tab}
        onChange={(value) => void navigate({ search: value === 'model' ? { tab: 'model' } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="review">Review</Tabs.Tab>
          <Tabs.Tab value="model">Model</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="review">
          <ReviewQueue />
        </Tabs.Panel>
        <Tabs.Panel value="model">
          <MatchingModel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
