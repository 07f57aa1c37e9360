import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { SubscribeMessage } from '@nestjs/websockets';
import { Test } from '@nestjs/testing';
import { FramesRequire, Open, Requires } from '../../src/auth/policy/requires.js';
import { Statements } from '../../src/auth/policy/statements.js';

@Controller('api')
class Stated {
  @Get('open')
  @Open()
  open(): void {}

  @Get('mine')
  @Requires('member.read-own')
  mine(): void {}
}

@Controller('api')
class Silent {
  @Get('forgotten')
  forgotten(): void {}
}

class SilentFrames {
  @SubscribeMessage('frame')
  take(): void {}
}

class NewFrame {
  @SubscribeMessage('frame')
  @FramesRequire({ typing: 0, shout: 0 }, { typing: ['thread.type'] } as never)
  take(): void {}
}

const starting = async (controllers: Type[], providers: Type[] = []): Promise<unknown> => {
  @Module({ imports: [DiscoveryModule], controllers, providers: [Statements, ...providers] })
  class Forum {}
  const app = await Test.createTestingModule({ imports: [Forum] }).compile();
  return app.init().then(() => 'started');
};

describe('a forum', () => {
  it('starts where every route and frame states what it takes', async () => {
    expect(await starting([Stated])).toBe('started');
  });

  it('does not start with a route that states nothing', async () => {
    await expect(starting([Stated, Silent])).rejects.toThrow('GET /api/forgotten');
  });

  it('does not start with a frame that states nothing', async () => {
    await expect(starting([Stated], [SilentFrames])).rejects.toThrow('FRAME SilentFrames.take');
    await expect(starting([Stated], [NewFrame])).rejects.toThrow('FRAME shout');
  });
});
