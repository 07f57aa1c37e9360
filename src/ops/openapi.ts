import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The contract as an OpenAPI document, made from the routes and schemas themselves. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Rejoinder')
    .setDescription('The forum under an article: reading, posting, moderating. Live frames are in docs/protocol.md.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, info);
  const paths = Object.fromEntries(
    Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1') || path.startsWith('/health')),
  );
  return { ...document, paths };
}

/** `/api/docs` for people, `/api/docs-json` for programs. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiOf(app));
}
