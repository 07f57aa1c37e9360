/** The page's modules speak the language that the server, or a file before them, has brought along: in tests English. */
import '../../src/i18n/languages.js';
