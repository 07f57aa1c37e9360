import { existsSync } from 'node:fs';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../../auth/policy/requires.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import type { CachedBody } from '../../http/response-cache/cached-body.js';
import { SharedResponse } from '../../http/response-cache/response-sharing.js';
import { cacheFile, sendFile } from '../cached-file.js';
import { Undescribed } from '../../openapi/describe.js';

/** Where the build puts it: seen from dist/web/loader, and from src/web/loader as tests run it. */
const BUILT = ['../../public/loader/embed.js', '../../../dist/public/loader/embed.js'];
/** Publishers' pages notice a new version within five minutes. */
const MAX_AGE_SECONDS = 300;

@Undescribed()
@Controller()
export class LoaderController {
  private kept: CachedBody | undefined;

  @Get('embed.js')
  @Open()
  @SharedResponse()
  loader(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.kept ??= readLoader();
    return sendFile(request, reply, this.kept, MAX_AGE_SECONDS);
  }
}

/** @throws ForumError route_not_found before the first build */
function readLoader(): CachedBody {
  const built = BUILT.map((path) => new URL(path, import.meta.url)).find((path) => existsSync(path));
  if (!built) throw new ForumError('route_not_found', undefined, say('refused.loaderNotBuilt'));
  return cacheFile(built);
}
