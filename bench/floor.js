/**
 * The floor, in a process of its own: nothing but the lists named on standard input, the pages of each one after another, at
 * most eight requests at a time, through the same HTTP client as the product, each answer through `JSON.parse` and kept.
 * Prints how many objects that were. (Plain JavaScript: Node.js would take a while to strip types.)
 */
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';

const { server, lists } = JSON.parse(await text(process.stdin));
const dispatcher = new Agent({ connections: 8, pipelining: 1 });

async function readList(path) {
  const items = [];
  for (let next = ''; next !== undefined; ) {
    const { body } = await request(server + (next === '' ? path : `${path}&continue=${next}`), { dispatcher });
    const page = JSON.parse(await body.text());
    for (const item of page.items) items.push(item);
    next = page.metadata.continue;
  }
  return items;
}

const read = await Promise.all(lists.map(readList));
process.stdout.write(`${read.reduce((sum, { length }) => sum + length, 0)}\n`);
await dispatcher.close();
