// Builds static/build from the npm packages and static/src. Nothing in static/build is committed.
import { compile } from 'sass'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const from = (...parts) => join(root, 'node_modules', ...parts)
const to = (name) => join(root, 'static', 'build', name)
const read = (path) => readFileSync(path, 'utf8')

rmSync(join(root, 'static', 'build'), { recursive: true, force: true })
mkdirSync(join(root, 'static', 'build'), { recursive: true })

const scss = (name) =>
  compile(join(root, 'static', 'src', 'scss', `${name}.scss`), {
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['import', 'if-function']
  }).css

writeFileSync(to('look.css'), scss('look'))
writeFileSync(
  to('map.css'),
  read(from('leaflet', 'dist', 'leaflet.css')) +
    read(from('leaflet.markercluster', 'dist', 'MarkerCluster.css')) +
    scss('map')
)
cpSync(from('leaflet', 'dist', 'images'), to('images'), { recursive: true })
for (const weight of [400, 700]) {
  cpSync(
    from('@fontsource', 'atkinson-hyperlegible', 'files', `atkinson-hyperlegible-latin-${weight}-normal.woff2`),
    to(`atkinson-${weight}.woff2`)
  )
}
const withoutSourceMap = (text) => text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
for (const [path, name] of [
  [from('govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'), 'govuk-frontend.min.js'],
  [from('leaflet', 'dist', 'leaflet.js'), 'leaflet.js'],
  [from('leaflet.markercluster', 'dist', 'leaflet.markercluster.js'), 'leaflet.markercluster.js'],
  [from('protomaps-leaflet', 'dist', 'protomaps-leaflet.js'), 'protomaps-leaflet.js']
]) {
  writeFileSync(to(name), withoutSourceMap(read(path)))
}
for (const name of ['map.js', 'start.js']) {
  cpSync(join(root, 'static', 'src', 'js', name), to(name))
}
