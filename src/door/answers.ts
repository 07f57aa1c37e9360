import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** Says in the OpenAPI document what a route answers: status and schema. Several may stand on one route. */
export const Answers = (status: number, schema: StandardSchemaV1 | StandardJSONSchemaV1, description = '') =>
  applyDecorators(ApiResponse({ status, standardSchema: schema, description }));
