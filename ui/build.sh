#!/bin/sh
# Build app/web/static/dist from these sources. The same sources always give the same bytes.
# A running office may read the old files meanwhile: only what changed is replaced, at the end.
set -eu
cd "$(dirname "$0")"
dist=../app/web/static/dist
[ -d node_modules/esbuild ] || npm ci
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
esbuild() {
  node_modules/.bin/esbuild "$@" --log-level=warning
}
esbuild css/pages.css --bundle --minify --charset=utf8 --target=chrome109,firefox115,safari15.4 \
  --loader:.woff2=file --asset-names=fonts/[name] --outfile="$out/pages.css"
esbuild js/pages.js --bundle --minify --charset=utf8 --format=esm --target=es2020 --outfile="$out/pages.js"
cp images/* "$out/"
cat LEGAL.txt node_modules/@fontsource-variable/atkinson-hyperlegible-next/LICENSE \
  node_modules/@fontsource-variable/atkinson-hyperlegible-mono/LICENSE > "$out/LEGAL.txt"
node publish.js "$out" "$dist"
