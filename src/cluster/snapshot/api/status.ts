/** Errors as the Kubernetes API words them: a `Status` object, whose message clients print. */
import type { JsonObject } from '../json.ts';
import type { Resource } from './resources.ts';

/** An answer that is not what was asked for. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The body of the answer. */
  status(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** A path that this API does not have. */
export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** An object that the snapshot does not hold; `why` is added where that does not mean that it was not there. */
export function noSuchObject(resource: Resource, name: string, why = ''): ApiError {
  const group = resource.group === '' ? '' : `.${resource.group}`;
  const details = { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.resource };
  return new ApiError(404, 'NotFound', `${resource.resource}${group} "${name}" not found${why}`, details);
}

/** What a snapshot cannot do, in words. */
export function readOnly(what: string): ApiError {
  return new ApiError(405, 'MethodNotAllowed', `this is a read-only snapshot of a cluster: it cannot ${what}`, {});
}
