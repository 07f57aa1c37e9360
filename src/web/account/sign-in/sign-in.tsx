import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { useInitial } from '../initial.js';
import { ByMail } from './by-mail.js';

/** The ways in that the site offers, the likeliest first. */
export function SignIn({ code }: { code: string | null }) {
  const { site, ways } = useInitial();
  const name = <bdi>{site.name}</bdi>;
  return (
    <section aria-labelledby="sign-in">
      <h2 id="sign-in">{t('account.signIn.title')}</h2>
      {ways.length === 0 && <p>{rich('account.signIn.none', { site: name })}</p>}
      {ways.map(({ way }) => {
        if (way === 'sso') return <p key={way}>{rich('account.signIn.sso', { site: name })}</p>;
        if (way === 'mail') return <ByMail key={way} code={code} />;
        return null;
      })}
      <p class="aside">{t('account.signIn.cookies')}</p>
    </section>
  );
}
