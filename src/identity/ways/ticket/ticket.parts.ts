import type { WayParts } from '../way.js';
import { TicketController } from './ticket.controller.js';
import { TicketSignInService } from './ticket-sign-in.service.js';
import { TicketWay } from './ticket.way.js';

export const ticket: WayParts = { way: TicketWay, controllers: [TicketController], providers: [TicketSignInService] };
