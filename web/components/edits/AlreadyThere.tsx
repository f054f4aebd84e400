import { Alert, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SimilarPerson, SimilarQuery } from '../../../model/similar-people.ts'
import { editsApi } from '../../api-edits.ts'
import { links } from '../../lib/links.ts'
import { fieldWords, percent, personName } from '../../lib/pair-words.ts'
import { TextLink } from '../../ui/links.tsx'

const LOOK_FROM = 3
const PAUSE_MS = 250

type Known = { [Part in keyof SimilarQuery]: SimilarQuery[Part] | undefined }

/** Who may be the person that is being typed in, surest first. */
export function AlreadyThere(known: Known) {
  const typed = Object.entries(known).flatMap(([part, text]) => {
    const trimmed = text?.trim() ?? ''
    return trimmed.length < LOOK_FROM ? [] : [[part, trimmed]]
  })
  const [query] = useDebouncedValue(JSON.stringify(Object.fromEntries(typed)), PAUSE_MS)
  const similar = useQuery({
    queryKey: ['people', 'similar', query],
    queryFn: () => editsApi.similarPeople(JSON.parse(query)),
    enabled: query !== '{}',
    placeholderData: keepPreviousData,
  })
  const people = query === '{}' ? [] : (similar.data?.data ?? [])
  return (
    <div aria-live="polite">
      {people.length > 0 && (
        <Alert color="gray" variant="light" p="xs" title="Already there?">
          {people.map((person) => (
            <Text key={person.id} size="sm">
              <TextLink {...links.person(person.id)} underline="always">
                {personName(person)}
              </TextLink>{' '}
              {whatSpeaksForIt(person)}
            </Text>
          ))}
        </Alert>
      )}
    </div>
  )
}

/** "ada@example.com · 98.2% · same name, birthday". */
function whatSpeaksForIt({ name, email, probability, because }: SimilarPerson): string {
  const reasons = because.map((field) => fieldWords(field).toLowerCase()).join(', ')
  return [name && email, probability !== null && percent(probability), reasons && `by ${reasons}`]
    .filter(Boolean)
    .join(' · ')
}
