import type { Article } from './article.js';

export const library: Article = {
  path: '/demo/articles/library',
  section: 'Town',
  headline: 'Library to open until ten at night, with nobody at the desk',
  standfirst: 'A card and a camera will let readers in when the staff have gone home. The staff asked for it.',
  author: 'Nell Harcastle',
  minutes: 2,
  body: () => (
    <>
      <p>
        The town library shuts at half past five, which is when most of Kelmouth gets off work. From January its door
        will open until ten to anyone over sixteen who has a card and has sat through a twenty-minute talk about fire
        exits.
      </p>
      <p>
        There will be nobody at the desk. There will be a camera over the door and another over the stairs, and a
        telephone that rings in the control room where the borough watches its car parks. The heating will be on, the
        lavatories open and the newspapers where they always are.
      </p>
      <p>
        Libraries without staff have usually meant libraries about to have fewer. Joan Okafor, the librarian, has seen
        that done elsewhere, and asked for it here all the same, on terms: the day’s hours are written into the
        agreement for six years, and not one of her seven colleagues may lose an hour by it. “If I’m asked whether I
        would rather have a person at the desk until ten, of course I would,” she said. “I was not asked that. I was
        asked whether it should be dark.”
      </p>
      <p>
        In the town from which the idea was borrowed, the commonest use of the evening hours was homework, and the
        second commonest was sitting down. In two years one chair was broken, and somebody paid for it.
      </p>
    </>
  ),
};
