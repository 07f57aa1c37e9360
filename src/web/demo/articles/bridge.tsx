import type { Article } from './article.js';

export const bridge: Article = {
  path: '/',
  section: 'Harbour',
  headline: 'Council wants the swing bridge closed to cars for good',
  standfirst:
    'Mending it for traffic would cost £4.2 million. Mending it for walkers, bicycles and one small bus would cost £1.6 million. Councillors choose in three weeks.',
  author: 'Nell Harcastle',
  minutes: 4,
  picture: {
    file: 'harbour.svg',
    width: 1200,
    height: 552,
    alt: 'The Tide Street swing bridge across the harbour, seen from the water: an iron truss on a round stone pier, with the houses of the west bank to the left and the boatyard to the right.',
    caption:
      'The Tide Street bridge from the water. It was built in 1911 to turn on eight iron rollers; two of them no longer roll.',
  },
  body: () => (
    <>
      <p>
        Since 1911 the Tide Street bridge has done two things badly at the same time. It swings, to let boats up to
        Upper Quay, and it carries traffic, which waits while it does so. On a summer Saturday it opens fourteen times.
        Each opening takes six minutes and, by the harbour office’s own count, holds up ninety cars.
      </p>
      <p>
        On Monday the council’s engineers said that it cannot go on doing both. A survey in September found two of the
        eight rollers on which the bridge turns worn flat on one side, and deck beams that have lost up to a third of
        their thickness to rust. Nothing heavier than three tonnes has been let across since. The report published this
        week recommends what few in the public gallery had come to hear: mend the bridge for those who walk and cycle
        over it, let one small electric bus use it, and send everyone else round by the bypass.
      </p>

      <h2>The arithmetic</h2>
      <aside class="facts" aria-labelledby="plans">
        <h3 id="plans">The two plans</h3>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">What</span>
              </th>
              <th scope="col">Cars stay</th>
              <th scope="col">Cars go</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Cost</th>
              <td>£4.2m</td>
              <td>£1.6m</td>
            </tr>
            <tr>
              <th scope="row">Shut to all</th>
              <td>14 months</td>
              <td>5 months</td>
            </tr>
            <tr>
              <th scope="row">Shut to boats</th>
              <td>10 weeks</td>
              <td>9 days</td>
            </tr>
            <tr>
              <th scope="row">Bears</th>
              <td>18 tonnes</td>
              <td>7½ tonnes</td>
            </tr>
            <tr>
              <th scope="row">Should last</th>
              <td>40 years</td>
              <td>60 years</td>
            </tr>
          </tbody>
        </table>
        <p>Source: borough structures report, tables 3 and 7</p>
      </aside>
      <p>
        Restoring the bridge for ordinary traffic would cost £4.2 million and shut it for fourteen months. The lighter
        repair would cost £1.6 million and take five, most of them in winter. The county has offered £1.1 million
        towards either. The rest would come out of a roads budget which, for all eleven wards, is £2.3 million a year.
      </p>
      <p>
        “I can have this bridge at eighteen tonnes, or I can have the other forty-one inspected on time,” said Ruth
        Penhallow, the borough’s head of structures, who has looked after it for nineteen years. “I would like both. I
        have liked both for some time.”
      </p>
      <p>
        About 6,400 vehicles cross on a weekday. The way round by the bypass is 2.9 miles: eight minutes on an empty
        road and, during the trial closure in March, seventeen on a full one. The trial counted something else as well.
        With the cars gone, the number of people crossing on foot rose by 38 per cent in nine days, and the Number 4
        bus, which had been late on two runs out of five, was late on one in twenty.
      </p>

      <h2>Two sides of the water</h2>
      <p>
        The west bank has the market, the surgery and the station. The east bank has the school, the boatyards and most
        of the people who have moved here since 1990. Imran Sadiq’s bakery stands at the eastern foot of the bridge, and
        two thirds of his customers, he reckons, come on foot already. “In the trial I sold out by eleven every day,” he
        said. “But my flour comes in a van that weighs more than their bus. Nobody has told me which side of the barrier
        my van is on.”
      </p>
      <p>
        Margaret Oyelaran, a district nurse, makes nine or ten visits in a shift, on both sides. “Seventeen minutes is
        one patient,” she said. “If nurses and carers get through, put it in the order, in writing, with a number to
        ring when the bollard doesn’t go down.”
      </p>
      <blockquote class="pull">
        <p>“Put it in writing, with a number to ring when the bollard doesn’t go down. Because it won’t go down.”</p>
        <footer>Margaret Oyelaran, district nurse</footer>
      </blockquote>
      <p>
        Ambulances would still cross: the lighter deck is rated at seven and a half tonnes, and they weigh five. The
        town’s one fire engine, at thirteen and a half, has gone round by the bypass since September. The fire service
        told the council that it now takes a minute and fifty seconds longer, on average, to reach an address on the
        east side. It did not object to the plan. It did ask for that figure to be printed, and here it is.
      </p>

      <h2>What the boats want</h2>
      <p>
        The people for whom the bridge opens have been quieter. In 1970 thirty-one fishing boats lay above it; there are
        four now. But the yard at Upper Quay employs twenty-six, and every hull that it mends has to come through the
        gap. The longer repair would keep the bridge from opening for ten weeks. “That’s a season,” said Dafydd Rowe,
        who owns the yard. “The cheap one shuts us for nine days. I’ve nothing against cars, I’ve got one. But I know
        which I’d vote for.”
      </p>

      <h2>A petition, and a third idea</h2>
      <p>
        A petition against closure, begun in the Jolly Caulker on Monday night, had 2,300 signatures by Wednesday, about
        one for every seven adults in town. Colin Thwaite, who began it, drives a taxi. “They’ll say it’s cars against
        prams,” he said. “It isn’t. It’s the woman in Harbour View who can’t walk to the bus, and I’m how she gets to
        her sister’s.” Taxis are not among the exceptions in the report. Anneke Brandt, who chairs the transport
        committee, said that they might be: “The list is where we start the argument, not where we end it.”
      </p>
      <p>
        There is a third idea, which the report deals with in a paragraph: let cars across from seven until ten and from
        four until six, and close the bridge to them for the rest of the day. It fails, the engineers say, because rust
        does not keep office hours. A deck that has to bear a queue of cars at eight in the morning has to be built to
        bear it, and it is the building that costs the money.
      </p>
      <p>
        The council meets on the second Thursday of next month, at half past six, in the Corn Hall, where anyone may
        speak for three minutes. The engineers have asked for one thing, whichever way it goes: that it be decided then.
        They measured the rollers again last week. Another half a millimetre had gone.
      </p>
    </>
  ),
};
