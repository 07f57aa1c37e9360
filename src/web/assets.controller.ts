import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Open } from '../auth/policy/requires.js';
import { Assets } from './assets.js';
import { sendFile } from './cached-file.js';
import { SharedResponse } from '../http/response-cache/response-sharing.js';
import { Undescribed } from '../openapi/describe.js';

/** A name carries its content's hash, so that a browser need never ask again. */
const YEAR_SECONDS = 31_536_000;

@Undescribed()
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get(':page/:file')
  @Open()
  @SharedResponse()
  file(
    @Param('page') page: string,
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return sendFile(request, reply, this.assets.file(page, name), YEAR_SECONDS);
  }
}
