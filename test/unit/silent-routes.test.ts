import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { MetadataScanner, Reflector, type DiscoveryService } from '@nestjs/core';
import { SubscribeMessage } from '@nestjs/websockets';
import { FramesRequire, Open, Requires } from '../../src/auth/policy/requires.js';
import { Statements } from '../../src/auth/policy/statements.js';

@Controller('ferry')
class Stating {
  @Get()
  @Open()
  read(): void {}

  @Post('seats')
  @Requires('message.post')
  book(): void {}
}

@Controller(['bridge', 'tunnel'])
class Silent {
  @Get('toll')
  pay(): void {}
}

class SilentGateway {
  @SubscribeMessage('horn')
  blow(): void {}
}

const frames = { horn: 1, bell: 1 };
class HalfStating {
  @SubscribeMessage('any')
  @FramesRequire(frames, { horn: ['thread.type'] } as never)
  hear(): void {}
}

describe('a start', () => {
  const starting = (controllers: readonly unknown[], gateways: readonly unknown[] = []) => {
    const wrapped = (types: readonly unknown[]) => types.map((metatype) => ({ metatype }));
    const discovery = { getControllers: () => wrapped(controllers), getProviders: () => wrapped(gateways) };
    const statements = new Statements(discovery as unknown as DiscoveryService, new MetadataScanner(), new Reflector());
    return () => statements.onModuleInit();
  };

  it('goes on where every way in says whose it is', () => {
    expect(starting([Stating])).not.toThrow();
  });

  it('stops at a route that does not say whose it is, and names all of its addresses', () => {
    expect(starting([Stating, Silent])).toThrow('Without @Requires or @Open: GET /bridge/toll, GET /tunnel/toll');
  });

  it('stops at a frame that does not say whose it is', () => {
    expect(starting([Stating], [SilentGateway])).toThrow('Without @Requires or @Open: FRAME SilentGateway.blow');
    expect(starting([], [HalfStating])).toThrow('Without @Requires or @Open: FRAME bell');
  });
});
