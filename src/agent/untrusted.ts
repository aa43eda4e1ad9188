/** Marks what was read from a cluster, a log or another server, so that a model can tell it from instructions. */

/** Nothing inside can end the block: an angle bracket before the block's own name is replaced. */
export function untrusted(source: string, text: string): string {
  const label = source
    .replace(/["<>\s]+/g, ' ')
    .trim()
    .slice(0, 120);
  return `<untrusted source="${label}">\n${text.replace(/<(?=\s*\/?\s*untrusted)/gi, '‹')}\n</untrusted>`;
}
