import { Controller, Get, Injectable, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../../auth/policy/requires.js';
import { ForumError } from '../../errors/forum-error.js';
import type { CachedBody } from '../../http/response-cache/cached-body.js';
import { SharedResponse } from '../../http/response-cache/response-sharing.js';
import { cacheFile, sendFile } from '../cached-file.js';
import { Undescribed } from '../../openapi/describe.js';

const NAMES = ['newspaper.css', 'article.css', 'further-pages.css', 'copy.js', 'harbour.svg', 'packet.svg'] as const;
const MAX_AGE_SECONDS = { versioned: 31_536_000, bare: 300 };

/** The demo's own files; they stand beside this one, in the source and in the build. */
@Injectable()
export class DemoAssets {
  private readonly files: ReadonlyMap<string, CachedBody> = new Map(
    NAMES.map((name) => [name, cacheFile(new URL(`./assets/${name}`, import.meta.url))]),
  );

  file(name: string): CachedBody | undefined {
    return this.files.get(name);
  }

  /** Where a page finds it. The version makes a new file a new address, so that browsers may keep it for a year. */
  address(name: string): string {
    return `/demo/assets/${name}?v=${this.files.get(name)?.version}`;
  }
}

@Undescribed()
@Controller('demo/assets')
export class DemoAssetsController {
  constructor(private readonly assets: DemoAssets) {}

  /** @throws ForumError route_not_found */
  @Get(':name')
  @Open()
  @SharedResponse()
  asset(
    @Param('name') name: string,
    @Query('v') version: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = this.assets.file(name);
    if (!file) throw new ForumError('route_not_found');
    return sendFile(request, reply, file, version === file.version ? MAX_AGE_SECONDS.versioned : MAX_AGE_SECONDS.bare);
  }
}
