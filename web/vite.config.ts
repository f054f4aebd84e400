import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where the API answers while the interface is developed; `npm start` serves both from one port. */
const server = 'http://127.0.0.1:3000'

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: { outDir: here('../dist/web'), emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  server: { proxy: { '/api': server, '/v1': server, '/openapi.json': server, '/kith.js': server } },
})
