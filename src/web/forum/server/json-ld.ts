import type { MessageView, PageAnswer } from '../../../messages/messages.schema.js';

/** schema.org's DiscussionForumPosting, as search engines read it (developers.google.com, "Discussion forum"). */
export function discussionOf(
  { thread, messages }: PageAnswer,
  origin: string,
  publisher: string,
  image: string | null,
): object {
  const url = `${origin}/threads/${thread.id}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'DiscussionForumPosting',
    '@id': url,
    url,
    headline: thread.title || thread.url,
    text: thread.title || thread.url,
    ...(image === null ? {} : { image }),
    datePublished: thread.createdAt,
    author: { '@type': 'Organization', name: publisher, url: new URL(thread.url).origin },
    isPartOf: thread.url,
    mainEntityOfPage: thread.url,
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/CommentAction',
      userInteractionCount: thread.messageCount,
    },
    comment: messages.flatMap((message) => commentOf(message, url)),
  };
}

/** A removed message is left out, and its replies with it: they would answer nothing. */
function commentOf(message: MessageView, url: string): object[] {
  if (!message.author || message.state !== 'published') return [];
  return [
    {
      '@type': 'Comment',
      '@id': `${url}?message=${message.id}`,
      url: `${url}?message=${message.id}`,
      text: plain(message.html),
      datePublished: message.createdAt,
      ...(message.editedAt ? { dateModified: message.editedAt } : {}),
      author: {
        '@type': 'Person',
        name: message.author.name,
        url: `${url}?message=${message.id}#author-${message.id}`,
      },
      interactionStatistic: {
        '@type': 'InteractionCounter',
        interactionType: 'https://schema.org/LikeAction',
        userInteractionCount: message.votes.up,
      },
      comment: (message.replies?.messages ?? []).flatMap((reply) => commentOf(reply, url)),
    },
  ];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words of rendered HTML, which is our own renderer's and well formed. */
export function plain(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
