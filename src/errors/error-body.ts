import { z } from 'zod';
import type { Language } from '../i18n/format.js';
import { english } from '../i18n/languages.js';
import { said } from '../i18n/text.js';
import {
  ERRORS,
  ForumError,
  type ErrorBody,
  type ErrorCode,
  type ErrorDetails,
  type Issue,
  type IssueCode,
} from './forum-error.js';

/** Codes for what Fastify itself refuses before a route is reached, by Fastify's own error codes. */
const FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_MAX_PARAM_LENGTH: 'invalid_request',
};

const STATUS: Readonly<Record<number, ErrorCode>> = {
  404: 'route_not_found',
  405: 'method_not_allowed',
  408: 'invalid_request',
  413: 'too_large',
  415: 'unsupported_media_type',
  503: 'overloaded',
};

/** Any error as one of ours. What is none of ours, nor a refusal of the framework, is `internal`. */
export function asForumError(error: unknown): ForumError {
  if (error instanceof ForumError) return error;
  const { code, statusCode, status } = (error ?? {}) as { code?: unknown; statusCode?: unknown; status?: unknown };
  const known = typeof code === 'string' ? FASTIFY[code] : undefined;
  if (known) return new ForumError(known);
  const answered = typeof statusCode === 'number' ? statusCode : typeof status === 'number' ? status : 500;
  const byStatus = STATUS[answered];
  if (byStatus) return new ForumError(byStatus);
  return new ForumError(answered >= 400 && answered < 500 ? 'invalid_request' : 'internal');
}

/** What a 401 asks for (RFC 9110, 11.6.1; RFC 6750, 3). */
export const CHALLENGE = 'Bearer realm="rejoinder"';

/** An error as it is answered, in the language of whoever asked. */
export function errorBody(
  { code, text, details }: ForumError,
  requestId: string,
  language: Language = english(),
): ErrorBody {
  const message = said(text, language) as string;
  const localized = said(isIssues(details) ? details.map(withoutCode) : details, language) as ErrorDetails | undefined;
  return { error: { code, message, requestId, ...(localized ? { details: localized } : {}) } };
}

const isIssues = (details: ErrorDetails | undefined): details is readonly Issue[] => Array.isArray(details);

/** The contract knows an issue by its path. */
const withoutCode = ({ code: _, ...issue }: Issue): Issue => issue;

/** An issue as a schema tells it (zod's are standard ones with a code of zod's own). */
type SchemaIssue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: unknown;
  /** Of a rule of our own: which of our codes it is. */
  readonly params?: { readonly code?: IssueCode } | undefined;
};

/** What a schema found wrong with an input, as a refusal. Used by every pipe, on HTTP and on sockets. */
export function invalidRequest(issues: readonly SchemaIssue[], input: unknown): ForumError {
  const details = issues.slice(0, 20).map((issue): Issue => {
    const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
    return { path: path.map(String).join('.'), code: issueCode(issue, path, input), message: issue.message };
  });
  return new ForumError('invalid_request', details);
}

function issueCode({ code, params }: SchemaIssue, path: readonly PropertyKey[], input: unknown): IssueCode {
  if (path.length > 0 && valueAt(input, path) === undefined) return 'missing';
  if (code === 'too_small') return 'too_short';
  if (code === 'too_big') return 'too_long';
  return params?.code ?? 'not_valid';
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    input,
  );

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** `ErrorBody` as a schema: for the OpenAPI document. */
export const errorAnswer: z.ZodType<ErrorBody> = z.object({
  error: z.object({
    code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
    message: z.string(),
    requestId: z.string(),
    details: z
      .union([
        z.array(
          z.object({
            path: z.string(),
            message: z.string(),
            sentence: z.string().optional(),
          }),
        ),
        z.record(z.string(), z.unknown()),
      ])
      .optional(),
  }),
});
