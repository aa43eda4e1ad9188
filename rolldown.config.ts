import { defineConfig } from 'rolldown';

/** One bundle with every dependency in it; what only some commands need is imported lazily and is a chunk of its own. */
export default defineConfig({
  input: { main: 'src/entry.ts' },
  platform: 'node',
  transform: { target: 'node22' },
  output: {
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Names are kept, so that a stack trace in a bug report can be read.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  },
});
