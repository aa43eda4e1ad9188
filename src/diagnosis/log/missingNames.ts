/** What servers and client libraries print of a thing that a name leads to and that is not there: one row a wording. */
import type { ComplaintRow } from './complaintPatterns.ts';

const THING =
  '(?:index|table|relation|topic|queue|bucket|database|schema|collection|keyspace|exchange|stream|channel|tenant|vhost|consumer group|alias|view|column|role|feature flag|template|profile|realm|index alias)';
const NAME = `["'\`\\[<(]?([A-Za-z0-9/][\\w.\\-/]*)["'\`\\]>)]?`;

const missing = (pattern: RegExp, more: Omit<ComplaintRow, 'code' | 'pattern'> = {}): ComplaintRow => ({
  code: 'NamedResourceMissing',
  pattern,
  ...more,
});

/** The first match wins, so the most telling stand first. */
export const MISSING_NAMES: readonly ComplaintRow[] = [
  missing(new RegExp(`no such (?<thing>${THING})[: ]+(?<name>${NAME})`, 'i')),
  missing(new RegExp(`unknown (?<thing>${THING})[: ]+(?<name>${NAME})`, 'i')),
  missing(
    new RegExp(
      `\\b(?<thing>${THING}) (?<name>${NAME}) (?:does not exist|doesn't exist|not found|was not found|is missing|cannot be found|is not present)`,
      'i',
    ),
  ),
  missing(new RegExp(`(?<name>${NAME}) ?: (?:no such (?<thing>${THING}))`, 'i')),
  // The API server's words for an object that a client names.
  missing(
    /(?<thing>namespace|configmap|secret|serviceaccount|storageclass(?:es)?\.[\w.]+|priorityclass(?:es)?\.[\w.]+|persistentvolumeclaim)s? \\?"(?<name>[\w.-]+)\\?" not found/,
    { errorsOnly: true },
  ),
  // Told once, when the routes are loaded: it holds until they are loaded anew.
  missing(/(?<thing>middleware) \\?"(?<name>[\w.-]+)(?:@\w+)?\\?" does not exist/i, {
    until: /configuration (?:loaded|received|applied)/i,
  }),
  missing(/unregistered (?<thing>task) of type ["'](?<name>[\w.-]+)["']/i),
  missing(/NOT_FOUND - no (?<thing>queue|exchange|vhost) '(?<name>[^']+)'/i),
  missing(/\{(?<name>[\w.-]+)=(?<thing>UNKNOWN_TOPIC_OR_PARTITION)/),
  missing(/(?:Cannot open|open the explicitly specified) (?<thing>database) ["'](?<name>[\w.-]+)["']/i),
  missing(/(?<thing>Realm) does not exist:? ?(?<name>[\w.-]*)/i),
  missing(/(?<thing>Unknown topic) or partition[^A-Za-z0-9]+(?<name>[\w.-]+)/i),
  missing(/(?<thing>Topic) (?<name>[\w.-]+) not present in metadata/i),
  missing(/Table '(?<name>[\w.-]+)' doesn't exist(?<thing>)/i),
  missing(/Unknown (?<thing>column|database|table) '(?<name>[\w.-]+)'/i),
  missing(/SQLSTATE\[42S02\][^']*'(?<name>[\w.-]+)'(?<thing>)/i),
  missing(/ORA-00942: (?<thing>table or view)(?<name>) does not exist|Invalid object name '(?<name2>[\w.-]+)'/i),
  missing(/The specified (?<thing>bucket) does not exist.*?<?BucketName[>:" ]+(?<name>[\w.-]+)/is),
  missing(/NoSuch(?<thing>Bucket)\b.{0,200}?\b(?:BucketName[>:=" ]+|bucket[=:]+ ?"?)(?<name>[\w.-]+)/is),
  missing(/NoSuch(?<thing>Bucket)\b|The specified (?<thing2>bucket) does not exist/i),
  missing(/index_not_found_exception[^[]*\[(?<name>[\w.*-]+)\](?<thing>)/i),
  missing(/(?<thing>NOSCRIPT|NOGROUP) No (?:such|matching)[^']*'?(?<name>[\w:.-]*)/i),
  // Spring Cloud Alibaba, of a configuration that the server does not have in that namespace and group.
  missing(/(?<thing>Nacos Config)\] config\[dataId=(?<name>[\w.-]+),[^\]]*\] is empty/),
  missing(/Ignore the empty (?<thing>nacos configuration) and get it based on dataId\[(?<name>[\w.-]+)\]/i),
];
