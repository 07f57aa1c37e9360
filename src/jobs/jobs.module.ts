import { Global, Module } from '@nestjs/common';
import { JobLists } from './job-lists.service.js';
import { JobsRepository } from './jobs.repository.js';
import { Jobs } from './jobs.service.js';

@Global()
@Module({ providers: [JobLists, Jobs, JobsRepository], exports: [JobLists, Jobs, JobsRepository] })
export class JobsModule {}
