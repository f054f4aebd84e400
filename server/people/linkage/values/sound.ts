const SKELETON_LENGTH = 5

/** Spellings of one sound, longest first. */
const SAME_SOUND: [RegExp, string][] = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/(sch|tch|sh|ch)/g, 'x'],
  [/(ph|pf)/g, 'f'],
  [/(ck|qu|cc)/g, 'k'],
  [/gh/g, 'g'],
  [/th/g, 't'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]/g, 'k'],
  [/z/g, 's'],
  [/[vw]/g, 'f'],
  [/d/g, 't'],
  [/j/g, 'g'],
  [/m/g, 'n'],
]

/** A key that spellings of one name share: consonants by their sound, without vowels; the first letter stays. */
export function soundOf(value: string): string {
  const letters = value.replaceAll(/[^a-z]/g, '')
  if (letters === '') return ''
  let sounds = letters
  for (const [spelling, sound] of SAME_SOUND) sounds = sounds.replaceAll(new RegExp(spelling, 'g'), sound)
  const first = /^[aeiouyh]/.test(sounds) ? 'a' : sounds.charAt(0)
  const rest = sounds.slice(1).replaceAll(/[aeiouyh]/g, '')
  return (first + rest).replaceAll(/(.)\1+/g, '$1').slice(0, SKELETON_LENGTH)
}
