/** Checks what a client answers when it is asked something, with zod: the SDK's own validator costs every start. */
import type { jsonSchemaValidator } from '@modelcontextprotocol/server';
import * as z from 'zod';

/** A validator that compiles a schema when one comes, and nothing before. */
export const lazyValidator: jsonSchemaValidator = {
  getValidator<T>(schema: unknown) {
    const compiled = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    return (input) => {
      const parsed = compiled.safeParse(input);
      return parsed.success
        ? { valid: true, data: parsed.data as T, errorMessage: undefined }
        : { valid: false, data: undefined, errorMessage: z.prettifyError(parsed.error) };
    };
  },
};
