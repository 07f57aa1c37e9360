import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Open } from '../../auth/policy/requires.js';
import { Undescribed } from '../../openapi/describe.js';
import { exportLink, exportParams, type ExportLink, type ExportParams } from './exports.schema.js';
import { ExportsService } from './exports.service.js';

/** Where the links of exports lead. Whoever has the key of one gets it, and nobody is looked up. */
@Undescribed()
@Controller('exports')
export class ExportFileController {
  constructor(private readonly exports: ExportsService) {}

  @Get(':id')
  @Open()
  @Header('Cache-Control', 'private, no-store')
  @Header('Referrer-Policy', 'no-referrer')
  async file(
    @Param({ schema: exportParams }) { id }: ExportParams,
    @Query({ schema: exportLink }) { key }: ExportLink,
  ): Promise<StreamableFile> {
    const { name, bytes, chunks } = await this.exports.download(id, key);
    return new StreamableFile(Readable.from(chunks, { objectMode: false }), {
      type: 'application/zip',
      disposition: `attachment; filename="${name}"`,
      length: bytes,
    });
  }
}
