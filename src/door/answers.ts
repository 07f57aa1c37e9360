import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/forum-error.js';

export const REFUSALS = 'refusals';

/**
 * Says in the OpenAPI document what a route is for, and by which codes it may refuse beside those by which any route of its
 * kind may (see ops/openapi.ts).
 */
export const Does = (summary: string, ...refusals: readonly ErrorCode[]) =>
  applyDecorators(ApiOperation({ summary }), SetMetadata(REFUSALS, refusals));

/** Says in the OpenAPI document what a route answers: status and schema. Several may stand on one route. */
export const Answers = (status: number, schema: z.ZodType, description = 'Done') =>
  ApiResponse({ status, standardSchema: schema, description });
