/** Colour for terminals: ANSI's own sixteen, so that it fits every theme; without colour nothing is lost. */

type Style = (text: string) => string;

export interface Paint {
  plain: Style;
  strong: Style;
  faint: Style;
  good: Style;
  warn: Style;
  bad: Style;
  quote: Style;
  command: Style;
}

const CODES: Readonly<Record<Exclude<keyof Paint, 'plain'>, string>> = {
  strong: '1',
  faint: '2',
  good: '1;32',
  warn: '1;33',
  bad: '1;31',
  quote: '36',
  command: '32',
};

/** The styles, or ones that do nothing. */
export function painter(color: boolean): Paint {
  const style = (name: keyof typeof CODES): Style =>
    color ? (text) => (text === '' ? '' : `\u001b[${CODES[name]}m${text}\u001b[0m`) : (text) => text;
  return {
    plain: (text) => text,
    strong: style('strong'),
    faint: style('faint'),
    good: style('good'),
    warn: style('warn'),
    bad: style('bad'),
    quote: style('quote'),
    command: style('command'),
  };
}
