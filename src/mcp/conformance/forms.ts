/** What the fixtures ask a user for. */

const object = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'object' as const,
  properties: properties as Record<string, never>,
  required,
});
const titled = (titles: Readonly<Record<string, string>>) =>
  Object.entries(titles).map(([value, title]) => ({ const: value, title }));
const options = ['option1', 'option2', 'option3'];

export const NAME = object({ name: { type: 'string' } }, ['name']);
export const COLOR = object({ color: { type: 'string' } }, ['color']);
export const OK = object({ ok: { type: 'boolean' } }, ['ok']);
export const CONTEXT = object({ context: { type: 'string' } }, ['context']);

export const USER = object(
  {
    username: { type: 'string', description: "User's response" },
    email: { type: 'string', description: "User's email address" },
  },
  ['username', 'email'],
);

/** SEP-1034: a default for each primitive type. */
export const DEFAULTS = object({
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
});

/** SEP-1330: every way to write a choice. */
export const CHOICES = object({
  untitledSingle: { type: 'string', enum: options },
  titledSingle: {
    type: 'string',
    oneOf: titled({ value1: 'First Option', value2: 'Second Option', value3: 'Third Option' }),
  },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: {
    type: 'array',
    items: { anyOf: titled({ value1: 'First Choice', value2: 'Second Choice', value3: 'Third Choice' }) },
  },
});
