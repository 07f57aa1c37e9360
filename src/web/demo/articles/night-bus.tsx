import type { Article } from './article.js';

export const nightBus: Article = {
  path: '/demo/articles/night-bus',
  section: 'Town',
  headline: 'The night bus is back, and it stops where you ask',
  standfirst:
    'Eleven years after the last one ran, a sixteen-seater will leave the station at midnight, at one and at two.',
  author: 'Tomasz Bielak',
  minutes: 2,
  body: () => (
    <>
      <p>
        The last night bus in Kelmouth left the station at ten past midnight on a wet Sunday, with four people on it,
        and was withdrawn the next morning for want of passengers. From the first Friday of next month there will be
        another. It is smaller, it costs £3, and it has no route.
      </p>
      <p>
        Passengers tell the driver where they are going as they get on, and the driver decides the order. The operator,
        Coastline, tried it for eight weeks in two towns up the coast. The longest anyone sat was thirty-four minutes,
        and nobody was set down more than two hundred metres from their door.
      </p>
      <p>
        “The old bus went past everybody’s house except yours,” said Wanda Achterberg, who runs Coastline’s evening
        services. “People did not mind the price. They minded walking up Cutler’s Hill at one in the morning on their
        own.”
      </p>
      <p>
        It will run on Fridays and Saturdays. The borough has promised £38,000, which is a year’s difference between
        what it costs and what it is thought likely to take. Staff finishing late at the hospital and at the fish market
        travel free until spring, on condition that they fill in a card saying how they used to get home.
      </p>
      <p>
        There is one stop at which it will not call. Residents of Chapel Rise asked, by nineteen signatures to two, that
        it should not come up their street, because of the noise. One of the two said that she would be walking down to
        meet it.
      </p>
    </>
  ),
};
