declare module 'talisman/metrics/*.js' {
  const measure: (a: string, b: string) => number
  export default measure
}
