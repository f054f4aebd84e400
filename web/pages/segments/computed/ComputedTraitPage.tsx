import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { computedWords } from '../../../../model/computed-words.ts'
import { api } from '../../../api.ts'
import { links } from '../../../lib/links.ts'
import { useDefinitionNames } from '../../../lib/segment-choices.ts'
import { useMay } from '../../../lib/session.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Page } from '../../../ui/Page.tsx'
import { RecordState } from '../../../ui/RecordState.tsx'
import builder from '../builder.module.css'
import { ComputedForm } from './ComputedForm.tsx'
import { ComputedPreviewPanel } from './ComputedPreviewPanel.tsx'
import { ComputedState } from './ComputedState.tsx'
import { ComputedStateChip } from './ComputedStateChip.tsx'
import { removalOf, RemoveComputed } from './RemoveComputed.tsx'
import { ScoreForm } from './ScoreForm.tsx'
import { SqlForm } from './SqlForm.tsx'
import sql from './sql.module.css'

const route = getRouteApi('/computed-traits/$id')
const NEW = 'new'
const NEW_SCORE = 'new-score'
const NEW_SQL = 'new-sql'
const REFRESH_MS = 3_000
const parent = <TextLink {...links.computedTraits()}>Computed traits</TextLink>

/** Makes a computed trait, or shows and changes the one that the address names. */
export function ComputedTraitPage() {
  const { id } = route.useParams()
  if (id === NEW_SCORE) {
    return (
      <Page
        title="New score"
        description="Points for what is true of a person, added up: 72 · Hot. Whoever satisfies no rule has no score."
        parent={parent}
      >
        <ScoreForm trait={null} definition={null} />
      </Page>
    )
  }
  if (id === NEW_SQL) {
    return (
      <Page
        title="New trait in SQL"
        description="What a SELECT gives for each person, asked again every so many hours."
        parent={parent}
      >
        <SqlForm trait={null} definition={null} />
      </Page>
    )
  }
  if (id !== NEW) return <Known key={id} id={id} />
  return (
    <Page title="New computed trait" parent={parent}>
      <ComputedForm trait={null} definition={null} />
    </Page>
  )
}

function Editor({ trait }: { trait: ComputedTrait }) {
  const { definition } = trait
  if (definition.kind === 'score') return <ScoreForm trait={trait} definition={definition} />
  if (definition.kind === 'sql') return <SqlForm trait={trait} definition={definition} />
  return <ComputedForm trait={trait} definition={definition} />
}

function Known({ id }: { id: string }) {
  const may = useMay()
  const mayWrite = may('segments:write')
  const client = useQueryClient()
  const trait = useQuery({
    queryKey: ['computed-traits', 'one', id],
    queryFn: () => api.computedTraits.get(id),
    refetchInterval: () => client.isMutating({ mutationKey: removalOf(id) }) === 0 && REFRESH_MS,
  })
  if (!trait.data) {
    return (
      <RecordState
        query={trait}
        title="Computed trait"
        parent={parent}
        missing="There is no computed trait at this address"
      />
    )
  }
  const { data } = trait
  return (
    <Page
      title={data.name}
      note={<ComputedStateChip trait={data} />}
      parent={parent}
      action={mayWrite && <RemoveComputed trait={data} />}
    >
      <ComputedState trait={data} />
      {mayWrite && (data.definition.kind !== 'sql' || may('segments:sql')) ? (
        <Editor trait={data} />
      ) : (
        <Shown trait={data} />
      )}
    </Page>
  )
}

/** For who may not change it: what it is in words, and what it gives. */
function Shown({ trait: { description, definition } }: { trait: ComputedTrait }) {
  const may = useMay()
  const mayPreview = may('people:read') && (definition.kind !== 'sql' || may('segments:sql'))
  const nameOf = useDefinitionNames()
  return (
    <div className={builder.layout}>
      <div>
        {description && <p>{description}</p>}
        <p className={builder.sentence}>{computedWords(definition, nameOf)}</p>
        {definition.kind === 'sql' && <pre className={sql.text}>{definition.query}</pre>}
      </div>
      {mayPreview && <ComputedPreviewPanel definition={definition} />}
    </div>
  )
}
