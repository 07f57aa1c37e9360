import 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      /** The publisher's tag; src/web/loader makes a forum of it. */
      'rejoinder-forum': {
        readonly site: string;
        readonly url?: string;
        readonly key?: string;
        readonly title?: string;
        readonly theme?: 'auto' | 'light' | 'dark';
      };
    }
  }
}
