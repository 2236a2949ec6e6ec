// Puts what the server serves under /docs into dist: the packaged viewer's two files and our own three.
import { cpSync, mkdirSync, rmSync } from 'node:fs'

const here = new URL('.', import.meta.url)
const dist = new URL('dist/', here)
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE']) {
  cpSync(new URL(`node_modules/swagger-ui-dist/${name}`, here), new URL(name, dist))
}
cpSync(new URL('src/', here), dist, { recursive: true })
