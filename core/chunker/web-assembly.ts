type Memory = { readonly buffer: ArrayBuffer };
type Module = { readonly __module?: never };
type Instance = { readonly exports: Readonly<Record<string, unknown>> };

/** The little of WebAssembly that the chunker needs: core is compiled without DOM types, which describe the rest. */
type WebAssemblyGlobal = {
  readonly Memory: new (descriptor: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Instance: new (module: Module, imports: { readonly env: { readonly memory: Memory } }) => Instance;
};

export type WebAssemblyModule = Module;
export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal }).WebAssembly;
