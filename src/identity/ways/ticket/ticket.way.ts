import { Injectable } from '@nestjs/common';
import type { WayView } from '../sign-in.schema.js';
import { WayIn } from '../way.js';

/** In by a ticket that the site's staff hand out. */
@Injectable()
export class TicketWay extends WayIn {
  on(): WayView {
    return { way: 'ticket' };
  }
}
