import { Controller, Get, Header, Injectable } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Allow } from '../auth/allow.js';
import { Transactions } from '../database/transactions.js';

/** What an operator watches, in the format of Prometheus. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor(transactions: Transactions) {
    collectDefaultMetrics({ register: this.registry, prefix: 'rejoinder_' });
    new Gauge({
      name: 'rejoinder_writes_waiting',
      help: 'Units of work that wait for the database.',
      registers: [this.registry],
      collect() {
        this.set(transactions.waiting);
      },
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Allow('public')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  get(): Promise<string> {
    return this.metrics.text();
  }
}
