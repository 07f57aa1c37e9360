import type { Article } from './article.js';

export const allotments: Article = {
  path: '/demo/articles/allotments',
  section: 'Country',
  headline: 'Wait for an allotment reaches eleven years',
  standfirst: 'Halving the plots would halve the queue. Those who have one would rather not.',
  author: 'Tomasz Bielak',
  minutes: 1,
  body: () => (
    <>
      <p>
        Whoever puts down their name for an allotment at Mill Lane today will, at the present rate, be digging it eleven
        years from now. There are ninety-four plots and 311 people waiting. Nine plots came free last year, six of them
        because the holder had died.
      </p>
      <p>
        The parish has proposed that each plot be cut in two as it falls vacant. A half is 125 square metres, which is,
        by the reckoning of the national society, about what a household of three can eat. It would bring the wait down
        to six years.
      </p>
      <p>
        Plot-holders voted it down last week by fifty-one to twenty-two. “It takes four years to learn your soil,” said
        Bernard Quill, who has had plot 17 since 1983 and grows leeks on it that have been photographed for this
        newspaper more than once. “You’d be teaching people to want what they can’t have.” The parish decides in the new
        year.
      </p>
    </>
  ),
};
