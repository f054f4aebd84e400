import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the API answers while the interface is developed; `npm start` serves both from one port. */
const server = 'http://127.0.0.1:3000'

/** What many pages share comes in a few files rather than in a hundred small ones. */
const shared = { minShareCount: 40, minSize: 0 }
const groups = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
  { name: 'icons', test: /node_modules\/@tabler\//, priority: 3, ...shared },
  {
    name: 'components',
    test: /node_modules\/(@mantine|@floating-ui|clsx|react-remove-scroll)/,
    priority: 2,
    ...shared,
  },
  { name: 'shared', test: /\/(web\/(ui|lib|components)|model)\//, priority: 1, ...shared },
]

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    proxy: { '/api': server, '/v1': server, '/openapi.json': server, '/kith.js': server, '/sign-on': server },
  },
})
