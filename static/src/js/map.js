/* A quiet map: offline basemap, pins numbered as in the list, clusters, the area served.
   The list is the real thing; without this script the map is hidden and not missed. */
(function () {
  const box = document.getElementById('map')
  const source = document.getElementById('map-data')
  if (!box || !source || !window.L) return
  const L = window.L
  const data = JSON.parse(source.textContent)
  const words = data.words
  const ready = document.fonts && document.fonts.load
    ? document.fonts.load('700 14px "Atkinson Hyperlegible"').catch(() => null)
    : Promise.resolve()
  box.hidden = false
  skippable()
  ready.then(draw)

  // A way round the map for whoever goes by keyboard: pins are many stops.
  function skippable () {
    const end = document.createElement('span')
    end.id = 'map-end'
    end.tabIndex = -1
    end.className = 'mc-vh'
    end.textContent = words.end
    box.after(end)
    const skip = document.createElement('a')
    skip.href = '#map-end'
    skip.className = 'govuk-skip-link'
    skip.textContent = words.skip
    box.before(skip)
  }

  function draw () {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    const map = L.map(box, {
      minZoom: 5, maxZoom: 13, maxBounds: [[48.8, -10.8], [61.2, 3]], zoomControl: false,
      attributionControl: false, scrollWheelZoom: false, fadeAnimation: false, zoomAnimation: !calm
    })
    L.control.zoom({ position: 'topright', zoomInTitle: words.closer, zoomOutTitle: words.further }).addTo(map)
    movers(map)
    L.control.attribution({ prefix: false, position: 'bottomright' }).addTo(map)
    map.setView(data.centre, data.zoom)
    basemap().addTo(map)
    const lines = { color: '#14524a', weight: 2, interactive: false }
    if (data.ring) L.circle(data.ring.at, { ...lines, radius: data.ring.m, dashArray: '6 6', fill: false }).addTo(map)
    if (data.area) L.circle(data.area.at, { ...lines, radius: data.area.m, fillOpacity: 0.14 }).addTo(map)
    if (data.you) you(data.you).addTo(map)
    // It comes up where it stays: nothing is kept apart while it is still on its way.
    const still = { animate: false }
    const pins = (data.pins || []).map((pin) => place(pin, map).addTo(map))
    if (data.fit && pins.length) {
      const points = data.pins.map((pin) => pin.at).concat(data.you ? [data.you.at] : [])
      map.fitBounds(points, { ...still, padding: [44, 60], maxZoom: 12 })
    } else if (data.area) {
      map.fitBounds(L.latLng(data.area.at).toBounds(data.area.m * 2), { ...still, padding: [12, 12] })
    } else if (data.ring) {
      map.fitBounds(L.latLng(data.ring.at).toBounds(data.ring.m * 2), { ...still, padding: [12, 12] })
    }
    if (pins.length > 1) keepApart(map, pins)
    if (data.viewport) follow(map)
    box.setAttribute('data-ready', '1')
  }

  // Whatever can be dragged can be pressed too (WCAG 2.5.7).
  function movers (map) {
    const control = L.control({ position: 'topleft' })
    const ways = { left: [-1, 0, '←'], up: [0, -1, '↑'], down: [0, 1, '↓'], right: [1, 0, '→'] }
    control.onAdd = function () {
      const bar = L.DomUtil.create('div', 'mc-move leaflet-bar')
      for (const [way, [x, y, arrow]] of Object.entries(ways)) {
        const button = L.DomUtil.create('button', 'mc-move__' + way, bar)
        button.type = 'button'
        button.title = words.moves[way]
        button.setAttribute('aria-label', words.moves[way])
        button.textContent = arrow
        button.addEventListener('click', () => map.panBy([x * box.clientWidth / 3, y * box.clientHeight / 3]))
      }
      L.DomEvent.disableClickPropagation(bar)
      return bar
    }
    control.addTo(map)
  }

  function basemap () {
    const credit = data.credit
    if (box.dataset.tilesKind === 'raster') {
      return L.tileLayer(box.dataset.tiles, { attribution: credit, maxZoom: 13 })
    }
    const P = window.protomapsL
    const font = (zoom, feature) => {
      const people = Number(feature && feature.props.p) || 0
      const size = people > 20000 ? '700 17px' : people > 3000 ? '700 14px' : '400 14px'
      return size + ' "Atkinson Hyperlegible", sans-serif'
    }
    const names = new P.CenteredTextSymbolizer({ labelProps: ['n'], fill: '#4a4338', stroke: '#fdfaf4', width: 3, font })
    return P.leafletLayer({
      url: box.dataset.tiles, maxDataZoom: 11, backgroundColor: '#cfdedd', noWrap: true, attribution: credit,
      paintRules: [
        { dataLayer: 'land', symbolizer: new P.PolygonSymbolizer({ fill: '#f6efe1', stroke: '#8fa5a1', width: 1 }) },
        { dataLayer: 'built', symbolizer: new P.PolygonSymbolizer({ fill: '#e3d5bb' }) },
        { dataLayer: 'admin', minzoom: 7, symbolizer: new P.LineSymbolizer({ color: '#a3957c', width: 1, dash: [2, 4] }) }
      ],
      labelRules: data.quiet ? [] : [{ dataLayer: 'places', symbolizer: names, sort: (a, b) => b.p - a.p }]
    })
  }

  function you (spot) {
    const html = document.createElement('span')
    const dot = document.createElement('span')
    const label = document.createElement('span')
    dot.className = 'mc-you__dot'
    label.className = 'mc-you__t'
    label.textContent = spot.label
    html.append(dot, label)
    return L.marker(spot.at, { keyboard: false, interactive: false, icon: L.divIcon({ className: 'mc-you', html, iconSize: [22, 22] }) })
  }

  // What has the focus is brought out from under the buttons and the credit, too.
  function named (marker, text, map) {
    marker.on('add', function () {
      const element = marker.getElement()
      element.setAttribute('aria-label', text)
      // Not for a press: the map must not move away from under the finger that presses.
      element.addEventListener('focus', function () {
        if (!element.matches(':focus-visible')) return
        map.panInside(marker.getLatLng(), { paddingTopLeft: [24, 54], paddingBottomRight: [86, 40] })
      })
      element.addEventListener('keydown', function (event) {
        if (event.key === 'Escape') { marker.closePopup(); element.focus() }
      })
    })
    return marker
  }

  function place (pin, map) {
    const drawn = pin.n
      ? '<svg viewBox="0 0 40 50" width="40" height="50" aria-hidden="true"><path d="M20 49C20 49 3 31 3 19a17 17 0 0 1 34 0c0 12-17 30-17 30z"/></svg><b aria-hidden="true">' + Number(pin.n) + '</b>'
      : '<i></i>'
    const icon = L.divIcon({
      className: pin.n ? 'mc-pin' : 'mc-dot', html: drawn,
      iconSize: pin.n ? [44, 50] : [44, 44], iconAnchor: pin.n ? [22, 49] : [22, 22]
    })
    const text = [pin.n, pin.name, pin.near].filter(Boolean).join(', ')
    const marker = L.marker(pin.at, { alt: text, title: pin.name, icon, autoPanOnFocus: false })
    const popup = document.createElement('span')
    const link = document.createElement(pin.url ? 'a' : 'b')
    if (pin.url) { link.href = pin.url; link.className = 'govuk-link' }
    link.textContent = pin.name
    popup.append(link)
    if (pin.t) popup.append(document.createElement('br'), pin.t)
    marker.bindPopup(popup, { offset: pin.n ? [0, -38] : [0, -8] })
    const card = pin.n && document.getElementById('r' + pin.n)
    if (card) together(marker, card)
    return named(marker, text, map)
  }

  // A card and its pin light up together, whichever of them is pointed at or has the focus.
  function together (marker, card) {
    const light = (on) => () => {
      card.classList.toggle('is-lit', on)
      marker.getElement().classList.toggle('is-lit', on)
      marker.setZIndexOffset(on ? 1000 : 0)
    }
    marker.on('add', function () {
      for (const part of [card, marker.getElement()]) {
        for (const name of ['mouseenter', 'focusin']) part.addEventListener(name, light(true))
        for (const name of ['mouseleave', 'focusout']) part.addEventListener(name, light(false))
      }
    })
  }

  // Pins of one street would hide each other, and whichever is lit would hide its neighbours.
  // Each takes the free place nearest to where it belongs, the first in the list first, clear of
  // the buttons too, and a thin line leads back; closer in there is room, and the lines are gone.
  function keepApart (map, pins) {
    const homes = pins.map((pin) => pin.getLatLng())
    const leads = L.layerGroup().addTo(map)
    const spread = () => {
      const at = homes.map((home) => map.latLngToContainerPoint(home))
      const spots = settled(at, map, around) || settled(at, map, inRows) || at
      leads.clearLayers()
      homes.forEach((home, i) => {
        const isFar = spots[i].distanceTo(at[i]) > 6
        pins[i].setLatLng(isFar ? map.containerPointToLatLng(spots[i]) : home)
        if (!isFar) return
        const line = { color: '#14524a', weight: 2, interactive: false }
        L.polyline([home, pins[i].getLatLng()], line).addTo(leads)
        L.circleMarker(home, { ...line, radius: 3, fillOpacity: 1 }).addTo(leads)
      })
    }
    map.on('zoomend viewreset resize', spread)
    spread()
  }

  // A place for each, none over another: nothing if they do not all fit in what is seen.
  // `nearby` names the places to try for one, nearest first. In pixels from the corner of the map.
  function settled (at, map, nearby) {
    const view = L.bounds([0, 0], map.getSize())
    const taken = controls(map)
    const spots = []
    for (const home of at) {
      const isSeen = view.contains(home)
      const isFree = (mine) => (!isSeen || view.contains(mine)) && !taken.some((box) => box.overlaps(mine))
      let spot = null
      for (const other of nearby(home, view)) {
        if (isFree(boxOf(other))) { spot = other; break }
      }
      if (!spot && isSeen) return null
      spots.push(spot || home)
      taken.push(boxOf(spots.at(-1)))
    }
    return spots
  }

  // What a pin covers whose tip is at a point.
  function boxOf (tip) {
    return L.bounds([tip.x - 22, tip.y - 49], [tip.x + 22, tip.y + 1])
  }

  // What the buttons and the credit cover.
  function controls (map) {
    const { left, top } = box.getBoundingClientRect()
    return [...map.getContainer().querySelectorAll('.leaflet-control')].map((control) => {
      const its = control.getBoundingClientRect()
      return L.bounds([its.left - left, its.top - top], [its.right - left, its.bottom - top])
    })
  }

  // Where one belongs, and then ring after ring about it; no further than somebody looks.
  function * around (home, view) {
    yield home
    for (let far = 8; far < view.max.x + view.max.y; far += 4) {
      for (let turn = 0; turn < 2 * Math.PI; turn += Math.PI / 12) {
        yield home.add([far * Math.sin(turn), -far * Math.cos(turn)])
      }
    }
  }

  // Where it is too crowded for that: side by side in rows.
  function inRows (home, view) {
    const spots = []
    for (let y = 51; y < view.max.y; y += 51) {
      for (let x = 23; x < view.max.x - 22; x += 45) spots.push(L.point(x, y))
    }
    return spots.sort((one, other) => home.distanceTo(one) - home.distanceTo(other))
  }

  function cluster (group) {
    const count = group.getChildCount()
    return L.divIcon({
      className: 'mc-many', iconSize: [48, 54], iconAnchor: [24, 62],
      html: '<b aria-hidden="true">' + count + '</b><span class="mc-vh">' + words.many.replace('{n}', count) + '</span>'
    })
  }

  // Places in view, fetched as the map moves; crowded ones stand together with their number.
  function follow (map) {
    const group = L.markerClusterGroup
      ? L.markerClusterGroup({ iconCreateFunction: cluster, showCoverageOnHover: false, maxClusterRadius: 84, animate: false })
      : L.layerGroup()
    group.addTo(map)
    const shown = new Map()
    let turn = 0
    const fetchView = () => {
      const b = map.getBounds()
      const mine = ++turn
      const bbox = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((n) => n.toFixed(4)).join(',')
      window.fetch(data.viewport + '?bbox=' + bbox + '&zoom=' + map.getZoom())
        .then((answer) => answer.ok ? answer.json() : null)
        .then((found) => {
          if (!found || mine !== turn) return
          // Only what is gone is taken off: what stays keeps the focus that it may have.
          const now = new Map(found.features.map((feature) => [feature.properties.slug, feature]))
          for (const [slug, marker] of shown) {
            if (now.has(slug)) continue
            group.removeLayer(marker)
            shown.delete(slug)
          }
          for (const [slug, feature] of now) {
            const name = feature.properties.name
            if (!name || shown.has(slug)) continue
            const [lng, lat] = feature.geometry.coordinates
            const url = '/listings/' + encodeURIComponent(slug)
            shown.set(slug, place({ at: [lat, lng], name, url }, map))
            group.addLayer(shown.get(slug))
          }
        })
        .catch(() => null)
    }
    map.on('moveend', fetchView)
    fetchView()
  }
})()
