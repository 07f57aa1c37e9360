import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Refusals } from '../errors/refusals.js';
import { ConnectionDrain } from './connection-drain.js';
import { LoadShedder } from './load-shedder.js';

/** Load is shed before there is a forum behind it; here those within find who does. */
@Global()
@Module({})
export class HttpModule {
  static with(shedder: LoadShedder): DynamicModule {
    const providers = [
      { provide: LoadShedder, useValue: shedder },
      { provide: Refusals, useValue: shedder.refusals },
      ConnectionDrain,
    ];
    return { module: HttpModule, providers, exports: [LoadShedder, Refusals] };
  }
}
