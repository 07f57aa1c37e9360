import { expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { ForumError } from '../../src/errors/forum-error.js';
import { inLanguage, languageOf } from '../../src/i18n/languages.js';
import { ErrorPage } from '../../src/web/forum/server/error-page.js';

it('a page of a forum with too much to do says, in its language, that nothing is lost', () => {
  const page = () => renderToString(<ErrorPage error={new ForumError('overloaded')} />);
  expect(page()).toContain('Nothing is lost');
  expect(inLanguage(languageOf('de'), page)).toContain('Nichts geht verloren');
});
