/** The places that runbooks come from, each read again when it has changed. */
import type { ReadConfigMap } from './configMap.ts';
import { markOf, readFolder } from './folder.ts';
import type { Place } from './merge.ts';

export interface Places {
  /** All places as they are now, in their order; the same array as before where nothing changed. */
  read(): Promise<readonly Place[]>;
}

export interface PlaceParts {
  /** A later one replaces runbooks of the same id of an earlier one. */
  folders: readonly string[];
  /** `namespace/name`; after all folders. */
  configMaps: readonly string[];
  readConfigMap: ReadConfigMap;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
}

/** A ConfigMap is asked for this often; a folder costs nothing to look at. */
const CONFIG_MAP_MS = 15_000;
/** A cluster that does not answer holds nobody up for longer. */
const CONFIG_MAP_TIMEOUT_MS = 5000;

export function createPlaces({ folders, configMaps, readConfigMap, clock }: PlaceParts): Places {
  const readers = [
    ...folders.map(folderReader),
    ...configMaps.map((reference) => configMapPlace(reference, readConfigMap, clock)),
  ];
  let last: readonly Place[] = [];
  return {
    async read() {
      const now = await Promise.all(readers.map((read) => read()));
      if (now.length !== last.length || now.some((place, at) => place !== last[at])) last = now;
      return last;
    },
  };
}

/** The mark is taken before the folder is read: what changes in between is seen the next time. */
function folderReader(folder: string): () => Promise<Place> {
  let known: { mark: string; place: Place } | undefined;
  return async () => {
    const mark = await markOf(folder);
    if (known?.mark !== mark) known = { mark, place: await readFolder(folder) };
    return known.place;
  };
}

function configMapPlace(reference: string, read: ReadConfigMap, clock: () => number): () => Promise<Place> {
  let known: { at: number; place: Place } | undefined;
  return async () => {
    if (known !== undefined && clock() - known.at < CONFIG_MAP_MS) return known.place;
    const place = await withinTime(reference, read);
    // What was read before stays while the cluster cannot be asked.
    const kept = place.problems.length > 0 && known !== undefined && known.place.files.length > 0;
    const before = known?.place;
    const now = kept && before !== undefined ? { ...before, problems: place.problems } : place;
    known = { at: clock(), place: before !== undefined && isSame(before, now) ? before : now };
    return known.place;
  };
}

async function withinTime(reference: string, read: ReadConfigMap): Promise<Place> {
  const signal = AbortSignal.timeout(CONFIG_MAP_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([read(reference, signal), late]);
  } catch {
    const name = `ConfigMap ${reference}`;
    const why = `no answer within ${CONFIG_MAP_TIMEOUT_MS / 1000} s; it is tried again.`;
    return { name, files: [], problems: [`Runbooks of ${name} were not read: ${why}`] };
  }
}

function isSame(a: Place, b: Place): boolean {
  const text = ({ files, problems }: Place) =>
    JSON.stringify([files.map(({ name, content }) => [name, String(content)]), problems]);
  return text(a) === text(b);
}
