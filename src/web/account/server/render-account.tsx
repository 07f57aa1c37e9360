import { t } from '../../../i18n/format.js';
import { inLanguage, type SpokenLanguage } from '../../../i18n/languages.js';
import type { PageAssets } from '../../assets.js';
import { Data, renderDocument, scriptsOf } from '../../forum/server/render.js';
import { App } from '../app.js';
import type { Initial } from '../initial.js';

/** The page before its script has looked who is there. */
export const renderAccount = (initial: Initial, assets: PageAssets, language: SpokenLanguage): string =>
  inLanguage(language, () =>
    renderDocument(
      {
        title: `${t('account.title')} · ${initial.site.name}`,
        styles: assets.styles,
        scripts: scriptsOf(assets, language),
        noindex: true,
      },
      <>
        <div id="account" class={initial.embedded ? 'embedded' : undefined}>
          <App initial={initial} />
        </div>
        <Data type="application/json" id="initial">
          {initial}
        </Data>
      </>,
    ),
  );
