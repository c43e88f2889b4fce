#!/bin/sh
# Builds the tests' programs into a folder (by default where they are checked in), those in C or the one in AssemblyScript:
#   build.sh c|assembly [FOLDER]
# What Debian needs for C: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32
set -eu
cd "$(dirname "$0")"
if [ "$1" = c ]; then
  out=${2:-.}
  flags="--target=wasm32-wasi -O2 -Wl,--strip-debug"
  clang $flags -o "$out/survey.wasm" survey.c
  clang $flags -o "$out/trouble.wasm" trouble.c
  clang $flags -mexec-model=reactor -o "$out/library.wasm" library.c
else
  cd ../../../examples/wasi
  node ../../node_modules/assemblyscript/bin/asc.js estimate.ts -O --runtime stub \
    --exportStart _start --use abort=estimate/abort -o "${2:-.}/estimate.wasm"
fi
