import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Refusals } from '../errors/refusals.js';
import { FrontDoor } from './front-door.js';

/** The door stands before there is a forum behind it; here those within find it. */
@Global()
@Module({})
export class DoorModule {
  static with(door: FrontDoor): DynamicModule {
    const providers = [
      { provide: FrontDoor, useValue: door },
      { provide: Refusals, useValue: door.refusals },
    ];
    return { module: DoorModule, providers, exports: [FrontDoor, Refusals] };
  }
}
