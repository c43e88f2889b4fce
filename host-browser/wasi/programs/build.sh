#!/bin/sh
# Builds the programs of the tests, all into a folder, or only those in "c" or "assembly": build.sh [FOLDER [c|assembly]]
# Debian: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
set -eu
cd "$(dirname "$0")"
out=${1:-.}
which=${2:-all}
flags="--target=wasm32-wasi -O2 -Wl,--strip-debug"
if [ "$which" != assembly ]; then
  clang $flags -o "$out/survey.wasm" survey.c
  clang $flags -o "$out/trouble.wasm" trouble.c
  clang $flags -mexec-model=reactor -o "$out/library.wasm" library.c
fi
if [ "$which" != c ]; then
  node ../../../node_modules/assemblyscript/bin/asc.js assembly/estimate.ts -O --runtime stub \
    --exportStart _start --use abort=assembly/estimate/abort -o "$out/estimate.wasm"
fi
