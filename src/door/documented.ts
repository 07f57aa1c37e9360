type Words = typeof import('@nestjs/swagger');

const told: ((words: Words) => unknown)[] = [];

/**
 * Says in the OpenAPI document what a decorator of @nestjs/swagger says of a route or a controller. That package is loaded
 * when somebody asks for the document, and takes some megabytes: until then it is only noted what will be said.
 */
export function Documented<Decorator extends ClassDecorator | MethodDecorator>(
  decorator: (words: Words) => Decorator,
): Decorator {
  const note = (...place: unknown[]) => void told.push((words) => Reflect.apply(decorator(words), undefined, place));
  return note as Decorator;
}

/** Says all that was noted. Again it says nothing: it stays said. */
export function document(words: Words): void {
  for (const tell of told.splice(0)) tell(words);
}
