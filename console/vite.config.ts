import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The page is served under a Content-Security-Policy that allows nothing inline and nothing from elsewhere, so no
// asset is inlined as a data: address and no preload helper is injected.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    // MapLibre, fetched when the map is first opened (scripts/first_load.mjs keeps it out of the first load).
    chunkSizeWarningLimit: 1200,
  },
  // MapLibre's worker is a module of its own.
  worker: { format: 'es' },
  server: {
    proxy: { '/v1': { target: process.env.FRONTDOOR_URL ?? 'http://127.0.0.1:8080', ws: true } },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
})
