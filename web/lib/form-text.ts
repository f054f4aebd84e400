/** What was typed into the fields of a form, by name; a field that is missing is empty text. */
export function formText<const Name extends string>(form: HTMLFormElement, names: readonly Name[]) {
  const data = new FormData(form)
  const text = (name: Name) => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>
}
