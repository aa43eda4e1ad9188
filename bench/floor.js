/**
 * The floor, in a process of its own: nothing but the lists named on standard input, the pages of each one after another, at
 * most eight requests at a time, each answer through `JSON.parse` and kept. Prints how many objects that were. (Plain
 * JavaScript: Node.js would take a while to strip types.)
 */
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';

const { server, lists } = JSON.parse(await text(process.stdin));
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

function fetchText(path) {
  return new Promise((resolve, reject) => {
    get(server + path, { agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.once('error', reject);
    }).once('error', reject);
  });
}

async function readList(path) {
  const items = [];
  for (let next = ''; next !== undefined; ) {
    const page = JSON.parse(await fetchText(next === '' ? path : `${path}&continue=${next}`));
    for (const item of page.items) items.push(item);
    next = page.metadata.continue;
  }
  return items;
}

const read = await Promise.all(lists.map(readList));
process.stdout.write(`${read.reduce((sum, { length }) => sum + length, 0)}\n`);
agent.destroy();
