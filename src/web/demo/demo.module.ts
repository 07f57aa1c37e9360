import { Module } from '@nestjs/common';
import { DemoAssets, DemoAssetsController } from './demo-assets.controller.js';
import { DemoController } from './demo.controller.js';

/** An invented newspaper with the forum under its articles; imported only where the configuration's `DEMO` is on. */
@Module({
  controllers: [DemoController, DemoAssetsController],
  providers: [DemoAssets],
})
export class DemoModule {}
