import { speak } from '../../src/i18n/format.js';
import { english } from '../../src/i18n/languages.js';

/** The page's modules speak the language that the server, or a file before them, has brought along: in tests English. */
speak(english());
