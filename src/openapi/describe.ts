import { applyDecorators, SetMetadata } from '@nestjs/common';
import type * as swagger from '@nestjs/swagger';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/forum-error.js';

export const REFUSALS = 'refusals';

type Swagger = typeof swagger;
/** A decorator of a class or of a method, as @nestjs/swagger makes them. */
type Describing = (target: never, key: never, descriptor: never) => unknown;

const waiting: ((library: Swagger) => void)[] = [];

/**
 * Says something in the OpenAPI document by a decorator of @nestjs/swagger, once somebody asks for that document: the library
 * has hundreds of files, which a start does without.
 */
export const Describes =
  (make: (library: Swagger) => Describing): ClassDecorator & MethodDecorator =>
  (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    waiting.push((library) => make(library)(target as never, key as never, descriptor as never));
  };

/** Says all that was to be said. */
export function describeAll(library: Swagger): void {
  for (const describe of waiting.splice(0)) describe(library);
}

/**
 * Says in the OpenAPI document what a route is for, and by which codes it may refuse beside those by which any route of its
 * kind may (see openapi.ts).
 */
export const ApiDoc = (summary: string, ...refusals: readonly ErrorCode[]) =>
  applyDecorators(
    Describes(({ ApiOperation }) => ApiOperation({ summary })),
    SetMetadata(REFUSALS, refusals),
  );

/** Says in the OpenAPI document what a route answers: status and schema. Several may stand on one route. */
export const Answers = (status: number, schema: z.ZodType, description = 'Done') =>
  Describes(({ ApiResponse }) => ApiResponse({ status, standardSchema: schema, description }));

/** Says in the OpenAPI document that whoever names an earlier answer is not sent the same again. */
export const Revalidates = () =>
  applyDecorators(
    Describes(({ ApiHeader }) =>
      ApiHeader({ name: 'If-None-Match', description: 'The `ETag` of an earlier answer.', required: false }),
    ),
    Describes(({ ApiResponse }) => ApiResponse({ status: 304, description: 'You have it already' })),
  );

/** Says in the OpenAPI document to which part of the forum all routes of a controller belong. */
export const Tagged = (tag: 'threads' | 'messages' | 'members' | 'moderation' | 'operations') =>
  Describes(({ ApiTags }) => ApiTags(tag));

/** Keeps a controller out of the OpenAPI document: its routes are no calls of programs. */
export const Undescribed = () => Describes(({ ApiExcludeController }) => ApiExcludeController());
