import { Component, createElement, type FunctionComponent } from 'preact';

/** Draws a component again only when a prop of it is another. (Preact keeps its own `memo` in preact/compat: 3 KB.) */
export function memo<Props extends object>(inner: FunctionComponent<Props>): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return (Object.keys(next) as (keyof Props)[]).some((name) => next[name] !== this.props[name]);
    }
    override render() {
      return createElement(inner, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
