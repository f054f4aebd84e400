import { expect, it } from 'vitest'
import { draftOf, moved, newStage, removedStages, stagesToSend, withKind } from './pipeline-draft.ts'

const names = (stages: { name: string }[]) => stages.map(({ name }) => name)

it('moves a stage one place, and none over the edge', () => {
  const { stages } = draftOf(null)
  expect(names(moved(stages, stages[0]?.key ?? '', 1))).toEqual(['Offer', 'New', 'Won', 'Lost'])
  expect(names(moved(stages, stages[0]?.key ?? '', -1))).toEqual(['New', 'Offer', 'Won', 'Lost'])
  expect(names(moved(stages, stages[3]?.key ?? '', 1))).toEqual(['New', 'Offer', 'Won', 'Lost'])
})

it('lets a won stage count as closed, and sends no key of the page', () => {
  const stage = withKind(newStage('Signed', 'open', 70), 'won')
  expect(stage).toMatchObject({ probability: 100, forecast_category: 'closed' })
  expect(stagesToSend({ name: '', currency: 'EUR', stages: [stage] })[0]).not.toHaveProperty('key')
})

it('knows which stages of a pipeline are gone', () => {
  const stage = (id: string) => ({ ...newStage(id), id, position: 0 })
  const pipeline = { id: 'p', name: 'P', currency: 'EUR', stages: [stage('a'), stage('b')] }
  const draft = draftOf(pipeline)
  expect(removedStages(pipeline, draft)).toEqual([])
  expect(names(removedStages(pipeline, { ...draft, stages: draft.stages.slice(1) }))).toEqual(['a'])
})
