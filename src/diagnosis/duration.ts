/** How far back a question looks: "for two days", "since last week", "三天没更新". */

const DAY_MS = 24 * 3_600_000;
const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  few: 4,
  couple: 2,
  several: 5,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  几: 5,
};
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:days?|天|日)$/, 1],
  [/^(?:weeks?|周|个?星期|个?礼拜)$/, 7],
  [/^(?:months?|个?月)$/, 31],
];
const AMOUNT =
  /(\d{1,3}|a few|an?|one|two|three|four|five|six|seven|ten|couple of|several|[一两二三四五六七八九十几]) ?(days?|weeks?|months?|天|日|周|个?星期|个?礼拜|个?月)/g;
const NAMED: readonly (readonly [RegExp, number])[] = [
  [/last week|week ?ago|上周|上个?星期|since (?:mon|tues|wednes|thurs|fri|satur|sun)day|周[一二三四五六日末]/, 8],
  [/last month|上个?月/, 45],
  [/yesterday|昨天|昨晚|last night/, 2],
];

/** The longest stretch that the text (lower case) names, in milliseconds; undefined where it names none. */
export function stretchIn(text: string): number | undefined {
  const amounts = [...text.matchAll(AMOUNT)].map(([, amount = '', unit = '']) => {
    const count = WORDS[amount.replace(/^a (?=few)| of$/g, '')] ?? Number(amount);
    return count * (UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1);
  });
  const named = NAMED.flatMap(([pattern, days]) => (pattern.test(text) ? [days] : []));
  const days = Math.max(0, ...amounts.filter((one) => !Number.isNaN(one)), ...named);
  return days === 0 ? undefined : days * DAY_MS;
}
