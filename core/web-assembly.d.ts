// Part of every host; Node's types leave it out, DOM's have it.

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): readonly unknown[];
  }
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: object;
  }
  class RuntimeError extends Error {}
}
