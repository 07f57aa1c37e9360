import { Injectable } from '@nestjs/common';
import { WayIn } from '../way.js';

/** In by an authenticator: for staff at the console, which offers it by itself. No reader's page does. */
@Injectable()
export class PasskeyWay extends WayIn {
  on(): null {
    return null;
  }
}
